"""A campaign as it is remembered."""

import pytest
from factories import NOW, make_campaign, make_draft, make_house, mobile, reread

from unisms.model.campaigns import Event
from unisms.model.rows import MessageRow
from unisms.sms import states


@pytest.fixture
def institution(root):
    return make_house(root)


def test_a_new_campaign_is_a_draft_that_is_paused_stopped_and_counted_by_nobody(institution):
    campaign = reread(make_draft(institution))
    assert campaign.state == states.DRAFT
    assert not campaign.has_rows()
    assert campaign.last_number() == 0
    assert (campaign.sent_at, campaign.ended_at, campaign.closed_at) == (0, 0, 0)
    assert (campaign.handover.cursor, campaign.handover.claims, campaign.handover.returned) == (
        1,
        (),
        (),
    )


def test_a_campaign_knows_its_path(institution):
    campaign = make_draft(institution)
    assert campaign.path == f"/institutions/paris1/campaigns/{campaign.__name__}"


def test_rows_and_what_personalises_them_are_kept_apart(institution):
    campaign = reread(make_campaign(institution, 2))
    assert campaign.row(2) == MessageRow(mobile(1), states.QUEUED, "", 1, 0, None)
    assert campaign.values(2) == ("Personne 1", "", "Personne 1")
    assert [number for number, _ in campaign.stored_values()] == [1, 2]
    assert campaign.last_number() == 2


def test_a_row_is_stored_as_a_bare_tuple(institution):
    campaign = make_campaign(institution, 1)
    campaign.write(1, campaign.row(1)._replace(state=states.ACCEPTED))
    reread(campaign)
    assert type(campaign.stored_row(1)) is tuple
    assert campaign.row(1).state == states.ACCEPTED


def test_rows_are_looped_over_from_any_number(institution):
    campaign = make_campaign(institution, 3)
    assert [number for number, _ in campaign.stored_rows(2)] == [2, 3]
    assert [number for number, _ in campaign.stored_rows()] == [1, 2, 3]


def test_a_row_that_outsiders_invent_is_none(institution):
    campaign = make_campaign(institution, 1)
    assert campaign.find_row(2) is None
    assert campaign.find_row(1) == campaign.stored_row(1)
    with pytest.raises(KeyError):
        campaign.row(2)


def test_clearing_forgets_rows_and_values(institution):
    campaign = make_campaign(institution, 2)
    campaign.clear_rows()
    reread(campaign)
    assert not campaign.has_rows()
    assert list(campaign.stored_values()) == []


def test_the_history_is_told_in_order(institution):
    campaign = make_draft(institution)
    campaign.remember(NOW + 1, "lib", "paused")
    campaign.remember(NOW + 2, "", "closed", "12")
    assert reread(campaign).events() == [
        Event(NOW, "lib", "drafted"),
        Event(NOW + 1, "lib", "paused"),
        Event(NOW + 2, "", "closed", "12"),
    ]


def test_a_figure_of_the_check_is_told_by_its_name(institution):
    campaign = make_campaign(institution, 3)
    assert campaign.counted("recipients") == 3
    assert campaign.counted("unheard of") == 0
    assert make_draft(institution).counted("recipients", None) is None
