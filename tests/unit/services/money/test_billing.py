"""Money: granted, reserved, settled."""

import pytest
from factories import (
    MOBILE,
    NOW,
    make_account,
    make_house,
    make_institution,
    make_recipient,
    make_release,
    reread,
)
from hypothesis import given
from hypothesis import strategies as st
from ZODB.POSException import ConflictError

from unisms.model.accounts import AccountClosed, LedgerEntry, NotEnoughCredit
from unisms.services.money import billing
from unisms.sms import causes, states
from unisms.testing.factories import ledger, someone


@pytest.fixture
def account(root):
    return make_account(make_institution(root), segments=10)


@pytest.mark.parametrize(
    ("millionths", "thousandths"), [(0, 0), (499, 0), (500, 1), (1499, 1), (1500, 2), (50_000, 50)]
)
def test_amounts_are_rounded_half_up(millionths, thousandths):
    assert billing.thousandths(millionths) == thousandths


def test_a_grant_adds_credit_and_says_who_gave_it(account):
    billing.grant(someone(account, "compta"), account, 5, NOW)
    assert reread(account).available == 15
    assert account.ledger()[-1] == LedgerEntry(NOW, "credit", "", 5, 0, "compta")


def test_a_grant_keeps_its_reason(account):
    billing.grant(someone(account, "compta"), account, 5, NOW, note="dotation 2027")
    assert reread(account).ledger()[-1].note == "dotation 2027"


def test_an_entry_of_before_has_no_reason(account):
    account._ledger["credit:1:old"] = (1, "credit", "", 5, 0, "compta")
    assert reread(account).entry("credit:1:old").note == ""


@pytest.mark.parametrize(
    ("given", "segments", "unusual"),
    [
        ((), 49_999, False),
        ((), 50_000, True),
        ((500, 300), 4_999, False),
        ((500, 300), 5_000, True),
        ((500, -200), -5_000, False),
        ((9_000,), 50_000, True),
    ],
)
def test_ten_times_the_largest_credit_is_unusual_and_so_are_fifty_thousand(
    root, given, segments, unusual
):
    account = ledger()
    for place, one in enumerate(given):
        billing.grant(someone(account, "compta"), account, one, NOW + place)
    assert billing.is_unusual(account, segments) is unusual


def test_two_grants_at_the_same_second_both_count(account):
    billing.grant(someone(account, "compta"), account, 5, NOW)
    billing.grant(someone(account, "compta"), account, 5, NOW)
    assert account.available == 20


def test_a_grant_that_is_asked_for_twice_is_made_once(account):
    assert billing.grant(someone(account, "compta"), account, -10, NOW, "this page")
    assert not billing.grant(someone(account, "compta"), account, -10, NOW + 9, "this page")
    assert billing.grant(someone(account, "compta"), account, 4, NOW, "another page")
    assert account.available == 4


def test_credit_is_taken_back_down_to_nothing_and_no_further(account):
    billing.grant(someone(account, "compta"), account, -10, NOW)
    assert account.available == 0
    with pytest.raises(NotEnoughCredit) as refusal:
        billing.grant(someone(account, "compta"), account, -3, NOW)
    assert refusal.value.missing == 3
    assert account.available == 0


def test_a_reservation_takes_the_credit_away(account):
    billing.reserve(someone(account), account, "c1", 10, 500, NOW)
    assert reread(account).available == 0
    assert account.entry("c1:reserve") == LedgerEntry(NOW, "reserve", "c1", -10, -500, "lib")


def test_a_closed_account_reserves_nothing_and_still_settles(account):
    billing.reserve(someone(account), account, "c1", 4, 200, NOW)
    account.closed = True
    with pytest.raises(AccountClosed):
        billing.reserve(someone(account), account, "c2", 1, 50, NOW)
    assert billing.settle(account, "c1", 1, 50, NOW) == 3
    assert reread(account).available == 9


def test_a_reservation_beyond_the_credit_says_what_is_missing(account):
    with pytest.raises(NotEnoughCredit) as refusal:
        billing.reserve(someone(account), account, "c1", 12, 600, NOW)
    assert refusal.value.missing == 2
    assert account.available == 10
    assert account.entry("c1:reserve") is None


def test_settling_gives_back_what_was_not_spent(account):
    billing.reserve(someone(account), account, "c1", 8, 400, NOW)
    billing.reserve(someone(account), account, "c1", 2, 100, NOW, kind="resend-9")
    assert billing.settle(account, "c1", 7, 350, NOW + 1) == 3
    assert reread(account).available == 3
    assert account.entry("c1:settle") == LedgerEntry(NOW + 1, "settle", "c1", 3, 150)


def test_settling_twice_gives_back_once(account):
    billing.reserve(someone(account), account, "c1", 8, 400, NOW)
    billing.settle(account, "c1", 5, 250, NOW)
    billing.settle(account, "c1", 5, 250, NOW)
    assert account.available == 5


def test_settling_looks_at_its_own_campaign_alone(account):
    billing.reserve(someone(account), account, "c1", 4, 200, NOW)
    billing.reserve(someone(account), account, "c2", 6, 300, NOW)
    billing.settle(account, "c1", 0, 0, NOW)
    assert account.available == 4


