"""Everybody as audience: all the people of the institution."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from unisms.model.acl import Permission
from unisms.model.kinds import AudienceKind
from unisms.model.root import Institution
from unisms.services.audience.choices import Choice
from unisms.services.audience.kinds.persons import PERSON_COLUMNS, recipient_of
from unisms.services.rules.recipients import Recipient

EVERYBODY, ALL = "everybody", "all"


class EverybodyKind(AudienceKind):
    """All people of the institution, by the only name that there is: ``all``."""

    permission = Permission.PERSON_MANAGE
    is_of_people = True
    brings_numbers = False
    heading = {"fr": "Tout l'établissement", "en": "The whole institution"}

    def exists(self, institution: Institution, name: str) -> bool:
        return name == ALL

    def columns(self, institution: Institution, name: str) -> tuple[str, ...]:
        return PERSON_COLUMNS

    def recipients(
        self, institution: Institution, name: str, wanted: tuple[str, ...], today: date | None
    ) -> Iterator[Recipient]:
        for uid in self.uids(institution, name):
            yield recipient_of(institution, uid, wanted, institution.title)

    def uids(self, institution: Institution, name: str) -> Iterator[str]:
        yield from institution["people"].by_name() if name == ALL else ()

    def title(self, institution: Institution, name: str) -> str:
        return institution.title

    def choices(self, institution: Institution, chosen: Sequence[str], by: str) -> list[Choice]:
        people = len(institution["people"])
        return [Choice(EVERYBODY, ALL, institution.title, count=people)]


def includeme(config: Any) -> None:
    config.add_audience_kind(EVERYBODY, EverybodyKind())
