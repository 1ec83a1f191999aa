"""Files of an institution's archive, as wings and add-ons announce them."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from pyramid.config import Configurator

from unisms.seams.announcement import announce

CATEGORY = "unisms archive parts"


class ArchivePart(NamedTuple):
    """A file of an institution's archive."""

    lines: Callable
    permissions: tuple  #: that whoever takes the archive away must have
    own: bool  #: whether it holds only what belongs to who takes the archive away


def includeme(config: Configurator) -> None:
    config.registry.archive_parts = {}  # name of the file -> ArchivePart, as they are announced
    config.add_directive("add_archive_part", add_archive_part)


def add_archive_part(
    config: Configurator,
    name: str,
    func: Callable[..., Iterable[Any]],
    *,
    permissions: Iterable[str] = (),
    own: bool = False,
) -> None:
    """Announce the file ``<name>.jsonl`` of the archive: ``func(institution)`` yields its lines.

    Each line is a ``dict`` of plain values. A person who lacks one of ``permissions`` cannot take
    the archive away. With ``own`` the function is called as ``func(institution, uid)``: only that
    person's things are in the file.
    """
    part = ArchivePart(func, tuple(permissions), own)
    announce(config, CATEGORY, name, part, config.registry.archive_parts)
