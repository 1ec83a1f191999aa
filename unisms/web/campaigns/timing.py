"""When a checked campaign leaves; and one that waits for its hour: called back, or hastened."""

from pyramid.httpexceptions import HTTPForbidden, HTTPSeeOther
from pyramid.view import view_config, view_defaults

from unisms.model.acl import Permission
from unisms.model.campaigns import Campaign
from unisms.model.timings import Series
from unisms.services.ground.problem import Problem
from unisms.services.rules.timings import Untimely
from unisms.services.schedules import arrivals, departures, forecasts
from unisms.sms import states
from unisms.web.campaigns.steering import is_decided


def facts(request, campaign, *, checked):
    """Return what the part of the check page about its hours shows."""
    waits = campaign.state == states.SCHEDULED and campaign.scheduled is not None
    asked = forecasts.asked_for(campaign, request.now)
    if waits:
        asked = max(campaign.scheduled.at, request.now)
    forecast = forecasts.of(campaign, asked) if checked else None
    return {
        "waits": waits,
        "scheduled": campaign.scheduled,
        "seconds_left": max(0, campaign.scheduled.at - request.now) if waits else 0,
        "forecast": forecast,
        "leaves_at": forecast.begins if forecast and forecast.begins > request.now else 0,
        "untimely": untimely(campaign, request.now) if checked else "",
        "hours": forecasts.hours_of(campaign),
        "previous": _neighbour(campaign, "previous"),
        "may_steer": request.has_permission(Permission.CAMPAIGN_STEER, campaign),
    }


def untimely(campaign, now):
    """Return why a checked campaign cannot leave as it is wanted, as a code; else empty."""
    if campaign.state != states.CHECKED:
        return ""
    try:
        departures.refuse_untimely(campaign, forecasts.asked_for(campaign, now), now)
    except Untimely as refusal:
        return refusal.code
    return ""


def returned(campaign):
    """Return the ``Problem`` for which a scheduled campaign has not left, or ``None``."""
    schedule = campaign.scheduled
    return Problem(*schedule.refused) if schedule is not None and schedule.refused else None


def nudge(request, campaign):
    """Let a worker hand a campaign over that leaves, or wait for the hour of one that soon does."""
    if task := arrivals.task_of(campaign, request.now):
        request.enqueue(*task)


def passed(campaign):
    """Return what the page of a campaign that has left shows of its hours."""
    schedule = campaign.scheduled
    is_told = schedule is not None and schedule.is_pending and not schedule.is_undo
    return {
        "was_scheduled": schedule if is_told else None,
        "following": _neighbour(campaign, "following"),
        "previous": _neighbour(campaign, "previous"),
    }


def _neighbour(campaign, name):
    """Return the campaign that this one repeats, or that repeats this one; ``None``: none is."""
    told = getattr(Series(*campaign.series), name) if campaign.series else ""
    return campaign.__parent__.get(told) if told else None


@view_defaults(context=Campaign)
class Departing:
    """A campaign that waits for its hour."""

    def __init__(self, campaign, request):
        self.campaign, self.request = campaign, request

    @view_config(
        name="departure",
        request_method="GET",
        renderer="check_departure.jinja2",
        permission=Permission.CAMPAIGN_VIEW,
    )
    def departure(self):
        """Return the part of the page that counts down; once it has left, the page comes anew."""
        if self.campaign.state != states.SCHEDULED:
            if "HX-Request" not in self.request.headers:
                return HTTPSeeOther(self.request.resource_path(self.campaign))
            there = self.request.resource_path(self.campaign)
            self.request.response.headers["HX-Redirect"] = there
        return {
            "campaign": self.campaign,
            "check": None,
            **facts(self.request, self.campaign, checked=False),
        }

    @view_config(name="cancel", request_method="POST", permission=Permission.CAMPAIGN_STEER)
    def cancel(self):
        """Call the campaign back: it is checked again, and nothing has left."""
        return self.decide(departures.cancel)

    @view_config(name="hasten", request_method="POST", permission=Permission.CAMPAIGN_STEER)
    def hasten(self):
        """Let the campaign leave now; that takes the right to send it."""
        allowed = self.request.has_permission(Permission.CAMPAIGN_SEND, self.campaign)
        if not allowed:
            raise HTTPForbidden(result=allowed)
        response = self.decide(departures.hasten)
        if self.campaign.state == states.SCHEDULED:
            nudge(self.request, self.campaign)
        return response

    def decide(self, service):
        is_decided(self.request, self.campaign, service)
        return HTTPSeeOther(self.request.resource_path(self.campaign))
