"""The rules of alerts: whether a machine may launch one by itself."""

from unisms.model.acl import Permission
from unisms.web.edge.languages import marked as _
from unisms.web.forms.fields import Field
from unisms.web.forms.readers import yes
from unisms.web.forms.settings_page import SettingsPage, settings_page


@settings_page(
    "alert-rules",
    renderer="alert_rules.jinja2",
    title=_("Alertes d'un programme"),
    sentence=_("si une personne doit confirmer l'alerte qu'un programme demande"),
    heading="texts",
    permission=Permission.INSTITUTION_MANAGE,
    verb="alert_rules.changed",
    done=_("a changé la règle des alertes d'un programme"),
    called={"machines_alert": _("part sans qu'une personne confirme")},
)
class AlertRulesPage(SettingsPage):
    fields = (Field("machines_alert", yes),)
    mark = "alerts_change"
