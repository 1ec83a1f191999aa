"""Uncertain messages, sent again."""

import pytest
from claims import CONNECTION
from factories import NOW, make_house, make_release, mobile, reread

from unisms.model.accounts import NotEnoughCredit
from unisms.model.campaigns import WrongState
from unisms.services.campaigns import resends
from unisms.services.delivery import claims, steering
from unisms.sms import causes, states
from unisms.testing.factories import someone


def uncertain(institution, doubtful=(1, 3), recipients=4, state=states.SENT):
    """A campaign that was handed over, of which some rows are uncertain."""
    campaign = make_release(institution, recipients)
    for number, row in list(campaign.stored_rows()):
        end = states.UNCERTAIN if number in doubtful else states.DELIVERED
        campaign.write(number, (row[0], end, "", 1, NOW, None))
    campaign.handover.cursor = campaign.last_number() + 1
    campaign.state = state
    connection = institution["brokers"]["fake"]
    if state != states.SENDING:
        connection.leave_line(campaign.path)
        campaign.ended_at = NOW + 60
    return campaign


def test_uncertain_messages_are_sent_again_as_new_rows_that_name_the_old(institution):
    campaign = uncertain(institution)
    assert resends.resend_uncertain(someone(campaign), campaign, NOW + 99) == 2
    reread(campaign)
    assert [campaign.row(number).msisdn for number in (5, 6)] == [mobile(0), mobile(2)]
    assert {campaign.row(number).state for number in (5, 6)} == {states.QUEUED}
    assert campaign.values(5) == ("Personne 0", "", "Personne 0")
    assert campaign.values(6) == ("Personne 2", "", "Personne 2")
    assert [campaign.repeated(number) for number in range(1, 7)] == [0, 0, 0, 0, 1, 3]
    assert [campaign.row(n)[1::4] for n in (1, 3)] == [(states.EXPIRED, causes.NO_NEWS)] * 2


def test_what_is_sent_again_is_paid_for(institution):
    campaign = uncertain(institution)
    resends.resend_uncertain(someone(campaign), campaign, NOW)
    account = institution["accounts"]["scd"]
    assert reread(account).available == 1000 - 4 - 2
    entry = account.entry(f"{campaign.__name__}:resend-5")
    assert (entry.segments, entry.amount) == (-2, -100)


def test_what_is_sent_again_waits_in_the_line_and_is_claimed(root, institution):
    campaign = uncertain(institution)
    resends.resend_uncertain(someone(campaign), campaign, NOW)
    assert (campaign.state, campaign.ended_at) == (states.SENDING, 0)
    batch = claims.claim_batch(root, CONNECTION, 10, "here", NOW)
    assert batch.numbers == (5, 6)


def test_a_paused_campaign_stays_paused(institution):
    campaign = uncertain(institution, state=states.PAUSED)
    resends.resend_uncertain(someone(campaign), campaign, NOW)
    assert campaign.state == states.PAUSED
    assert institution["brokers"]["fake"].in_turn() == []


def test_a_campaign_under_way_goes_on(institution):
    campaign = uncertain(institution, state=states.SENDING)
    resends.resend_uncertain(someone(campaign), campaign, NOW)
    assert campaign.state == states.SENDING
    assert institution["brokers"]["fake"].in_turn() == [campaign.path]


def test_sending_again_without_the_credit_changes_nothing(root):
    institution = make_house(root, segments=5)
    campaign = uncertain(institution)
    with pytest.raises(NotEnoughCredit):
        resends.resend_uncertain(someone(campaign), campaign, NOW)
    assert campaign.last_number() == 4
    assert campaign.row(1).state == states.UNCERTAIN


def test_with_nothing_uncertain_nothing_is_reserved_and_the_next_time_is_paid(institution):
    campaign = uncertain(institution, doubtful=())
    assert resends.resend_uncertain(someone(campaign), campaign, NOW) == 0
    assert campaign.state == states.SENT
    campaign.freeze([(1, campaign.row(1)._replace(state=states.UNCERTAIN))], ())
    resends.resend_uncertain(someone(campaign), campaign, NOW)
    assert institution["accounts"]["scd"].available == 1000 - 4 - 1


def test_what_is_uncertain_a_second_time_may_be_sent_a_third(institution):
    campaign = uncertain(institution)
    resends.resend_uncertain(someone(campaign), campaign, NOW)
    campaign.write(5, campaign.row(5)._replace(state=states.UNCERTAIN))
    assert resends.resend_uncertain(someone(campaign), campaign, NOW) == 1
    assert campaign.values(7) == ("Personne 0", "", "Personne 0")
    assert institution["accounts"]["scd"].available == 1000 - 4 - 2 - 1


@pytest.mark.parametrize("state", [states.DRAFT, states.CHECKED, states.STOPPED, states.CLOSED])
def test_what_is_not_under_way_is_not_sent_again(institution, state):
    campaign = uncertain(institution)
    campaign.state = state
    with pytest.raises(WrongState):
        resends.resend_uncertain(someone(campaign), campaign, NOW)


def test_what_is_erased_has_no_second_tries(institution):
    campaign = uncertain(institution)
    resends.resend_uncertain(someone(campaign), campaign, NOW)
    campaign.erase(NOW)
    assert reread(campaign).repeated(5) == 0


def test_a_campaign_whose_connection_is_gone_is_held_as_any_other(institution):
    campaign = make_release(institution)
    steering.pause(someone(campaign), campaign, None, NOW)
    assert campaign.state == states.PAUSED
