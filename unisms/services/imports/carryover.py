"""The choices made of a file that still make sense after it was read in another way."""

from collections.abc import Mapping
from typing import NamedTuple

from unisms.model.imports import Import
from unisms.services.imports import row_rule
from unisms.services.imports.row_rule import Condition
from unisms.services.tables.tables import Table
from unisms.sms.template import fold


class Kept(NamedTuple):
    """The choices, by the columns of the new reading; an empty tuple makes no sense any more."""

    number_columns: tuple[int, ...]
    name_columns: tuple[int, ...]
    key_column: int | None  #: ``None``: the column is gone
    country_column: int | None  #: ``None``: the column is gone
    rule: tuple[row_rule.Stored, ...]
    gone: tuple[str, ...]  #: titles of the columns whose conditions are lost


def kept(record: Import, table: Table) -> Kept:
    """Return what of the choices in ``record`` can be asked of ``table``.

    Columns are found by title. In another encoding titles differ: columns are then found by place.
    """
    places = _places(record, table)
    conditions = [Condition(*stored) for stored in record.rule]
    moved = [_moved(condition, places) for condition in conditions]
    return Kept(
        tuple(places[column] for column in record.number_columns if column in places),
        tuple(places[column] for column in record.name_columns if column in places),
        places.get(record.key_column) if record.key_column >= 0 else -1,
        places.get(record.country_column) if record.country_column >= 0 else None,
        tuple(condition for condition in moved if condition),
        tuple(
            record.columns[one.column]
            for one, found in zip(conditions, moved, strict=True)
            if not found
        ),
    )


def _places(record: Import, table: Table) -> dict[int, int]:
    """Return ``{column before: column now}``."""
    if (
        record.sheet == table.sheet
        and record.encoding != table.encoding
        and len(record.columns) == len(table.columns)
    ):
        return {column: column for column in range(len(record.columns))}
    now = {fold(title): column for column, title in reversed([*enumerate(table.columns)])}
    return {
        column: now[fold(title)]
        for column, title in enumerate(record.columns)
        if fold(title) in now
    }


def _moved(condition: Condition, places: Mapping[int, int]) -> row_rule.Stored:
    """Return the condition as a bare tuple, or nothing if a column of it is gone."""
    needed = [
        condition.column,
        *([condition.other] if condition.operator == row_rule.DAYS_APART else []),
    ]
    if not all(column in places for column in needed):
        return ()
    other = places.get(condition.other, -1)
    return tuple(condition._replace(column=places[condition.column], other=other))


def restore(record: Import, kept: Kept) -> None:
    """Put the choices back in the place of the proposed ones; note the conditions that are lost."""
    record.number_columns = kept.number_columns or record.number_columns
    record.name_columns = kept.name_columns or record.name_columns
    if kept.key_column is not None:
        record.key_column = kept.key_column
    if kept.country_column is not None:
        record.country_column = kept.country_column
    record.rule = kept.rule
    if kept.gone:
        record.notices = (
            *record.notices,
            ("conditions_gone", len(kept.gone), ", ".join(dict.fromkeys(kept.gone))),
        )
