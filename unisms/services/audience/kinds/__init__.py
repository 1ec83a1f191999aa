"""The kinds of audience, a module each, which announces it; and what is asked of any of them.

Other wings take from here the names of the kinds and the functions, never a module of a kind.
"""

from collections.abc import Sequence
from pkgutil import iter_modules
from typing import Any

from unisms.model.campaigns import Campaign
from unisms.model.kinds import AudienceKind, kinds_behind
from unisms.model.root import Institution
from unisms.services.audience import audience
from unisms.services.audience.kinds.files import IMPORT, file_names
from unisms.services.audience.kinds.groups import GROUP
from unisms.services.audience.kinds.numbers import NUMBER
from unisms.services.audience.kinds.persons import PERSON, PERSON_COLUMNS, recipient_of
from unisms.services.audience.kinds.themes import THEME, may_write, theme_name
from unisms.services.ground.actor import Actor
from unisms.sms import template

__all__ = [
    "GROUP",
    "IMPORT",
    "MOST_PERSONS",
    "NUMBER",
    "PERSON",
    "PERSON_COLUMNS",
    "THEME",
    "columns_for",
    "exists",
    "file_names",
    "may_keep",
    "may_use",
    "may_write",
    "of_people",
    "purpose_of",
    "recipient_of",
    "theme_name",
    "together",
]
MOST_PERSONS = 500


def includeme(config: Any) -> None:
    """Include every module of this folder."""
    for module in iter_modules(__path__):
        config.include(f".{module.name}")


def exists(institution: Institution, kind: str, name: str) -> bool:
    """Whether the audience may name this."""
    known: AudienceKind = kinds_behind(institution)[kind]
    return known.exists(institution, name)


def may_use(actor: Actor, kind: str, name: str) -> bool:
    """Whether ``actor`` may write to this."""
    known: AudienceKind = kinds_behind(actor.institution)[kind]
    return known.may_use(actor, name)


def may_keep(actor: Actor, pair: tuple[str, str], campaign: Campaign | None = None) -> bool:
    """Whether ``actor`` may use this, or leave it in a ``campaign`` that has it."""
    had = (*campaign.audience, *campaign.minus) if campaign is not None else ()
    return (pair in had and exists(actor.institution, *pair)) or may_use(actor, *pair)


def together(
    institution: Institution, pairs: Sequence[tuple[str, str]]
) -> tuple[tuple[str, str], ...]:
    """Return the audience that is stored, of the ``pairs`` that a form sends, kind by kind."""
    known = kinds_behind(institution)
    names: dict[str, list[str]] = {}
    for kind, name in pairs:
        names.setdefault(kind, []).append(name)
    return tuple((kind, name) for kind in names for name in known[kind].together(names[kind]))


def purpose_of(institution: Institution, pairs: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Return the purpose that an audience gives to its messages, or ``()``: it gives none.

    Of several it is the first, with all the themes of its kind.
    """
    known = kinds_behind(institution)
    found = dict.fromkeys(known[kind].purpose(institution, name) for kind, name in pairs)
    given = [purpose for purpose in found if purpose]
    themes = " ".join(theme for kind, theme in given if kind == given[0][0])
    return (given[0][0], themes) if given else ()


def of_people(
    institution: Institution, pairs: tuple[tuple[str, str], ...]
) -> list[tuple[str, str]]:
    """Return those of the ``pairs`` that lead to people of the directory."""
    known = kinds_behind(institution)
    return [pair for pair in pairs if known[pair[0]].is_of_people]


def columns_for(
    actor: Actor, pairs: Sequence[tuple[str, str]], campaign: Campaign | None = None
) -> tuple[str, ...]:
    """Return the columns that ``actor`` may put into a text to these ``pairs`` of audience.

    Of somebody else's file, which a ``campaign`` has, these are only the columns that its texts
    use: the rest of the file stays its author's.
    """
    institution = actor.institution
    own = [pair for pair in pairs if may_use(actor, *pair)]
    others = [pair for pair in pairs if pair not in own]
    theirs = audience.columns_of(institution, others)
    texts = campaign.texts if campaign else ()
    used = [column for text in texts for column in template.columns_used(text, theirs)]
    return tuple(dict.fromkeys((*audience.columns_of(institution, own), *used)))
