"""Texts, numbers and names are forgotten after their days; sums stay."""

import json

import pytest
from factories import MOBILE, NOW, make_campaign, make_release, reread

from unisms.model.templates import MessageTemplate, TemplateFolder
from unisms.ports import Receipt
from unisms.services.campaigns import releases
from unisms.services.delivery import closing, progress, receipts, steering
from unisms.services.delivery.receipts import Matched
from unisms.services.institution import retention
from unisms.sms import states
from unisms.testing.factories import someone

DAY = 86400


def closed(institution, days_ago=91, title="Retard", drafted=0):
    """A campaign closed so many days ago, and drafted ``drafted`` days before that."""
    at = NOW - days_ago * DAY
    campaign = make_release(institution, 3, now=at - drafted * DAY, title=title)
    campaign.state = states.STOPPED
    closing.close(campaign, institution["brokers"]["fake"], at)
    return campaign


def erase(root, name="paris1"):
    after, rounds = "", 0
    while after is not None:
        after, rounds = retention.erase_some(root, name, after, NOW), rounds + 1
    return rounds


def test_what_is_over_keeps_its_title_its_figures_and_its_cost_only(root, institution):
    campaign = closed(institution)
    campaign.audience = (("number", MOBILE),)
    before, ledger = progress.tally(campaign, NOW), institution["accounts"]["scd"].ledger()
    erase(root)
    campaign = reread(campaign)
    assert (
        campaign.text,
        campaign.audience,
        campaign.has_rows(),
        list(campaign.stored_values()),
    ) == (
        "",
        (),
        False,
        [],
    )
    assert (campaign.title, campaign.author, campaign.erased_at) == ("Retard", "lib", NOW)
    assert progress.tally(campaign, NOW)._replace(speed=0) == before._replace(speed=0)
    assert campaign.counted("segments") == 3
    assert institution["accounts"]["scd"].ledger() == ledger


@pytest.mark.parametrize(
    ("kept", "ago", "erased"), [(90, 90, False), (90, 91, True), (7, 8, True), (365, 300, False)]
)
def test_the_days_are_the_institutions(root, institution, kept, ago, erased):
    institution.retention = kept
    campaign = closed(institution, ago)
    erase(root)
    assert bool(campaign.erased_at) == erased


LONG = NOW - 400 * DAY


def under_way(institution, state=states.SENDING, at=LONG, **fields):
    """A campaign released and brought to ``state`` at ``at``."""
    campaign = make_campaign(institution, now=at, **fields)
    releases.release(someone(campaign), campaign, at)
    if state != states.SENDING:
        steering.pause(someone(campaign), campaign, institution["brokers"]["fake"], at)
    return campaign


def test_what_is_leaving_or_has_an_hour_to_leave_is_kept_however_old(root, institution):
    scheduled, leaving = make_campaign(institution, now=LONG), under_way(institution)
    scheduled.state = states.SCHEDULED
    erase(root)
    assert scheduled.__name__ in institution["campaigns"]
    assert scheduled.has_rows()
    assert reread(leaving).has_rows()


@pytest.mark.parametrize("state", sorted(states.where(released=False) - {states.SCHEDULED}))
def test_what_was_never_sent_is_thrown_away_by_its_age_whatever_its_state(root, institution, state):
    old, young = (make_campaign(institution, now=NOW - days * DAY) for days in (91, 90))
    old.become(state) if state == states.PREPARING else setattr(old, "state", state)
    erase(root)
    assert list(reread(institution)["campaigns"]) == [young.__name__]
    assert institution["campaigns"].waiting() == []
    [entry] = institution.audit.waiting()
    assert json.loads(entry.after) == {"campaigns": 0, "replies": 0, "drafts": 1}


def test_the_age_of_a_draft_is_that_of_its_last_change(root, institution):
    campaign = make_campaign(institution, now=LONG)
    campaign.remember(NOW - 89 * DAY, "lib", "changed")
    erase(root)
    assert campaign.__name__ in institution["campaigns"]


def test_what_was_paused_and_left_is_stopped_its_credit_given_back_and_erased(root, institution):
    campaign = under_way(institution, states.PAUSED)
    assert institution["accounts"]["scd"].available == 997
    erase(root)
    campaign = reread(campaign)
    assert (campaign.state, campaign.erased_at, campaign.has_rows()) == (states.CLOSED, NOW, False)
    assert dict(campaign.tally) == {("stopped", ""): 3}
    assert institution["accounts"]["scd"].available == 1_000
    assert campaign.path not in institution["brokers"]["fake"].open


def test_what_was_paused_lately_stays_so(root, institution):
    campaign = under_way(institution, states.PAUSED, NOW - 90 * DAY)
    erase(root)
    assert (campaign.state, campaign.has_rows()) == (states.PAUSED, True)


def test_what_a_broker_has_in_its_hands_waits(root, institution):
    campaign = under_way(institution, states.PAUSED)
    campaign.handover.claims = ((("1",), LONG, "machine"),)
    erase(root)
    assert (campaign.state, campaign.has_rows()) == (states.PAUSED, True)


