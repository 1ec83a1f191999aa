"""Amounts of euros as people and programs write them, and the titles of columns that hold them."""

import re
from collections.abc import Iterable

from unisms.sms.notations import Amount

_BLANK = r"[\s\xa0\u202f]"
_SIGNED = re.compile(
    rf"(?P<minus>[-\u2212])?{_BLANK}*(?P<before>€|EUR)?{_BLANK}*"
    rf"(?P<figures>\d[\d.,\s\xa0\u202f']{{0,20}}?){_BLANK}*(?P<after>€|EUR|euros?)?",
    re.IGNORECASE | re.ASCII,
)
_GROUPED = re.compile(rf"\d{{1,3}}(?:[{_BLANK[1:-1]}'.,]\d{{3}})+")
#: words of a title behind which stand amounts
_TITLE = re.compile(
    r".*\b(?:montants?|amendes?|penalites?|prix|tarifs?|frais|cout|solde|redevances?|droits"
    r"|a (?:payer|regler)|sommes? dues?|amounts?|fees?|fines?|prices?|cost|balance)\b.*"
)
#: of another currency
_ELSEWHERE = re.compile(r".*\b(?:xpf|cfp|chf|usd|gbp|cad|francs?|dollars?|dh|mad|tnd|xaf|xof)\b.*")
#: where amounts without a sign are euros
AT_HOME = frozenset(
    (
        *("FR", "GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF", "AD", "MC", "BE", "LU", "DE"),
        *("AT", "ES", "IT", "PT", "IE", "NL", "FI", "GR", "CY", "MT", "EE", "LV", "LT", "SK"),
        *("SI", "HR", "BG", "SM", "VA", "XK", "ME"),
    )
)


def read_amount(cell: str) -> Amount | None:
    """Read ``12,5``, ``12.50 €``, ``1 250,00``, ``€1,250.00`` or ``12 euros``.

    What may be a thousand or a fraction, as ``1,250``, is no amount; nor is a third decimal that is
    not 0, or another currency.
    """
    found = _SIGNED.fullmatch(cell.strip())
    if not found or (found["before"] and found["after"]):
        return None
    euros, cents = _apart(found["figures"])
    decimals = cents.rstrip("0")
    if euros is None or len(decimals) > 2:
        return None
    total = int(euros) * 100 + int(cents[:2].ljust(2, "0") or 0)
    return Amount(-total if found["minus"] else total, whole=not cents)


def _apart(figures: str) -> tuple[str | None, str]:
    """Return the euros and the decimals, or ``None`` for euros that nobody can be sure of."""
    figures = figures.strip()
    if figures.isdecimal():
        return figures, ""
    if _GROUPED.fullmatch(figures):
        signs = set(re.sub(r"\d", "", figures))
        is_sure = len(signs) == 1 and (
            len(re.findall(r"\D", figures)) > 1 or signs.isdisjoint(",.")
        )
        return (re.sub(r"\D", "", figures) if is_sure else None), ""
    point = max(figures.rfind(","), figures.rfind("."))
    euros, cents = figures[:point], figures[point + 1 :]
    if point < 0 or not cents.isdecimal():
        return None, ""
    if euros.isdecimal():
        return (euros, cents) if len(cents) != 3 else (None, "")
    grouped = _GROUPED.fullmatch(euros) and figures[point] not in euros
    return (re.sub(r"\D", "", euros) if grouped else None), cents


def is_of_amounts(title: str, cells: Iterable[str]) -> bool:
    """Whether a column holds amounts of euros, by their sign or its plain title."""
    filled = [cell for cell in cells if cell.strip()]
    is_titled = _TITLE.fullmatch(title) and not _ELSEWHERE.fullmatch(title)
    told = [cell for cell in filled if (is_titled or _has_sign(cell)) and read_amount(cell)]
    return len(told) > 0.8 * len(filled)


def _has_sign(cell: str) -> bool:
    return any(sign in cell.casefold() for sign in ("€", "eur"))
