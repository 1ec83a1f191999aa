"""Campaigns, restores and entries of the journal whose moment lies in the future."""

import nights
import pytest
from dated import DAY, YEAR, YEARS, paris1
from factories import NOW, make_draft, make_house, make_release

from unisms.model.folder import find
from unisms.services.delivery import closing
from unisms.services.ground import journal, lives
from unisms.services.institution import audit_journals, retention
from unisms.services.operators import restores
from unisms.sms import states
from unisms.testing.factories import someone


@pytest.fixture(autouse=True)
def paris(root):
    """An institution of a store whose clock was right yesterday, and will be from now on."""
    make_house(root)
    lives.beat(root, NOW)
    return find(root, "/institutions/paris1")


def sent_ahead(root):
    campaign = make_release(paris1(root))
    campaign.state, campaign.sent_at, campaign.ended_at = states.SENT, YEARS, YEARS
    campaign.remember(YEARS, "", "sent")
    for number, row in list(campaign.stored_rows()):
        campaign.write(number, (row[0], states.ACCEPTED, "", row[3], YEARS, None))
    return campaign


def test_a_campaign_that_ended_in_the_future_is_closed_three_days_after_that_is_found(root):
    campaign = sent_ahead(root)
    assert not closing.close_if_due(root, campaign.path, NOW)
    assert (campaign.sent_at, campaign.ended_at, campaign.touched_at) == (NOW, NOW, NOW)
    assert {row[4] for _, row in campaign.stored_rows()} == {NOW}
    assert campaign.last_moment == NOW
    assert not closing.close_if_due(root, campaign.path, NOW + closing.LATEST - 1)
    lives.beat(root, NOW + DAY)
    lives.beat(root, NOW + 2 * DAY)
    assert closing.close_if_due(root, campaign.path, NOW + closing.LATEST)


def test_a_clock_that_is_off_closes_no_campaign_and_dates_none_again(root):
    campaign = sent_ahead(root)
    assert not closing.close_if_due(root, campaign.path, YEARS + closing.LATEST)
    assert not closing.close_if_due(root, campaign.path, NOW - 3650 * DAY)
    assert campaign.ended_at == YEARS


@pytest.mark.parametrize("named", [NOW, YEARS])
def test_what_was_touched_in_the_future_is_erased_once_it_is_old_enough(root, named):
    campaign = make_draft(paris1(root), now=named)
    campaign.created_at = NOW
    campaign.remember(YEARS, "lib", "edited")
    begin = NOW + 91 * DAY if named == NOW else NOW
    for now, left in ((begin, 1), (begin + 90 * DAY, 1), (begin + 91 * DAY, 0)):
        root.life.trusted = now
        retention.erase_some(root, "paris1", "", now)
        assert len(paris1(root)["campaigns"]) == left


def test_campaigns_of_days_that_have_not_come_are_looked_at_after_the_old_ones(root):
    moments = (NOW - 100 * DAY, NOW - DAY, NOW + DAY, YEARS)
    names = [make_draft(paris1(root), now=now).__name__ for now in moments]
    assert retention.following(root, "paris1", "", NOW) == [names[0], names[3]]
    assert retention.following(root, "paris1", names[0], NOW) == [names[3]]
    assert retention.following(root, "paris1", names[3], NOW) == []


def test_what_was_sent_in_the_future_is_not_younger_than_a_restore(root):
    campaign = make_release(paris1(root), now=YEARS)
    restores.hold(root, 0, NOW + 60)
    assert lives.is_older(root, campaign.sent_at)


def test_a_restore_that_a_clock_behind_finds_out_is_no_older_than_what_the_store_remembers(root):
    restores.hold(root, NOW + 30, 0)
    assert lives.is_older(root, NOW)
    assert lives.is_older(root, NOW + 30)
    assert not lives.is_older(root, NOW + 31)


def test_a_restore_that_a_clock_ahead_found_out_is_of_the_next_night(root):
    restores.hold(root, 0, YEARS)
    assert lives.is_older(root, NOW + 1)
    nights.forget_of(root, "", NOW)
    assert not lives.is_older(root, NOW + 1)


def entries(root):
    return [sealed.entry.at for sealed in paris1(root).audit.sealed()]


def test_an_entry_of_the_future_goes_with_the_one_after_it(root):
    moments = (NOW - 4 * YEAR, YEARS, NOW - 4 * YEAR + 1, NOW - 5, YEARS, NOW)
    for at in moments:
        journal.write(someone(paris1(root), "anne"), "role.given", paris1(root), at)
    audit_journals.seal(root, "paris1")
    while audit_journals.forget_some(root, "paris1", NOW):
        pass
    assert entries(root) == [*moments[3:]]
    assert audit_journals.prove([audit_journals.piece(root, "paris1", 0, 100)]).faults == []
