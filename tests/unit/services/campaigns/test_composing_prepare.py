"""The preparation: what is awaited is known without looking, and what fails is told as what it
is."""

import pytest
from factories import MOBILE, NOW, make_campaign, make_draft, make_group, reread

from unisms.model.campaigns import Campaign, WrongState
from unisms.services.audience import audience
from unisms.services.campaigns import checks, drafts, resends
from unisms.services.delivery import closing
from unisms.services.imports import intake
from unisms.sms import states
from unisms.testing.factories import someone

DAY = 86400


def root_of(institution):
    return institution.__parent__.__parent__


def prepared(institution, **fields):
    campaign = make_draft(institution, **fields)
    drafts.submit(campaign)
    return campaign


def test_a_draft_of_long_ago_that_is_checked_today_is_found(root, institution):
    campaign = make_draft(institution)
    campaign.created_at = NOW - 9 * DAY
    drafts.submit(campaign)
    assert [*checks.to_check(root, NOW)] == [("prepare_campaign", reread(campaign).path, "lib")]
    checks.prepare(root, campaign.path, NOW)
    assert [*checks.to_check(root, NOW)] == []


@pytest.mark.parametrize(
    "end", [lambda one: one.__parent__.remove(one.__name__), lambda one: one.become(states.DRAFT)]
)
def test_what_is_thrown_away_or_changed_waits_no_more(root, institution, end):
    campaign = prepared(institution)
    path = campaign.path
    end(campaign)
    assert [*checks.to_check(root, NOW)] == []
    checks.prepare(root, path, NOW)


def test_the_sweep_loads_no_campaign_that_waits_for_nothing(store, root, institution):
    idle = make_draft(institution)
    store.commit()
    store.connection.cacheMinimize()
    [*checks.to_check(root, NOW)]
    assert idle._p_state == -1  # a ghost


def test_an_open_campaign_that_is_gone_holds_no_sweep_up(root, institution):
    institution["brokers"]["fake"].open.add("/institutions/paris1/campaigns/gone")
    assert [*closing.to_close(root, NOW)] == [
        ("close_campaign", "/institutions/paris1/campaigns/gone")
    ]
    assert [*resends.doubtful(root, NOW)] == []


@pytest.mark.parametrize(
    ("gone", "problem"),
    [
        (lambda paris: paris["groups"].remove("l2"), "audience_gone"),
        (lambda paris: paris["groups"]["l2"].uids.clear(), "empty_audience"),
    ],
)
def test_a_group_that_goes_meanwhile_is_told_from_one_that_is_empty(institution, gone, problem):
    make_group(institution)
    campaign = prepared(institution, audience=(("group", "l2"),))
    gone(institution)
    checks.prepare(root_of(institution), campaign.path, NOW)
    assert (campaign.state, campaign.problem) == (states.DRAFT, problem)


def file(institution):
    record = intake.receive(
        someone(institution), "a.csv", f"Nom;Mobile\nZoé;{MOBILE}\n".encode(), NOW
    )
    intake.read(record)
    return record


def forgotten(record):
    record.forget()
    record.state = "forgotten"


@pytest.mark.parametrize("gone", [lambda one: one.__parent__.remove(one.__name__), forgotten])
def test_a_file_that_is_gone_or_forgotten_meanwhile_is_told(institution, gone):
    record = file(institution)
    campaign = prepared(institution, audience=(("import", record.__name__),))
    gone(record)
    checks.prepare(root_of(institution), campaign.path, NOW)
    assert (campaign.state, campaign.problem) == (states.DRAFT, "audience_gone")


def test_a_slip_of_ours_is_not_told_as_a_group_that_has_gone(institution, monkeypatch):
    campaign = prepared(institution)
    monkeypatch.setattr(audience, "freeze", lambda *_, **__: {}["a slip"])
    with pytest.raises(KeyError, match="a slip"):
        checks.prepare(root_of(institution), campaign.path, NOW)


def test_a_campaign_goes_from_state_to_state_as_the_table_says(institution):
    campaign = make_campaign(institution)
    for state in (
        set(states.CAMPAIGN_STATES) - {states.CHECKED} - states.STAGES[states.CHECKED].after
    ):
        with pytest.raises(WrongState):
            campaign.become(state)
    campaign.become(states.CHECKED)
    assert campaign.state == states.CHECKED


def test_a_campaign_in_no_folder_changes_its_state_all_the_same():
    campaign = Campaign("lib", NOW)
    campaign.become(states.PREPARING)
    assert campaign.state == states.PREPARING
