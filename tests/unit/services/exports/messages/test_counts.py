"""The messages of a campaign, counted by what facts tell of them."""

from datetime import date

import pytest
from factories import NOW, make_account, make_house, mobile
from sent_campaigns import ASIDE, BAD, FAKE, GOOD, REFUSED, TWICE, WAITING, Told, sent

from unisms.services.exports.messages import counts
from unisms.services.exports.messages.counts import Fact, Figures
from unisms.services.money import billing
from unisms.sms import causes, states

TODAY = date(2027, 1, 15)
DAY = 86_400
DELIVERED = Fact(TODAY, FAKE, "208-01", "FR", states.DELIVERED, "", 4)


def spent(institution, campaign, account="scd"):
    return billing.charged(institution["accounts"][account], campaign.__name__)


def sums(counted):
    return tuple(map(sum, zip(*counted.facts.values(), strict=True)))


def test_messages_that_are_alike_are_one_fact(institution):
    more = GOOD._replace(took=8, number="+33612345678")
    counted = counts.count(sent(institution, GOOD, GOOD, more))
    assert counted.facts == {DELIVERED: Figures(3, 3, 150)}
    assert (counted.released, counted.people, counted.last) == (TODAY, 3, TODAY)


@pytest.mark.parametrize(
    ("message", "changed"),
    [
        (GOOD._replace(took=2), {"delay": 1}),
        (GOOD._replace(network="208-10"), {"network": "208-10"}),
        (GOOD._replace(number="+32470123456"), {"country": "BE"}),
        (GOOD._replace(number="+262692123456"), {"country": "RE"}),
        (GOOD._replace(left=DAY), {"day": date(2027, 1, 16)}),
        (BAD, {"state": "failed", "cause": "number_invalid", "delay": -1}),
        (GOOD._replace(left=None), {"broker": "", "network": "", "delay": -1}),
        (GOOD._replace(state=states.UNCERTAIN), {"state": "uncertain", "delay": -1}),
    ],
)
def test_a_message_that_differs_is_another_fact(institution, message, changed):
    counted = counts.count(sent(institution, GOOD, message))
    assert set(counted.facts) == {DELIVERED, DELIVERED._replace(**changed)}


def test_figures_are_of_the_follow_page_and_add_up_to_the_ledger(institution):
    long = GOOD._replace(segments=3)
    expired = Told(states.EXPIRED, causes.NO_NEWS)
    campaign = sent(institution, GOOD, long, BAD, REFUSED, expired, ASIDE, TWICE)
    counted = counts.count(campaign)
    segments, cost = spent(institution, campaign)
    assert counted.figures() == (6, segments, cost, 2, 3, 1, 0)
    assert sums(counted) == (6, segments, cost)
    assert (segments, cost, counted.people) == (6, 300, 5)


@pytest.mark.parametrize("price", [33_333, 45_000, 49_999, 1])
def test_shares_of_a_cost_add_up_however_they_are_rounded(institution, price):
    institution["brokers"]["fake"].prices = (("", price),)
    messages = [
        GOOD._replace(took=1 << n, network=f"208-{10 + m}") for n in range(5) for m in range(5)
    ]
    campaign = sent(institution, *messages)
    assert len(counts.count(campaign).facts) == 25
    assert sums(counts.count(campaign))[2] == spent(institution, campaign)[1]


def test_a_country_has_its_price(institution):
    institution["brokers"]["fake"].prices = (("", 50_000), ("+32", 90_000))
    counted = counts.count(sent(institution, GOOD, GOOD._replace(number="+32470123456")))
    assert {fact.country: told.cost for fact, told in counted.facts.items()} == {"FR": 50, "BE": 90}


def test_what_leaves_still_costs_what_has_left(institution):
    campaign = sent(institution, GOOD, WAITING, WAITING, closed=False)
    assert sums(counts.count(campaign)) == (3, 1, 50)
    assert spent(institution, campaign) == (3, 150)


