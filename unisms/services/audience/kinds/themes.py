"""Themes as audience: the people who subscribe to one, or those who chose what a message is about.

The name of a theme may be followed by values of its criteria: ``sport?Campus=Nord&Campus=Sud``.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple, TypeAlias
from urllib.parse import parse_qsl, urlencode

from unisms.model.acl import Permission
from unisms.model.kinds import AudienceKind
from unisms.model.root import Institution
from unisms.model.themes import Theme
from unisms.ports import AudienceGone
from unisms.services.audience.choices import by_title, called_by_title
from unisms.services.audience.kinds.persons import PERSON_COLUMNS, recipient_of
from unisms.services.ground.actor import Actor
from unisms.services.people import themes
from unisms.services.rights import rights
from unisms.services.rules.recipients import Recipient
from unisms.sms.names import fold

THEME = "theme"

#: a title, and of each value: itself, its name as audience, whether it is chosen
Criterion: TypeAlias = tuple[str, tuple[tuple[str, str, bool], ...]]


class ThemeChoice(NamedTuple):
    """A theme that may be chosen as audience, whole or by the values of its criteria."""

    kind: str
    name: str  #: of the theme alone
    title: str
    count: int  # type: ignore[assignment]  #: members
    is_chosen: bool
    criteria: tuple[Criterion, ...] = ()


class ThemeKind(AudienceKind):
    """A theme, by its name in the folder of themes."""

    is_of_people = is_listed = True
    brings_numbers = False
    picker = "compose_themes.jinja2"

    def exists(self, institution: Institution, name: str) -> bool:
        theme = _theme(institution, name)
        return theme is not None and not theme.archived

    def may_use(self, actor: Actor, name: str) -> bool:
        theme = _theme(actor.institution, name)
        return theme is not None and not theme.archived and may_write(actor, theme)

    def together(self, names: Sequence[str]) -> list[str]:
        """Return each theme once, with all the values that were ticked."""
        found: dict[str, list[tuple[str, str]]] = {}
        for name in names:
            theme, values = _parts(name)
            found.setdefault(theme, []).extend(values)
        return [
            f"{theme}?{urlencode(sorted(set(values)))}" if values else theme
            for theme, values in found.items()
        ]

    def purpose(self, institution: Institution, name: str) -> tuple[str, ...]:
        theme = _theme(institution, name)
        return () if theme is None else (theme.kind, theme.__name__)

    def columns(self, institution: Institution, name: str) -> tuple[str, ...]:
        return PERSON_COLUMNS

    def recipients(
        self, institution: Institution, name: str, wanted: tuple[str, ...], today: date | None
    ) -> Iterator[Recipient]:
        """Yield the members in the order of their names."""
        theme, people = _theme(institution, name), institution["people"]
        if theme is None:
            raise AudienceGone
        named = sorted(
            (fold(people[uid].name) if uid in people else uid, uid)
            for uid in self.uids(institution, name)
        )
        for _, uid in named:
            yield recipient_of(institution, uid, wanted, theme.title)

    def uids(self, institution: Institution, name: str) -> Iterable[str]:
        theme = _theme(institution, name)
        return () if theme is None else themes.matching(theme, _wanted(name))

    def at_most(self, institution: Institution, name: str) -> int | None:
        theme = _theme(institution, name)
        return None if theme is None else len(theme)

    def title(self, institution: Institution, name: str) -> str:
        theme = _theme(institution, name)
        if theme is None:
            return ""
        chosen = ", ".join(value for _, value in _parts(name)[1])
        return f"{theme.title} ({chosen})" if chosen else theme.title

    def finder(self, institution: Institution) -> Callable[[str, str], bool]:
        return called_by_title(self, institution)

    def choices(
        self, institution: Institution, chosen: Sequence[str], by: str
    ) -> list[ThemeChoice]:
        """Return each theme that ``by`` may write to, or that is chosen, with its values."""
        parts, actor = dict(map(_parts, chosen)), rights.person(institution, by)
        return by_title(
            ThemeChoice(
                THEME, name, theme.title, len(theme), name in parts, _criteria(theme, parts)
            )
            for name, theme in institution["themes"].items()
            if name in parts or (not theme.archived and by and may_write(actor, theme))
        )


def includeme(config: Any) -> None:
    config.add_audience_kind(THEME, ThemeKind())


def may_write(actor: Actor, theme: Theme) -> bool:
    """Whether ``actor`` may write to a theme: its owner, its writers, whoever manages themes."""
    if actor.uid == theme.owner or actor.may(Permission.THEME_MANAGE):
        return True
    return themes.is_of_group(actor.institution, theme.writers, actor.uid)


def theme_name(name: str) -> str:
    """Return the name of the theme of an audience."""
    return _parts(name)[0]


def _theme(institution: Institution, name: str) -> Theme | None:
    return institution["themes"].get(theme_name(name))


def _parts(name: str) -> tuple[str, list[tuple[str, str]]]:
    """Return the name of a theme, and the pairs of a criterion and a value."""
    theme, _, values = name.partition("?")
    return theme, parse_qsl(values)


def _wanted(name: str) -> list[tuple[str, list[str]]]:
    """Return the values of a name by their criterion."""
    found: dict[str, list[str]] = {}
    for title, value in _parts(name)[1]:
        found.setdefault(title, []).append(value)
    return list(found.items())


def _criteria(theme: Theme, chosen: dict[str, list[tuple[str, str]]]) -> tuple[Criterion, ...]:
    ticked = chosen.get(theme.__name__, [])
    return tuple(
        (title, tuple((value, *_tick(theme, (title, value), ticked)) for value in values))
        for title, values in theme.criteria
    )


def _tick(theme: Theme, pair: tuple[str, str], ticked: list[tuple[str, str]]) -> tuple[str, bool]:
    return f"{theme.__name__}?{urlencode([pair])}", pair in ticked
