"""Long replies: parts wait in the store until all have come, or a minute."""

import nights
import pytest
from factories import NOW, make_connection, make_house, make_person, mobile, reread

from unisms.model.folder import find
from unisms.ports import Part, Reply
from unisms.services.brokers import connections
from unisms.services.delivery import inbox, receipts
from unisms.services.ground.actor import service
from unisms.services.operators import institutions
from unisms.services.replies import parts, replies

CONNECTION = "/institutions/paris1/brokers/fake"
SHARED = "/brokers/consortium"
LATE = NOW + parts.PATIENCE + 1
ST, OP = (1, b"ST"), (2, b"OP")


@pytest.fixture
def connection(institution):
    return institution["brokers"]["fake"]


def part(number, octets, total=2, reference=7, alphabet="gsm", **fields):
    fields = {
        "msisdn": mobile(1),
        "text": octets.decode("latin-1"),
        "to": "38000",
        "at": NOW,
        **fields,
    }
    return Reply(**fields, part=Part(reference, total, number, alphabet, octets))


def come(root, *news, now=NOW, path=CONNECTION):
    """Each of these comes in a transaction of its own: a reply, or number and octets of a part."""
    for one in news:
        receipts.apply(root, path, (), [one if isinstance(one, Reply) else part(*one)], now)


def kept(holder):
    holder = reread(holder)
    return [text for month in holder.replies.months() for *_, text in holder.replies.of(month)]


@pytest.mark.parametrize(
    ("news", "texts"),
    [
        ([ST], []),
        ([ST, OP], ["STOP"]),
        ([OP, ST], ["STOP"]),
        ([ST, ST, OP], ["STOP"]),
        ([(3, b"c", 3), (1, b"a", 3), (2, b"b", 3)], ["abc"]),
        ([(1, b"\xd8\x3d", 2, 7, "ucs-2"), (2, b"\xdc\x4d", 2, 7, "ucs-2")], ["👍"]),
        ([ST, (2, b"OP", 3), (2, b"OP", 2, 8)], []),  # another total, another reference
        # A place that is taken: some handsets have one reference for all.
        (
            [(1, b"STOP a mes SMS "), (1, b"autre message "), (2, b"fin")],
            ["STOP a mes SMS ", "autre message fin"],
        ),
        # Once more when it was whole.
        ([ST, OP, ST, OP], ["STOP"]),
        ([ST, OP, (1, b"HO"), OP], ["HOOP", "STOP"]),
        # As text only, by a broker that has read it.
        ([part(1, b"", alphabet="", text="ça "), part(2, b"", alphabet="", text="va")], ["ça va"]),
    ],
)
def test_parts_are_one_reply_once_all_have_come(root, institution, news, texts):
    come(root, *news)
    assert sorted(kept(institution)) == texts


def test_a_whole_reply_is_of_when_its_last_part_came_and_known_by_its_reference(root, institution):
    told = parts.gather(institution["brokers"]["fake"], [part(*ST), part(*OP, at=NOW + 5)], NOW)
    assert [one.reply for one in told] == [Reply(mobile(1), "STOP", "38000", NOW + 5, "7")]


@pytest.mark.parametrize(
    ("news", "texts"),
    [
        ([ST], ["ST"]),
        ([(1, b"a", 3), (3, b"c", 3)], ["ac"]),
        ([ST, (1, b"AR", 3)], ["AR", "ST"]),
        # A part of what was whole, sent again.
        ([ST, OP, ST], ["STOP"]),
        ([ST, OP, OP], ["STOP"]),
        ([(1, b"HO"), ST, OP, (1, b"HO")], ["HO", "STOP"]),
        ([ST, OP, (1, b"HO")], ["HO", "STOP"]),
    ],
)
def test_what_stays_incomplete_is_given_as_it_came(root, institution, connection, news, texts):
    come(root, *news)
    before = kept(institution)
    replies.give_late(root, CONNECTION, NOW + parts.PATIENCE)
    assert kept(institution) == before
    replies.give_late(root, CONNECTION, LATE)
    assert sorted(kept(institution)) == texts
    assert not len(reread(connection).parts)


def test_the_rest_of_what_was_given_is_a_reply_of_its_own(root, institution):
    come(root, ST)
    replies.give_late(root, CONNECTION, LATE)
    come(root, part(*OP, at=LATE), now=LATE)
    replies.give_late(root, CONNECTION, LATE + parts.PATIENCE + 1)
    assert sorted(kept(institution)) == ["OP", "ST"]