def test_a_message_of_before_its_terms_were_kept_costs_its_share(institution):
    campaign = sent(institution, GOOD, BAD)
    campaign.agreed = ()
    assert sums(counts.count(campaign))[2] == 100
    opened = sent(institution, GOOD, WAITING, closed=False)
    opened.agreed = ()
    assert sums(counts.count(opened)) == (2, 1, 50)


def test_a_cost_without_any_price_stands_somewhere_all_the_same(institution):
    campaign = sent(institution, GOOD, BAD)
    campaign.agreed = ((("", 0),), 0, "gsm", ())
    assert sums(counts.count(campaign)) == (2, 2, 100)


def test_an_account_that_is_gone_tells_no_cost_of_what_it_has_paid(institution):
    make_account(institution, "gone")
    campaign, opened = sent(institution, GOOD), sent(institution, GOOD, closed=False)
    campaign.account = opened.account = "nobody"
    opened.agreed = ()
    assert sums(counts.count(campaign)) == (1, 1, 50)
    assert sums(counts.count(opened))[:2] == (1, 1)
    campaign.erase(NOW + DAY)
    assert sums(counts.count(campaign)) == (1, 0, 0)


def test_rows_of_before_their_way_was_known_have_no_way(institution):
    [fact] = counts.count(sent(institution, GOOD, carrier="")).facts
    assert fact == DELIVERED._replace(broker="", network="", delay=-1)


def test_rows_of_the_days_when_their_way_stood_one_by_one(institution):
    campaign = sent(institution, GOOD)
    campaign._rows[1] = (mobile(1), states.DELIVERED, "id", 1, NOW + 7, None, 1, NOW)
    assert counts.count(campaign).facts == {
        DELIVERED._replace(network=""): Figures(1, 1, 50),
    }


def test_whoever_asked_to_be_erased_is_of_their_country(institution):
    counted = counts.count(sent(institution, GOOD._replace(number=mobile(1)[:5])))
    assert set(counted.facts) == {DELIVERED}


def test_what_is_erased_is_told_by_its_frozen_tally_and_the_ledger(institution):
    campaign = sent(institution, GOOD, GOOD, GOOD, BAD, ASIDE, TWICE)
    campaign.erase(NOW + DAY)
    counted = counts.count(campaign)
    nowhere = Fact(TODAY, "", "", "", states.DELIVERED, "", -1)
    assert counted.facts == {
        nowhere: Figures(3, 3, 150),
        nowhere._replace(state="failed", cause="number_invalid"): Figures(1, 1, 50),
        nowhere._replace(state="set_aside", cause="no_consent"): Figures(1, 0, 0),
    }
    assert (counted.people, counted.hours) == (4, {(TODAY, 9): (4, 3, 1)})


def test_what_is_erased_and_was_never_sent_costs_nothing(institution):
    campaign = sent(institution, ASIDE)
    campaign.erase(NOW + DAY)
    assert sums(counts.count(campaign)) == (1, 0, 0)


def test_hours_are_local_and_tell_what_was_not_set_aside(institution):
    late = [Told(left=3600), Told(states.FAILED, causes.ABSENT, 3600), ASIDE, WAITING]
    counted = counts.count(sent(institution, *late, closed=False))
    assert counted.hours == {(TODAY, 10): (2, 1, 1), (TODAY, 9): (1, 0, 0)}


def test_a_second_try_is_to_nobody_new(institution):
    campaign = sent(institution, GOOD, Told(states.UNCERTAIN))
    campaign.repeat([(1, 2)])
    assert counts.count(campaign).people == 1


def test_a_title_that_repeats_the_message_is_not_told(institution):
    text = "Cours annulé demain matin en salle B"
    told = {
        title: counts.count(sent(institution, *[GOOD] * 5, text=text, title=title)).is_untold
        for title in ("Cours annulé demain", "Planning")
    }
    assert told == {"Cours annulé demain": True, "Planning": False}


def test_many_rows_are_read_a_part_at_a_time(store, monkeypatch):

    monkeypatch.setattr(counts, "READ", 10)
    campaign = sent(make_house(store.root), *[GOOD] * 25)
    store.commit()
    assert sums(counts.count(campaign)) == (25, 25, 1250)
