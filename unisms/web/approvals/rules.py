"""The rules for which messages need a yes: of an institution, and of one of its accounts."""

import re

from unisms.model.accounts import Account
from unisms.model.acl import Permission
from unisms.model.approvals import ApprovalRules, Manner
from unisms.services.approvals import approvers
from unisms.sms import money
from unisms.sms.names import fold
from unisms.web.edge.languages import marked as _
from unisms.web.forms.fields import Field, Wrong
from unisms.web.forms.form import form_views
from unisms.web.forms.readers import hours, number, yes
from unisms.web.forms.settings_page import SettingsPage, settings_page
from unisms.web.frame.formats import minutes

KINDS = ("group", "theme", "import", "number")
MOST_PEOPLE, DEAREST = 1_000_000, 1_000_000_000  # people; millionths of a euro, times a thousand
SITE = re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,}")


def names(typed):
    """Read names, a line or a comma each."""
    return tuple(dict.fromkeys(one.strip() for one in re.split(r"[\n,;]", typed) if one.strip()))


def told_names(kept):
    return "\n".join(kept)


def euros(typed):
    """Read an amount in euros, as it is written again; nothing is none."""
    try:
        millionths = money.read_price(typed, DEAREST * 1000) if typed.strip() else 0
    except money.BadPrice:
        raise Wrong("price") from None
    return money.written_price(millionths) if millionths else ""


def told_hours(typed):
    """Two times of the day as they are written, or none."""
    return tuple(minutes(one) for one in hours(typed))


def sites(typed):
    """Read the names of sites, a line each; of an address, its site."""
    told = tuple(one.removeprefix("https://").strip("/").lower() for one in names(typed))
    wrong = [one for one in told if not SITE.fullmatch(one)]
    if wrong:
        raise Wrong("site", tuple(wrong))
    return told


def chosen_kinds(typed):
    return tuple(kind for kind in KINDS if kind in typed)


def rules_of(record):
    return ApprovalRules(*(record.approval_rules or ()))


def manner_of(record):
    return Manner(*record.approval_manner)


def _kept(rules):
    """Return rules as they are stored: nothing where nothing needs a yes."""
    return None if rules == ApprovalRules() else tuple(rules)


def rule(name, parse, *, many=False, read=None, write=None, tell=None, of=None):
    """Return the field of one rule; ``read`` and ``write`` translate its value."""
    of = of or name

    def look(record):
        value = getattr(rules_of(record), of)
        return read(value) if read else value

    def keep(record, value):
        before = rules_of(record)
        changed = write(value, getattr(before, of)) if write else value
        record.approval_rules = _kept(before._replace(**{of: changed}))

    return Field(name, parse, many=many, read=look, write=keep, tell=tell)


def manner(name, parse, *, tell=None):
    """Return the field of one part of the way in which a yes is awaited."""

    def look(record):
        return getattr(manner_of(record), name)

    def keep(record, value):
        record.approval_manner = tuple(manner_of(record)._replace(**{name: value}))

    return Field(name, parse, read=look, write=keep, tell=tell)


def _kinds_of(audiences):
    return tuple(kind for kind, name in audiences if not name)


def _groups_of(audiences):
    return tuple(name for kind, name in audiences if kind == "group" and name)


