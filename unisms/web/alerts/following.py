"""An alert on its way, on a wall; and the report of an exercise."""

from pyramid.httpexceptions import HTTPForbidden, HTTPNotFound
from pyramid.view import view_config, view_defaults

from unisms.model.acl import Permission
from unisms.model.campaigns import Campaign
from unisms.services.alerts import answers, exercises
from unisms.services.delivery import progress
from unisms.services.discretion import discretion
from unisms.sms import states
from unisms.sms.purposes import EMERGENCY
from unisms.web.frame.sight import seen_whole


@view_defaults(context=Campaign, request_method="GET", permission=Permission.CAMPAIGN_VIEW)
class OnWall:
    """Large figures for a room: no name, no number, nothing to press."""

    def __init__(self, campaign, request):
        is_alert = campaign.purpose == (EMERGENCY,) and states.STAGES[campaign.state].released
        if not is_alert:
            raise HTTPNotFound
        self.campaign, self.request = campaign, request

    @view_config(name="wall", renderer="wall.jinja2")
    def page(self):
        return self.facts()

    @view_config(name="wall-figures", renderer="wall_figures.jinja2")
    def figures(self):
        """Return the figures alone: the page asks for them again and again."""
        self.request.response.cache_control = "private, no-cache"
        return self.facts()

    def facts(self):
        campaign, now = self.campaign, self.request.now
        return {
            "campaign": campaign,
            "tally": told(self.request, campaign),
            "answers": answers.count(campaign),
            "elapsed": max(0, (campaign.ended_at or now) - campaign.sent_at),
        }


@view_config(
    context=Campaign,
    name="exercise",
    request_method="GET",
    renderer="exercise.jinja2",
    permission=Permission.CAMPAIGN_VIEW,
)
def report_of_exercise(campaign, request):
    """Show how soon an exercise reached people, whom it did not, and why."""
    if not exercises.is_shown(campaign):
        raise HTTPNotFound
    if not seen_whole(request) and discretion.secrets(campaign):
        raise HTTPForbidden  # its causes would tell who has said no
    return {
        "campaign": campaign,
        "report": exercises.report(campaign, request.now),
        "shares": exercises.SHARES,
        "answers": answers.count(campaign),
    }


def told(request, campaign):
    """Return the ``Tally`` of a campaign, as this person may read it."""
    found = progress.tally(campaign, request.now)
    hides = not seen_whole(request) and discretion.secrets(campaign)
    return discretion.tally(campaign, found) if hides else found
