"""Writing into the audit journal what a request did, and reading it."""

from unisms.model.audit import AuditEntry
from unisms.model.folder import path_of
from unisms.services.ground import journal
from unisms.services.ground.actor import service

LATELY = 3600  # seconds within which the same reading is one


def address_tween(handler, _registry):
    """Let the journals know from which network address a request comes, while it is answered."""

    def tween(request):
        token = journal.address.set(request.remote_addr or "")
        try:
            return handler(request)
        finally:
            journal.address.reset(token)

    return tween


def note(request, verb, resource, *, before=None, after=None, once=False):
    """Record that this person did ``verb`` to ``resource``, in the transaction of the request.

    As ``services.ground.journal.write``. With ``once``, an entry like one of the last hour is not
    written: a list that refreshes itself is read once.
    """
    actor = request.actor or service()
    if once and _is_known(resource, verb, actor.name, request.now, before, after):
        return
    journal.write(actor, verb, resource, request.now, before=before, after=after)


def _is_known(resource, verb, by, now, before, after):
    holder = journal.holder_of(resource)
    inside = path_of(resource).removeprefix(path_of(holder).rstrip("/")) or "/"
    told = (journal.told_as_json(before), journal.told_as_json(after))
    entry = AuditEntry(now, by, verb, inside, journal.address.get(), *told)
    return any(other._replace(at=now) == entry for other in holder.audit.latest(now - LATELY))
