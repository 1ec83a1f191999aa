"""The numbers that receive nothing, as the last messages have shown."""

import pytest
from factories import NOW, make_campaign, make_house, mobile

from unisms.services.people import strikes
from unisms.sms import causes, states


@pytest.fixture
def paris(root):
    return make_house(root)


def campaign(paris, *ends, first=0):
    """Make a campaign to so many people; each message with a state and a cause."""
    made = make_campaign(paris, len(ends))
    for number, (state, cause) in enumerate(ends, 1):
        made.write(number, (mobile(first + number - 1), state, "", 1, NOW, cause))
    return made


BAD, GOOD = (states.FAILED, causes.NUMBER_INVALID), (states.DELIVERED, None)
WAITING = (states.QUEUED, None)


def test_each_number_is_told_with_whose_it_was_and_where(paris):
    one = campaign(
        paris, GOOD, BAD, (states.EXPIRED, causes.NUMBER_UNUSABLE), (states.FAILED, causes.CONTENT)
    )
    found = list(strikes.latest([one]))
    assert [(strike.msisdn, strike.who, strike.cause) for strike in found] == [
        (mobile(1), "Personne 1", causes.NUMBER_INVALID),
        (mobile(2), "Personne 2", causes.NUMBER_UNUSABLE),
    ]
    assert found[0].place == f"{one.__name__}/2"
    assert mobile(1) not in found[0].place


def test_the_latest_message_counts(paris):
    before, after = campaign(paris, BAD, BAD, GOOD), campaign(paris, GOOD, BAD, WAITING)
    assert [strike.place for strike in strikes.latest([after, before])] == [f"{after.__name__}/2"]
    later = campaign(paris, WAITING)
    assert next(strikes.latest([later, before])).place == f"{before.__name__}/1"


def test_what_was_sent_before_the_last_one_that_tells_of_any_is_not_read(paris):
    campaigns = [
        campaign(paris, GOOD),
        campaign(paris, BAD, first=5),
        campaign(paris, GOOD, first=9),
    ]
    for one, (state, cause) in zip(campaigns, (GOOD, BAD, GOOD), strict=True):
        one.tally = (((state, cause or ""), 1),)
    campaigns[2].stored_rows = None  # reading them fails
    assert [strike.msisdn for strike in strikes.latest(campaigns)] == [mobile(5)]
    assert list(strikes.latest(campaigns[2:])) == []


def test_so_many_rows_are_looked_at(paris, monkeypatch):
    monkeypatch.setattr(strikes, "LOOKED_AT", 3)
    large, small = campaign(paris, *[BAD] * 4), campaign(paris, BAD, BAD, first=10)
    last = campaign(paris, BAD, BAD, first=20)
    assert [strike.campaign for strike in strikes.latest([large, small, last])] == [small, small]