def test_of_two_reservations_at_once_the_second_looks_again_and_lacks_credit(store, account):
    store.commit()
    rival = store.rival()
    billing.reserve(someone(account), account, "c1", 6, 300, NOW)
    billing.reserve(
        someone(rival.root["institutions"]["paris1"]["accounts"]["scd"]),
        rival.root["institutions"]["paris1"]["accounts"]["scd"],
        "c2",
        6,
        300,
        NOW,
    )
    store.commit()
    with pytest.raises(ConflictError):
        rival.commit()
    rival.manager.abort()
    rival.manager.begin()
    with pytest.raises(NotEnoughCredit):
        billing.reserve(
            someone(rival.root["institutions"]["paris1"]["accounts"]["scd"]),
            rival.root["institutions"]["paris1"]["accounts"]["scd"],
            "c2",
            6,
            300,
            NOW,
        )
    rival.close()


def row(state, ids="", segments=2, cause=None):
    return ("+33639980000", state, ids, segments, NOW, cause)


@pytest.mark.parametrize(
    ("stored", "segments"),
    [
        (row(states.QUEUED), 0),
        (row(states.SET_ASIDE, segments=0), 0),
        (row(states.STOPPED), 0),
        (row(states.ACCEPTED, "a b"), 2),
        (row(states.DELIVERED, "+a +b"), 2),
        (row(states.EXPIRED, "a b"), 2),
        (row(states.EXPIRED), 2),  # uncertain, and never heard of
        (row(states.UNCERTAIN), 2),
        (row(states.FAILED), 0),  # refused at once
        (row(states.FAILED, "a"), 1),  # its second segment was refused
        (row(states.FAILED, "a b"), 2),
    ],
)
def test_what_the_broker_took_is_billed(stored, segments):
    assert billing.billed_segments(stored) == segments


def test_what_was_spent_is_counted_over_rows_and_rounded_once(root):
    institution = make_house(root)
    institution["brokers"]["fake"].prices = (("", 50_400),)
    campaign = make_release(institution, 3)
    for number in (1, 2):
        campaign.write(number, campaign.row(number)._replace(state=states.DELIVERED, ids="a"))
    assert billing.spent(campaign, institution["accounts"]["scd"]) == (2, 101)


BRITISH, MARTINIQUE, SWISS = "+447911123456", "+596696123456", "+41781234567"


@pytest.mark.parametrize(
    ("prices", "abroad", "expected"),
    [
        ((("+33", 50), ("", 120)), 0, {MOBILE: 50, MARTINIQUE: 120, BRITISH: 120, SWISS: 120}),
        ((("+33", 50), ("", 120)), 90, {MOBILE: 50, MARTINIQUE: 120, BRITISH: 90, SWISS: 90}),
        (
            (("+33", 50), ("+44", 70), ("", 120)),
            90,
            {MOBILE: 50, MARTINIQUE: 120, BRITISH: 70, SWISS: 90},
        ),
        ((("+4478", 60), ("", 120)), 90, {MOBILE: 120, BRITISH: 90, "+447811123456": 60}),
        ((("", 120),), 90, {MOBILE: 120, MARTINIQUE: 120, BRITISH: 90}),
    ],
)
def test_abroad_costs_what_the_institution_says_where_the_connection_has_no_price_for_a_country(
    root, prices, abroad, expected
):
    institution = make_house(root, prices=prices)
    institution.foreign_price = abroad
    tariff = billing.tariff(institution, institution["brokers"]["fake"])
    assert {msisdn: tariff.price(msisdn) for msisdn in expected} == expected


def test_what_is_reserved_for_abroad_is_what_is_billed(root):
    institution = make_house(root, prices=(("+33", 50_000), ("", 120_000)))
    institution.foreign_price = 300_000
    recipients = [make_recipient(0), make_recipient(1)._replace(msisdn=BRITISH)]
    campaign = make_release(institution, recipients)
    assert campaign.counted("cost") == 350
    for number in (1, 2):
        campaign.write(number, campaign.row(number)._replace(state=states.DELIVERED, ids="a"))
    assert billing.spent(campaign, institution["accounts"]["scd"]) == (2, 350)


ENDS = st.sampled_from(
    [
        (states.DELIVERED, "ids", None),
        (states.ACCEPTED, "ids", None),
        (states.FAILED, "ids", causes.ABSENT),
        (states.FAILED, "", causes.NUMBER_INVALID),
        (states.FAILED, "one", causes.RATE),
        (states.EXPIRED, "ids", causes.NO_NEWS),
        (states.UNCERTAIN, "", None),
        (states.STOPPED, "", None),
        (states.QUEUED, "", None),
    ]
)
campaigns = st.lists(
    st.lists(st.tuples(st.integers(1, 8), ENDS), min_size=1, max_size=6), max_size=5
)


def ended(number, segments, end):
    state, ids, cause = end
    ids = {"ids": " ".join("abcdefgh"[:segments]), "one": "a", "": ""}[ids]
    return number, ("+33639980000", state, ids, segments, NOW, cause)


@given(campaigns, st.integers(0, 60))
def test_whatever_becomes_of_the_rows_what_is_reserved_and_given_back_is_what_is_billed(
    campaigns, credit
):
    account = ledger()
    billing.grant(someone(account, "compta"), account, credit, NOW)
    billed = 0
    for name, rows in enumerate(campaigns):
        rows = [ended(number, *row) for number, row in enumerate(rows)]
        segments = sum(row[3] for _, row in rows)
        try:
            billing.reserve(someone(account), account, str(name), segments, segments * 50, NOW)
        except NotEnoughCredit:
            continue
        spent = sum(billing.billed_segments(row) for _, row in rows)
        assert 0 <= spent <= segments
        assert billing.settle(account, str(name), spent, spent * 50, NOW) == segments - spent
        billed += spent
        assert account.available >= 0
    assert account.available == credit - billed
    assert sum(entry.segments for entry in account.ledger()) == account.available
    assert sum(entry.amount for entry in account.ledger()) == -50 * billed
