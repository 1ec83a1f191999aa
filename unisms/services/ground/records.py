"""Records that people keep by forms and commands: added and changed, each with its line in the
journal.
"""

from unisms.services.ground import journal

HIDDEN = "•"  # stands in the journal for a secret
COMMAND = "unisms"  # the uid on a record that a command changed


def add(actor, verb, folder, name, record, now, *, after):
    """Add a record to a folder, signed by ``actor``; return it.

    ``after`` is what the journal tells of it.
    """
    folder.add(name, sign(actor, record, now))
    journal.write(actor, verb, record, now, after=after)
    return record


def change(actor, verb, record, fields, values, now, mark="last_change"):
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


def sign(actor, record, now, mark="last_change"):
    """Write on the record when, and by whom, it was changed last; return it."""
    setattr(record, mark, (now, actor.uid or COMMAND))
    return record
