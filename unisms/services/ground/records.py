"""Records that forms and commands add and change, each change with its line in the journal."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from unisms.model.folder import Folder
from unisms.model.people import People
from unisms.services.ground import journal

if TYPE_CHECKING:
    from unisms.services.ground.actor import Actor

HIDDEN = "•"  # stands in the journal for a secret
COMMAND = "unisms"  # the uid on a record that a command changed


def add(
    actor: "Actor",
    verb: str,
    folder: Folder | People,
    name: str,
    record: Any,
    now: int,
    *,
    after: Any,
) -> Any:
    """Add a record to a folder, signed by ``actor``; return it.

    ``after`` is what the journal tells of it.
    """
    folder.add(name, sign(actor, record, now))
    journal.write(actor, verb, record, now, after=after)
    return record


def change(
    actor: "Actor",
    verb: str,
    record: Any,
    fields: Sequence[Any],
    values: Mapping[str, str],
    now: int,
    mark: str = "last_change",
) -> dict[str, tuple[str, str]]:
    """Store ``values`` by the name of their field; return the differences.

    They are ``{name: (before, after)}``. A field has ``name``, ``value(record)``, ``store(record,
    value)``, and ``hidden``: the journal only tells that it changed.
    """
    changed, hidden = {}, set()
    for field in fields:
        if field.name in values and field.value(record) != values[field.name]:
            changed[field.name] = field.value(record), values[field.name]
            hidden |= {field.name} if field.hidden else set()
            field.store(record, values[field.name])
    if changed:
        sign(actor, record, now, mark)
        told = {
            name: (HIDDEN, HIDDEN) if name in hidden else pair for name, pair in changed.items()
        }
        before, after = ({name: pair[side] for name, pair in told.items()} for side in (0, 1))
        journal.write(actor, verb, record, now, before=before, after=after)
    return changed


def sign(actor: "Actor", record: Any, now: int, mark: str = "last_change") -> Any:
    """Write on the record when, and by whom, it was changed last; return it."""
    setattr(record, mark, (now, actor.uid or COMMAND))
    return record
