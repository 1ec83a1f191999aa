"""Saved audiences: what somebody keeps under a name, looked up anew each time it is written to."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from unisms.model.kinds import AudienceKind, kinds_behind
from unisms.model.root import Institution
from unisms.ports import AudienceGone
from unisms.services.audience import audience
from unisms.services.audience.choices import Choice, by_title, called_by_title
from unisms.services.exclusions import saved
from unisms.services.exclusions.saved import SAVED
from unisms.services.ground.actor import Actor
from unisms.services.rights import rights
from unisms.services.rules.recipients import Recipient

Pairs = tuple[tuple[str, str], ...]


class SavedKind(AudienceKind):
    """A saved audience, by its name in its folder; the freeze takes what it stands for."""

    is_listed = True
    brings_numbers = False
    picker = "compose_saved_audiences.jinja2"

    def exists(self, institution: Institution, name: str) -> bool:
        return saved.find(institution, name) is not None

    def may_use(self, actor: Actor, name: str) -> bool:
        one = saved.find(actor.institution, name)
        return one is not None and saved.may_use(actor, one)

    def stands_for(self, institution: Institution, name: str) -> tuple[Pairs, Pairs]:
        one = saved.find(institution, name)
        if one is None:
            raise AudienceGone
        return one.pairs, one.minus

    def came_from(self, institution: Institution, name: str) -> Pairs:
        one = saved.find(institution, name)
        return one.pairs if one is not None else ()

    def purpose(self, institution: Institution, name: str) -> tuple[str, ...]:
        known, pairs = kinds_behind(institution), self.came_from(institution, name)
        purposes = (known[kind].purpose(institution, part) for kind, part in pairs)
        return next(filter(None, purposes), ())

    def columns(self, institution: Institution, name: str) -> tuple[str, ...]:
        return audience.columns_of(institution, self.stands_for(institution, name)[0])

    def recipients(
        self, institution: Institution, name: str, wanted: tuple[str, ...], today: date | None
    ) -> Iterator[Recipient]:
        pairs = self.stands_for(institution, name)[0]
        yield from audience.chosen(institution, pairs, wanted, today)

    def uids(self, institution: Institution, name: str) -> Iterator[str]:
        yield from audience.uids(institution, self.came_from(institution, name))

    def title(self, institution: Institution, name: str) -> str:
        one = saved.find(institution, name)
        return "" if one is None else one.title

    def finder(self, institution: Institution) -> Callable[[str, str], bool]:
        return called_by_title(self, institution)

    def choices(self, institution: Institution, chosen: Sequence[str], by: str) -> list[Choice]:
        """Return each that is chosen, and those that ``by`` may use."""
        mine = saved.of(rights.person(institution, by)) if by else []
        others = (saved.find(institution, name) for name in chosen)
        found = {one.__name__: one for one in (*filter(None, others), *mine)}
        return by_title(Choice(SAVED, name, one.title) for name, one in found.items())


def includeme(config: Any) -> None:
    config.add_audience_kind(SAVED, SavedKind())
