"""The line of a broker connection: who waits, whose turn it is, and what a segment costs."""

from collections import Counter
from types import SimpleNamespace

import pytest
from factories import make_connection, reread
from hypothesis import given
from hypothesis import strategies as st
from ZODB.POSException import ConflictError

from unisms.model.connections import BrokerConnection, SenderId


def path(institution, campaign):
    return f"/institutions/{institution}/campaigns/{campaign}"


@pytest.fixture
def connection(root):
    return make_connection(root)


def test_settings_have_another_edition_each_time_they_are_saved(root):
    connection = make_connection(root)
    first = reread(connection).edition
    connection.settings.update(connection.settings)
    second = reread(connection).edition
    reread(connection).title = "Another"
    assert first != second == reread(connection).edition
    connection.alphabet = "gsm-c-cedilla"
    assert reread(connection).edition != second


@pytest.mark.parametrize(
    ("numbers", "own"),
    [((), {}), (("36111", "+33 7 00 00 00 01"), {"own_numbers": "36111 +33700000001"})],
)
def test_whoever_opens_a_session_knows_the_numbers_of_the_contract(numbers, own):
    connection = BrokerConnection("SMSC", "smpp", {"host": "a"})
    connection.numbers = numbers
    assert connection.opened_with() == ("smpp", {"host": "a", "alphabet": "gsm", **own})
    assert connection.made_with() == ("smpp", {"host": "a", "alphabet": "gsm"})


def test_a_campaign_waits_once(connection):
    connection.join_line(path("a", "1"), False)
    connection.join_line(path("a", "1"), False)
    assert reread(connection).line.waiting == ((path("a", "1"), 0),)
    assert list(connection.open) == [path("a", "1")]


def test_who_leaves_the_line_is_still_open(connection):
    connection.join_line(path("a", "1"), False)
    connection.leave_line(path("a", "1"))
    assert reread(connection).in_turn() == []
    assert list(connection.open) == [path("a", "1")]


def test_leaving_a_line_one_is_not_in_writes_nothing(connection):
    reread(connection).leave_line(path("a", "1"))
    assert not connection.line._p_changed


def test_joining_while_another_leaves_conflicts(store, connection):
    connection.join_line(path("a", "1"), False)
    store.commit()
    rival = store.rival()
    connection.leave_line(path("a", "1"))
    rival.root["brokers"]["fake"].join_line(path("b", "1"), False)
    store.commit()
    with pytest.raises(ConflictError):
        rival.commit()
    rival.close()


def test_the_urgent_go_first(connection):
    connection.join_line(path("a", "1"), False)
    connection.join_line(path("b", "9"), True)
    assert connection.in_turn()[0] == path("b", "9")
    connection.served(path("b", "9"))
    assert connection.in_turn()[0] == path("b", "9")


def test_institutions_take_turns_however_many_campaigns_each_has(connection):
    for campaign in "123":
        connection.join_line(path("a", campaign), False)
    connection.join_line(path("b", "1"), False)
    assert serve(connection, 4) == [path("a", "1"), path("b", "1"), path("a", "2"), path("b", "1")]


def test_an_institution_that_rests_is_passed_over_but_for_what_is_urgent(connection):
    for institution, campaign, urgent in (
        ("a", "1", False),
        ("a", "2", True),
        ("b", "1", False),
        ("a", "3", False),
    ):
        connection.join_line(path(institution, campaign), urgent)
    asked = []
    in_turn = connection.in_turn(
        lambda institution, kind: asked.append((institution, kind)) or institution.endswith("/a")
    )
    assert in_turn == [path("a", "2"), path("b", "1")]
    assert sorted(asked) == [("/institutions/a", "service"), ("/institutions/b", "service")]


class Read(tuple):
    """The turns taken; counts how often they are gone through."""

    times = 0

    def __iter__(self):
        self.times += 1
        return super().__iter__()

    def index(self, *_):
        raise AssertionError("looked for one by one")


def test_however_many_wait_it_is_looked_up_once_whose_turn_it_was(connection):
    for campaign in range(50):
        connection.join_line(path("a", str(campaign)), False)
    turns = Read([path("a", "7"), path("a", "0")])
    connection.turns = SimpleNamespace(institutions=("/institutions/a",), campaigns=turns)
    assert connection.in_turn()[-2:] == [path("a", "7"), path("a", "0")]
    assert turns.times == 1


def test_turns_are_stored(connection):
    connection.join_line(path("a", "1"), False)
    connection.join_line(path("b", "1"), False)
    connection.served(path("a", "1"))
    assert reread(connection).in_turn() == [path("b", "1"), path("a", "1")]


def test_alone_in_the_line_a_turn_is_not_written_down(connection):
    connection.join_line(path("a", "1"), False)
    connection.served(path("a", "1"))
    reread(connection).served(path("a", "1"))
    assert not connection.turns._p_changed


def test_turns_forget_those_who_no_longer_wait(connection):
    for institution in "abc":
        connection.join_line(path(institution, "1"), False)
        connection.served(path(institution, "1"))
    connection.leave_line(path("a", "1"))
    connection.served(path("b", "1"))
    assert connection.turns.institutions == ("/institutions/c", "/institutions/b")
    assert connection.turns.campaigns == (path("c", "1"), path("b", "1"))


