"""The page of periods: for how long an institution keeps what may name somebody."""

from functools import partial

from unisms.model.acl import Permission
from unisms.services.rules import periods
from unisms.services.rules.periods import PERIODS
from unisms.services.rules.policies import LONGEST, SHORTEST
from unisms.web.edge.languages import marked as _
from unisms.web.forms.fields import Field
from unisms.web.forms.readers import number
from unisms.web.forms.settings_page import SettingsPage, settings_page


def period(kind):
    """Return the field of one of the ``PERIODS``."""

    def write(institution, days):
        periods.choose(institution, kind, days)

    bounds = PERIODS[kind].least, PERIODS[kind].most
    read = partial(periods.days_of, kind=kind)
    return Field(f"kept_{kind}", number(*bounds), read=read, write=write)


@settings_page(
    "keeping",
    renderer="keeping.jinja2",
    title=_("Durées de conservation"),
    sentence=_("textes et numéros, refus, journal"),
    heading="institution",
    permission=Permission.INSTITUTION_MANAGE,
    verb="keeping.changed",
    done=_("a modifié les durées de conservation"),
    called={
        "retention": _("jours de conservation"),
        "kept_refusals": _("jours des refus"),
        "kept_history": _("jours de l'historique"),
        "kept_comparisons": _("jours des fichiers de l'annuaire"),
        "kept_addresses": _("jours des adresses du journal"),
        "kept_journal": _("jours du journal"),
    },
)
class KeepingPage(SettingsPage):
    fields = (Field("retention", number(SHORTEST, LONGEST)), *map(period, PERIODS))
    mark = "keeping_change"

    def facts(self):
        return {"periods": PERIODS, "bounds": (SHORTEST, LONGEST)}
