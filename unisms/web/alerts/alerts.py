"""The alerts that an institution has prepared: the page, a new one, one changed, launched."""

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.view import view_config, view_defaults

from unisms.model.acl import Permission
from unisms.model.alerts import EXERCISE, MODES, PreparedAlert
from unisms.model.campaigns import Campaign
from unisms.model.folder import Folder
from unisms.services.alerts import launches, machines, prepared
from unisms.services.exclusions import exclusions
from unisms.sms.names import fold
from unisms.web.alerts.fields import AlertForm
from unisms.web.forms.form import form_views
from unisms.web.forms.new_page import NewPage
from unisms.web.forms.settings_page import SettingsPage

SEND, PREPARE = Permission.CAMPAIGN_EMERGENCY, Permission.INSTITUTION_MANAGE
SHOWN = 5  # launches of one alert


@view_config(
    context=Folder,
    folder="alerts",
    request_method="GET",
    renderer="alerts.jinja2",
    permission=SEND,
)
def list_of_alerts(folder, request):
    """Show the alerts by title, each with what it became lately."""
    return shown(folder, request)


def shown(folder, request, problems=()):
    """Return what the page shows; ``problems`` keep an alert from being launched."""
    actor, institution = request.actor, request.institution
    alerts = sorted(folder.values(), key=lambda one: fold(one.title))
    return {
        "alerts": [(one, launches.campaigns_of(institution, one)[:SHOWN]) for one in alerts],
        "running": {one: launches.running(institution, one) for one in alerts},
        "told": lambda parts: [(kind, exclusions.title_of(actor, (kind, n))) for kind, n in parts],
        "answered": {one for one in alerts if is_answered(institution, one)},
        "wrong": {one: launches.problems(actor, one, request.now) for one in alerts},
        "gaps": {one for one in alerts if prepared.has_gaps(institution, one)},
        "waiting": machines.waiting(institution),
        "may_prepare": request.has_permission(PREPARE, institution),
        "problems": problems,
    }


def is_answered(institution, alert):
    """Whether people can answer the sender of an alert."""
    return prepared.can_be_answered(institution, alert.connection, alert.sender_id)


@form_views(
    context=Folder, folder="alerts", name="new", renderer="alert_new.jinja2", permission=PREPARE
)
class NewAlert(AlertForm, NewPage):
    """The form by which an alert is prepared."""

    verb = "alert.prepared"

    def begun(self):
        return super().begun() | self.usual()

    def make(self, values):
        """Return the alert."""
        alert = PreparedAlert(values["title"], self.request.now)
        for field in self.fields:
            field.store(alert, values[field.name])
        return alert

    def after(self, record):
        return self.request.resource_path(record.__parent__, anchor=f"alert-{record.__name__}")


@form_views(
    context=PreparedAlert, name="settings", renderer="alert_settings.jinja2", permission=PREPARE
)
class AlertSettings(AlertForm, SettingsPage):
    """A prepared alert, changed."""

    verb = "alert.changed"

    @property
    def alert(self):
        return self.context

    def after(self):
        anchor = f"alert-{self.alert.__name__}"
        return self.request.resource_path(self.alert.__parent__, anchor=anchor)


@view_config(context=PreparedAlert, request_method="GET", permission=SEND)
def prepared_there(alert, request):
    """Lead to the place of an alert on the page of all of them."""
    there = request.resource_path(alert.__parent__, anchor=f"alert-{alert.__name__}")
    return HTTPSeeOther(there)


@view_defaults(context=PreparedAlert, request_method="POST")
class Launching:
    """A prepared alert, as it is launched and deleted."""

    def __init__(self, alert, request):
        self.alert, self.request = alert, request

    @view_config(name="launch", renderer="alerts.jinja2", permission=SEND)
    def launch(self):
        """Have it checked, and lead to its check: nothing leaves without that."""
        request, post = self.request, self.request.POST
        mode = post.get("mode", "")
        if mode not in MODES:
            raise HTTPNotFound
        announced = mode == EXERCISE and post.get("announced") == "yes"
        told = launches.launch(
            request.actor, self.alert, request.now, mode=mode, announced=announced
        )
        if not isinstance(told, Campaign):
            request.response.status = 422
            return shown(self.alert.__parent__, request, told)
        request.enqueue("prepare_campaign", told.path, told.author)
        return HTTPSeeOther(request.resource_path(told, "check"))

    @view_config(name="delete", permission=PREPARE)
    def delete(self):
        folder = self.alert.__parent__
        prepared.delete(self.request.actor, self.alert, self.request.now)
        self.request.session.flash("yes", "gone", allow_duplicate=False)
        return HTTPSeeOther(self.request.resource_path(folder))
