"""Facts that each request knows: its institution, its moment, and the services around it."""

import time

from unisms.model.root import Root, institution_of
from unisms.services.ground import days, lives
from unisms.web.frame.sight import NONE, Sight


def includeme(config):
    for told in (institution, now, held_store, clock_leaps, sees_messages):
        config.add_request_method(told, reify=True)


def institution(request):
    """Return the institution of the request's resource, or ``None``; also on an error page."""
    return institution_of(getattr(request, "context", None))


def now(_request):
    """When this request came, epoch seconds."""
    return int(time.time())


def held_store(request):
    """Whether nothing leaves, because the store was restored and nobody has released it yet."""
    root = getattr(request, "root", None)
    return isinstance(root, Root) and lives.is_held(root)


def clock_leaps(request):
    """Whether nothing is erased, because the clock tells another day than that of the last work."""
    root = getattr(request, "root", None)
    return isinstance(root, Root) and not days.may_erase(root, request.now)


def sees_messages(request):
    """Whether this person may see any message here."""
    return Sight(request).reach != NONE
