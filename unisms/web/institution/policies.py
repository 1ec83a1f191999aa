"""An institution's rules for all messages: recipients, hours, countries, histories."""

from unisms.model.acl import Permission
from unisms.services.rules.policies import (
    ALLOW,
    EVERYBODY,
    REFUSE,
    SAID_YES,
    policy_of,
)
from unisms.sms import money
from unisms.sms.purposes import POLICIES
from unisms.web.edge.languages import marked as _
from unisms.web.forms.fields import Field, Wrong
from unisms.web.forms.readers import hours, one_of
from unisms.web.forms.settings_page import SettingsPage, settings_page
from unisms.web.frame.formats import minutes


def told_hours(typed):
    """Two times of the day as they are written, ``("22:00", "07:30")``, or none."""
    return tuple(minutes(one) for one in hours(typed))


def read_hours(institution):
    return tuple(minutes(one) for one in institution.quiet_hours)


def write_hours(institution, told):
    institution.quiet_hours = hours(told)


def price(typed):
    """Euros for one segment, as they are written: ``0,12``; nothing where no price is told."""
    try:
        return _written(money.read_price(typed) if typed.strip() else 0)
    except money.BadPrice:
        raise Wrong("price") from None


def _written(millionths):
    return money.written_price(millionths) if millionths else ""


def read_price(institution):
    return _written(institution.foreign_price)


def write_price(institution, euros):
    institution.foreign_price = money.read_price(euros) if euros else 0


def yes_or_no(typed):
    """Return whether a box is ticked; the command line says ``no`` too."""
    return one_of(("yes", "no"))(typed or "no") == "yes"


def policy(kind):
    """Return the field of the policy of one kind of purpose; nothing typed is the default."""
    known = POLICIES[kind]

    def parse(typed):
        return one_of(known)(typed or known[0])

    def read(institution):
        return policy_of(institution, kind)

    def write(institution, chosen):
        told = {**dict(institution.policies), kind: chosen}
        institution.policies = tuple(
            (one, told[one])
            for one, (default, *_) in POLICIES.items()
            if told.get(one, default) != default
        )

    return Field(f"policy_{kind}", parse, read=read, write=write)


@settings_page(
    "policies",
    renderer="policies.jinja2",
    title=_("Règles d'envoi"),
    sentence=_("consentement, heures calmes, numéros étrangers, historique"),
    heading="texts",
    permission=Permission.INSTITUTION_MANAGE,
    verb="policies.changed",
    done=_("a modifié les règles d'envoi"),
    called={
        "consent": _("destinataires permis"),
        "policy_theme": _("messages de thème"),
        "policy_partner": _("messages de partenaire"),
        "policy_emergency": _("alertes d'urgence"),
        "quiet_hours": _("heures calmes"),
        "foreign_numbers": _("numéros à l'étranger"),
        "foreign_price": _("prix vers l'étranger"),
        "alerts_by_command": _("alertes d'urgence par commande"),
        "keeps_history": _("une ligne par message après l'effacement"),
    },
)
class PoliciesPage(SettingsPage):
    fields = (
        Field("consent", one_of((EVERYBODY, SAID_YES))),
        *map(policy, POLICIES),
        Field("quiet_hours", told_hours, many=True, read=read_hours, write=write_hours),
        Field("foreign_numbers", one_of((ALLOW, REFUSE))),
        Field("foreign_price", price, read=read_price, write=write_price),
        Field("keeps_history", yes_or_no),
        Field("alerts_by_command", yes_or_no),
    )
    mark = "policies_change"
