"""Texts, numbers and names are forgotten after their days; sums stay."""

import json

import pytest
from factories import MOBILE, NOW, make_campaign, make_release, reread

from unisms.ports import Receipt
from unisms.services import closing, progress, receipts, retention
from unisms.services.receipts import Matched
from unisms.sms import states

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
    assert (campaign.text, campaign.audience, campaign.has_rows(), list(campaign.stored_values())) == (
        "",
        (),
        False,
        [],
    )
    assert (campaign.title, campaign.author, campaign.erased_at) == ("Retard", "lib", NOW)
    assert progress.tally(campaign, NOW)._replace(speed=0) == before._replace(speed=0)
    assert campaign.counted("segments") == 3
    assert institution["accounts"]["scd"].ledger() == ledger


@pytest.mark.parametrize(("kept", "ago", "erased"), [(90, 90, False), (90, 91, True), (7, 8, True), (365, 300, False)])
def test_the_days_are_the_institutions(root, institution, kept, ago, erased):
    institution.retention = kept
    campaign = closed(institution, ago)
    erase(root)
    assert bool(campaign.erased_at) == erased


def test_what_is_not_closed_is_kept_however_old(root, institution):
    draft, release = make_campaign(institution, now=NOW - 400 * DAY), make_release(institution, now=NOW - 400 * DAY)
    erase(root)
    assert draft.has_rows()
    assert release.has_rows()


def test_the_day_of_its_closing_counts_not_that_of_its_draft(root, institution):
    campaign = closed(institution, 80, drafted=60)
    erase(root)
    assert campaign.has_rows()


def test_what_was_erased_is_not_written_again(store, root, institution):
    campaign = closed(institution)
    erase(root)
    store.commit()
    erase(root)
    assert not campaign._p_changed
    assert len(institution.audit) == 1


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
    assert [text for month in replies.months() for _, _, _, text in replies.of(month)] == ["90", "1"]


def test_the_journal_tells_how_many_and_of_nobody(root, institution):
    closed(institution)
    institution.replies.add(NOW - 91 * DAY, MOBILE, "38000", "Oui")
    erase(root)
    [entry] = institution.audit.waiting()
    assert (entry.verb, entry.by, json.loads(entry.after)) == ("texts.erased", "", {"campaigns": 1, "replies": 1})


def test_an_institution_that_is_gone_has_nothing_to_forget(root):
    assert retention.erase_some(root, "nowhere", "", NOW) is None


def test_late_news_of_what_was_erased_hold_nothing_up(root, institution):
    campaign = closed(institution)
    erase(root)
    late = Matched(campaign.path, 1, 0, Receipt("id1", states.DELIVERED))
    assert receipts.apply(root, campaign.connection, [late], (), NOW) == []
