"""The connections to brokers, their sender IDs, proposed settings and the brake.

It may call ``door`` and every room below it. Open to others:

- ``connections``: the connections that an institution may use; the last try of each
- ``holds``: campaigns held back because a broker refuses one message after another
- ``paces``: the pace of one campaign, zone by zone, and until when it is of use
- ``proposals``: settings kept while they are tried and decided
- ``quiet``: the campaigns that only the quiet hours hold back
- ``references``: the names of campaigns, with which references of messages begin
- ``sender_ids``: sender IDs asked for, decided, judged by country
- ``sentences``: the sentences of connections, and of their settings
"""

from typing import Any

from unisms.services.brokers import archive, connections, sender_ids

__all__ = [
    "connections",
    "holds",
    "paces",
    "proposals",
    "quiet",
    "references",
    "sender_ids",
    "sentences",
]


def includeme(config: Any) -> None:
    config.add_nightly_job("sender_ids", connections.for_each(sender_ids.forget))
    config.add_nightly_job("words_of_tries", connections.for_each(connections.forget_words))
    config.add_archive_part("connections", archive.connections)
