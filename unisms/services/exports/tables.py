"""The tables of the exports, version 1: their columns, and how each is made of the given rows.

``docs/exports.md`` tells what each column means. Where that changes, ``VERSION`` grows.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple, TypeAlias

#: a row of a table, as its ``given`` columns say
TableRow: TypeAlias = tuple[Any, ...]

VERSION = 1
FEW = 5  # people; a count of fewer who chose something is not told of an account or a theme
INSTITUTION = "institution"
_TYPES = {
    "VARCHAR": "institution origin purpose network country state cause kind name name_en",
    "INTEGER": "account campaign broker theme delay weekday hour key approval",
    "DATE": "day month",
    "BOOLEAN": "urgent",
}
_TYPE_OF = {column: kind for kind, columns in _TYPES.items() for column in columns.split()}


class ExportTable(NamedTuple):
    """A table: its columns, the rows that it is made of, and the periods of its files."""

    name: str
    keys: tuple[str, ...]  #: the columns after ``institution`` by which a row is found, in order
    figures: tuple[str, ...]  #: the other ones
    made: str = ""  #: a SELECT of these columns from ``given_…``; empty: as they are given
    dated: str = "day"  #: the column that tells the period; empty: one file, rewritten each time
    by_month: bool = False  #: no file is of a day alone

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns after ``institution``."""
        return (*self.keys, *self.figures)

    @property
    def given(self) -> tuple[tuple[str, str], ...]:
        """The columns of rows that are given, each with its type."""
        return tuple((column, type_of(column)) for column in self.columns)

    @property
    def select(self) -> str:
        """The SELECT that makes its rows of those that are given."""
        return self.made or f"SELECT {listed(self.columns)} FROM given_{self.name}"  # noqa: S608


def type_of(column: str) -> str:
    """Return the type of a column, as SQL calls it."""
    return _TYPE_OF.get(column, "BIGINT")


def listed(columns: Iterable[str]) -> str:
    """Return columns as SQL lists them; ``left`` is a word of its own."""
    return ", ".join(f'"{column}"' for column in columns)


def _words(told: str) -> tuple[str, ...]:
    return tuple(told.split())


def _summed(keys: str, figures: str, of: str, where: str = "") -> str:
    """Return a SELECT of the rows of a given table, those of equal keys added up."""
    sums = [f"sum({figure})::BIGINT AS {figure}" for figure in figures.split()]
    chosen = ", ".join([listed(keys.split()), *sums])
    return f"SELECT {chosen} FROM given_{of} {where} GROUP BY {listed(keys.split())}"  # noqa: S608


def _sum(name: str, keys: str, figures: str, of: str = "facts", where: str = "") -> ExportTable:
    return ExportTable(name, _words(keys), _words(figures), _summed(keys, figures, of, where))


def _few(column: str, unless: str = "false") -> str:
    """Return an expression: ``column``, and NULL where it is of fewer than five people."""
    small = f'"{column}" BETWEEN 1 AND {FEW - 1} AND NOT ({unless})'
    return f'CASE WHEN {small} THEN NULL ELSE "{column}" END AS "{column}"'


def _discreet(name: str, keys: str, figures: str, choices: str, whole: str) -> ExportTable:
    """Return a table whose ``choices`` are told in full where the key ``whole`` is 0 alone."""
    told = [
        _few(one, f"{whole} = 0") if one in choices.split() else listed([one])
        for one in figures.split()
    ]
    made = f"SELECT {', '.join([listed(keys.split()), *told])} FROM given_{name}"  # noqa: S608
    return ExportTable(name, _words(keys), _words(figures), made)


_FACT = (
    "day account campaign broker origin purpose network country state cause delay",
    "messages segments cost",
)
_CAMPAIGN = "day account campaign origin purpose"
_OF_CAMPAIGN = (
    "campaigns people messages segments cost delivered failed set_aside uncertain replies stops"
)


def _campaigns() -> ExportTable:
    """Return the table of campaigns: those without a key are added up, and told as one."""
    inner = _summed(_CAMPAIGN, _OF_CAMPAIGN, "campaigns").partition(" FROM ")
    more = "any_value(approval) FILTER (campaign > 0) AS approval, bool_or(urgent) AS urgent"
    summed = f"{inner[0]}, {more} FROM {inner[2]}"
    figures = (*_words(_OF_CAMPAIGN), "approval", "urgent")
    told = [_few(one) if one in ("replies", "stops") else one for one in figures]
    chosen = ", ".join([*_words(_CAMPAIGN), *told])
    made = f"SELECT {chosen} FROM ({summed})"  # noqa: S608
    return ExportTable("campaigns", _words(_CAMPAIGN), figures, made)


_HOUR = ("month account weekday hour", "messages delivered failed")

TABLES = {
    table.name: table
    for table in (
        _sum("facts", *_FACT),
        _sum("cube_accounts", "day account state", "messages segments cost"),
        _sum("cube_brokers", "day broker origin state cause", "messages segments cost"),
        _sum("cube_networks", "day broker network country state", "messages"),
        _sum("cube_delays", "day broker delay", "messages", where="WHERE delay >= 0"),
        _sum("cube_hours", *_HOUR, of="cube_hours")._replace(dated="month", by_month=True),
        _campaigns(),
        ExportTable(
            "numbers",
            ("day",),
            _words("flagged new repaired saved_messages saved_segments saved_cost"),
        ),
        _discreet(
            "subscriptions", "day theme", "members joined left", "members joined left", "theme"
        ),
        _discreet(
            "replies", "day account", "replies stops starts", "replies stops starts", "account"
        ),
        ExportTable("credits", ("account", "day"), ("segments", "cost"), dated=""),
        ExportTable("balances", ("day", "account"), ("available", "reserved")),
        ExportTable("names", ("kind", "key"), ("name", "day", "name_en"), dated=""),
    )
}
#: the tables whose rows are given; the others are made of those of the facts
GIVEN = tuple(name for name in TABLES if not name.startswith("cube_") or name == "cube_hours")
