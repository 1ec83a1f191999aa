"""Numbers as audience: what somebody typed, one number or several."""

from collections.abc import Iterator
from datetime import date

from unisms.model.kinds import AudienceKind
from unisms.model.root import Institution
from unisms.services.audience.kinds.persons import PERSON_COLUMNS
from unisms.services.rules.recipients import Recipient
from unisms.services.rules.verdicts import verdict
from unisms.sms import msisdn

NUMBER = "number"
_UNREAD = (msisdn.Typed("", msisdn.Reading()),)  # a typed number in which nothing is


class NumberKind(AudienceKind):
    """A number, as it was typed."""

    is_typed = True
    picker = "compose_typed.jinja2"
    is_ticked = False

    def exists(self, institution: Institution, name: str) -> bool:
        return True

    def columns(self, institution: Institution, name: str) -> tuple[str, ...]:
        return PERSON_COLUMNS

    def recipients(
        self, institution: Institution, name: str, wanted: tuple, today: date | None
    ) -> Iterator[Recipient]:
        for text, reading in msisdn.several(name, institution.country) or _UNREAD:
            cause, unknown = verdict(reading, institution)
            values = ("",) * len(wanted)
            yield Recipient(reading.msisdn, text or name, "", values, cause, unknown)
