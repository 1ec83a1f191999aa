"""Which message a reply answers."""

import pytest
from factories import NOW, make_recipient, make_release, mobile

from unisms.services.replies import answers
from unisms.sms import states


@pytest.fixture
def campaigns(institution):
    """Two messages to the same two people, the second an hour after the first; all have left."""
    made = [make_release(institution, [make_recipient(1), make_recipient(2)]) for _ in range(2)]
    for place, campaign in enumerate(made):
        campaign.sent_at = NOW + 3600 * place
        for number in (1, 2):
            campaign.write(number, campaign.row(number)._replace(state=states.DELIVERED))
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