@pytest.mark.parametrize(
    "half", [(2, b"stop"), (1, b"STOP "), (1, b"STOP"), (3, b"stop", 3), (2, b"stop le sport")]
)
def test_half_a_sentence_is_for_a_person_whatever_it_says(root, institution, half):
    come(root, half)
    replies.give_late(root, CONNECTION, LATE)
    [found] = [one for _, one in reread(institution).replies.keyed("2027-01")]
    assert (found.word, found.is_cut) == ("", True)
    assert institution.replies.unread_count() == 1
    assert not institution["people"].is_refused_by_handset(mobile(1))


def test_half_a_sentence_stays_one_once_it_is_given_to_an_institution(root, institution):
    make_connection(root, "consortium")
    come(root, (2, b"stop"), path=SHARED)
    replies.give_late(root, SHARED, LATE)
    [(key, _)] = root.replies.keyed("2027-01")
    replies.give(service(), root, "2027-01", key, institution, LATE)
    assert not institution["people"].is_refused_by_handset(mobile(1))


def test_where_the_clock_was_set_back_what_waits_is_given(root, institution):
    come(root, ST)
    replies.give_late(root, CONNECTION, NOW - 1)
    assert kept(institution) == ["ST"]


def test_nothing_is_given_where_nothing_waits(root, institution):
    replies.give_late(root, CONNECTION, LATE)
    replies.give_late(root, f"{CONNECTION}-gone", LATE)
    assert kept(institution) == []


@pytest.mark.parametrize(("most", "octets"), [(3, 10_000), (100, 6)])
def test_beyond_what_may_wait_the_oldest_are_given(
    root, institution, connection, monkeypatch, most, octets
):
    monkeypatch.setattr(parts, "MOST", most)
    monkeypatch.setattr(parts, "MOST_OCTETS", octets)
    for second, (reference, text) in enumerate([(9, b"aa"), (8, b"bb"), (7, b"cc")]):
        come(root, part(1, text, 2, reference), now=NOW + second)
    assert kept(institution) == []
    come(root, part(1, b"dd", 2, 6), now=NOW + 3)
    assert kept(institution) == ["aa"]
    assert len(connection.parts) == 3


def test_one_part_that_is_too_much_is_given_at_once(root, institution, monkeypatch):
    monkeypatch.setattr(parts, "MOST_OCTETS", 1)
    come(root, ST)
    assert kept(institution) == ["ST"]


# Deaths. Whoever holds the lease stores, and answers afterwards.


@pytest.mark.parametrize(
    ("before", "after", "texts"),
    [
        ([ST], [OP], ["STOP"]),  # stored, answered
        ([ST], [ST, OP], ["STOP"]),  # stored, not answered
        ([ST, OP], [OP], ["STOP"]),
        ([ST, OP], [ST, OP], ["STOP"]),
        ([OP], [ST], ["STOP"]),
    ],
)
def test_a_death_between_two_parts_loses_and_doubles_nothing(
    root, institution, connection, before, after, texts
):
    connection.line.holder = "first"
    come(root, *before)
    connection.line.holder = "second"
    come(root, *after)
    replies.give_late(root, CONNECTION, LATE)
    assert kept(institution) == texts


def test_what_was_stored_together_and_comes_again_after_a_death_is_kept_once(
    root, institution, connection
):
    connection.line.holder = "first"
    news = [part(*ST), part(*OP), Reply(mobile(1), "Oui", "38000", NOW), part(1, b"HO", 1, 8)]
    receipts.apply(root, CONNECTION, (), news, NOW)
    connection.line.holder = "second"
    come(root, *news)
    replies.give_late(root, CONNECTION, LATE)
    assert sorted(kept(institution)) == ["HO", "Oui", "STOP"]


# Parts belong to somebody, and stay for a while.


def test_parts_wait_for_a_worker(root, institution):
    come(root, ST)
    assert connections.at_work(root) == [CONNECTION]


def test_the_night_gives_those_that_nobody_works_for(root, institution):
    come(root, ST)
    nights.forget(root, LATE)
    assert kept(institution) == ["ST"]
    assert connections.at_work(root) == []


def test_parts_by_a_shared_connection_are_nobodys_until_joined_and_go_with_their_owner(
    root,
):
    shared, paris = make_connection(root, "consortium"), make_house(root)
    come(root, part(*ST), part(*OP, reference=8, msisdn=mobile(4000)), path=SHARED)
    make_person(paris, msisdn=mobile(1))
    institutions.erase(service(), root, "paris1", NOW)
    assert [key[0] for key in reread(shared).parts] == [mobile(4000)]
    replies.give_late(root, SHARED, LATE)
    assert kept(root) == ["OP"]


def test_parts_that_come_over_http_wait_likewise(root, institution):
    connection = find(root, CONNECTION)
    inbox.put(connection, [part(*OP), part(*ST)])
    keys, _, found = inbox.peek(root, CONNECTION)
    receipts.apply(root, CONNECTION, (), found, NOW, keys)
    assert kept(institution) == ["STOP"]
