"""Replies: whose each is, kept once, given or forgotten."""

import nights
import pytest
from factories import (
    MOBILE,
    NOW,
    make_connection,
    make_house,
    make_recipient,
    make_release,
    mobile,
    reread,
)
from shared_replies import (
    CONNECTION,
    DAY,
    REPLY,
    SHARED,
    STORED,
    accepted,
    apply,
    reply_by_the_shared_connection,
    shared_campaign,
)

from unisms.model.connections import SenderId
from unisms.model.folder import find
from unisms.ports import Reply
from unisms.services.delivery import closing, receipts
from unisms.services.ground.actor import service
from unisms.services.operators import institutions
from unisms.services.replies import answers, replies
from unisms.sms import states


def test_a_reply_belongs_to_the_institution_whose_contract_it_came_by(root, institution):
    apply(root, replies=[REPLY])
    assert reread(institution).replies.of("2027-01") == [STORED]


def test_a_reply_by_a_shared_connection_belongs_to_the_latest_who_wrote(root):
    make_connection(root, "consortium")
    first, latest, before = (
        shared_campaign(root, name, NOW - sent)
        for name, sent in [("paris1", 3), ("lyon2", 1), ("nantes", 2)]
    )
    reply_by_the_shared_connection(root)
    assert reread(latest).replies.of("2027-01") == [STORED]
    assert first.replies.months() == before.replies.months() == root.replies.months() == []


def test_the_rows_of_a_campaign_are_looked_at_once_however_many_replies_come(root, monkeypatch):
    institution, looks = make_house(root), []
    shared = make_connection(root, "shared")
    campaign = make_release(institution, 3)
    shared.open.add(campaign.path)
    for number in (1, 2):
        campaign.write(number, accepted(mobile(number - 1)))
    rows = type(campaign).stored_rows
    monkeypatch.setattr(type(campaign), "stored_rows", lambda self: looks.append(1) or rows(self))
    replies = [Reply(mobile(number), f"Oui {number}", "38000", NOW) for number in range(4)]
    receipts.apply(root, "/brokers/shared", (), replies, NOW)
    assert looks == [1]
    assert [reply[1] for reply in institution.replies.of("2027-01")] == [mobile(0), mobile(1)]
    assert [reply[1] for reply in root.replies.of("2027-01")] == [mobile(2), mobile(3)]


@pytest.mark.parametrize("state", states.MESSAGE_STATES)
def test_a_reply_by_a_shared_connection_belongs_to_nobody_whose_message_never_left(root, state):
    make_connection(root, "consortium")
    before, latest = (
        shared_campaign(root, "paris1", NOW - 2),
        shared_campaign(root, "nice", NOW - 1, state),
    )
    reply_by_the_shared_connection(root)
    left = state not in (states.QUEUED, states.SET_ASIDE, states.STOPPED)
    assert reread(latest if left else before).replies.of("2027-01") == [STORED]
    assert (before if left else latest).replies.months() == root.replies.months() == []


OWN = "+33700000001"


def who_gets(root, *senders, to=OWN):
    """Return the institution that gets a reply: nice, or paris1, which wrote later.

    They have these sender IDs on the connection.
    """
    connection = make_connection(root, "consortium")
    houses = [
        shared_campaign(root, name, NOW - 9 + sent) for sent, name in enumerate(("nice", "paris1"))
    ]
    for sender in senders:
        connection.put_sender(sender)
    reply_by_the_shared_connection(root, REPLY._replace(to=to))
    return [
        house.__name__ or "operators" for house in (root, *houses) if reread(house).replies.months()
    ]


@pytest.mark.parametrize("to", [OWN, "33700000001", "0033700000001"])
def test_a_reply_to_the_sender_id_of_an_institution_is_its_own_whoever_wrote_last(root, to):
    assert who_gets(root, SenderId(OWN, "nice"), SenderId("36000", "paris1"), to=to) == ["nice"]


