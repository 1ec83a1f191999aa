"""Handing campaigns over: claims, settlement, receipts, steering, closing."""

from typing import Any

from unisms.model.connections import BrokerConnection
from unisms.model.folder import path_of, root_of
from unisms.services.brokers.connections import for_each
from unisms.services.delivery import inbox, moments, parking, unread


def includeme(config: Any) -> None:
    config.add_nightly_job("inboxes", for_each(_empty_inbox), erases=False)
    config.add_nightly_job("moments", moments.redate)
    config.add_nightly_job("parked_news", for_each(parking.forget_parked))
    config.add_nightly_job("unread_news", for_each(unread.forget_old))


def _empty_inbox(connection: BrokerConnection, now: int) -> None:
    inbox.empty_idle(root_of(connection), path_of(connection), now)
