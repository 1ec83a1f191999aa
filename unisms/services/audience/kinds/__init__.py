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
from unisms.services.ground.actor import Actor
from unisms.sms import template

__all__ = [
    "GROUP",
    "IMPORT",
    "MOST_PERSONS",
    "NUMBER",
    "PERSON",
    "PERSON_COLUMNS",
    "columns_for",
    "exists",
    "file_names",
    "may_keep",
    "may_use",
    "of_people",
    "recipient_of",
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
    kept = campaign is not None and pair in campaign.audience and exists(actor.institution, *pair)
    return kept or may_use(actor, *pair)


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

    Of somebody else's file, which a ``campaign`` has, these are only the columns that its text
    uses: the rest of the file stays its author's.
    """
    institution = actor.institution
    own = [pair for pair in pairs if may_use(actor, *pair)]
    others = [pair for pair in pairs if pair not in own]
    used = (
        template.columns_used(campaign.text, audience.columns_of(institution, others))
        if campaign
        else ()
    )
    return tuple(dict.fromkeys((*audience.columns_of(institution, own), *used)))
