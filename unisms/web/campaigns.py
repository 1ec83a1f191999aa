"""The list of an institution's messages, newest first."""

from functools import partial
from typing import NamedTuple

from pyramid.view import view_config

from unisms.model.acl import Permission
from unisms.model.authored import EVER
from unisms.model.folder import Folder
from unisms.sms import states
from unisms.sms.template import fold
from unisms.web import own_drafts
from unisms.web.home import figures_for, in_order
from unisms.web.sight import Sight

PAGE = 30
LOOKED_AT = 1000  # campaigns looked at for one page; whoever searches goes on from there


class Found(NamedTuple):
    """One page of the list."""

    campaigns: list
    older: str  #: the name after which the next page begins; empty when there is none
    searched: int  #: when the oldest campaign that was looked at was written, if the search stopped there; else 0


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
    before = request.GET.get("before", "")[:80]
    has_drafts = not before and state in ("", states.DRAFT)
    found = page_of(Sight(request), folder, before or EVER, partial(_wanted, state=state, search=fold(search)))
    return {
        **found._asdict() | {"campaigns": in_order(found.campaigns)},
        "own_drafts": own_drafts.listed(request, search) if has_drafts else [],
        "other_drafts": own_drafts.others(request) if has_drafts and not search else {},
        "told": figures_for(request),
        "begins": not before,
        "state": state,
        "search": search,
        "states": states.CAMPAIGN_STATES,
        "may_compose": request.has_permission(Permission.CAMPAIGN_COMPOSE, folder),
    }


def page_of(sight, folder, before, wanted):
    """The latest wanted campaigns before the name ``before``, as many as a page takes."""
    shown, last, looked = [], "", 0
    for name, campaign in sight.latest(folder, before, most=LOOKED_AT):
        if campaign is not None and wanted(campaign):
            if len(shown) == PAGE:
                return Found(shown, shown[-1].__name__, 0)
            shown.append(campaign)
        last, looked = name, looked + 1
    stopped = looked == LOOKED_AT
    return Found(shown, last if stopped else "", folder[last].created_at if stopped else 0)


def _wanted(campaign, state, search):
    return (not state or campaign.state == state) and (not search or search in fold(campaign.title))
