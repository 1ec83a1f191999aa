"""Parts of a person's dossier, as wings and add-ons announce them."""

from collections.abc import Callable
from typing import NamedTuple

from pyramid.config import Configurator

from unisms.seams.announcement import announce

CATEGORY = "unisms dossier parts"


class PartOfDossier(NamedTuple):
    """A part of all that is kept about one person."""

    lines: Callable
    erase: Callable | None


def includeme(config: Configurator) -> None:
    config.registry.dossier_parts = {}  # name -> PartOfDossier, as they are announced
    config.add_directive("add_dossier_part", add_dossier_part)


def add_dossier_part(
    config: Configurator, name: str, lines: Callable, erase: Callable | None = None
) -> None:
    """Announce a part of a person's dossier.

    ``lines(institution, subject)`` yields what is kept about a ``services.dossiers`` subject (their
    ``uid``, ``name``, ``email``, ``msisdn``; each may be empty), as ``dict`` of plain values. If it
    does not go with the person's record, ``erase(institution, subject, now)`` erases it and returns
    how many things that were.
    """
    part = PartOfDossier(lines, erase)
    announce(config, CATEGORY, name, part, config.registry.dossier_parts)
