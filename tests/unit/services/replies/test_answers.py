"""Which message a reply answers."""

import pytest
from factories import NOW, make_connection, make_recipient, make_release, mobile, reread
from shared_replies import REPLY, STORED, accepted, reply_by_the_shared_connection, shared_campaign

from unisms.model.rows import Claim
from unisms.services.replies import answers
from unisms.sms import states


@pytest.fixture
def campaigns(institution):
    """Two messages to the same two people, the second an hour after the first; all have left."""
    made = [make_release(institution, [make_recipient(1), make_recipient(2)]) for _ in range(2)]
    for place, campaign in enumerate(made):
        campaign.sent_at = NOW + 3600 * place
        for number in (1, 2):
            told = campaign.row(number)._replace(state=states.DELIVERED, changed_at=NOW + 9_000)
            campaign.write(number, told._replace(accepted_at=NOW + 3600 * place))
    return made


def found(campaigns, *replies):
    return {
        key: (one.campaign, one.number) for key, one in answers.messages(campaigns, replies).items()
    }


def test_a_reply_answers_the_last_message_that_had_left_when_it_came(campaigns):
    first, second = campaigns
    told = found(
        campaigns,
        ("a", mobile(2), NOW + 10),
        ("b", mobile(2), NOW + 3700),
        ("c", mobile(1), NOW + 3600),
    )
    assert told == {"a": (first, 2), "b": (second, 2), "c": (second, 1)}


def test_whoever_was_not_written_to_before_answers_nothing(campaigns):
    assert found(campaigns, ("a", mobile(1), NOW - 1), ("b", mobile(7), NOW + 10)) == {}


def test_what_has_not_left_is_answered_by_nobody(campaigns):
    first, second = campaigns
    second.freeze([(1, second.row(1)._replace(state=states.STOPPED))], ())
    assert found(campaigns, ("a", mobile(1), NOW + 3700)) == {"a": (first, 1)}


def test_the_message_tells_how_it_calls_them(campaigns):
    [answered] = answers.messages(campaigns, [("a", mobile(1), NOW + 10)]).values()
    assert answered.who == campaigns[0].values(1)[0]


def test_no_more_messages_are_looked_at_than_somebody_waits_for(campaigns, monkeypatch):
    monkeypatch.setattr(answers, "LOOKED_AT", 2)
    reply = ("a", mobile(1), NOW + 3700)
    assert found(campaigns, reply)
    campaigns[1].clear_rows()
    assert found(campaigns, reply) == {"a": (campaigns[0], 1)}
    monkeypatch.setattr(answers, "LOOKED_AT", 0)
    assert found(campaigns, reply) == {}


def leave(campaign, number, at):
    """Let the message to a person of these campaigns have left at that moment."""
    campaign.write(number, campaign.row(number)._replace(accepted_at=at))


def test_the_message_that_left_last_is_meant_whichever_was_released_last(campaigns):
    first, second = campaigns
    leave(first, 1, NOW + 3700)
    assert found(campaigns, ("a", mobile(1), NOW + 3800)) == {"a": (first, 1)}
    assert found(campaigns, ("a", mobile(1), NOW + 3650)) == {"a": (second, 1)}


def test_of_messages_that_left_later_the_first_is_meant_where_clocks_differ(campaigns):
    leave(campaigns[0], 1, NOW + 30)
    leave(campaigns[1], 1, NOW + 20)
    campaigns[1].sent_at = NOW
    assert found(campaigns, ("a", mobile(1), NOW + 10)) == {"a": (campaigns[1], 1)}


def test_a_message_that_is_leaving_is_meant_where_no_other_is(campaigns):
    first, second = campaigns
    for campaign in campaigns:
        campaign.freeze([(1, campaign.row(1)._replace(state=states.QUEUED))], ())
    second.handover.claims = (tuple(Claim((1,), NOW + 3600, "here")),)
    assert found(campaigns, ("a", mobile(1), NOW + 3700)) == {"a": (second, 1)}
    first.write(1, first.row(1)._replace(state=states.ACCEPTED, accepted_at=NOW))
    assert found(campaigns, ("a", mobile(1), NOW + 3700)) == {"a": (first, 1)}


def test_a_row_that_does_not_tell_when_it_left_did_so_before_the_end(campaigns):
    first, second = campaigns
    leave(first, 1, 0)
    first.ended_at = NOW + 5
    assert found(campaigns, ("a", mobile(1), NOW + 3700)) == {"a": (second, 1)}
    first.write(1, first.row(1)._replace(changed_at=0))
    first.ended_at = 0
    assert found(campaigns, ("a", mobile(1), NOW + 10)) == {"a": (first, 1)}


def test_whose_message_left_last_is_told_by_the_messages_not_by_the_release(root):
    make_connection(root, "consortium")
    first = shared_campaign(root, "lyon1", NOW - 60)
    shared_campaign(root, "lyon2", NOW - 30)
    [campaign] = first["campaigns"].values()
    campaign.write(1, accepted(mobile(1), at=NOW - 9))
    reply_by_the_shared_connection(root)
    assert reread(first).replies.of("2027-01") == [STORED]


def test_a_message_that_left_after_the_reply_is_answered_only_where_no_other_is(root):
    make_connection(root, "consortium")
    late = shared_campaign(root, "lyon1", NOW + 60)
    reply_by_the_shared_connection(root)
    assert reread(late).replies.of("2027-01") == [STORED]
    before = shared_campaign(root, "lyon2", NOW - 30)
    reply_by_the_shared_connection(root, REPLY._replace(text="Non"))
    assert [one[-1] for one in before.replies.of("2027-01")] == ["Non"]