RULES = (
    rule("recipients", number(0, MOST_PEOPLE)),
    rule(
        "cost",
        euros,
        read=lambda kept: money.written_price(kept * 1000) if kept else "",
        write=lambda typed, _: money.read_price(typed, DEAREST * 1000) // 1000 if typed else 0,
    ),
    rule(
        "kinds",
        chosen_kinds,
        many=True,
        of="audiences",
        read=_kinds_of,
        write=lambda kinds, kept: (
            *((kind, "") for kind in kinds),
            *(pair for pair in kept if pair[1]),
        ),
    ),
    rule(
        "groups",
        names,
        of="audiences",
        tell=told_names,
        read=_groups_of,
        write=lambda groups, kept: (
            *(pair for pair in kept if not pair[1]),
            *(("group", name) for name in groups),
        ),
    ),
    rule("by_role", yes),
    rule("people", names, tell=told_names),
    rule(
        "night",
        told_hours,
        many=True,
        read=lambda kept: tuple(minutes(one) for one in kept),
        write=lambda told, _: hours(told),
    ),
    rule("weekend", yes),
    rule("emergencies", yes),
    rule("approvers", names, tell=told_names),
)
MANNERS = (
    manner("oneself", yes),
    manner("remind_after", number(1, 72)),
    manner("escalate_after", number(1, 168)),
    manner("expire_after", number(2, 720)),
    manner("sites", sites, tell=told_names),
)
CALLED = {
    "recipients": _("personnes, à partir de"),
    "cost": _("coût, à partir de"),
    "kinds": _("sortes de destinataires"),
    "groups": _("groupes"),
    "by_role": _("rôles sans envoi libre"),
    "people": _("personnes dont les envois sont validés"),
    "night": _("nuit"),
    "weekend": _("samedi et dimanche"),
    "emergencies": _("alertes d'urgence"),
    "approvers": _("responsables"),
    "oneself": _("ses propres messages"),
    "remind_after": _("rappel, en heures"),
    "escalate_after": _("transmission, en heures"),
    "expire_after": _("fin de l'attente, en heures"),
    "sites": _("sites de l'établissement"),
}


class RulesPage(SettingsPage):
    """The page of the rules of an institution or an account."""

    fields = RULES
    mark = "approval_change"
    account = ""  #: the name of the account, where it is one's

    def check(self, values):
        """Refuse people and groups that are not there, and approvers who may not decide."""
        institution = self.request.institution
        groups = {fold(group.title): name for name, group in institution["groups"].items()}
        if "groups" in values:
            found = [
                name if name in institution["groups"] else groups.get(fold(name), "")
                for name in values["groups"]
            ]
            self._refuse("groups", values, [bool(one) for one in found])
            values["groups"] = tuple(dict.fromkeys(filter(None, found)))
        people, may = institution["people"], approvers.may_be_named
        self._refuse("people", values, [uid in people for uid in values.get("people", ())])
        named = [may(institution, uid, self.account) for uid in values.get("approvers", ())]
        self._refuse("approvers", values, named)

    def _refuse(self, field, values, known):
        typed = values.get(field, ())
        wrong = [one for one, is_there in zip(typed, known, strict=True) if not is_there]
        if wrong:
            self.reject(field, "unknown", tuple(wrong))

    def facts(self):
        """Return the people who would be asked as the rules stand."""
        institution = self.request.institution
        asked = approvers.of_account(institution, self.account) if self.account else ()
        return {"asked": asked or approvers.of_institution(institution), "kinds": KINDS}

    def keep(self, values):
        if self.request.institution.awaiting is not None:
            self.request.institution.awaiting.look_again(self.request.now)
        return super().keep(values)


@settings_page(
    "approval-rules",
    renderer="approval_rules.jinja2",
    title=_("Validations"),
    sentence=_("quels messages attendent un accord, et de qui"),
    heading="texts",
    permission=Permission.INSTITUTION_MANAGE,
    verb="approvals.changed",
    done=_("a modifié les validations"),
    called=CALLED,
)
class InstitutionRules(RulesPage):
    fields = (*RULES, *MANNERS)

    def check(self, values):
        super().check(values)
        if values.get("escalate_after", 0) >= values.get("expire_after", 1000):
            self.reject("escalate_after", "order")


@form_views(
    context=Account,
    name="approval",
    renderer="account_approval.jinja2",
    permission=Permission.ACCOUNT_MANAGE,
)
class AccountRules(RulesPage):
    """The rules of one account, beside those of the institution."""

    verb = "account.approvals_changed"

    @property
    def account(self):
        return self.context.__name__

    def after(self):
        return self.request.resource_path(self.context, "approval")
