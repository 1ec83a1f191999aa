"""Rows that stand for all recipients of a text that is written: a real one, the dearest values."""

from collections.abc import Container, Iterable, Sequence
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from unisms.model.imports import Import
from unisms.model.root import Institution, institution_of
from unisms.services.audience.audience import LONGEST_TEXT
from unisms.services.audience.glances import First
from unisms.services.audience.kinds import files
from unisms.services.audience.kinds.persons import PERSON_COLUMNS
from unisms.services.files.rows import Cells
from unisms.services.imports import candidates
from unisms.services.texts import values
from unisms.sms.encoding import ALPHABETS, encode, simplify
from unisms.sms.names import finder
from unisms.sms.visible import visible

# people of a file, to find some who receive; the dearest values are sought in every line
LOOKED_AT = 500
SHOWN = LOOKED_AT  # people whose texts may be shown, one after the other


_Item = TypeVar("_Item")


class Dear(NamedTuple):
    """The letters in a column's values for which a message needs the dearer alphabet."""

    letters: tuple[str, ...] = ()  #: in the order in which they were met
    people: int = 0  #: people that have one of these values
    all: bool = True  #: there are no others


class Samples(NamedTuple):
    """The sample values of the recipients, in the order of the columns that were asked for."""

    #: the values of those who get the message, as far as they are looked at; where nobody does,
    #: those of the very first
    rows: list[Cells]
    dearest: list[str]  #: the dearest value of each column
    dear: list[Dear]  #: for each column


class _Part(NamedTuple):
    """The values of one file, or of all people together, in the order of its own columns."""

    rows: list[list[str]]  #: the first who would get a message; where nobody would, the very first
    dearest: list[str]
    dear: list[Dear]


class _Scale:
    """The weight of values in an alphabet, once dates and amounts are written in a language."""

    def __init__(self, alphabet: str, plain: bool, language: str) -> None:
        self._table, self._plain, self._language = ALPHABETS[alphabet], plain, language
        self.weight = lru_cache(maxsize=4096)(self._weight)

    def writer(self, record: Import, today: date) -> values.Write:
        """Return what writes the cells of a row of a file."""
        kinds = values.kinds_of_file(record, range(len(record.columns)), today)
        zone = ZoneInfo(institution_of(record).time_zone)
        return values.writer(kinds, zone, self._language, self._table)

    def _seen(self, value: str) -> str:
        seen = visible(value[:1000])
        return simplify(seen, self._table) if self._plain else seen

    def _weight(self, value: str) -> tuple[bool, int]:
        """Return the weight of a value: outside the alphabet most, then the longest."""
        encoded = encode(self._seen(value), self._table)
        return encoded.alphabet != "gsm7", encoded.units

    def letters(self, value: str) -> dict[str, None]:
        """The signs of a value that are not in the alphabet, each once."""
        return dict.fromkeys(self._table.outside.findall(self._seen(value)))


def samples(
    institution: Institution,
    audience: tuple[tuple[str, str], ...],
    columns: Sequence[str],
    used: Container[str],
    alphabet: str,
    people: First,
    today: date,
    *,
    plain: bool = False,
    language: str = "",
) -> Samples:
    """The ``Samples`` of an audience that exists.

    ``people`` is the ``glances.First`` of it, with the values of ``PERSON_COLUMNS``; ``used`` are
    those of ``columns`` without which nobody gets the message.

    The dearest values are found once all are simplified, where they are to be ``plain``. Of a value
    that is longer than a text may be, only so much is given as shows that. Dates and amounts are
    written in ``language``, or in that of the institution.
    """
    scale = _scale(alphabet, plain, language or institution.language)
    records = files.of(institution, audience)
    parts = [(one.columns, _of_file(institution, one, scale, today)) for one in records]
    parts.append((PERSON_COLUMNS, _of_people(people, scale)))
    placed = [(part, list(map(finder(titles), columns))) for titles, part in parts]
    rows = [
        [_at(row, place, "") for place in places] for part, places in placed for row in part.rows
    ]
    numbers = range(len(columns))
    return Samples(
        _whole(rows, [one for one in numbers if columns[one] in used], len(columns)),
        [
            max((_at(part.dearest, at[one], "") for part, at in placed), key=scale.weight)
            for one in numbers
        ],
        [_together([_at(part.dear, at[one], Dear()) for part, at in placed]) for one in numbers],
    )


