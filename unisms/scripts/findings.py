"""The lines of the doctor's report (``unisms check``)."""

from functools import partial
from typing import NamedTuple

COLOURS = {"ok": "green", "warn": "yellow", "fail": "red"}


class Finding(NamedTuple):
    """A line of the report."""

    severity: str  #: ``ok``, ``warn`` or ``fail``
    subject: str
    sentence: str  #: the state of things, and the remedy


fine = partial(Finding, "ok")
warning = partial(Finding, "warn")
failure = partial(Finding, "fail")
