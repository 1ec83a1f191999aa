"""Messages by what became of them: a column for each group of states."""

import pandas as pd

from dashboards.exports import notes, schema
from dashboards.exports.engine import Engine
from dashboards.exports.selection import Selection
from dashboards.exports.sums import sums

#: Column -> states. A message that waits for its receipt was sent too.
GROUPS = {
    "sent": schema.HANDED_OVER,
    "delivered": ("delivered",),
    "failed": schema.FAILED,
    "waiting": schema.WAITING,
    "uncertain": ("uncertain",),
    "set_aside": ("set_aside",),
    "stopped": ("stopped",),
}
COLUMNS = ("messages", *GROUPS, "rate")


def standing(engine: Engine, selection: Selection, *by: str) -> pd.DataFrame:
    """Return a row for each combination of ``by``, with the columns ``COLUMNS``."""
    found = sums(engine, selection, (*by, "state"))
    return told_by(found, by)


def told_by(found: pd.DataFrame, by: tuple[str, ...]) -> pd.DataFrame:
    """Return the groups of states of a frame that has ``by``, ``state`` and ``messages``."""
    parts = {"messages": found["messages"]}
    parts |= {
        name: found["messages"].where(found["state"].isin(states), 0)
        for name, states in GROUPS.items()
    }
    wide = pd.DataFrame({**{name: found[name] for name in by}, **parts})
    grouped = wide.groupby(list(by), as_index=False, sort=True).sum() if by else _one(wide)
    grouped["rate"] = share(grouped["delivered"], grouped["sent"])
    return notes.told(grouped, *notes.of(found))


def _one(wide: pd.DataFrame) -> pd.DataFrame:
    return wide.sum().to_frame().T.reset_index(drop=True)


def share(part: pd.Series, whole: pd.Series) -> pd.Series:
    """Return ``part / whole``, missing where there is nothing."""
    return part / whole.where(whole > 0)
