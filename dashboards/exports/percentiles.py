"""Percentiles of seconds to deliver, told from how many messages each bucket holds.

They are approximations: inside a bucket, seconds are taken to be spread evenly. Beyond the last
bound nothing is known but that bound.
"""

from collections.abc import Mapping

from dashboards.exports.schema import DELAYS

LONGEST = len(DELAYS)  # the bucket without an upper bound


def bucket_of(counts: Mapping[int, int], share: float) -> int:
    """Return the bucket within which ``share`` of the messages have arrived. There are some."""
    wanted, below = share * sum(counts.values()), 0
    filled = [bucket for bucket in sorted(counts) if counts[bucket]]
    for bucket in filled:
        below += counts[bucket]
        if below >= wanted:
            return bucket
    return filled[-1]  # rounding left the sum a little below


def percentile(counts: Mapping[int, int], share: float) -> float | None:
    """Return the seconds within which ``share`` of the messages arrived; None without messages.

    ``counts``: bucket -> messages. The answer for the bucket without an upper bound is its lower
    one: at least a day.
    """
    total = sum(counts.values())
    if not total:
        return None
    bucket = bucket_of(counts, share)
    below = sum(count for other, count in counts.items() if other < bucket)
    part = min(1.0, max(0.0, (share * total - below) / counts[bucket]))
    low = float(DELAYS[bucket - 1]) if bucket else 0.0
    return low + (DELAYS[min(bucket, LONGEST - 1)] - low) * part


def later(counts: Mapping[int, int], bucket: int) -> int:
    """Return how many messages took longer than the upper bound of a bucket."""
    return sum(count for other, count in counts.items() if other > bucket)
