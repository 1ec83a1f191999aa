"""Kinds of audience, as wings and add-ons announce them."""

from unisms.model.kinds import Kinds
from unisms.seams.announcement import announce

CATEGORY = "unisms audience kinds"


def includeme(config):
    config.registry.audience_kinds = Kinds()  # name -> AudienceKind, as they are announced
    config.add_directive("add_audience_kind", add_audience_kind)


def add_audience_kind(config, name, kind):
    """Announce the ``AudienceKind`` called ``name``."""
    announce(config, CATEGORY, name, kind, config.registry.audience_kinds)
