"""Records that forms and commands add and change, each change with its line in the journal."""

import re
from collections.abc import Container, Mapping, Sequence
from itertools import chain, count
from typing import TYPE_CHECKING, Protocol

from unisms.model.folder import Child, Folder, Resource, is_reserved
from unisms.services.ground import journal
from unisms.sms.template import fold

if TYPE_CHECKING:
    from unisms.services.ground.actor import Actor

HIDDEN = "•"  # stands in the journal for a secret
COMMAND = "unisms"  # the uid on a record that a command changed


class KeptField(Protocol):
    """A field of a form, or an option of a command, by which a record is changed."""

    @property
    def name(self) -> str:
        """Return its name among the ``values``."""

    @property
    def hidden(self) -> bool:
        """Whether the journal only tells that it changed."""

    def value(self, record: Resource) -> str:
        """Return its value in the record."""

    def store(self, record: Resource, value: str) -> None:
        """Write ``value`` into the record."""


def add(
    actor: "Actor",
    verb: str,
    folder: Folder[Child],
    name: str,
    record: Child,
    now: int,
    *,
    after: object,
) -> Child:
    """Add a record to a folder, signed by ``actor``; return it.

    ``after`` is what the journal tells of it.
    """
    folder.add(name, sign(actor, record, now))
    journal.write(actor, verb, record, now, after=after)
    return record


def change(
    actor: "Actor",
    verb: str,
    record: Resource,
    fields: Sequence[KeptField],
    values: Mapping[str, str],
    now: int,
    mark: str = "last_change",
) -> dict[str, tuple[str, str]]:
    """Store ``values`` by the name of their field; return the differences.

    They are ``{name: (before, after)}``.
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


def sign(actor: "Actor", record: Child, now: int, mark: str = "last_change") -> Child:
    """Write on the record when, and by whom, it was changed last; return it."""
    setattr(record, mark, (now, actor.uid or COMMAND))
    return record


def free_name(taken: Container[str], title: str) -> str:
    """Return a name for ``title`` that is not ``taken`` yet, as a folder knows its records.

    ``ufr-08-histoire``, then ``ufr-08-histoire-2``.
    """
    word = "-".join(re.findall(r"[a-z0-9]+", fold(title)))[:40].strip("-") or "x"
    names = chain([word], (f"{word}-{number}" for number in count(2)))
    return next(name for name in names if name not in taken and not is_reserved(name))
