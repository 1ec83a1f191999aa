"""Sender IDs: asked for, decided, judged by the country that a message goes to."""

import pytest
from factories import NOW, make_house, make_release, reread

from unisms.model.connections import SenderId
from unisms.model.folder import find
from unisms.services.brokers import sender_ids
from unisms.services.brokers.sender_ids import MOST_REFUSED, MOST_WAITING, Destination, UnfitSender
from unisms.sms import states
from unisms.testing.factories import someone


@pytest.fixture
def paris(root):
    return make_house(root)


@pytest.fixture
def connection(paris):
    return paris["brokers"]["fake"]


def refusal(connection, institution, word):
    with pytest.raises(UnfitSender) as refused:
        sender_ids.ask(someone(institution), connection, word, NOW)
    return refused.value.code


def put(connection, word, state="accepted", institution="paris1", at=NOW):
    connection.put_sender(SenderId(word, institution, state, at))


def test_a_sender_id_is_asked_for_and_decided(connection, paris):
    sender_ids.ask(someone(paris), connection, " UnivParis ", NOW)
    [asked] = reread(connection).senders()
    assert asked == SenderId("UnivParis", "paris1", "requested", NOW, "lib")
    assert connection.accepted("paris1") == ()
    for state, usable in (("accepted", True), ("authorised", True), ("refused", False)):
        sender_ids.decide(
            someone(connection, "op"),
            connection,
            connection.senders()[0],
            state,
            NOW + 1,
            "ticket 12",
        )
        [decided] = reread(connection).senders()
        assert decided == SenderId("UnivParis", "paris1", state, NOW + 1, "op", "ticket 12")
        assert connection.accepted("paris1") == (("UnivParis",) if usable else ())
        assert connection.owners("UnivParis") == ({"paris1"} if usable else set())


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("", "empty"),
        ("LONGER-THAN", "signs"),
        ("BIBLIOTHEQUES", "long"),
        ("UNIV PARIS", "plain"),
        ("ÉCOLE", "plain"),
        ("0612345678", "mobile"),
        ("38000", "digits"),
        ("Biblio", "known"),
    ],
)
def test_what_is_unfit_or_known_is_not_asked_for(connection, paris, word, code):
    put(connection, "Biblio", "requested")
    assert refusal(connection, paris, word) == code
    assert len(connection.senders()) == 1


def test_a_refused_one_may_be_asked_for_again_and_another_institution_asks_for_itself(
    connection, paris
):
    put(connection, "Biblio", "refused")
    put(connection, "Biblio", "accepted", "nice")
    sender_ids.ask(someone(paris), connection, "Biblio", NOW + 9)
    told = [(one.institution, one.state, one.at) for one in reread(connection).senders()]
    assert told == [("paris1", "requested", NOW + 9), ("nice", "accepted", NOW)]


def test_a_generic_word_is_asked_for_and_marked_until_it_is_authorised(connection, paris):
    sender_ids.ask(someone(paris), connection, "Alerte", NOW)
    for state, code in (("requested", "generic"), ("accepted", "generic"), ("authorised", "")):
        one = SenderId("Alerte", "paris1", state)
        assert sender_ids.standing(connection, one, "FR").code == code


def test_one_in_use_before_the_rule_goes_on_working_and_is_marked(connection, paris):
    put(connection, "UNIV PARIS")
    connection.sender_ids = (*connection.sender_ids, "ÉCOLE")  # a bare word, from before 2026-12
    assert connection.accepted("paris1") == ("UNIV PARIS", "ÉCOLE")
    marks = [sender_ids.standing(connection, one, "FR").code for one in connection.senders()]
    assert marks == ["plain", "plain"]


@pytest.mark.parametrize("written", ["38000", " 38000"])
def test_a_number_of_the_contract_may_be_asked_for(connection, paris, written):
    connection.numbers = ("38000",)
    sender_ids.ask(someone(paris), connection, written, NOW)
    assert connection.senders()[0].word == "38000"


@pytest.mark.parametrize("written", ["0937000000", "33937000000", "+33937000000", "0033937000000"])
def test_a_number_is_listed_however_it_is_written(connection, paris, written):
    connection.numbers = ("+33937000000",)
    assert sender_ids.judge(connection, written, "FR").code == ""


