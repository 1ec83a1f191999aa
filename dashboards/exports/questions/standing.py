"""Messages by what became of them: a column for each group of states."""

import pandas as pd

from dashboards.exports import schema
from dashboards.exports.engine import Engine
from dashboards.exports.selection import Selection
from dashboards.exports.sums import sums

COLUMNS = ("messages", *schema.GROUPS, "rate")


def standing(
    engine: Engine, selection: Selection, *by: str, of: tuple[str, ...] = ()
) -> pd.DataFrame:
    """Return a row for each combination of ``by``: the columns ``COLUMNS``, and sums ``of``."""
    found = sums(engine, selection, by, ("messages", *schema.GROUPS, *of))
    place = len(by) + len(schema.GROUPS) + 1
    found.insert(place, "rate", share(found["delivered"], found["sent"]))
    return found


def share(part: pd.Series, whole: pd.Series) -> pd.Series:
    """Return ``part / whole``, missing where there is nothing."""
    return part / whole.where(whole > 0)
