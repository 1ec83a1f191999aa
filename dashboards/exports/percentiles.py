"""Percentiles of seconds to deliver, told from how many messages each bucket holds.

They are approximations: inside a bucket, seconds are taken to be spread evenly. Beyond the last
bound nothing is known but that bound.
"""

from collections.abc import Mapping

from dashboards.exports.schema import DELAYS


def percentile(counts: Mapping[int, int], share: float) -> float | None:
    """Return the seconds within which ``share`` of the messages arrived; None without messages.

    ``counts``: bucket -> messages. The answer for the bucket without an upper bound is its lower
    one: at least a day.
    """
    total = sum(counts.values())
    if not total:
        return None
    wanted, below = share * total, 0
    for bucket in sorted(counts):
        inside = counts[bucket]
        if inside and below + inside >= wanted:
            return _within(bucket, (wanted - below) / inside)
        below += inside
    return _within(max(bucket for bucket in counts if counts[bucket]), 1.0)


def _within(bucket: int, part: float) -> float:
    low = DELAYS[bucket - 1] if bucket else 0
    high = DELAYS[bucket] if bucket < len(DELAYS) else low
    return low + (high - low) * part


def later(counts: Mapping[int, int], seconds: float) -> int:
    """Return how many messages took longer than ``seconds``, one of the bounds."""
    return sum(
        count for bucket, count in counts.items() if not bucket or DELAYS[bucket - 1] >= seconds
    ) - (counts.get(0, 0) if seconds >= DELAYS[0] else 0)
