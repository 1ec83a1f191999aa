"""An alert as it leaves, on a wall in large figures, and its report once it has left."""

import hashlib

from pyramid.httpexceptions import HTTPNotFound
from pyramid.renderers import render
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from unisms.model.acl import Permission
from unisms.model.campaigns import Campaign
from unisms.services.alerts import answers, endings, reports
from unisms.services.delivery import progress
from unisms.services.discretion import discretion
from unisms.sms import states
from unisms.web.frame.sight import seen_whole


@view_defaults(context=Campaign, request_method="GET", permission=Permission.CAMPAIGN_VIEW)
class Watching:
    """The figures of an alert: no name and no number is on these pages."""

    def __init__(self, campaign, request):
        if not reports.is_told(campaign):
            raise HTTPNotFound
        self.campaign, self.request = campaign, request

    @view_config(name="wall", renderer="wall.jinja2")
    def wall(self):
        return self.facts()

    @view_config(name="wall-figures")
    def figures(self):
        """Return the large figures anew; unchanged ones are 304."""
        body = render("wall_figures.jinja2", self.facts(), request=self.request)
        etag = hashlib.sha256(body.encode()).hexdigest()[:16]
        response = Response(body, etag=etag, conditional_response=True)
        response.cache_control = "private, no-cache"
        response.vary = ["Accept-Language", "Cookie"]
        return response

    @view_config(name="alert-report", renderer="alert_report.jinja2")
    def report(self):
        return {
            **self.facts(),
            "reached": reports.reached(self.campaign),
            "ended_by": endings.ending_of(self.campaign),
        }

    def facts(self):
        return {
            "campaign": self.campaign,
            "tally": self.tally(),
            "answers": answers.counted(self.campaign),
            "live": states.STAGES[self.campaign.state].is_open,
        }

    def tally(self):
        """Return the ``Tally`` of the alert, as this person may read it."""
        found = progress.tally(self.campaign, self.request.now)
        is_whole = seen_whole(self.request)
        return found if is_whole else discretion.tally(self.campaign, found)
