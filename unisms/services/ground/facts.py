"""Facts that a record stores itself, for archives."""

from collections.abc import Mapping
from typing import TypeAlias

from persistent import Persistent

PLAIN = (str, int, tuple)

Facts: TypeAlias = Mapping[str, object]  #: by the names of attributes


def facts(record: Persistent, **more: object) -> Facts:
    """Return what a record stores itself, and not in records of its own, defaults included."""
    record._p_activate()
    known = {**vars(type(record)), **vars(record)}
    return {
        name: value for name, value in known.items() if name[0] != "_" and isinstance(value, PLAIN)
    } | more
