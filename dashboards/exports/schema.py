"""The tables of the exports: their columns, types and versions, in one place.

``docs/exports.md`` tells what each means. A day is a local one. Keys are those of an institution.
"""

from typing import NamedTuple

FORMAT = "unisms-exports"
VERSION = 1

TEXT, KEY, COUNT, DAY, YES_NO = "VARCHAR", "INTEGER", "BIGINT", "DATE", "BOOLEAN"
#: Types whose every value is a count.
INTEGERS = ("TINYINT", "SMALLINT", KEY, COUNT, "UTINYINT", "USMALLINT", "UINTEGER")

#: Seconds from accepted to delivered: upper bounds of buckets 0..14; bucket 15 has none.
DELAYS = (1, 2, 3, 5, 10, 20, 30, 60, 120, 300, 900, 3_600, 14_400, 43_200, 86_400)


class ExportColumn(NamedTuple):
    """A column of a table."""

    name: str
    type: str
    since: int = 1  #: the version of the table that brought it


class ExportTable(NamedTuple):
    """A table of the exports."""

    name: str
    columns: tuple[ExportColumn, ...]
    dated: str = "day"  #: the column that says when; "" for tables of one file an institution
    version: int = VERSION

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def when(self) -> str:
        """The column of the days that are selected."""
        return self.dated or ("day" if "day" in self.names else "")


_TEXTS = "institution origin purpose network country state cause kind name name_en"
_KEYS = "account campaign broker theme delay weekday hour key"
_TYPES = {
    **dict.fromkeys(_TEXTS.split(), TEXT),
    **dict.fromkeys(_KEYS.split(), KEY),
    "day": DAY,
    "month": DAY,
    "urgent": YES_NO,
}


def _table(name: str, columns: str, dated: str = "day") -> ExportTable:
    known = (ExportColumn(column, _TYPES.get(column, COUNT)) for column in columns.split())
    return ExportTable(name, tuple(known), dated)


_TABLES = (
    _table(
        "facts",
        "institution day account campaign broker origin purpose network country state cause delay"
        " messages segments cost",
    ),
    _table("cube_accounts", "institution day account state messages segments cost"),
    _table("cube_brokers", "institution day broker origin state cause messages segments cost"),
    _table("cube_networks", "institution day broker network country state messages"),
    _table("cube_delays", "institution day broker delay messages"),
    _table(
        "cube_hours", "institution month account weekday hour messages delivered failed", "month"
    ),
    _table(
        "campaigns",
        "institution day account campaign origin purpose people messages segments cost delivered"
        " failed set_aside uncertain replies stops approval urgent campaigns",
    ),
    _table(
        "numbers",
        "institution day flagged new repaired saved_messages saved_segments saved_cost",
    ),
    _table("subscriptions", "institution day theme members joined left"),
    _table("replies", "institution day account replies stops starts"),
    _table("credits", "institution account day segments cost", ""),
    _table("balances", "institution day account available reserved"),
    _table("names", "institution kind key name day name_en", ""),
)
#: By name, the narrowest first among those that hold messages.
TABLES = {table.name: table for table in _TABLES}
#: Tables whose rows are messages, in the order in which they are asked: the small ones first.
OF_MESSAGES = ("cube_delays", "cube_accounts", "cube_networks", "cube_brokers", "facts")

# Kinds of names.
ACCOUNT, CAMPAIGN, BROKER, THEME = "account", "campaign", "broker", "theme"

FAILED = ("failed", "expired")
#: States of messages, grouped as people ask for them: a message that waits for its receipt was sent
#: too, and one that expired has failed.
GROUPS = {
    "sent": ("accepted", "delivered", "failed", "expired", "uncertain"),
    "delivered": ("delivered",),
    "failed": FAILED,
    "waiting": ("queued", "accepted"),
    "uncertain": ("uncertain",),
    "set_aside": ("set_aside",),
    "stopped": ("stopped",),
}
