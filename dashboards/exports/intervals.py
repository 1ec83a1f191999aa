"""Honest intervals of shares: Wilson's, and Newcombe's of the difference of two (method 10).

R. G. Newcombe, Interval estimation for the difference between independent proportions: comparison
of eleven methods, Statistics in Medicine 17, 1998, pages 873-890. The difference of two differences
joins their intervals in the same way (square and add).
"""

from math import sqrt
from typing import NamedTuple

Z = 1.959963984540054  # 95 %


class Interval(NamedTuple):
    """An estimate and the bounds it is honest to give it."""

    low: float
    value: float
    high: float


def wilson(part: int, whole: int, z: float = Z) -> Interval:
    """Return the interval of the share ``part / whole``; of nothing at all, from 0 to 1."""
    if not whole:
        return Interval(0.0, float("nan"), 1.0)
    share, square = part / whole, z * z
    middle = (share + square / (2 * whole)) / (1 + square / whole)
    half = z * sqrt(share * (1 - share) / whole + square / (4 * whole * whole))
    half /= 1 + square / whole
    low, high = max(0.0, middle - half), min(1.0, middle + half)
    return Interval(min(low, share), share, max(high, share))


def difference(first: Interval, second: Interval) -> Interval:
    """Return the interval of ``first - second``, two independent estimates."""
    below = sqrt((first.value - first.low) ** 2 + (second.high - second.value) ** 2)
    above = sqrt((first.high - first.value) ** 2 + (second.value - second.low) ** 2)
    value = first.value - second.value
    return Interval(value - below, value, value + above)


def newcombe(part: int, whole: int, other_part: int, other_whole: int) -> Interval:
    """Return the interval of ``part / whole - other_part / other_whole``."""
    return difference(wilson(part, whole), wilson(other_part, other_whole))
