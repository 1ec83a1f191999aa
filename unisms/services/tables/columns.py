"""The kind of data in each column of a table, told by its title, then by its cells."""

import re
from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from unisms.services.files.rows import Cells, Columns, Rows
from unisms.services.tables import strangers, title_words
from unisms.services.tables.dates import read_date
from unisms.services.tables.title_words import DATE, EMAIL, KEY, MSISDN, NAME, TEXT
from unisms.sms import msisdn
from unisms.sms.amounts import is_of_amounts
from unisms.sms.homes import home_of
from unisms.sms.notations import AMOUNT
from unisms.sms.template import fold

SAMPLE = 300  # rows looked at, spread over the file

_SEPARATORS = re.compile(r"(?<=\d{9})[.,]0+\s*\Z|[\s.()/'-]")
_LOOKS_LIKE_MOBILE = re.compile(r"\+\d{8,15}|(?:(?:00)?(?:33|262|590|594|596)|0)[67]\d{8}")
_LOOKS_LIKE_MSISDN = re.compile(rf"{_LOOKS_LIKE_MOBILE.pattern}|[67]\d{{8}}|0\d{{9}}|00\d{{9,13}}")
_LOOKS_LIKE_LANDLINE = re.compile(r"(?:(?:\+|00)?33|0)[1-59]\d{8}")


#: a kind, and how a cell of it is told
_Sign: TypeAlias = tuple[str, Callable[[str], object]]


class Recognised(NamedTuple):
    """The proposal to the person, who may choose otherwise."""

    kinds: tuple[str, ...]  #: of each column
    #: in order of preference: mobiles, then the others, then homes and offices
    number_columns: tuple[int, ...]
    name_columns: tuple[int, ...]  #: the first name first
    key_column: int  #: the column that tells people of several rows apart, or -1


