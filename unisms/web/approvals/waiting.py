"""The list of messages that await the yes of the person who looks."""

from pyramid.view import view_config

from unisms.model.acl import Permission
from unisms.model.root import Institution
from unisms.services.approvals import approvers, upkeep


@view_config(
    context=Institution,
    name="approvals",
    request_method="GET",
    renderer="approvals.jinja2",
    permission=Permission.OWN_PAGES,
)
def approvals(_institution, request):
    """Show what waits for this person, the first asked first, until when."""
    found = approvers.waiting_for(request.actor, request.now)
    return {
        "awaited": [(one, upkeep.expires_at(one)) for one in found],
        "decides": approvers.may_ever_decide(request.actor),
    }
