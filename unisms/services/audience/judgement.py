"""The judgement of recipients: the one place that asks whether a message may reach each of them.

The kinds of audience say who is chosen. None of them judges consent, so none can forget it.
"""

from collections.abc import Iterable

from unisms.services.people.consent import Reader
from unisms.services.rules.recipients import Recipient


def judged(recipients: Iterable[Recipient], reader: Reader) -> Iterable[Recipient]:
    """Return the recipients, lazily, with the cause of each whom the purpose does not reach."""
    return (judge(one, reader) for one in recipients) if reader.asks else recipients


def judge(recipient: Recipient, reader: Reader) -> Recipient:
    """Return the recipient, with the cause if the purpose does not reach them."""
    if recipient.cause is not None:
        return recipient
    cause = reader.refusal(recipient.msisdn, recipient.uid)
    return recipient if cause is None else recipient._replace(cause=cause)
