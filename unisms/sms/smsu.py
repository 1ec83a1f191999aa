"""The consents that ESUP SMS-U writes into an attribute of the directory."""

from collections.abc import Iterable
from typing import NamedTuple

MARK = "{SMSU}"  # begins each value; others share the attribute
CONDITIONS = "CG"  # the general conditions, « conditions générales »


class SmsuConsents(NamedTuple):
    """The consents of one person.

    There is no date, and nothing tells a no from an answer that was never given.
    """

    accepts: bool = False  #: the general conditions
    keys: tuple[str, ...] = ()  #: of the services (themes, partners) that they accept, in capitals


def consents(values: Iterable[str]) -> SmsuConsents:
    """Return the consents that the ``values`` of the attribute tell, whatever else they hold."""
    marked = (value.strip() for value in values)
    told = [value[len(MARK) :].strip().upper() for value in marked if value.startswith(MARK)]
    keys = tuple(dict.fromkeys(key for key in told if key not in ("", CONDITIONS)))
    return SmsuConsents(CONDITIONS in told, keys)
