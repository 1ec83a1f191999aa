"""The settings of every connection as form fields, beside those of its adapter."""

import re

from unisms.sms import money
from unisms.sms.encoding import ALPHABETS
from unisms.web.forms.adapter_fields import LONGEST_LINES
from unisms.web.forms.fields import Field, Wrong
from unisms.web.forms.readers import number, one_of

DEAREST = 10 * money.ONE_EURO  # millionths of a euro per SMS
FASTEST = 10_000  # messages a second
_DIGITS = re.compile(r"[1-9][0-9]{0,9}")
_CONTRACTED = re.compile(r"\+?[0-9]{3,20}")


# Numbers of the contract, as people type them: short codes and long ones, a line or a comma each.


def _numbers(typed):
    if len(typed) > LONGEST_LINES:
        raise Wrong("long", LONGEST_LINES)
    found = {}
    for one in filter(None, map(str.strip, re.split(r"[,;\n]", typed))):
        number = "".join(one.split()).replace(".", "")
        if not _CONTRACTED.fullmatch(number):
            raise Wrong("contracted", one[:30])
        found[number] = None
    return tuple(found)


# Prices, as pairs of prefix and millionths of a euro.


def _prices(typed):
    """Read prefixes and prices in turn; the price of all other numbers has an empty prefix."""
    prices = {}
    for prefix, price in zip(typed[::2], typed[1::2], strict=False):
        prefix = _prefix(prefix)
        if prefix in prices and price.strip():
            raise Wrong("twice", prefix)
        if prefix and not price.strip():
            raise Wrong("price", prefix)
        if price.strip():
            prices[prefix] = _millionths(price)
    if "" not in prices:
        raise Wrong("others")
    return tuple(sorted(prices.items(), reverse=True))


def _prefix(typed):
    """``+33``, however it was written: 33, 0033, +33; or nothing."""
    digits = "".join(typed.split()).removeprefix("+").removeprefix("00")
    if digits and not _DIGITS.fullmatch(digits):
        raise Wrong("prefix", typed.strip()[:20])
    return f"+{digits}" if digits else ""


def _millionths(typed):
    try:
        return money.read_price(typed, DEAREST)
    except money.BadPrice:
        raise Wrong("price", typed[:20]) from None


def price_rows(shown, point):
    """Return pairs of prefix and price to type over, and the price of all other numbers.

    ``shown`` is stored, or was typed.
    """
    if shown and isinstance(shown[0], tuple):
        shown = [
            cell for prefix, price in shown for cell in (prefix, money.written_price(price, point))
        ]
    pairs = [
        (prefix.strip(), price) for prefix, price in zip(shown[::2], shown[1::2], strict=False)
    ]
    others = next((price for prefix, price in reversed(pairs) if not prefix), "")
    return [pair for pair in pairs if pair[0]] + [("", "")] * 2, others


OWN = (
    Field("pace", number(0, FASTEST)),
    Field("alphabet", one_of(tuple(ALPHABETS))),
    Field("numbers", _numbers, tell="\n".join),
    Field("prices", _prices, many=True),
)