@pytest.mark.parametrize("state", [states.SENDING, states.PAUSED, states.SENT])
def test_what_lost_its_connection_is_ended_and_erased(root, institution, state):
    campaign = under_way(institution)
    campaign.state, campaign.handover.claims = state, (((1,), LONG, "machine"),)
    institution["brokers"].remove("fake")
    erase(root)
    assert (campaign.state, campaign.has_rows(), campaign.text) == (states.CLOSED, False, "")


@pytest.mark.parametrize("state", [states.SENT, states.STOPPED])
def test_what_ended_and_was_not_closed_is_closed_first(root, institution, state):
    campaign = under_way(institution)
    campaign.state = state
    erase(root)
    assert (campaign.state, campaign.has_rows()) == (states.CLOSED, False)


def test_a_title_that_repeats_the_text_goes_with_it(root, institution):
    campaign, kept = closed(institution, title="Bonjour …"), closed(institution)
    campaign.problem = "unknown_placeholder:nom"
    campaign.check = (*campaign.check, ("long_values", (("Nom de famille", 3),)))
    erase(root)
    assert (campaign.title, kept.title) == (campaign.__name__, "Retard")
    assert campaign.problem == ""
    assert "long_values" not in dict(campaign.check)


def test_a_transaction_reads_a_bounded_number_of_messages(root, institution, monkeypatch):
    monkeypatch.setattr(retention, "ROWS", 4)
    for days in (95, 94, 93):
        closed(institution, days)
    assert erase(root) == 3  # two of three messages each, one, and none


def test_the_names_to_look_at_of_an_institution_that_is_gone(root):
    assert retention.following(root, "nowhere", "", NOW) == []


def test_the_day_of_its_closing_counts_not_that_of_its_draft(root, institution):
    campaign = closed(institution, 80, drafted=60)
    erase(root)
    assert campaign.has_rows()


def told(institution):
    """Return the journal without the sending, by which the tests begin."""
    return [entry for entry in institution.audit.waiting() if entry.verb != "campaign.sent"]


def test_what_was_erased_is_not_written_again(store, root, institution):
    campaign = closed(institution)
    erase(root)
    store.commit()
    erase(root)
    assert not campaign._p_changed
    assert len(told(institution)) == 1


def test_a_transaction_looks_at_few(root, institution, monkeypatch):
    monkeypatch.setattr(retention, "LOOKED_AT", 2)
    campaigns = [closed(institution, days) for days in (95, 94, 93, 92, 91)]
    assert erase(root) == 4
    assert not any(campaign.has_rows() for campaign in campaigns)


def test_replies_are_forgotten_with_the_texts(root, institution):
    for days in (200, 91, 90, 1):
        institution.replies.add(NOW - days * DAY, MOBILE, "38000", f"{days}")
    erase(root)
    replies = reread(institution).replies
    assert [text for month in replies.months() for _, _, _, text in replies.of(month)] == [
        "90",
        "1",
    ]


def test_the_journal_tells_how_many_and_of_nobody(root, institution):
    closed(institution)
    institution.replies.add(NOW - 91 * DAY, MOBILE, "38000", "Oui")
    erase(root)
    [entry] = told(institution)
    assert (entry.verb, entry.by, json.loads(entry.after)) == (
        "texts.erased",
        "",
        {"campaigns": 1, "replies": 1},
    )


def test_an_institution_that_is_gone_has_nothing_to_forget(root):
    assert retention.erase_some(root, "nowhere", "", NOW) is None


def test_late_news_of_what_was_erased_hold_nothing_up(root, institution):
    campaign = closed(institution)
    erase(root)
    late = Matched(campaign.path, 1, 0, Receipt("id1", states.DELIVERED))
    assert receipts.apply(root, campaign.connection, [late], (), NOW) == []


YEARS = retention.TEMPLATES_KEPT


def test_texts_that_a_template_had_years_ago_and_what_was_archived_then_go(root, institution):
    templates = institution["templates"]
    bu = templates.add("bu", TemplateFolder("BU"))
    used, unused = MessageTemplate("Retard", "one"), MessageTemplate("Vieux", "old")
    for number, (text, at) in enumerate(
        (("two", NOW - YEARS - 2), ("three", NOW - YEARS), ("four", NOW))
    ):
        used.rewrite(text, at, f"lib{number}")
    unused.archived, unused.last_change = True, (NOW - YEARS - 1, "lib")
    bu.add("used", used)
    bu.add("unused", unused)
    templates.add("plain", MessageTemplate("Note", "Bonsoir"))
    retention.forget_templates(institution, NOW)
    assert list(reread(institution)["templates"]["bu"]) == ["used"]
    assert [one.text for one in used.versions()] == ["four", "three", "two"]
    assert list(templates) == ["bu", "plain"]


def test_a_template_archived_lately_stays(root, institution):
    template = institution["templates"].add("t", MessageTemplate("T", "Bonsoir"))
    template.archived, template.last_change = True, (NOW - YEARS, "lib")
    retention.forget_templates(institution, NOW)
    assert "t" in institution["templates"]
