"""Alerts that are prepared: the list with a button for each, a new one, and what one says."""

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config, view_defaults

from unisms.model.acl import Permission
from unisms.model.alerts import ANNOUNCED, UNANNOUNCED, PreparedAlert
from unisms.model.campaigns import Campaign
from unisms.model.folder import Folder
from unisms.services.alerts import prepared
from unisms.services.audience import audience
from unisms.services.brokers.connections import usable
from unisms.services.exclusions import exclusions
from unisms.services.rights import payers
from unisms.sms.names import fold
from unisms.sms.notations import other_than
from unisms.sms.visible import visible
from unisms.web.forms.fields import Field, Wrong
from unisms.web.forms.form import form_views
from unisms.web.forms.new_page import NewPage
from unisms.web.forms.readers import one_of, text
from unisms.web.forms.settings_page import SettingsPage

EMERGENCY = Permission.CAMPAIGN_EMERGENCY


@view_config(
    context=Folder,
    folder="alerts",
    request_method="GET",
    renderer="alerts.jinja2",
    permission=EMERGENCY,
)
def list_of_alerts(_folder, request):
    """Show the alerts by title, each with whom it goes to and its button."""
    return listed(request)


def listed(request, refused=None, problems=()):
    """Return what the list shows; ``refused`` is the alert that ``problems`` keep from leaving."""
    actor = request.actor
    found = sorted(prepared.every(request.institution), key=lambda one: fold(one.title))
    told = {one: [exclusions.title_of(actor, pair) for pair in one.pairs] for one in found}
    return {"alerts": told, "refused": refused, "problems": problems}


class AlertFields:
    """The fields of an alert, with what may be chosen in each."""

    verb: str

    @property
    def fields(self):
        return (
            Field("title", text(60)),
            Field("text", message, private=True),
            Field("other_text", words, private=True),
            Field("pairs", self.chosen, many=True, tell=told_pairs),
            Field("account", one_of(payers.offered(self.request.actor, self.had("account", "")))),
            Field("connection", one_of(usable(self.request.institution))),
            Field("sender_id", one_of(("", *self.senders()))),
            Field("all_clear", words, private=True),
            Field("false_alarm", words, private=True),
        )

    def had(self, name, default):
        """Return an attribute of the alert that is changed, or ``default``: it is a new one."""
        return getattr(self.context, name) if isinstance(self.context, PreparedAlert) else default

    def choices(self):
        return prepared.offered(self.request.actor, self.had("pairs", ()))

    def chosen(self, typed):
        """Return the audience that was ticked, among what is offered."""
        offered = [(one.kind, one.name) for one in self.choices()]
        found = tuple(pair for pair in offered if ":".join(pair) in typed)
        if not found:
            raise Wrong("missing")
        return found

    def senders(self):
        """Return the sender IDs that some connection accepts."""
        name, known = self.request.institution.__name__, usable(self.request.institution)
        return sorted({one for each in known.values() for one in each.accepted(name)})

    def check(self, values):
        connection = usable(self.request.institution).get(values.get("connection", ""))
        sender = values.get("sender_id", "")
        if sender and connection and sender not in connection.accepted(self.institution_name):
            self.reject("sender_id", "unknown")

    @property
    def institution_name(self):
        return self.request.institution.__name__

    def facts(self):
        institution = self.request.institution
        accounts = payers.offered(self.request.actor, self.had("account", ""))
        return {
            "choices": self.choices(),
            "accounts": [(name, institution["accounts"][name].title) for name in accounts],
            "connections": [(path, one.title) for path, one in usable(institution).items()],
            "senders": self.senders(),
            "other": other_than(institution.language),
        }


def words(typed):
    """Return a text in the signs that are sent."""
    kept = visible(typed.replace("\r\n", "\n").strip())
    if len(kept) > audience.LONGEST_TEXT:
        raise Wrong("long", audience.LONGEST_TEXT)
    return kept


def message(typed):
    """Return a text that is not empty."""
    if not typed.strip():
        raise Wrong("missing")
    return words(typed)


def told_pairs(pairs):
    return [":".join(pair) for pair in pairs]


@form_views(
    context=Folder, folder="alerts", name="new", renderer="alert_new.jinja2", permission=EMERGENCY
)
class NewAlert(AlertFields, NewPage):
    """The form of a new alert."""

    verb = "alert.added"

    def make(self, values):
        made = PreparedAlert()
        for field in self.fields:
            field.store(made, values[field.name])
        return made

    def after(self, record):
        return self.request.resource_path(record.__parent__)


@form_views(
    context=PreparedAlert,
    name="settings",
    renderer="alert_settings.jinja2",
    permission=EMERGENCY,
)
class AlertSettings(AlertFields, SettingsPage):
    """An alert, as it is written: what it says, and to whom."""

    verb = "alert.changed"

    def after(self):
        return self.request.resource_path(self.context.__parent__)


@view_config(context=PreparedAlert, request_method="GET", permission=EMERGENCY)
def alert_there(alert, request):
    """Lead to the place of an alert in the list."""
    there = request.resource_path(alert.__parent__, anchor=f"alert-{alert.__name__}")
    return HTTPSeeOther(there)


@view_defaults(
    context=PreparedAlert,
    request_method="POST",
    renderer="alerts.jinja2",
    permission=EMERGENCY,
)
class Launching:
    """An alert, as somebody lets it leave: for real, or as an exercise."""

    def __init__(self, alert, request):
        self.alert, self.request = alert, request

    @view_config(name="prepare")
    def prepare(self):
        return self.lead("")

    @view_config(name="exercise")
    def exercise(self):
        is_told = self.request.POST.get("announced") == "yes"
        return self.lead(ANNOUNCED if is_told else UNANNOUNCED)

    def lead(self, exercise):
        """Make the campaign, and lead to its check: nothing leaves without it."""
        request = self.request
        made = prepared.prepare(request.actor, self.alert, request.now, exercise)
        if not isinstance(made, Campaign):
            request.response.status = 422
            return listed(request, self.alert, made)
        request.enqueue("prepare_campaign", made.path, made.author)
        return HTTPSeeOther(request.resource_path(made))

    @view_config(name="delete")
    def delete(self):
        folder = self.alert.__parent__
        prepared.delete(self.request.actor, self.alert, self.request.now)
        return HTTPSeeOther(self.request.resource_path(folder))