@pytest.mark.parametrize(
    "senders",
    [
        [SenderId(OWN, "nice", "requested")],
        [SenderId(OWN, "nice", "refused")],
        [SenderId(OWN, "nice"), SenderId(OWN)],
        [SenderId(OWN, "nice"), SenderId(OWN, "paris1")],
        [SenderId("36000", "nice")],
    ],
)
def test_a_reply_to_a_sender_id_of_nobody_or_of_several_is_of_the_latest_who_wrote(root, senders):
    assert who_gets(root, *senders) == ["paris1"]


def test_a_reply_to_a_sender_id_of_several_goes_to_none_but_them(root):
    make_house(root, "lyon2")
    assert who_gets(root, SenderId(OWN, "nice"), SenderId(OWN, "lyon2")) == ["nice"]


def test_a_reply_to_the_sender_id_of_an_institution_that_is_gone_goes_to_the_operators(root):
    assert who_gets(root, SenderId(OWN, "gone")) == ["operators"]


def replies_kept(root, institution, *replies):
    apply(root, replies=replies)
    return [text for *_, text in reread(institution).replies.of("2027-01")]


@pytest.mark.parametrize("at", [-1, 10**20, float("nan")])
def test_a_reply_of_a_time_that_is_none_came_now(root, institution, at):
    receipts.apply(root, CONNECTION, (), [Reply(MOBILE, "Oui", "38000", at)], NOW)
    assert institution.replies.of("2027-01") == [(NOW, MOBILE, "38000", "Oui")]


def test_half_a_character_in_a_reply_is_none(root, institution):
    apply(root, replies=[Reply(f"{MOBILE}\ud83d", "Oui \ud83d", "38000\ude00", NOW)])
    assert institution.replies.of("2027-01") == [(NOW, f"{MOBILE}?", "38000?", "Oui ?")]


def test_a_reply_that_was_stored_and_not_acknowledged_is_kept_once(root, institution):
    apply(root, replies=[REPLY])
    again = REPLY._replace(at=NOW + replies.SAID_AGAIN)
    assert replies_kept(
        root, institution, again, again._replace(at=again.at + replies.SAID_AGAIN)
    ) == ["Oui"]


@pytest.mark.parametrize(
    "other",
    [
        REPLY._replace(at=NOW + replies.SAID_AGAIN + 1),
        REPLY._replace(text="Non"),
        REPLY._replace(msisdn=mobile(2)),
        REPLY._replace(to="38001"),
        REPLY._replace(id="7"),
    ],
)
def test_a_reply_that_differs_is_another(root, institution, other):
    assert len(replies_kept(root, institution, REPLY, other)) == 2


def test_the_brokers_id_tells_a_reply_sent_again_from_another_of_the_same_words(root, institution):
    first, again = REPLY._replace(id="7"), REPLY._replace(id="7", at=NOW + replies.SAME_ID)
    assert replies_kept(root, institution, first, again) == ["Oui"]
    assert replies_kept(
        root, institution, REPLY._replace(id="8"), again._replace(at=NOW + 3 * replies.SAME_ID)
    ) == (["Oui"] * 3)


OUI, NON = REPLY, REPLY._replace(text="Non")


def said(*words, after=60, ids=()):
    """Replies of one handset, some seconds after each other."""
    ids = ids or [""] * len(words)
    return [
        Reply(mobile(1), word, "38000", NOW + after * n, ids[n]) for n, word in enumerate(words)
    ]


