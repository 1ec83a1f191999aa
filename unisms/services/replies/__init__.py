"""The replies of recipients: the institution of each, its parts joined, kept once, and obeyed.

It may call ``links`` and every room below it. Open to others:

- ``follow_ups``: the campaign that a reply answers, a STOP confirmed
- ``leavings``: who has left, by which message, told to people and to the source
- ``mails``: the mail that forwards a reply, and the address in it
- ``replies``: a reply stored, given to its institution, forgotten
- ``senders``: what people call a sender to whom they said STOP alone
- ``sentences``: the sentences of an answer that does not leave
"""

from typing import Any

from unisms.model.acl import Permission
from unisms.model.connections import BrokerConnection
from unisms.model.folder import path_of, root_of
from unisms.services.brokers.connections import for_each
from unisms.services.replies import archive, follow_ups, leavings, mails, replies

__all__ = ["follow_ups", "leavings", "mails", "replies", "senders", "sentences"]


def includeme(config: Any) -> None:
    config.add_nightly_job("unclaimed_replies", replies.forget_unclaimed, of="root")
    config.add_nightly_job("late_parts", for_each(_give_late))
    config.add_nightly_job("replies_seen", for_each(replies.forget_seen))
    config.add_nightly_job("trails", for_each(replies.forget_trails))
    config.add_nightly_job("leavings", leavings.forget, of="institutions")
    config.add_mail(mails.KIND, mails.TEXTS)
    config.add_archive_part("replies", archive.replies, permissions=(Permission.REPLY_VIEW,))
    config.add_archive_part("leavings", archive.left, permissions=archive.OF_LEAVINGS)


def _give_late(connection: BrokerConnection, now: int) -> None:
    replies.give_late(root_of(connection), path_of(connection), now)
