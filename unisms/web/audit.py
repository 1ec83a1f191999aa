"""Writing into the audit journal what a request did, and reading it."""

import json

from pyramid.traversal import find_root

from unisms.model.audit import AuditEntry
from unisms.model.folder import path_of
from unisms.model.root import institution_of

LONGEST = 4000  # characters of what was before, or after
LATELY = 3600  # seconds within which the same reading is one


def note(request, verb, resource, *, before=None, after=None, once=False):
    """Record that the person who asks did ``verb`` to ``resource``, in the transaction of the request.

    ``before`` and ``after`` are values that JSON can tell; never a secret, never a message's text or number. With
    ``once``, not if the same was written within the last hour: a list that refreshes itself is read once.
    """
    holder = institution_of(resource) or find_root(resource)
    inside = path_of(resource).removeprefix(path_of(holder).rstrip("/")) or "/"
    by = _name(request.identity or request.operator)
    entry = AuditEntry(request.now, by, verb, inside, request.remote_addr or "", _json(before), _json(after))
    if not (once and any(other._replace(at=entry.at) == entry for other in holder.audit.latest(entry.at - LATELY))):
        holder.audit.record(entry)


def _name(identity):
    """How the journal calls who asks."""
    if identity is None:
        return ""
    return identity.uid if identity.institution else f"operator:{identity.uid}"


def _json(value):
    return "" if value is None else json.dumps(value, ensure_ascii=False, default=list, sort_keys=True)[:LONGEST]