def _at(row: Sequence[_Item], place: int | None, otherwise: _Item) -> _Item:
    return row[place] if place is not None and place < len(row) else otherwise


def _whole(rows: Sequence[Cells], needed: Sequence[int], width: int) -> list[Cells]:
    """Return the rows with all that is ``needed``; where none has it, the first."""
    whole = [row for row in rows if all(row[one] for one in needed)]
    return whole or [*rows[:1]] or [[""] * width]


def _together(dear: Sequence[Dear]) -> Dear:
    letters = dict.fromkeys(letter for one in dear for letter in one.letters)
    return Dear(tuple(letters), sum(one.people for one in dear), all(one.all for one in dear))


def _of_people(people: First, scale: _Scale) -> _Part:
    rows = [one.values for one in people.recipients if one.cause is None]
    rows = rows or [one.values for one in people.recipients]
    return _part(rows, list(enumerate(rows)), len(PERSON_COLUMNS), scale, all_there=people.all)


def _of_file(institution: Institution, record: Import, scale: _Scale, today: date) -> _Part:
    key = (
        record._p_oid,
        record._p_serial,
        scale,
        today,
        institution.country,
        institution.foreign_numbers,
        institution.time_zone,
    )
    if key not in _known_files:
        if len(_known_files) > 100:
            _known_files.clear()
        _known_files[key] = _read(institution, record, scale, today)
    return _known_files[key]


# the values of a file stay the same until it is stored again, or another day comes
_known_files: dict[tuple[object, ...], _Part] = {}


def _read(institution: Institution, record: Import, scale: _Scale, today: date) -> _Part:
    chosen = candidates.select(record, today).chosen or list(record.rows.items())
    foreign_ok = institution.foreign_numbers == "allow"
    people = candidates.among(record, chosen, institution.country, foreign_ok)
    ready = [one.cells for one in islice(people, LOOKED_AT) if one.cause is None][:SHOWN]
    key, write = record.key_column, scale.writer(record, today)
    named = [
        ((cells[key].strip() if key >= 0 else "") or line, write(cells)) for line, cells in chosen
    ]
    return _part(
        list(map(write, ready or [cells for _, cells in chosen[:1]])),
        named,
        len(record.columns),
        scale,
        all_there=True,
    )


def _part(
    rows: Sequence[Cells],
    named: Iterable[tuple[str | int, Cells]],
    width: int,
    scale: _Scale,
    *,
    all_there: bool,
) -> _Part:
    """Return the ``_Part`` of ``rows`` to show and of ``named``, pairs of recipient and values."""
    dearest = [""] * width
    letters: list[dict[str, None]] = [{} for _ in range(width)]
    whose: list[set[str | int]] = [set() for _ in range(width)]
    for who, row in named:
        for place, value in enumerate(row[:width]):
            if value.isascii() and len(value) < len(dearest[place]):
                continue
            seen = visible(value)
            dearest[place] = max(dearest[place], seen, key=scale.weight)
            if scale.weight(seen)[0]:
                letters[place].update(scale.letters(seen))
                whose[place].add(who)
    dear = [
        Dear(tuple(signs), len(who), all_there) for signs, who in zip(letters, whose, strict=True)
    ]
    return _Part(
        [[_cut(value) for value in row] for row in rows[:SHOWN]],
        [_cut(value) for value in dearest],
        dear,
    )


def _cut(value: str) -> str:
    return value.strip()[: LONGEST_TEXT + 1]


@lru_cache(maxsize=32)  # alphabets, plain or not, languages: parts of files are known by them
def _scale(alphabet: str, plain: bool, language: str) -> _Scale:
    return _Scale(alphabet, plain, language)