def serve(connection, times):
    served = []
    for _ in range(times):
        served.append(connection.in_turn()[0])
        connection.served(served[-1])
    return served


lines = st.lists(
    st.tuples(st.sampled_from("abcd"), st.integers(0, 9)), min_size=1, max_size=12, unique=True
)


@given(lines, st.integers(1, 40))
def test_after_any_number_of_turns_no_institution_is_two_turns_ahead(line, times):
    connection = BrokerConnection("", "fake")
    for institution, campaign in line:
        connection.join_line(path(institution, campaign), False)
    served = serve(connection, times)
    per_institution = Counter(path.split("/")[2] for path in served)
    turns = [
        per_institution[institution] for institution in {institution for institution, _ in line}
    ]
    assert max(turns) - min(turns) <= 1
    for name in per_institution:
        campaigns = [
            path(institution, campaign) for institution, campaign in line if institution == name
        ]
        turns = [served.count(campaign) for campaign in campaigns]
        assert max(turns) - min(turns) <= 1


@given(lines, lines)
def test_an_urgent_campaign_waits_for_no_ordinary_one(urgent, ordinary):
    connection = BrokerConnection("", "fake")
    for institution, campaign in ordinary:
        connection.join_line(path(institution, f"ordinary-{campaign}"), False)
    for institution, campaign in urgent:
        connection.join_line(path(institution, f"urgent-{campaign}"), True)
    assert all("urgent" in path for path in serve(connection, 20))
    assert all("urgent" in path for path in connection.in_turn()[: len(urgent)])


@given(lines, st.data())
def test_nobody_waits_longer_than_one_turn_of_each_whoever_comes_and_goes(line, data):
    connection = BrokerConnection("", "fake")
    for institution, campaign in line:
        connection.join_line(path(institution, campaign), False)
    big, longest, waited = path("z", "big"), 0, 0
    connection.join_line(big, False)
    for turn in range(30):
        served = connection.in_turn()[0]
        connection.served(served)
        waited = 0 if served == big else waited + 1
        longest = max(longest, waited)
        if served != big and data.draw(
            st.booleans()
        ):  # it is over; its institution sends another one at once
            connection.leave_line(served)
            connection.join_line(path(served.split("/")[2], f"new-{turn}"), False)
    assert longest <= 4


def test_settings_are_stored(root):
    connection = make_connection(root, settings={"host": "a"})
    connection.settings["host"] = "b"
    assert dict(reread(connection).settings) == {"host": "b"}


def test_an_institution_is_forgotten_and_no_other(connection):
    for institution in ("paris1", "paris10"):
        connection.join_line(path(institution, "a"), False)
        connection.served(path(institution, "a"))
    assert connection.open_of("/institutions/paris1") == [path("paris1", "a")]
    connection.forget("/institutions/paris1")
    assert connection.in_turn() == list(connection.open) == [path("paris10", "a")]
    assert connection.turns.institutions == ("/institutions/paris10",)
    assert connection.turns.campaigns == (path("paris10", "a"),)


def test_words_kept_before_there_were_states_are_accepted_for_all(root):
    connection = make_connection(root)
    connection.sender_ids = ("PARIS1", "BU")
    assert reread(connection).accepted("paris1") == connection.accepted("nice") == ("PARIS1", "BU")
    assert connection.senders()[0] == SenderId("PARIS1", "", "accepted", 0, "", "")


def test_an_institution_shows_its_own_accepted_words_only(root):
    connection = make_connection(root)
    connection.put_sender(SenderId("BU", "paris1", "accepted", 5, "op"))
    connection.put_sender(SenderId("BU", "nice", "requested", 6, "admin"))
    connection.put_sender(SenderId("SCOL", "paris1", "refused", 7, "op", "pris"))
    connection.put_sender(SenderId("ALL"))
    assert reread(connection).accepted("paris1") == ("BU", "ALL")
    assert connection.accepted("nice") == ("ALL",)


def test_a_number_has_its_owner_however_it_is_written(root):
    connection = make_connection(root)
    connection.put_sender(SenderId("+33700000001", "nice"))
    connection.put_sender(SenderId("33700000002", "nice"))
    connection.put_sender(SenderId("ALL"))
    connection.put_sender(SenderId("ALL", "nice"))
    connection.put_sender(SenderId("0639980003", "nice"))
    connection.put_sender(SenderId("38080", "nice"))
    words = (
        "33700000001",
        " +33700000002",
        "0033639980003",
        "0700000001",
        "38080",
        "ALL",
        "3370000000",
        "",
    )
    told = [reread(connection).owners(word) for word in words]
    assert told == [{"nice"}] * 5 + [set(), set(), set()]


def test_a_decision_takes_the_place_of_the_request(root):
    connection = make_connection(root)
    connection.sender_ids = ("OLD",)
    for sender in (
        SenderId("BU", "paris1", "requested"),
        SenderId("X", "paris1"),
        SenderId("BU", "paris1", "accepted", 9),
    ):
        connection.put_sender(sender)
    told = [(one.word, one.state) for one in reread(connection).senders()]
    assert told == [("OLD", "accepted"), ("BU", "accepted"), ("X", "accepted")]
    assert all(type(one) is tuple for one in connection.sender_ids)
