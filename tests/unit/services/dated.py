"""Moments, and the institution in which they are looked at."""

from factories import NOW

DAY = 86400


YEARS = NOW + 3650 * DAY


def paris1(root):
    return root["institutions"]["paris1"]


YEAR = 366 * DAY
