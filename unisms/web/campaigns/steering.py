"""Steering a campaign under way: pausing, stopping, deciding about what is in doubt."""

from pyramid.httpexceptions import HTTPForbidden, HTTPSeeOther
from pyramid.traversal import find_root
from pyramid.view import view_config, view_defaults

from unisms.model.acl import Permission
from unisms.model.campaigns import Campaign, WrongState
from unisms.model.folder import look_up
from unisms.services.campaigns import guards, refusals
from unisms.services.delivery import closing, steering
from unisms.services.discretion import summaries


@view_config(
    context=Campaign,
    name="summary-mail",
    request_method="POST",
    permission=Permission.CAMPAIGN_VIEW,
)
def choose_summary(campaign, request):
    """Keep whether its author is told the end of a message; others cannot choose for them."""
    if campaign.author != request.actor.uid:
        raise HTTPForbidden
    mailed = request.POST.get("mailed") == "yes"
    summaries.choose(request.actor, campaign, request.now, mailed=mailed)
    return HTTPSeeOther(request.resource_path(campaign))


def is_decided(request, campaign, service, *needed):
    """Do what was decided about a campaign, and return whether that was done.

    A second click, or a quicker colleague, may have come first: then its page tells so.
    """
    try:
        service(request.actor, campaign, *needed, request.now)
    except (*refusals.REFUSALS, WrongState) as refusal:
        problem = refusals.problem_of(refusal, "resend", campaign)
        request.session.flash(problem, "refused")
        return False
    return True


@view_defaults(context=Campaign, request_method="POST", permission=Permission.CAMPAIGN_STEER)
class Steering:
    """The decisions about a campaign under way."""

    def __init__(self, campaign, request):
        self.campaign, self.request = campaign, request
        self.connection = look_up(find_root(campaign), campaign.connection)

    @view_config(name="pause")
    def pause(self):
        return self.decide(steering.pause, self.connection)

    @view_config(name="resume")
    def resume(self):
        """Not at an hour at which one could not have sent it either."""
        return self.decide(guards.resume, nudge=True)

    @view_config(name="stop")
    def stop(self):
        return self.decide(closing.stop, self.connection)

    @view_config(name="write-off")
    def write_off(self):
        return self.decide(steering.write_off)

    @view_config(name="resend")
    def resend(self):
        """Send the uncertain messages again, which is paid for anew.

        It takes the right to send as well, and stays within the limits of the viewer's roles.
        """
        allowed = self.request.has_permission(Permission.CAMPAIGN_SEND, self.campaign)
        if not allowed:
            raise HTTPForbidden(result=allowed)
        return self.decide(guards.resend, nudge=True)

    def decide(self, service, *needed, nudge=False):
        if is_decided(self.request, self.campaign, service, *needed) and nudge:
            self.request.enqueue("deliver", self.campaign.connection)
        return HTTPSeeOther(self.request.resource_path(self.campaign))
