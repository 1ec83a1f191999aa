"""The one judge of recipients: the glance, the check and the freeze ask it of each of them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from unisms.model.root import Institution
from unisms.services.exclusions import exclusions, once_keys
from unisms.services.exclusions.crowds import NO_EXCLUSION, Excluded, Part
from unisms.services.exclusions.once_keys import AlreadyTold
from unisms.services.people.consent import Reader
from unisms.services.rules.recipients import Recipient
from unisms.sms import causes


class Judge:
    """The judge of whom one message reaches.

    Whoever is left out counts as such, whatever else keeps the message from them. Then come those
    who were told already with its once-only key; then what ``reader`` says of consent and health.
    """

    is_partial = False  #: only the check knows all whom the message does not reach

    def __init__(
        self, reader: Reader, excluded: Excluded = NO_EXCLUSION, told: AlreadyTold | None = None
    ) -> None:
        self.reader, self.excluded, self.told = reader, excluded, told

    def all(self, recipients: Iterable[Recipient]) -> Iterable[Recipient]:
        """Return the recipients, lazily, each with the cause that keeps the message from them.

        The kinds of audience say who is chosen. None of them judges, so none can forget to.
        """
        if self.excluded or self.told is not None:
            return map(self.one, recipients)
        if not self.reader.asks:
            return recipients
        return self._of_reader(recipients)

    def _of_reader(self, recipients: Iterable[Recipient]) -> Iterator[Recipient]:
        concerns, consent = self.reader.concerns, self._consent
        return (consent(one) if concerns(one.msisdn) else one for one in recipients)

    def one(self, recipient: Recipient) -> Recipient:
        """Return the recipient, with the cause if the message does not reach them."""
        msisdn, uid = recipient.msisdn, recipient.uid
        if place := self.excluded.place(msisdn, uid):
            return recipient._replace(cause=causes.EXCLUDED, excluded=place)
        if recipient.cause is None and self.told is not None and self.told.has(msisdn, uid):
            return recipient._replace(cause=causes.ALREADY_TOLD)
        if not self.reader.asks or not self.reader.concerns(msisdn):
            return recipient
        return self._consent(recipient)

    def _consent(self, recipient: Recipient) -> Recipient:
        if recipient.cause is not None:
            return recipient
        cause = self.reader.refusal(recipient.msisdn, recipient.uid)
        return recipient if cause is None else recipient._replace(cause=cause)


def glancing(
    institution: Institution,
    reader: Reader,
    minus: Sequence[Part],
    key: str,
    today: date,
    now: int,
) -> Judge:
    """Return the ``Judge`` of a message that is being written: quick, and partial for many."""
    excluded = exclusions.glanced(institution, minus, today)
    told = once_keys.glanced(institution, key, now) if key else None
    judge = Judge(reader, NO_EXCLUSION if excluded is None else excluded, told)
    judge.is_partial = excluded is None or (bool(key) and told is None)
    return judge
