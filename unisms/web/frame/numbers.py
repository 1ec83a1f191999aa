"""Who sees mobile numbers whole, and that the journal knows when somebody did."""

from unisms.model.acl import Permission
from unisms.web.frame.audit import note


def seen_whole(request):
    """Whether the person who asks may see the numbers of this institution, and not only their ends."""
    return bool(request.has_permission(Permission.NUMBER_VIEW, request.institution))


def seen_whole_of(request, campaign):
    """The same of what the author of ``campaign`` has typed for it or uploaded: nobody is kept from what is theirs."""
    return seen_whole(request) or campaign.author == request.identity.uid


def note_reading(request, resource, msisdns, people=()):
    """Record that this page shows ``msisdns`` of ``resource`` whole, if it does; ``people`` are the uids of theirs."""
    if any(msisdns) and seen_whole(request):
        note(
            request,
            "number.read",
            resource,
            after={"people": [*people]} if people else None,
            once=True,
        )
