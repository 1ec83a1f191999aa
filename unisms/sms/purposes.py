"""Purposes of messages, and the policies by which each purpose reaches people.

An institution writes for four kinds of purpose. A theme is a record to which people subscribe; a
partner's is one whose messages are for somebody outside (a residence, a city).
"""

from collections.abc import Sequence
from typing import NamedTuple

SERVICE, THEME, PARTNER, EMERGENCY = KINDS = ("service", "theme", "partner", "emergency")

OPT_IN = "opt_in"  # only people who said yes
OPT_OUT = "opt_out"  # everybody who was informed and did not say no
OVERRIDES = "overrides"  # everybody, whatever they said, and though they have paused

#: the policies that an institution may choose for each kind, its default first; that of service is
#: the institution's ``consent``
POLICIES = {
    THEME: (OPT_IN, OPT_OUT),
    PARTNER: (OPT_IN, OPT_OUT),
    EMERGENCY: (OVERRIDES, OPT_OUT, OPT_IN),
}
OF_THEMES = (THEME, PARTNER)  # kinds of which each purpose is a record


class Purpose(NamedTuple):
    """The purpose of a message. It is stored as a bare tuple, the empty one for service."""

    kind: str = SERVICE
    theme: str = ""  #: the name of the theme; of several that share a message, with spaces between

    @property
    def themes(self) -> tuple[str, ...]:
        """Return the names of its themes."""
        return tuple(self.theme.split())


def purpose(stored: Sequence[str]) -> Purpose:
    """Return a stored purpose as a ``Purpose``."""
    return Purpose(*stored)


def bare(wanted: Sequence[str]) -> tuple[str, ...]:
    """Return a purpose as it is stored: nothing for service, no theme where there is none."""
    kind, theme = purpose(wanted)
    if theme:
        return (kind, theme)
    return () if kind == SERVICE else (kind,)
