"""Country codes in a column of their own: ``+212`` beside ``612345678``."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from functools import cache

import phonenumbers
from babel.core import get_global

from unisms.services.files.rows import Cells, Columns, Row, Rows
from unisms.services.tables import title_words
from unisms.sms import msisdn
from unisms.sms.homes import home_of

_CODE = re.compile(r"\s*\(?(?:\+|00)?([1-9]\d{0,2})\)?(?:[.,]0+)?\s*")
_AMONG_WORDS = re.compile(r"(?:\+|\b00)([1-9]\d{0,2})(?!\d)")  # Maroc (+212)
_LONGEST = 100  # characters of a cell that tells a code
SAMPLE = 300  # rows that a column is judged by, spread over the file

#: words of a title that tells such codes, and those that do so beside one of them
_INDICATIF = frozenset(("indicatif", "indicatifs", "indic"))
_PREFIX = frozenset(("prefixe", "prefixes", "prefix", "ind", "code", "codes"))
_OF_PHONES = frozenset(
    word
    for words in (
        "tel telephone telephones telephonique telephoniques phone mobile portable gsm numero",
        "dial dialing dialling calling international",
    )
    for word in words.split()
)
#: titles that may tell other things; the cells decide
_DOUBTFUL = re.compile(
    r"(?:code )?ind|prefixe?s?(?: pays)?|codes? (?:du )?pays|pays code"
    r"|(?:(?:home|mobile|phone) )?country (?:code|prefix)"
)
_OF_MOBILES = re.compile(r".*\b(?:mobiles?|portables?|gsm|cell)\b.*")
_OF_HOMES = re.compile(r".*\b(?:fixe|domicile|home|bureau)\b.*")


def joined(
    titles: Cells, rows: Rows, number_columns: Columns, home: str = "FR"
) -> tuple[Rows, list[int]]:
    """Return the rows with a code before each number that lacks a code, and the lines changed.

    A number that begins with ``+`` or ``00`` stays as it is, and one that begins with its code, if
    that makes a number: 9198765432 of India does not. ``home`` is the country (ISO 3166) whose
    numbers are typed without any code otherwise.
    """
    lines = []
    for column, code in _pairs(titles, rows, number_columns, home):
        rows, got = _with_codes(rows, column, code)
        lines += got
    return rows, lines


def is_titled(title: str) -> bool:
    """Whether the title, as ``title_words.plain`` writes it, tells such codes, or may."""
    return is_sure(title) or _DOUBTFUL.fullmatch(title) is not None


def unused(titles: Cells, rows: Rows, number_columns: Columns, home: str = "FR") -> list[int]:
    """Return the columns of figures with such a title, where no number is read by any."""
    if _pairs(titles, rows, number_columns, home):
        return []
    named = [column for column, title in enumerate(titles) if is_titled(title_words.plain(title))]
    return [column for column in named if _share_of_codes(rows, column) > 0.5]


def is_sure(title: str) -> bool:
    """Whether the title, as ``title_words.plain`` writes it, tells such codes and nothing else."""
    words = {*title.split()}
    return (
        bool(words & _INDICATIF or (words & _PREFIX and words & _OF_PHONES))
        and "postal" not in words
    )


def _pairs(titles: Cells, rows: Rows, numbers: Columns, home: str) -> list[tuple[int, int]]:
    """Return each column of numbers that has one of codes, and that one.

    It is the nearest on the left; on the right, where the codes stand behind the numbers.
    """
    plain = [title_words.plain(title) for title in titles]
    titled = [
        column for column, title in enumerate(plain) if column not in numbers and is_titled(title)
    ]
    codes = [code for code in titled if _holds_codes(plain[code], rows, code)]
    behind = bool(codes and numbers) and min(numbers) < min(codes) and max(numbers) < max(codes)
    pairs = []
    for number in numbers:
        fit = [code for code in codes if _is_of_its_kind(plain[code], plain[number])]
        found = _nearest(fit, number, behind)
        if found >= 0 and _is_borne_out(plain[found], rows, found, number, home):
            pairs.append((number, found))
    return pairs


def _nearest(codes: Sequence[int], number: int, behind: bool) -> int:
    before, after = (
        [code for code in codes if code < number],
        [code for code in codes if code > number],
    )
    if behind:
        return min(after, default=-1)
    return max(before, default=-1)


def _is_of_its_kind(code: str, number: str) -> bool:
    """Whether codes so titled may belong to numbers so titled: mobiles, homes, or both."""
    if _OF_MOBILES.fullmatch(code):
        return not _OF_HOMES.fullmatch(number)
    return not _OF_HOMES.fullmatch(code) or not _OF_MOBILES.fullmatch(number)


def _holds_codes(title: str, rows: Rows, column: int) -> bool:
    """Whether half of the cells are codes.

    All their figures count, where the title may tell another thing.
    """
    if _share_of_codes(rows, column, _calling_codes()) < 0.5:
        return False
    return is_sure(title) or _share_of_codes(rows, column) == _share_of_codes(
        rows, column, _calling_codes()
    )


def _share_of_codes(rows: Rows, column: int, known: Collection[str] | None = None) -> float:
    """Return the share of the filled rows that have a code, of ``known`` if there are any."""
    cells = Counter(cells[column].strip() for _, cells in rows)
    del cells[""]
    told = sum(
        times
        for cell, times in cells.items()
        if (code := _code_of(cell)) and (not known or code in known)
    )
    return told / (cells.total() or 1)


def _is_borne_out(title: str, rows: Rows, code: int, number: int, home: str) -> bool:
    """Whether the numbers are what the codes say, where these may be codes of another kind.

    The country of home has 250 among the codes of ISO 3166, which is Rwanda's calling code.
    """
    told = [(cells[code], cells[number]) for _, cells in rows[:: len(rows) // SAMPLE + 1]]
    told = [(_code_of(cell), typed) for cell, typed in told if _code_of(cell) and typed.strip()]
    if not told:
        return False
    spoilt = sum(_is_spoilt(called, typed, home) for called, typed in told)
    if is_sure(title):
        return spoilt * 2 <= len(told)
    own, seen = home_of(home).code, {called for called, _ in told}
    if own not in seen and seen & {*_numeric_codes(home), *_numeric_codes("FR")}:
        return False
    return spoilt * 10 <= len(told)


def _is_spoilt(code: str, number: str, home: str) -> bool:
    """Whether a mobile of home is none any more behind the code."""
    if msisdn.read(number, home).kind != msisdn.MOBILE:
        return False
    return msisdn.read(_with_code(code, number), home).kind not in msisdn.USABLE


@cache
def _calling_codes() -> frozenset[str]:
    return frozenset(map(str, phonenumbers.COUNTRY_CODE_TO_REGION_CODE))


@cache
def _numeric_codes(country: str) -> list[str]:
    """Return a country's numeric codes of ISO 3166, also without zeros that spreadsheets drop."""
    aliases = get_global("territory_aliases").items()
    return [alias.lstrip("0") for alias, codes in aliases if alias.isdigit() and codes == [country]]


def _with_codes(rows: Rows, column: int, code_column: int) -> tuple[list[Row], list[int]]:
    made, lines = [], []
    for line, cells in rows:
        number = _with_code(_code_of(cells[code_column]), cells[column])
        if number != cells[column]:
            cells = [*cells[:column], number, *cells[column + 1 :]]
            lines.append(line)
        made.append((line, cells))
    return made, lines


def _code_of(cell: str) -> str:
    """Return the figures of ``+212``, ``00212`` or ``Maroc (+212)``; "" for none or several."""
    if len(cell) > _LONGEST:
        return ""
    if found := _CODE.fullmatch(cell):
        return found[1]
    codes: set[str] = {*_AMONG_WORDS.findall(cell)}
    return codes.pop() if len(codes) == 1 else ""


def _with_code(code: str, number: str) -> str:
    found = _CODE.fullmatch(code)
    compact = re.sub(r"\W", "", number)
    if not found or not compact or number.lstrip().startswith(("+", "00")):
        return number
    has_one = compact.startswith(found[1]) and len(compact) > 9
    if has_one and msisdn.read(f"+{compact}").kind != msisdn.IMPOSSIBLE:
        return number
    return f"+{found[1]} {number.strip()}"
