"""Kinds of audience, as wings and add-ons announce them."""

from pyramid.config import Configurator

from unisms.model.kinds import AudienceKind, Kinds
from unisms.seams.announcement import announce

CATEGORY = "unisms audience kinds"


def includeme(config: Configurator) -> None:
    config.registry.audience_kinds = Kinds()  # name -> AudienceKind, as they are announced
    config.add_directive("add_audience_kind", add_audience_kind)


def add_audience_kind(config: Configurator, name: str, kind: AudienceKind) -> None:
    """Announce the ``AudienceKind`` called ``name``."""
    announce(config, CATEGORY, name, kind, config.registry.audience_kinds)
