"""How much is tried: ``make test``, or, where ``UNISMS_TESTS=all``, ``make test-all``, which has no
limit of time."""

import os

ALL = os.environ.get("UNISMS_TESTS") == "all"
TIMES = 10  # as many examples of each property, and rounds of what is done again and again


def tries(count):
    """``count`` in ``make test``, ten times as many in ``make test-all``."""
    return count * TIMES if ALL else count


def in_all(*values):
    """``values`` in ``make test-all``, none in ``make test``."""
    return values if ALL else ()