def test_so_many_may_wait_for_a_decision_and_no_more(connection, paris):
    for number in range(MOST_WAITING):
        put(connection, f"Biblio{number}", "requested")
        put(connection, f"Biblio{number}", "requested", "nice")
    assert refusal(connection, paris, "Another") == "crowded"
    sender_ids.decide(
        someone(connection, "op"), connection, connection.senders()[0], "accepted", NOW
    )
    sender_ids.ask(someone(paris), connection, "Another", NOW)


def test_of_the_refused_only_the_latest_are_kept(connection, paris):
    put(connection, "Kept", "accepted")
    for number in range(MOST_REFUSED + 5):
        put(connection, f"B{number}", "requested", at=NOW + number)
        one = sender_ids.find(connection, "paris1", f"B{number}")
        sender_ids.decide(someone(connection, "op"), connection, one, "refused", NOW + number)
    words = [one.word for one in reread(connection).senders()]
    assert words == ["Kept", *(f"B{number}" for number in range(5, MOST_REFUSED + 5))]


@pytest.fixture
def abroad(root, paris):
    """A campaign whose messages go to several countries."""
    numbers = ("+33639980001", "+33639980002", "+12025550104", "+12025550105", "+34600000001")
    campaign = make_release(paris)
    rows = [(at, (number, states.QUEUED, "", 1, 0, None)) for at, number in enumerate(numbers, 1)]
    campaign.clear_rows()
    campaign.freeze([*rows, (6, ("+34600000002", states.SET_ASIDE, "", 0, 0, "opt_out"))], [])
    return campaign


def test_where_a_sender_id_does_not_arrive_is_told_by_country(abroad, paris):
    connection = find(paris.__parent__.__parent__, abroad.connection)
    abroad.sender_id = "UNIV PARIS"
    put(connection, "UNIV PARIS")
    told = sender_ids.destinations(abroad, connection, paris)
    assert [(one.country, one.messages, one.verdict.code) for one in told] == [
        ("FR", 2, "plain"),
        ("US", 2, "replaced"),
        ("ES", 1, "registered"),
    ]
    assert isinstance(told[0], Destination)


def test_one_that_is_authorised_is_told_only_where_it_is_not_shown(abroad, paris):
    connection = find(paris.__parent__.__parent__, abroad.connection)
    abroad.sender_id = "Alerte"
    put(connection, "Alerte", institution="")
    put(connection, "Alerte", "authorised")
    assert [one.country for one in sender_ids.destinations(abroad, connection, paris)] == ["US"]
    connection.sender_ids = ()
    assert len(sender_ids.destinations(abroad, connection, paris)) == 3


def test_notes_of_a_year_ago_and_what_was_not_accepted_then_are_forgotten(connection):
    year = sender_ids.KEPT
    for word, state, at in (
        ("Old", "accepted", NOW - year - 1),
        ("New", "accepted", NOW - year),
        ("No", "refused", NOW - year - 1),
        ("Asked", "requested", NOW - year - 1),
        ("Fresh", "requested", NOW - year),
    ):
        connection.put_sender(SenderId(word, "paris1", state, at, "op", f"note of {word}"))
    sender_ids.forget(connection, NOW)
    kept = reread(connection).senders()
    assert sorted((one.word, one.note) for one in kept) == [
        ("Fresh", "note of Fresh"),
        ("New", "note of New"),
        ("Old", ""),
    ]
    sender_ids.forget(connection, NOW)
    assert not connection._p_changed


def test_a_sender_id_like_that_of_another_institution_is_known_to_who_decides(connection):
    put(connection, "UnivParis", "authorised")
    put(connection, "UnivParis", "refused", "nice")
    put(connection, "Biblio", "accepted", "")
    asked = [
        SenderId(word, "lyon2", "requested")
        for word in ("UN1VPARIS", "univparis", "BIBLIO", "UnivLyon")
    ]
    told = [sender_ids.owners_alike(connection, one) for one in asked]
    assert told == [["paris1"], ["paris1"], [""], []]
    assert sender_ids.owners_alike(connection, SenderId("UnivParis", "paris1", "authorised")) == []
