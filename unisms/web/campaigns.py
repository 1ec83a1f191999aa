"""The list of an institution's messages, newest first."""

from functools import partial

from pyramid.view import view_config

from unisms.model.acl import Permission
from unisms.model.folder import Folder
from unisms.sms import states
from unisms.sms.template import fold
from unisms.web.home import figures, visible

PAGE = 50
STATES = (
    states.DRAFT,
    states.PREPARING,
    states.CHECKED,
    states.SENDING,
    states.PAUSED,
    states.STOPPED,
    states.SENT,
    states.CLOSED,
)


@view_config(
    context=Folder,
    folder="campaigns",
    request_method="GET",
    renderer="campaigns.jinja2",
    permission=Permission.INSTITUTION_VIEW,
)
def campaigns(folder, request):
    """Those that this person may see: all of them, or their own."""
    state, search = request.GET.get("state", ""), request.GET.get("search", "").strip()[:80]
    page = max(1, int(request.GET["page"])) if request.GET.get("page", "").isdecimal() else 1
    found = [one for one in reversed(folder.values()) if visible(request, one) and _wanted(one, state, search)]
    shown = found[(page - 1) * PAGE : page * PAGE]
    return {
        "campaigns": shown,
        "told": partial(figures, now=request.now),
        "found": len(found),
        "page": page,
        "size": PAGE,
        "state": state,
        "search": search,
        "states": STATES,
        "may_compose": request.has_permission(Permission.CAMPAIGN_COMPOSE, folder),
    }


def _wanted(campaign, state, search):
    return (not state or campaign.state == state) and fold(search) in fold(campaign.title)
