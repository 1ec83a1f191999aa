"""Prices and amounts: read, rounded and written exactly."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unisms.sms import money
from unisms.sms.money import BadPrice, Tariff

MOBILE, MARTINIQUE, MAYOTTE, BRITISH = (
    "+33639980000",
    "+596696000000",
    "+262639000000",
    "+447946000000",
)


@pytest.mark.parametrize(
    ("millionths", "thousandths"),
    [
        (0, 0),
        (499, 0),
        (500, 1),
        (1499, 1),
        (1500, 2),
        (50_000, 50),
        (Fraction(1001, 2), 1),
        (Fraction(999, 2), 0),
    ],
)
def test_amounts_are_rounded_half_up(millionths, thousandths):
    assert money.thousandths(millionths) == thousandths


@pytest.mark.parametrize(
    ("amount", "french", "english"),
    [
        (0, "0,00 €", "€0.00"),
        (45, "0,045 €", "€0.045"),
        (25, "0,025 €", "€0.025"),
        (2_675, "2,675 €", "€2.675"),
        (8_800, "8,80 €", "€8.80"),
        (-15_000, "−15,00 €", "−€15.00"),
        (1_234_567, "1 234,567 €", "€1,234.567"),
    ],
)
def test_an_amount_is_written_with_a_third_digit_unless_it_is_nought(amount, french, english):
    assert money.written(amount, "fr").replace("\u202f", " ").replace("\xa0", " ") == french
    assert money.written(amount, "en") == money.written(amount) == english


@given(st.integers(-(10**12), 10**12))
def test_what_is_written_is_the_amount_to_the_thousandth(amount):
    told = money.written(amount, "fr").replace("\u202f", "").replace("\xa0€", "").replace("−", "-")
    assert int(Decimal(told.replace(",", ".")) * 1000) == amount


@pytest.mark.parametrize(
    ("typed", "millionths"),
    [
        ("0,12", 120_000),
        ("0.12 €", 120_000),
        ("€ 0.045", 45_000),
        ("0,0455", 45_500),
        ("0,000001", 1),
        ("0,0500000000", 50_000),
        ("12", 12_000_000),
        ("1 2,5", 12_500_000),
        ("0", 0),
    ],
)
def test_a_price_is_read_however_it_is_typed(typed, millionths):
    assert money.read_price(typed) == millionths


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "€",
        "-1",
        "0,1,2",
        "1.234,5",
        "0,1234567",
        "1e3",
        "٣",
        "100",
        "x",
        ",5",
        "1" * 5000,
        "0,12 €€€",
    ],
)
def test_what_is_no_price_is_refused(typed):
    with pytest.raises(BadPrice):
        money.read_price(typed)


def test_a_price_beyond_the_dearest_is_refused():
    assert money.read_price("10", 10 * money.ONE_EURO) == 10 * money.ONE_EURO
    with pytest.raises(BadPrice):
        money.read_price("10,01", 10 * money.ONE_EURO)


@given(st.integers(0, 99_999_999), st.sampled_from(",."))
def test_a_price_that_is_written_is_read_again(millionths, point):
    told = money.written_price(millionths, point)
    assert money.read_price(told) == millionths
    assert len(told.partition(point)[2]) >= 2


@pytest.mark.parametrize(
    ("prices", "abroad", "expected"),
    [
        ((("", 120), ("+33", 50)), 0, {MOBILE: 50, MARTINIQUE: 120, BRITISH: 120}),
        ((("", 120), ("+33", 50)), 90, {MOBILE: 50, MARTINIQUE: 120, BRITISH: 90}),
        (
            (("", 120), ("+33", 50), ("+262", 80), ("+262639", 90)),
            0,
            {MAYOTTE: 90, "+262692000000": 80},
        ),
    ],
)
def test_the_longest_prefix_sets_the_price(prices, abroad, expected):
    tariff = Tariff(prices, abroad)
    assert {number: tariff.price(number) for number in expected} == expected


@given(st.lists(st.integers(0, 10**7), max_size=20))
def test_a_sum_is_rounded_as_decimals_are(millionths):
    total = sum(millionths)
    assert money.thousandths(total) == int(
        Decimal(total).scaleb(-3).quantize(Decimal(1), ROUND_HALF_UP)
    )