def recognise(titles: Cells, rows: Rows, home: str = "FR") -> Recognised:
    """Recognise the columns; ``rows`` are pairs of line number and cells.

    ``home`` is the country whose national forms of numbers people use (ISO 3166).
    """
    named = [title_words.plain(title) for title in titles]
    sample = [cells for _, cells in rows[:: len(rows) // SAMPLE + 1]]
    signs = _signs_of(home)
    kinds = tuple(
        _kind(title, [cells[column] for cells in sample], signs)
        for column, title in enumerate(named)
    )
    if MSISDN not in kinds:
        kinds = tuple(_looked_into(kinds, named, sample, home))
    if NAME not in kinds:
        kinds = tuple(_called(kinds, named, sample))
    kinds = tuple(
        AMOUNT if kind == TEXT and is_of_amounts(title, [cells[at] for cells in sample]) else kind
        for at, (kind, title) in enumerate(zip(kinds, named, strict=True))
    )
    numbers, names = _number_columns(kinds, named, sample), _name_columns(kinds, named, sample)
    keys = (key for key in _of_kind(kinds, KEY) if not _mixes_people(rows, key, names, numbers))
    return Recognised(kinds, numbers, names, _key_column([*keys], rows))


def _signs_of(home: str) -> tuple[_Sign, ...]:
    """Return how columns are told by their cells where numbers are typed as at ``home``."""
    if home_of(home).digits == home_of("FR").digits:
        return _SIGNS

    def is_msisdn(cell: str) -> bool:
        return looks_like_msisdn(cell) or msisdn.read(cell, home).kind == msisdn.MOBILE

    return ((MSISDN, is_msisdn), *_SIGNS[1:])


def _looked_into(
    kinds: Sequence[str], titles: Cells, sample: Sequence[Cells], home: str
) -> Iterator[str]:
    """Yield the kinds, where no title and no plain form tells a column of numbers.

    They may be local ones, lack their ``+``, or have words around them: ``Zoé : 06 39 98 00 01``.
    """
    for column, (kind, title) in enumerate(zip(kinds, titles, strict=True)):
        filled = [cells[column] for cells in sample if cells[column].strip()]
        may_be = kind == TEXT or (kind == KEY and title_words.ANY_NUMBER.fullmatch(title))
        is_one = (
            may_be
            and filled
            and not strangers.is_no_phone(title)
            and _share(filled, lambda cell: msisdn.read(cell, home).kind == msisdn.MOBILE) > 0.6
        )
        yield MSISDN if is_one else kind


def _called(kinds: Sequence[str], titles: Cells, sample: Sequence[Cells]) -> Iterator[str]:
    """Yield the kinds, where no title tells names: names may stand under *Étudiant*."""
    for column, (kind, title) in enumerate(zip(kinds, titles, strict=True)):
        filled = [cells[column] for cells in sample if cells[column].strip()]
        may_be = kind == TEXT and filled and title_words.SOMEBODY.fullmatch(title)
        yield NAME if may_be and _share(filled, _may_be_name) > 0.8 else kind


def _may_be_name(cell: str) -> bool:
    return (
        not any(char.isdigit() or char == "@" for char in cell)
        and cell.strip().casefold() not in _ANSWERS
    )


_ANSWERS = frozenset(("oui", "non", "yes", "no", "vrai", "faux", "o", "n", "x"))


def _kind(title: str, cells: Cells, signs: Sequence[_Sign]) -> str:
    told = title_words.kind_of(title)
    if told != DATE and strangers.is_no_phone(title):
        return TEXT
    filled = [cell for cell in cells if cell.strip()]
    if told and not _is_disproved(told, title, filled, signs):
        return told
    return next((kind for kind, is_one in signs if filled and _share(filled, is_one) > 0.6), TEXT)


def _is_disproved(told: str, title: str, filled: Cells, signs: Sequence[_Sign]) -> bool:
    """Whether the cells are not what the title says, or nearly all of them are something else."""
    if not filled:
        return False
    if told == KEY:  # anything may be a key, but mobiles are written to
        may_be: Callable[[str], object] = is_mobile
        if title_words.ANY_NUMBER.fullmatch(title):
            may_be = dict(signs)[MSISDN]
        return _share(filled, may_be) > 0.8
    if told in _PROOFS and _share(filled, _PROOFS[told]) < 0.2:
        return True
    return any(_share(filled, is_one) > 0.8 for kind, is_one in signs if kind != told)


def _share(cells: Cells, is_one: Callable[[str], object]) -> float:
    return sum(map(bool, map(is_one, cells))) / len(cells)


def is_mobile(cell: str) -> bool:
    """Whether the cell is a mobile, with its 0 or its code."""
    return _LOOKS_LIKE_MOBILE.fullmatch(_SEPARATORS.sub("", cell)) is not None


def looks_like_msisdn(cell: str) -> bool:
    """Whether the cell alone, without any title, may be a phone number."""
    return _LOOKS_LIKE_MSISDN.fullmatch(_SEPARATORS.sub("", cell)) is not None


def _looks_like_email(cell: str) -> bool:
    return len(cell.split()) == 1 and has_email(cell)


def has_email(cell: str) -> bool:
    """Whether a word of the cell is an address, as ``zoe@univ.fr``; in linear time always."""
    return any("." in word[word.find("@", 1) + 2 : -1] for word in cell.split() if "@" in word[1:])


def _has_digits(cell: str) -> bool:
    return len(re.sub(r"\D", "", cell)) > 5


#: a title alone does not make a column of numbers: "Mobile" may be answered by yes and no
_PROOFS: dict[str, Callable[[str], object]] = {
    MSISDN: _has_digits,
    DATE: read_date,
    EMAIL: has_email,
}
_SIGNS: tuple[_Sign, ...] = (
    (MSISDN, looks_like_msisdn),
    (DATE, read_date),
    (EMAIL, _looks_like_email),
)


def _number_columns(
    kinds: Sequence[str], titles: Cells, sample: Sequence[Cells]
) -> tuple[int, ...]:
    """Return the columns of numbers in order of preference.

    Those of parents and others are used where nobody has a number of their own.
    """

    def preference(column: int) -> int:
        title = titles[column]
        if title_words.MOBILE.fullmatch(title):
            return 0
        return (
            3
            if title_words.AT_HOME.fullmatch(title)
            else 1
            if title_words.PHONE.fullmatch(title)
            else 2
        )

    found = _of_kind(kinds, MSISDN)
    own = [column for column in found if not _is_of_others(column, kinds, titles)]
    return tuple(sorted(_titled(own, titles, sample) or own or found, key=preference))


def _is_of_others(column: int, kinds: Sequence[str], titles: Cells) -> bool:
    """Whether the number is of others, by its title or one before it: *Tél.* after *Tuteur*."""
    title = titles[column]
    if strangers.is_of_others(title) or strangers.is_former(title):
        return True
    while column and not title_words.OWN.search(titles[column]):
        column -= 1
        if kinds[column] not in (EMAIL, MSISDN):
            return kinds[column] != NAME and strangers.is_another(titles[column])
    return False


def _titled(numbers: Columns, titles: Cells, sample: Sequence[Cells]) -> list[int]:
    """Return those whose titles tell a phone, if most of the cells of one of them agree.

    Beside a *Mobile* figures under another title are those of a card or a book, however they look;
    beside numbers at home only they are those of the mobile: *Contact*.
    """
    titled = [
        column
        for column in numbers
        if title_words.PHONE.fullmatch(titles[column])
        or title_words.AT_HOME.fullmatch(titles[column])
    ]
    own = [column for column in titled if not title_words.AT_HOME.fullmatch(titles[column])]
    return titled if any(_agrees(column, sample) for column in own) else []


def _agrees(column: int, sample: Sequence[Cells]) -> bool:
    filled = [cells[column] for cells in sample if cells[column].strip()]
    if not filled or _share(filled, looks_like_msisdn) <= 0.5:
        return False
    return not all(_LOOKS_LIKE_LANDLINE.fullmatch(_SEPARATORS.sub("", cell)) for cell in filled)


def _name_columns(kinds: Sequence[str], titles: Cells, sample: Sequence[Cells]) -> tuple[int, ...]:
    """Return the first name and the name; one column where it holds both."""
    found = sorted(
        _of_kind(kinds, NAME),
        key=lambda column: not title_words.FIRST_NAME.fullmatch(titles[column]),
    )
    whole = [column for column in found[1:] if _contains(sample, column, found[0])]
    apart = [column for column in found if column not in whole]
    return tuple(apart[:2] if len(apart) > 1 or not whole else whole[:1])


def _contains(sample: Sequence[Cells], column: int, other: int) -> bool:
    """Whether the cells of a column nearly all have the words of those of another one, and more."""
    words = [({*fold(cells[column]).split()}, {*fold(cells[other]).split()}) for cells in sample]
    told = [more > some for more, some in words if more and some]
    return sum(told) > 0.8 * len(told) if told else False


def _key_column(keys: Sequence[int], rows: Rows) -> int:
    """Return the first key that returns in several rows; else the first; -1 where there is none."""
    repeated = (key for key in keys if len({cells[key] for _, cells in rows}) < len(rows))
    return next(repeated, keys[0] if keys else -1)


def _mixes_people(rows: Rows, key: int, names: Columns, numbers: Columns) -> bool:
    """Whether rows of one key have different names and numbers, as those of a course or a room.

    Different numbers are enough where no column has names, different names where a row has no
    number.
    """
    first: dict[str, Cells] = {}
    written = itemgetter(key, *names, *numbers)
    for _, cells in rows:
        known = first.setdefault(cells[key].strip(), cells)
        if known is cells or written(known) == written(cells):
            continue  # told before what takes longer
        if not cells[key].strip():
            continue
        (name, number), (its_name, its_number) = (
            _person(one, names, numbers) for one in (known, cells)
        )
        if _are_two(
            name != its_name, number != its_number, bool(names), any(number) and any(its_number)
        ):
            return True
    return False


def _are_two(other_name: bool, other_number: bool, has_names: bool, has_numbers: bool) -> bool:
    if not has_names:
        return other_number
    return other_name and (other_number or not has_numbers)


def _person(cells: Cells, names: Columns, numbers: Columns) -> tuple[str, list[str]]:
    """Return the name and the digits of the numbers of a row, however both are written."""
    return fold("".join(cells[column] for column in names)), [
        re.sub(r"\D", "", cells[n])[-9:] for n in numbers
    ]


def _of_kind(kinds: Sequence[str], wanted: str) -> list[int]:
    return [column for column, kind in enumerate(kinds) if kind == wanted]
