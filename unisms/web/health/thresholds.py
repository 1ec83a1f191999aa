"""The thresholds of an institution: how many failures set a number aside, and for how long."""

from unisms.model.acl import Permission
from unisms.services.health import thresholds
from unisms.services.health.thresholds import KEPT, MOST
from unisms.web.edge.languages import marked as _
from unisms.web.forms.fields import Field
from unisms.web.forms.readers import number
from unisms.web.forms.settings_page import SettingsPage, settings_page

#: rule -> the least and the most that it may be
BOUNDS = {
    "kept": (7, KEPT),
    "refused": (0, MOST),
    "hard": (0, MOST),
    "semi_hard": (0, MOST),
    "semi_hard_days": (1, KEPT),
    "soft": (0, MOST),
    "soft_days": (1, KEPT),
    "outage": (5, 100),
    "brake": (0, 100),
    "brake_least": (1, 10_000),
}


def field(name):
    """Return the field of one rule."""

    def read(institution):
        return getattr(thresholds.rules_of(institution), name)

    def write(institution, value):
        rules = thresholds.rules_of(institution)._replace(**{name: value})
        thresholds.keep_rules(institution, rules)

    return Field(name, number(*BOUNDS[name]), read=read, write=write)


@settings_page(
    "numbers-rules",
    renderer="numbers_rules.jinja2",
    title=_("Seuils des numéros en panne"),
    sentence=_("combien d'échecs écartent un numéro ou mettent un envoi en pause"),
    heading="people",
    last=True,
    permission=Permission.INSTITUTION_MANAGE,
    verb="thresholds.changed",
    done=_("a modifié les seuils des numéros en panne"),
    called={
        "refused": _("refus du fournisseur"),
        "hard": _("jours d'échec d'un numéro inconnu"),
        "semi_hard": _("échecs d'une ligne sans SMS"),
        "semi_hard_days": _("jours pour ces échecs"),
        "soft": _("échecs à la suite"),
        "soft_days": _("jours que durent ces échecs"),
        "outage": _("part d'échecs d'une panne"),
        "kept": _("jours avant la remise en service"),
        "brake": _("part d'échecs qui met un envoi en pause"),
        "brake_least": _("échecs avant une pause, au moins"),
    },
)
class ThresholdsPage(SettingsPage):
    fields = tuple(map(field, BOUNDS))
    mark = "health_change"

    def facts(self):
        return {"defaults": thresholds.Rules()._asdict()}
