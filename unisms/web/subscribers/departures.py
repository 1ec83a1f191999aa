"""The page of a pause and of leaving everything, each taken back as easily."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pyramid.view import view_config, view_defaults

from unisms.services.people import consent
from unisms.services.subscribers import departures
from unisms.web.subscribers.own import OWN, OwnView

PAGE = "leave"


@view_defaults(**OWN, renderer="own_leave.jinja2")
class Departures(OwnView):
    """Receiving nothing for a while, or nothing any more."""

    @view_config(name=PAGE, request_method="GET")
    def show(self):
        return self.told(**self.facts())

    def facts(self, typed=""):
        today = self.local(self.now).date()
        return {
            "typed": typed,
            "first": (today + timedelta(days=1)).isoformat(),
            "last": (today + timedelta(days=365)).isoformat(),
        }

    def local(self, at):
        return datetime.fromtimestamp(at, ZoneInfo(self.institution.time_zone))

    @view_config(name="pause", request_method="POST")
    def pause(self):
        """Pause until the morning of a day."""
        typed = self.request.POST.get("until", "").strip()
        try:
            day = datetime.combine(date.fromisoformat(typed), time())
            until = int(day.replace(tzinfo=self.local(self.now).tzinfo).timestamp())
            departures.pause(self.actor, until, self.now)
        except (ValueError, OverflowError):
            return self.wrong(problem=("until", "until"), **self.facts(typed))
        return self.done("paused", PAGE)

    @view_config(name="resume", request_method="POST")
    def resume(self):
        departures.resume(self.actor, self.now)
        return self.done("resumed", PAGE)

    @view_config(name="leave-all", request_method="POST")
    def leave_all(self):
        """Refuse everything but emergencies; the next page takes it back."""
        if self.person.said != consent.NO:
            consent.opt_out(self.actor, self.uid, self.now)
        return self.done("left", PAGE)

    @view_config(name="take-back", request_method="POST")
    def take_back(self):
        """Receive again what was received before."""
        departures.take_back(self.actor, self.now)
        return self.done("back", PAGE)