@pytest.mark.parametrize(
    ("news", "texts"),
    [
        (said("Oui", "Non", "Oui"), ["Oui", "Non", "Oui"]),
        (said("Oui", "Oui", "Non", "Oui"), ["Oui", "Non", "Oui"]),
        (said("Oui", "Non", "Non", "Oui"), ["Oui", "Non", "Oui"]),
        (
            said("STOP", "START", "STOP", after=3600, ids="111"),
            ["STOP", "START", "STOP"],
        ),  # everybody's id
        (
            said("STOP", "START", "STOP", ids=["1", "", "1"]),
            ["STOP", "START", "STOP"],
        ),  # of one of them only
        (said("STOP", "STOP", after=3600, ids="11"), ["STOP"]),
        (said("a", "b", "a", "b", ids="5656"), ["a", "b"]),  # ids that count
        ([OUI, NON._replace(msisdn=mobile(2)), OUI], ["Oui", "Non"]),
        ([OUI, NON._replace(to="38001"), OUI], ["Oui", "Non"]),
        ([OUI._replace(at=NOW + 3600), OUI], ["Oui", "Oui"]),  # the clock was set back
    ],
)
def test_the_last_word_of_a_handset_is_kept(root, institution, news, texts):
    for reply in news:
        apply(root, replies=[reply])
    kept = sorted(reread(institution).replies.of("2027-01"))
    assert sorted(text for *_, text in kept) == sorted(texts)
    assert kept[-1][-1] == texts[-1]


def test_after_a_death_only_what_may_be_unanswered_is_taken_for_sent_again(
    root, institution, connection
):
    connection.line.holder = "first"
    apply(root, replies=[OUI])
    apply(
        root, replies=[NON._replace(at=NOW + 1), REPLY._replace(text="Si", at=NOW + 2)]
    )  # OUI was answered before
    connection.line.holder = "second"
    again = [NON._replace(at=NOW + 10), OUI._replace(at=NOW + 11)]
    assert replies_kept(root, institution, *again) == ["Oui", "Non", "Si", "Oui"]
    assert (
        replies_kept(root, institution, NON._replace(at=NOW + 12))[-1] == "Non"
    )  # by now it was answered


def test_the_same_words_by_another_connection_are_another_reply(root, institution):
    make_connection(root, "consortium")
    apply(root, replies=[REPLY])
    reply_by_the_shared_connection(root)
    assert len(institution.replies.of("2027-01") + root.replies.of("2027-01")) == 2


def test_what_tells_replies_apart_is_forgotten(root, institution, connection):
    replies.forget_seen(connection, NOW)
    apply(root, replies=[REPLY, REPLY._replace(text="Non", at=NOW + 1)])
    apply(root, replies=[REPLY._replace(msisdn=mobile(2))])
    replies.forget_seen(connection, NOW + replies.SAME_ID + 1)
    kept = reread(connection)
    assert list(kept.replies_seen.values()) == [NOW + 1]
    assert [stored[0] for stored in kept.last_replies.values()] == [NOW + 1]
    replies.forget_seen(connection, NOW + replies.SAME_ID + 2)
    assert not any(map(len, (kept.replies_seen, kept.last_replies, kept.unanswered)))


def test_a_reply_to_nobodys_message_goes_to_the_operators(root):
    make_connection(root, "consortium")
    institution = shared_campaign(root, "paris1", NOW)
    reply_by_the_shared_connection(root, REPLY._replace(msisdn=mobile(99)))
    assert len(reread(root).replies.of("2027-01")) == 1
    assert institution.replies.months() == []


# Once the campaign is closed.


def closed_campaign(root, name, sent_at, number=1, state=states.DELIVERED):
    institution = root["institutions"].get(name) or make_house(root, name)
    campaign = make_release(institution, [make_recipient(number)], connection=SHARED)
    campaign.sent_at = sent_at
    campaign.write(1, accepted(mobile(number), state=state, at=sent_at))
    campaign.become(states.SENT)
    closing.close(campaign, find(root, SHARED), NOW)
    return institution


@pytest.fixture
def shared(root):
    return make_connection(root, "consortium")


def test_a_reply_that_comes_after_the_closing_finds_its_institution(root, shared):
    paris = closed_campaign(root, "paris1", NOW - 60)
    reply_by_the_shared_connection(root)
    assert reread(paris).replies.of("2027-01") == [STORED]
    assert root.replies.months() == []


def test_of_closed_campaigns_the_latest_counts(root, shared):
    first, latest = (
        closed_campaign(root, "paris1", NOW - 60),
        closed_campaign(root, "lyon2", NOW - 30),
    )
    closed_campaign(root, "paris1", NOW - 90)
    reply_by_the_shared_connection(root)
    assert reread(latest).replies.of("2027-01") == [STORED]
    assert first.replies.months() == []


