"""Closing the pages while the installation is cared for, and opening them again.

Messages go on leaving meanwhile.
"""

from typing import NamedTuple

from unisms.model.root import Root
from unisms.services.ground import journal
from unisms.services.ground.actor import Actor

LONGEST = 24 * 60  # minutes that may be announced


class Closed(NamedTuple):
    """That the pages are closed, to all but those who run the installation."""

    since: int  #: epoch seconds
    until: int  #: when it will be over, as far as one knows; 0 when nobody said
    said: str  #: the sentence that people read


def closed(root: Root) -> Closed | None:
    """The ``Closed`` of the installation, or ``None`` while it is open."""
    return Closed(*root.maintenance) if root.maintenance else None


def close(actor: Actor, root: Root, now: int, minutes: int = 0, said: str = "") -> None:
    """Close the pages from ``now`` (epoch seconds) on, for so many minutes as far as one knows."""
    root.maintenance = tuple(Closed(now, now + 60 * minutes if minutes else 0, said))
    journal.write(actor, "maintenance.begun", root, now, after={"minutes": minutes, "said": said})


def reopen(actor: Actor, root: Root, now: int) -> None:
    """Open the pages again."""
    root.maintenance = ()
    journal.write(actor, "maintenance.ended", root, now)
