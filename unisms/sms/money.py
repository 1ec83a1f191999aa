"""Money: prices in millionths of a euro, amounts in thousandths; read, rounded and written exactly.

A price is of one segment. An amount is an entry of a ledger, or the sum that a check tells.
"""

import re
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from unisms.sms.homes import is_foreign

ONE_EURO = 1_000_000  # millionths
COUNTRY = 4  # characters within which a number tells its country: +262
_PRICE = re.compile(r"[0-9]{1,9}(?:[.,][0-9]{1,6}0*)?")


class _Style(NamedTuple):
    """How a language writes an amount in euros (CLDR, standard currency pattern)."""

    point: str
    group: str
    shape: str


_STYLES = {"fr": _Style(",", "\u202f", "{}\u00a0€"), "en": _Style(".", ",", "€{}")}


class BadPrice(ValueError):
    """The text is no price, or a price that is too high."""


def thousandths(millionths: int | Fraction) -> int:
    """Return an amount of thousandths for a sum of millionths, rounded half up: once per entry."""
    return int((millionths + 500) // 1000)


def written(amount: int, language: str = "en") -> str:
    """Return thousandths of a euro as people read them: ``8,80 €``, ``0,045 €``, ``−€15.00``.

    Nothing is rounded: the third digit is written unless it is 0.
    """
    style = _STYLES[language]
    euros, rest = divmod(abs(amount), 1000)
    digits = f"{rest:03d}".removesuffix("0")
    figure = f"{euros:,}".replace(",", style.group) + style.point + digits
    return ("−" if amount < 0 else "") + style.shape.format(figure)


def written_price(millionths: int, point: str = ",") -> str:
    """Return a price as one types it, ``0,05``, ``0,045``: with two decimals, or all it has."""
    euros, rest = divmod(millionths, ONE_EURO)
    return f"{euros}{point}{f'{rest:06d}'.rstrip('0'):0<2}"


def read_price(typed: str, dearest: int = 100 * ONE_EURO - 1) -> int:
    """Return the millionths that a typed price tells: ``0,12``, ``0.12 €``.

    :raises BadPrice: it is no number of euros, is finer than a millionth, or is more than
        ``dearest`` millionths.
    """
    told = "".join(typed.split()).removesuffix("€").removeprefix("€")
    if not _PRICE.fullmatch(told):
        raise BadPrice(typed)
    millionths = int(Decimal(told.replace(",", ".")) * ONE_EURO)
    if millionths > dearest:
        raise BadPrice(typed)
    return millionths


class Tariff:
    """The price of a segment to each number.

    Numbers that begin alike cost alike: each beginning is looked up once.
    """

    def __init__(self, prices: tuple[tuple[str, int], ...], abroad: int = 0) -> None:
        """Take ``prices``: pairs of prefix and millionths, of which the longest prefix wins.

        ``abroad``, unless it is 0, is the price of foreign numbers that only the empty prefix fits.
        """
        self.digits = max(COUNTRY, *(len(prefix) for prefix, _ in prices))
        self._prices, self._abroad = sorted(prices, reverse=True), abroad
        self._known: dict[str, int] = {}

    def price(self, number: str) -> int:
        """Return the millionths of a euro that a segment to this number costs."""
        start = number[: self.digits]
        if start not in self._known:
            self._known[start] = self._looked_up(start)
        return self._known[start]

    def _looked_up(self, start: str) -> int:
        prefix, price = next(pair for pair in self._prices if start.startswith(pair[0]))
        return self._abroad if self._abroad and not prefix and is_foreign(start) else price
