"""Scales: from the values of an axis to pixels, as Plotly lays them out."""

import math
from datetime import UTC, datetime
from typing import Any, NamedTuple

SECONDS = 86400  # of a day


class Scale(NamedTuple):
    """An axis between two pixels."""

    kind: str  #: ``linear``, ``log`` or ``date``
    low: float
    high: float
    start: float  #: the pixel of ``low``
    end: float  #: the pixel of ``high``

    def at(self, value: Any) -> float:
        """Return the pixel of a value of the axis."""
        return self.start + self.share(value) * (self.end - self.start)

    def share(self, value: Any) -> float:
        """Return where a value stands between the ends, from 0 to 1."""
        return (self.number(value) - self.low) / ((self.high - self.low) or 1)

    def number(self, value: Any) -> float:
        """Return a value of the axis as a number that is spread evenly."""
        if self.kind == "date":
            return seconds(value)
        return math.log10(max(value, 1e-9)) if self.kind == "log" else float(value)

    def holds(self, value: Any) -> bool:
        """Whether a value stands between the ends."""
        return -1e-6 <= self.share(value) <= 1 + 1e-6


def scale(axis: dict[str, Any], start: float, end: float) -> Scale:
    """Return the scale of an axis of Plotly that tells its range."""
    kind = axis.get("type") or "linear"
    low, high = axis["range"]
    ends = (seconds(low), seconds(high)) if kind == "date" else (float(low), float(high))
    return Scale(kind, *ends, start, end)


def seconds(moment: Any) -> float:
    """Return a day or a moment in ISO form as seconds."""
    return datetime.fromisoformat(str(moment)).replace(tzinfo=UTC).timestamp()
