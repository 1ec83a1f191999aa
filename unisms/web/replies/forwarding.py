"""The choice of who sent a message: whether its replies are mailed to them."""

from pyramid.httpexceptions import HTTPForbidden, HTTPSeeOther
from pyramid.view import view_config

from unisms.model.acl import Permission
from unisms.model.campaigns import Campaign
from unisms.services.replies import mails


@view_config(
    context=Campaign,
    name="replies-mail",
    request_method="POST",
    permission=Permission.CAMPAIGN_VIEW,
)
def choose(campaign, request):
    """Keep what the author of a message chooses; others cannot choose for them."""
    if campaign.author != request.actor.uid:
        raise HTTPForbidden
    mailed = request.POST.get("mailed") == "yes"
    mails.choose(request.actor, campaign, request.now, mailed=mailed)
    return HTTPSeeOther(request.resource_path(campaign))
