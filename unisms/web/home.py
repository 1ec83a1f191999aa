"""The first page: what waits for this person, then the button they use most, then the rest."""

from functools import partial

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config

from unisms.model.acl import Permission
from unisms.model.root import Institution, Root
from unisms.services import progress
from unisms.sms import states

LOOKED_AT = 300  # of the latest campaigns; older ones are on their own page
RECENT = 8
RUNNING = (states.PREPARING, states.SENDING, states.PAUSED)
TO_FINISH = (states.DRAFT, states.CHECKED)


@view_config(context=Root, request_method="GET", permission=NO_PERMISSION_REQUIRED)
def front_door(root, request):
    """Everybody's own institution; strangers choose theirs, unless there is only one."""
    institutions = root["institutions"]
    name = request.identity.institution if request.identity else ""
    if not name and len(institutions) == 1:
        name = next(iter(institutions))
    if name:
        return HTTPSeeOther(request.resource_path(institutions[name]))
    return HTTPSeeOther(request.resource_path(root, "sign-in"))


@view_config(context=Institution, request_method="GET", renderer="home.jinja2", permission=Permission.INSTITUTION_VIEW)
def home(institution, request):
    campaigns = [campaign for campaign in latest(institution["campaigns"], LOOKED_AT) if visible(request, campaign)]
    return {
        "to_finish": [one for one in campaigns if one.state in TO_FINISH][:RECENT],
        "running": [one for one in campaigns if one.state in RUNNING][:RECENT],
        "recent": [one for one in campaigns if one.state not in RUNNING + TO_FINISH][:RECENT],
        "accounts": accounts_of(institution, request),
        "may_compose": request.has_permission(Permission.CAMPAIGN_COMPOSE, institution),
        "told": partial(figures, now=request.now),
    }


def latest(folder, count):
    """The last children of a folder whose names begin with their date, newest first."""
    names = folder.keys()
    return [folder[name] for name in names[max(0, len(names) - count) :]][::-1]


def figures(campaign, now):
    """What a list tells of a campaign that was sent: its tally; ``None`` of any other."""
    return progress.tally(campaign, now) if campaign.sent_at else None


def visible(request, campaign):
    return request.has_permission(Permission.CAMPAIGN_VIEW, campaign)


def accounts_of(institution, request):
    """The accounts whose credit this person may see."""
    accounts = institution["accounts"].values()
    return [account for account in accounts if request.has_permission(Permission.ACCOUNT_VIEW, account)]
