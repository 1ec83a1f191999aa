"""Mail copies of messages: longer versions by mail, and mails in the place of messages.

It may call ``histories`` and every room below it. Open to others:

- ``addresses``: the mail address of whoever a row is for
- ``copies``: what somebody wants mailed, whether it can be, and how many that is
- ``letters``: a mail as it is when it leaves: subject, text and HTML, or withdrawn
- ``posts``: mails written into the outbox as the messages leave, batch after batch
- ``sentences``: why something cannot be mailed
"""

from typing import Any

from unisms.services.copies import letters, mails, posts
from unisms.services.mail.envelopes import MailMaker

__all__ = ["addresses", "copies", "letters", "posts", "sentences"]


def includeme(config: Any) -> None:
    config.add_nightly_job("copies", posts.settle_lost, of="institutions")
    config.add_mail(mails.COPY, mails.TEXT_OF_COPY, MailMaker(letters.write, posts.note))
