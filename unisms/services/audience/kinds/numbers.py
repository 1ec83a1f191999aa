"""Numbers as audience: what somebody typed, one number or several."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from unisms.model.kinds import AudienceKind
from unisms.model.root import Institution
from unisms.services.audience.kinds.persons import PERSON_COLUMNS
from unisms.services.rules.policies import verdict
from unisms.services.rules.recipients import Recipient
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

    def names_in(self, institution: Institution, text: str) -> tuple[str, ...]:
        """Return each number of the text, as it is typed."""
        return tuple(one.text for one in msisdn.several(text, institution.country))

    def columns(self, institution: Institution, name: str) -> tuple[str, ...]:
        return PERSON_COLUMNS

    def recipients(
        self, institution: Institution, name: str, wanted: tuple[str, ...], today: date | None
    ) -> Iterator[Recipient]:
        for text, reading in msisdn.several(name, institution.country) or _UNREAD:
            cause, unknown = verdict(reading, institution)
            values = ("",) * len(wanted)
            yield Recipient(reading.msisdn, text or name, "", values, cause, unknown)


def includeme(config: Any) -> None:
    config.add_audience_kind(NUMBER, NumberKind())
