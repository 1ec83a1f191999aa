"""The terms of a check hold until the campaign is closed."""

import pytest
from factories import MOBILE, NOW, make_campaign, make_draft, make_release, reread
from hypothesis import given
from hypothesis import strategies as st

from unisms.model.accounts import AccountClosed, LedgerEntry
from unisms.services.campaigns import checks, drafts, releases, resends
from unisms.services.campaigns.releases import Outdated
from unisms.services.delivery import closing
from unisms.services.money import billing
from unisms.sms import states
from unisms.testing.factories import ledger, someone

BRITISH = "+447911123456"


def delivered(campaign, *numbers):
    for number in numbers:
        campaign.write(number, campaign.row(number)._replace(state=states.DELIVERED, ids="a"))
    for number, row in list(campaign.stored_rows()):
        if row[1] == states.QUEUED:
            campaign.write(number, (row[0], states.STOPPED, *row[2:]))
    campaign.state, campaign.ended_at = states.STOPPED, NOW


def settled(root, campaign):
    """The entries of its ledger once it is closed."""
    delivered(campaign, 1)
    assert closing.close_if_due(root, campaign.path, NOW + 60)
    account = campaign.__parent__.__parent__["accounts"][campaign.account]
    return [
        (entry.kind, entry.segments, entry.amount)
        for entry in account.entries_of(campaign.__name__)
    ]


@pytest.mark.parametrize(
    "prices", [(("", 200_000),), (("", 1),), (("+33639980", 9_000_000), ("", 50_000))]
)
def test_a_price_that_changes_after_the_release_changes_nothing(root, institution, prices):
    institution["brokers"]["fake"].prices = (("", 50_000),)
    campaign = make_release(institution, 2)
    institution["brokers"]["fake"].prices, institution.foreign_price = prices, 999_000
    assert settled(root, campaign) == [("reserve", -2, -100), ("settle", 1, 50)]


def test_a_second_try_costs_what_the_first_one_did(root, institution):
    institution["brokers"]["fake"].prices = (("", 50_000),)
    campaign = make_release(institution, 1)
    institution["brokers"]["fake"].prices = (("", 200_000),)
    campaign.write(1, campaign.row(1)._replace(state=states.UNCERTAIN))
    resends.resend_uncertain(someone(campaign), campaign, NOW)
    assert institution["accounts"]["scd"].entry(f"{campaign.__name__}:resend-2").amount == -50


def checked(institution, *audience):
    campaign = make_draft(
        institution, audience=tuple(("number", number) for number in audience or (MOBILE,))
    )
    drafts.submit(campaign)
    checks.prepare(institution.__parent__.__parent__, campaign.path, NOW)
    return campaign


CHANGES = [
    (lambda paris: setattr(paris["brokers"]["fake"], "prices", (("", 60_000),)), "price"),
    (lambda paris: setattr(paris["brokers"]["fake"], "prices", (("", 40_000),)), "price"),
    (
        lambda paris: setattr(paris["brokers"]["fake"], "prices", (("", 50_000), ("+3363998", 9))),
        "price",
    ),
    (lambda paris: setattr(paris["brokers"]["fake"], "prices", (("", 50_000), ("+49", 9))), ""),
    (lambda paris: setattr(paris, "foreign_price", 300_000), "price"),
    (lambda paris: setattr(paris["brokers"]["fake"], "alphabet", "gsm-c-cedilla"), "alphabet"),
    (lambda paris: setattr(paris, "foreign_numbers", "refuse"), "rules"),
    (lambda paris: setattr(paris, "consent", "said_yes"), "rules"),
    (lambda paris: setattr(paris, "country", "BE"), "rules"),
    (lambda paris: setattr(paris, "retention", 7), ""),
    (lambda paris: paris["brokers"].remove("fake"), "connection"),
]