@pytest.mark.parametrize(("sent", "owner"), [(NOW - 90, "paris1"), (NOW - 30, "lyon2")])
def test_of_an_open_and_a_closed_campaign_the_latest_counts(root, shared, sent, owner):
    closed_campaign(root, "paris1", NOW - 60)
    shared_campaign(root, "lyon2", sent)
    reply_by_the_shared_connection(root)
    assert root["institutions"][owner].replies.of("2027-01") == [STORED]


@pytest.mark.parametrize(("left", "owner"), [(NOW - 9, "paris1"), (NOW - 40, "lyon2")])
def test_a_trail_tells_when_a_message_left(root, shared, left, owner):
    paris = make_house(root, "paris1")
    campaign = make_release(paris, [make_recipient(1)], connection=SHARED)
    campaign.sent_at = NOW - 60
    campaign.write(1, accepted(mobile(1), state=states.DELIVERED, at=left))
    campaign.become(states.SENT)
    closing.close(campaign, shared, NOW)
    shared_campaign(root, "lyon2", NOW - 30)
    reply_by_the_shared_connection(root)
    assert root["institutions"][owner].replies.of("2027-01") == [STORED]


def test_what_never_left_leaves_no_trail(root, shared):
    closed_campaign(root, "paris1", NOW, state=states.STOPPED)
    assert shared.trails is None
    reply_by_the_shared_connection(root)
    assert root.replies.of("2027-01") == [STORED]


def test_an_institutions_own_connection_keeps_no_trail(root):
    campaign = make_release(make_house(root), 1)
    campaign.write(1, accepted(mobile(0), state=states.DELIVERED))
    campaign.become(states.SENT)
    connection = find(root, campaign.connection)
    closing.close(campaign, connection, NOW)
    assert connection.trails is None


def test_a_reply_to_a_sender_id_of_several_follows_the_trail_of_one_of_them(root, shared):
    for name, at in (("paris1", NOW - 60), ("lyon2", NOW - 30)):
        closed_campaign(root, name, at)
    make_house(root, "nice")
    for name in ("paris1", "nice"):
        shared.put_sender(SenderId("38000", name))
    reply_by_the_shared_connection(root)
    assert root["institutions"]["paris1"].replies.of("2027-01") == [STORED]


def test_no_number_can_be_read_from_a_trail(root, shared):
    closed_campaign(root, "paris1", NOW - 60)
    [trail] = shared.trails.values()
    octets = b"".join(page.octets for page in trail._pages.values())
    assert mobile(1).encode() not in octets
    assert len(octets) == 12


def test_to_whom_messages_left_is_forgotten_after_thirty_days(root, shared):
    for number in range(40):
        closed_campaign(root, "paris1", NOW - 60 if number else NOW + DAY, number)
    nights.forget(root, NOW + replies.REMEMBERED)
    [trail] = shared.trails.values()
    assert [
        number
        for number in range(40)
        if trail.last(answers.digest_of(root["institutions"]["paris1"], mobile(number)))
    ] == [0]
    nights.forget(root, NOW + DAY + replies.REMEMBERED)
    assert len(shared.trails) == 1
    nights.forget(root, NOW + DAY + 1 + replies.REMEMBERED)
    assert len(shared.trails) == 0


def test_the_trail_goes_with_its_institution(root, shared):
    closed_campaign(root, "paris1", NOW - 60)
    institutions.erase(service(), root, "paris1", NOW)
    assert len(shared.trails) == 0
    make_house(root, "paris1")
    reply_by_the_shared_connection(root)
    assert root["institutions"]["paris1"].replies.months() == []


def test_a_trail_of_an_institution_that_is_gone_leads_nowhere(root, shared):
    closed_campaign(root, "paris1", NOW - 60)
    root["institutions"].remove("paris1")
    reply_by_the_shared_connection(root)
    assert root.replies.of("2027-01") == [STORED]


# Those that are nobody's.
