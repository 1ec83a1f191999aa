"""The rule that selects rows of a file: conditions on their cells, all of which must hold."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, tzinfo
from functools import partial
from typing import Any, NamedTuple, TypeAlias, TypeVar, cast

from unisms.services.files.rows import Cells, Row, Rows
from unisms.services.tables.dates import read_date, unsure
from unisms.sms.template import fold

IS, IS_NOT, CONTAINS = "is", "is_not", "contains"
FILLED, BLANK = "filled", "blank"
DAYS_BEFORE, DAYS_AFTER = "days_before", "days_after"  # of today, exactly
LONGER_AGO, SINCE = "longer_ago", "since"  # than that many days before today
DAYS_APART = "days_apart"  # at least that many, from this date to the one in the other column

OF_VALUES = frozenset({IS, IS_NOT})
OF_DAYS = frozenset({DAYS_BEFORE, DAYS_AFTER, LONGER_AGO, SINCE, DAYS_APART})
OPERATORS = (
    IS,
    IS_NOT,
    CONTAINS,
    FILLED,
    BLANK,
    DAYS_BEFORE,
    DAYS_AFTER,
    LONGER_AGO,
    SINCE,
    DAYS_APART,
)
MOST_DAYS = 36_500

DATE_UNREADABLE, DATE_MISSING = "date_unreadable", "date_missing"


class Condition(NamedTuple):
    """A condition on a column; stored as a bare tuple."""

    column: int
    operator: str
    argument: tuple[str, ...] | str | int = (
        ""  #: values for ``is``, a text for ``contains``, a number of days for dates
    )
    other: int = -1  #: the second column of ``days_apart``


Stored: TypeAlias = tuple[Any, ...]  #: a ``Condition`` as it is stored: its last parts may lack


class Doubt(NamedTuple):
    """Why a condition cannot be decided for a row."""

    reason: str  #: ``date_unreadable`` or ``date_missing``
    column: int


Undecided: TypeAlias = tuple[int, Cells, Doubt]  #: a row, by line number and cells, and why


class Selection(NamedTuple):
    """The rows of a file that a rule chooses, and those it sets aside."""

    chosen: list[Row]
    undecided: list[Undecided]  #: no other condition excludes these rows


_Judge: TypeAlias = Callable[[Cells], bool | Doubt]
#: by column: the day of each cell as a number, or the reason of a doubt
_Days: TypeAlias = Mapping[int, Mapping[str, int | str]]


class BadCondition(ValueError):
    """Condition ``position`` makes no sense: ``reason`` is column, operator, argument or other."""

    def __init__(self, position: int, reason: str) -> None:
        super().__init__(position, reason)
        self.position, self.reason = position, reason


def check(rule: Sequence[Stored], width: int) -> None:
    """Say whether every condition can be asked of rows of ``width`` cells.

    :raises BadCondition: the first that cannot.
    """
    for position, stored in enumerate(rule):
        reason = _fault(Condition(*stored), width)
        if reason:
            raise BadCondition(position, reason)


def _fault(condition: Condition, width: int) -> str:
    if not 0 <= condition.column < width:
        return "column"
    if condition.operator not in OPERATORS:
        return "operator"
    if not _makes_sense(condition.operator, condition.argument):
        return "argument"
    if condition.operator == DAYS_APART and not 0 <= condition.other < width:
        return "other"
    return ""


def _makes_sense(operator: str, argument: tuple[str, ...] | str | int) -> bool:
    if operator in OF_DAYS:
        return isinstance(argument, int) and 0 <= argument <= MOST_DAYS
    return bool(argument) or operator in {FILLED, BLANK}


def select(
    rows: Iterable[Row], rule: Sequence[Stored], today: date, zone: tzinfo | None = None
) -> Selection:
    """Sort out the pairs of line number and cells by the rule.

    A moment with an offset, as ``2026-11-28T23:00:00Z``, is of the day it is in ``zone`` then. In a
    column whose dates may be written the other way round none can be decided.
    """
    rows, conditions = list(rows), [Condition(*stored) for stored in rule]
    if not conditions:
        return Selection(rows, [])
    days: _Days = _Remembered(lambda column: _days_of(rows, column, today, zone))
    judges = [_judge(condition, today.toordinal(), days) for condition in conditions]
    selection = Selection([], [])
    for line, cells in rows:
        doubt = None
        for judge in judges:
            verdict = judge(cells)
            if verdict is False:
                break
            if verdict is not True:
                doubt = doubt or verdict
        else:
            if doubt:
                selection.undecided.append((line, cells, doubt))
            else:
                selection.chosen.append((line, cells))
    return selection


def values_of(rows: Iterable[Row], column: int) -> list[tuple[str, int]]:
    """The different values of a column and how many rows have each, the most frequent first.

    Values that ``is`` takes for the same are counted together, under their most frequent spelling.
    """
    spellings = Counter(cells[column] for _, cells in rows)
    counts: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for spelling, count in spellings.most_common():
        key = fold(spelling)
        shown.setdefault(key, spelling.strip())
        counts[key] += count
    return [(shown[key], count) for key, count in counts.most_common() if key]


_Asked = TypeVar("_Asked")
_Answer = TypeVar("_Answer")


class _Remembered(dict[_Asked, _Answer]):
    """Keeps the answer of a function for each cell.

    Columns repeat themselves, so that each different cell is judged once.
    """

    def __init__(self, function: Callable[[_Asked], _Answer]) -> None:
        super().__init__()
        self.function = function

    def __missing__(self, cell: _Asked) -> _Answer:
        self[cell] = result = self.function(cell)
        return result


def _days_of(rows: Rows, column: int, today: date, zone: tzinfo | None) -> Mapping[str, int | str]:
    """Return the function that tells the day of a cell of this column."""
    return _Remembered(
        partial(_ordinal, zone=zone, unsure=unsure({cells[column] for _, cells in rows}, today))
    )


def _judge(condition: Condition, today: int, days: _Days) -> _Judge:
    """Return a function of cells that says ``True``, ``False`` or a ``Doubt``.

    ``days`` tell the day of a cell, by column.
    """
    if condition.operator == DAYS_APART:
        return _judge_of_two(condition, days)
    verdicts: Mapping[str, bool | Doubt]
    if condition.operator in OF_DAYS:
        holds = partial(_ABOUT_DAYS[condition.operator], days=condition.argument, today=today)
        verdicts = _Remembered(
            partial(
                _about_date, ordinal=days[condition.column], holds=holds, column=condition.column
            )
        )
    else:
        verdicts = _Remembered(_about_text(condition))

    def judge(cells: Cells, column: int = condition.column) -> bool | Doubt:
        return verdicts[cells[column]]

    return judge


def _about_text(condition: Condition) -> Callable[[str], bool]:
    if condition.operator in OF_VALUES:
        values = {fold(value) for value in cast("tuple[str, ...]", condition.argument)}
        wanted = condition.operator == IS
        return lambda cell: (fold(cell) in values) is wanted
    if condition.operator == CONTAINS:
        part = fold(cast("str", condition.argument))
        return lambda cell: part in fold(cell)
    wanted = condition.operator == FILLED
    return lambda cell: bool(cell.strip()) is wanted


_ABOUT_DAYS: dict[str, Callable[..., bool]] = {
    DAYS_BEFORE: lambda day, days, today: day == today - days,
    DAYS_AFTER: lambda day, days, today: day == today + days,
    LONGER_AGO: lambda day, days, today: day < today - days,
    SINCE: lambda day, days, today: day > today - days,
}


def _about_date(
    cell: str, ordinal: Mapping[str, int | str], holds: Callable[[int], bool], column: int
) -> bool | Doubt:
    day = ordinal[cell]
    return Doubt(day, column) if isinstance(day, str) else holds(day)


def _judge_of_two(condition: Condition, days: _Days) -> _Judge:
    first, second, least = condition.column, condition.other, cast("int", condition.argument)
    starts, ends = days[first], days[second]

    def judge(cells: Cells) -> bool | Doubt:
        start, end = starts[cells[first]], ends[cells[second]]
        if isinstance(start, str):
            return Doubt(start, first)
        if isinstance(end, str):
            return Doubt(end, second)
        return end - start >= least

    return judge


def _ordinal(cell: str, zone: tzinfo | None, unsure: frozenset[str]) -> int | str:
    """The day as a number, or the reason of a doubt."""
    if not cell.strip():
        return DATE_MISSING
    day = read_date(cell, zone) if cell not in unsure else None
    return day.toordinal() if day else DATE_UNREADABLE
