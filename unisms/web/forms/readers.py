"""Readers of typed values: each is, or returns, a function that ``Field.parse`` may be."""

import re

from unisms.web.forms.fields import Wrong

LONGEST_NUMBER = 12  # digits


def text(most, least=1):
    """A line, its spaces tidied."""

    def parse(typed):
        line = " ".join(typed.split())
        if len(line) < least:
            raise Wrong("missing")
        if len(line) > most:
            raise Wrong("long", most)
        return line

    return parse


def paragraphs(most):
    """Several lines."""

    def parse(typed):
        kept = typed.replace("\r\n", "\n").strip()
        if len(kept) > most:
            raise Wrong("long", most)
        return kept

    return parse


def number(least, most):
    """A whole number."""

    def parse(typed):
        digits = "".join(typed.split())
        is_number = digits.isascii() and digits.isdecimal() and len(digits) <= LONGEST_NUMBER
        if not (is_number and least <= int(digits) <= most):
            raise Wrong("number", (least, most))
        return int(digits)

    return parse


def one_of(values):
    """Return a reader of ``values``, which may be a function that tells them."""

    def parse(typed):
        if typed not in (values() if callable(values) else values):
            raise Wrong("choice")
        return typed

    return parse


def yes(typed):
    """A box that is ticked or not."""
    return typed == "yes"


CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


def hours(typed):
    """``(from, to)`` in minutes of the day, or ``()`` when neither is told."""
    told = [one for one in typed if one.strip()]
    found = [CLOCK.fullmatch(one.strip()) for one in told]
    minutes = tuple(int(one[1]) * 60 + int(one[2]) for one in found if one)
    if not told:
        return ()
    if not len(told) == len(set(minutes)) == 2:
        raise Wrong("hours")
    return minutes
