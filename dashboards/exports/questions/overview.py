"""Sent, delivered, failed, and what it cost."""

import pandas as pd

from dashboards.exports import notes, schema
from dashboards.exports.engine import Engine
from dashboards.exports.questions.standing import COLUMNS, share, standing
from dashboards.exports.selection import Selection
from dashboards.exports.sums import sums

NOW, BEFORE, LAST_YEAR = "now", "before", "last_year"


def totals(engine: Engine, selection: Selection) -> pd.DataFrame:
    """Return one row: ``standing.COLUMNS``, segments, cost (thousandths of a euro)."""
    found = by_day(engine, selection)
    one = found.drop(columns=["day", "rate"]).sum().to_frame().T.astype("Int64")
    one.insert(len(COLUMNS) - 1, "rate", share(one["delivered"], one["sent"]))
    return notes.told(one, *notes.of(found))


def compared(engine: Engine, selection: Selection) -> pd.DataFrame:
    """Return ``totals`` of the period, of the one before, of the same one last year.

    Columns before those of ``totals``: period (``now``, ``before``, ``last_year``), first, last.
    Rows of periods that end before anything was exported are all missing values.
    """
    scopes = {NOW: selection, BEFORE: selection.before(), LAST_YEAR: selection.last_year()}
    waits = [engine.beside(_told, engine, name, scope) for name, scope in scopes.items()]
    found = [one.result() for one in waits]
    return notes.told(pd.concat(found, ignore_index=True), *notes.of(found[0]))


def _told(engine: Engine, name: str, scope: Selection) -> pd.DataFrame:
    one = totals(engine, scope)
    one.insert(0, "period", name)
    one.insert(1, "first", pd.Timestamp(scope.first))
    one.insert(2, "last", pd.Timestamp(scope.last))
    span = engine.catalogue.span(scope.institutions)
    if name != NOW and (span is None or scope.first < span.first):
        numbers = one.columns[3:]
        one[numbers] = one[numbers].astype(float) * float("nan")
    return one


def by_day(engine: Engine, selection: Selection) -> pd.DataFrame:
    """Return a row a day that has messages: day, ``standing.COLUMNS``, segments, cost."""
    return standing(engine, selection, "day", of=("segments", "cost"))


def causes(engine: Engine, selection: Selection) -> pd.DataFrame:
    """Return the causes of failures, the most frequent first: cause, messages, share.

    The share is that of all that failed; the cause '' is unknown.
    """
    return _causes(engine, selection, schema.FAILED)


def aside(engine: Engine, selection: Selection) -> pd.DataFrame:
    """Return why messages were set aside, as ``causes`` does."""
    return _causes(engine, selection, ("set_aside",))


def _causes(engine: Engine, selection: Selection, states: tuple[str, ...]) -> pd.DataFrame:
    found = sums(engine, selection, ("cause",), where={"state": states})
    found["share"] = share(found["messages"], pd.Series(found["messages"].sum(), found.index))
    return found.sort_values(["messages", "cause"], ascending=[False, True], ignore_index=True)


def by_institution(engine: Engine, selection: Selection) -> pd.DataFrame:
    """Return a row an institution: institution, ``standing.COLUMNS``."""
    return standing(engine, selection, "institution")
