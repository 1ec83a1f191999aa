"""Broker connections, their sender IDs, proposed settings and the brake."""

from typing import Any

from unisms.services.brokers import archive, connections, sender_ids


def includeme(config: Any) -> None:
    config.add_nightly_job("sender_ids", connections.for_each(sender_ids.forget))
    config.add_nightly_job("words_of_tries", connections.for_each(connections.forget_words))
    config.add_archive_part("connections", archive.connections)
