"""The handing over of a campaign: claims, settlement, news, steering, closing.

It may call ``exclusions`` and every room below it. Open to others:

- ``claims``: the messages of the campaign whose turn it is, taken out of the queue for good
- ``closing``: the end of a campaign: stopped, closed, its credit settled
- ``inbox``: news that came over HTTP, until they are applied
- ``moments``: moments in the future, of a clock that was ahead, put right
- ``news``: whether news are as ``ports`` promises, and news read again
- ``parking``: receipts that wait for their message, and whether most of the last ones do
- ``progress``: how far a campaign has come, in figures and in rows
- ``receipts``: receipts applied to the rows of their messages
- ``settlement``: a batch settled by the answers of the broker, or by the traces of a crash
- ``steering``: a campaign paused, resumed, stopped, and its uncertain messages decided
- ``unread``: news that could not be read, kept sealed and read again on demand
"""

from typing import Any

from unisms.model.connections import BrokerConnection
from unisms.model.folder import path_of, root_of
from unisms.services.brokers.connections import for_each
from unisms.services.delivery import inbox, moments, parking, unread

__all__ = [
    "claims",
    "closing",
    "inbox",
    "moments",
    "news",
    "parking",
    "progress",
    "receipts",
    "settlement",
    "steering",
    "unread",
]


def includeme(config: Any) -> None:
    config.add_nightly_job("inboxes", for_each(_empty_inbox), erases=False)
    config.add_nightly_job("moments", moments.redate)
    config.add_nightly_job("parked_news", for_each(parking.forget_parked))
    config.add_nightly_job("unread_news", for_each(unread.forget_old))


def _empty_inbox(connection: BrokerConnection, now: int) -> None:
    inbox.empty_idle(root_of(connection), path_of(connection), now)
