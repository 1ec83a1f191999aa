"""Groups as audience: everybody in a group, and in the groups within it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from unisms.model.groups import members, size
from unisms.model.kinds import AudienceKind
from unisms.model.root import Institution
from unisms.ports import AudienceGone
from unisms.services.audience.choices import Choice, by_title
from unisms.services.audience.kinds.persons import PERSON_COLUMNS, recipient_of
from unisms.services.rules.recipients import Recipient
from unisms.sms.names import fold, words

GROUP = "group"


class GroupKind(AudienceKind):
    """A group of people, by its name in the folder of groups."""

    is_of_people = is_listed = True
    brings_numbers = False
    picker = "compose_groups.jinja2"

    def exists(self, institution: Institution, name: str) -> bool:
        return name in institution["groups"]

    def group(self, name: str) -> str:
        return name

    def columns(self, institution: Institution, name: str) -> tuple[str, ...]:
        return PERSON_COLUMNS

    def recipients(
        self, institution: Institution, name: str, wanted: tuple[str, ...], today: date | None
    ) -> Iterator[Recipient]:
        """Yield the people in the order of their names, as one looks for them in the list."""
        groups, people = institution["groups"], institution["people"]
        if name not in groups:
            raise AudienceGone
        named = sorted(
            (fold(people[uid].name) if uid in people else uid, uid) for uid in members(groups, name)
        )
        for _, uid in named:
            yield recipient_of(institution, uid, wanted, groups[name].title)

    def uids(self, institution: Institution, name: str) -> Iterable[str]:
        groups = institution["groups"]
        return members(groups, name) if name in groups else ()

    def title(self, institution: Institution, name: str) -> str:
        group = institution["groups"].get(name)
        return "" if group is None else group.title

    def count(self, institution: Institution, name: str) -> int:
        return size(institution["groups"], name)

    def finder(self, institution: Institution) -> Callable[[str, str], bool]:
        known = {}  # name -> the words of the title, a space before each

        def is_called(name: str, word: str) -> bool:
            if name not in known:
                title = words(self.title(institution, name))
                known[name] = "".join(f" {one}" for one in title)
            return f" {word}" in known[name]

        return is_called

    def choices(self, institution: Institution, chosen: Sequence[str], by: str) -> list[Choice]:
        folder = institution["groups"]
        return by_title(
            Choice(GROUP, name, one.title, count=size(folder, name)) for name, one in folder.items()
        )


def includeme(config: Any) -> None:
    config.add_audience_kind(GROUP, GroupKind())