@pytest.mark.parametrize(("change", "code"), CHANGES)
def test_what_changes_between_check_and_release_is_told(institution, change, code):
    institution["brokers"]["fake"].prices = (("", 50_000),)
    campaign = checked(institution, MOBILE, BRITISH)
    assert releases.outdated(campaign) == ""
    change(institution)
    assert releases.outdated(campaign) == code
    if not code:
        releases.release(someone(campaign), campaign, NOW)
        return
    with pytest.raises(Outdated) as refusal:
        releases.release(someone(campaign), campaign, NOW)
    assert (refusal.value.code, campaign.state) == (code, states.CHECKED)
    assert institution["accounts"]["scd"].available == 1000


def test_another_check_takes_the_new_price(institution):
    campaign = checked(institution)
    institution["brokers"]["fake"].prices = (("", 70_000),)
    drafts.submit(campaign)
    checks.prepare(institution.__parent__.__parent__, campaign.path, NOW)
    releases.release(someone(campaign), campaign, NOW)
    assert institution["accounts"]["scd"].entry(f"{campaign.__name__}:reserve").amount == -70


def of_before(campaign):
    """As it was stored before 2026-12: nobody wrote down on which terms."""
    campaign.agreed = ()
    return reread(campaign)


def test_of_an_older_campaign_a_segment_costs_what_was_reserved_for_one(root, institution):
    institution["brokers"]["fake"].prices = (("", 50_000),)
    campaign = of_before(make_release(institution, 2))
    institution["brokers"]["fake"].prices = (("", 200_000),)
    assert settled(root, campaign) == [("reserve", -2, -100), ("settle", 1, 50)]


@pytest.mark.parametrize(("price", "code"), [(50_000, ""), (60_000, "price")])
def test_an_older_check_is_compared_by_its_sum(institution, price, code):
    institution["brokers"]["fake"].prices = (("", 50_000),)
    campaign = of_before(checked(institution))
    institution["brokers"]["fake"].prices = (("", price),)
    assert releases.outdated(campaign) == code


def test_an_older_check_is_compared_by_the_moment_of_the_rules(institution):
    campaign = of_before(checked(institution))
    institution.policies_change = (NOW, "admin")
    assert releases.outdated(campaign) == "rules"


def test_of_what_was_never_reserved_nothing_is_charged(institution):
    campaign = of_before(make_campaign(institution, 1))
    assert billing.cost_again(campaign, institution["accounts"]["scd"], [(MOBILE, 1)]) == 0


def test_an_account_that_is_gone_pays_for_nothing(institution):
    campaign = make_campaign(institution, 1, account="gone")
    assert checks.check_of(campaign).credit_before == 0
    with pytest.raises(AccountClosed):
        releases.release(someone(campaign), campaign, NOW)


PRICES = st.integers(1, 300_000)
ROUNDS = st.lists(st.lists(st.integers(1, 3), min_size=1, max_size=4), min_size=1, max_size=4)


@given(PRICES, ROUNDS)
def test_no_rounding_charges_more_than_what_was_reserved(price, rounds):
    account, spent = ledger(), 0
    billing.grant(someone(account, "compta"), account, 1000, NOW)
    for number, sizes in enumerate(rounds):
        cost = billing.thousandths(sum(sizes) * price)
        billing.reserve(
            someone(account),
            account,
            "c",
            sum(sizes),
            cost,
            NOW,
            kind=f"resend-{number}" if number else "reserve",
        )
        spent += sum(sizes)
    billing.settle(account, "c", spent, billing.thousandths(spent * price), NOW)
    entry = account.entry("c:settle")
    assert (entry.segments, entry.amount >= 0) == (0, True)


def test_more_spent_than_reserved_is_written_down_as_it_is():
    account = ledger()
    billing.grant(someone(account, "compta"), account, 10, NOW)
    billing.reserve(someone(account), account, "c", 2, 100, NOW)
    assert billing.settle(account, "c", 3, 150, NOW) == -1
    assert account.entry("c:settle") == LedgerEntry(NOW, "settle", "c", -1, -50)
