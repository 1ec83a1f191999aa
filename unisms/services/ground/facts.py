"""Facts that a record stores itself, for archives."""

from typing import Any

PLAIN = (str, int, tuple)


def facts(record: Any, **more: Any) -> Any:
    """Return what a record stores itself, and not in records of its own, defaults included."""
    record._p_activate()
    known = {**vars(type(record)), **vars(record)}
    return {
        name: value for name, value in known.items() if name[0] != "_" and isinstance(value, PLAIN)
    } | more
