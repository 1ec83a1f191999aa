"""The form of a role: its title, what it permits, and its limits."""

from unisms.model.acl import GIVEN, ROLES
from unisms.model.roles import Limits, Role
from unisms.services.brokers import connections
from unisms.services.rights.rights import LastAdministrator, NotYours
from unisms.sms.template import fold
from unisms.web.edge.languages import macros
from unisms.web.forms.fields import Field, Wrong
from unisms.web.forms.form import Form
from unisms.web.forms.readers import hours, number, text, yes
from unisms.web.frame.holders import Names

MOST_ABOUT = 200  # characters
MOST_PEOPLE, MOST_SEGMENTS = 100_000, 10_000_000
FIELDS = {
    "free_text": "templates_only",
    "typed_numbers": "known_only",
}  # of the form, for a limit, where it differs


def limits_of(role):
    return Limits(*role.limits)


def permissions_of(role):
    """Return the permissions of ``role`` that this release knows, in its order."""
    return tuple(str(one) for one in GIVEN if one in role.permissions)


def limit(name, parse, **options):
    """A field of a role's limit."""
    return Field(
        name,
        parse,
        read=lambda role: getattr(limits_of(role), name),
        write=_writer(name),
        **options,
    )


def only(name, of):
    """A box that takes away what the limit called ``of`` leaves free."""
    write = _writer(of)
    read, store = (
        lambda role: not getattr(limits_of(role), of),
        lambda role, ticked: write(role, not ticked),
    )
    return Field(name, yes, read=read, write=store)


def _writer(name):
    def write(role, value):
        role.limits = tuple(limits_of(role)._replace(**{name: value}))

    return write


def at_most(most):
    """A whole number, or nothing, which sets no limit."""
    parse = number(1, most)
    return lambda typed: parse(typed) if typed.strip() else 0


def some_of(offered):
    """Any of what the function ``offered`` tells, in its order."""

    def parse(typed):
        known = offered()
        if not set(typed) <= set(known):
            raise Wrong("choice")
        return tuple(one for one in known if one in typed)

    return parse


def permitted(typed):
    """The permissions ticked, at least one."""
    if not typed:
        raise Wrong("nothing")
    return some_of(lambda: [str(one) for one in GIVEN])(typed)


class RoleForm(Form):
    """The common part of the forms of a new and of a changed role."""

    @property
    def fields(self):
        return (
            Field("title", self.title),
            Field("about", text(MOST_ABOUT, least=0)),
            Field("permissions", permitted, many=True, read=permissions_of),
            limit("audience", at_most(MOST_PEOPLE)),
            limit("daily", at_most(MOST_SEGMENTS)),
            only("templates_only", of="free_text"),
            only("known_only", of="typed_numbers"),
            limit("sender_ids", some_of(self.sender_ids), many=True),
            limit("accounts", some_of(self.accounts), many=True),
            limit("hours", hours, many=True),
        )

    @property
    def role(self):
        """The role that is changed, or ``None``."""
        return self.context if isinstance(self.context, Role) else None

    @property
    def limits(self):
        """The limits of the role that is changed."""
        return limits_of(self.role) if self.role else Limits()

    @property
    def folder(self):
        return self.request.institution["roles"]

    def title(self, typed):
        """Return a title that no other role has.

        A built-in role has two: its name in code, and its title in the page's language.
        """
        title = text(80)(typed)
        told = macros(self.request, "rights_words.jinja2")
        if fold(title) in {
            fold(word)
            for name in ROLES
            for word in (name, name.replace("_", " "), told.built_in(name))
        }:
            raise Wrong("built_in")
        if any(
            fold(one.title) == fold(title) for one in self.folder.values() if one is not self.role
        ):
            raise Wrong("namesake")
        return title

    def sender_ids(self):
        """Return the sender IDs that every contract takes from here, and those of the role."""
        institution = self.request.institution
        contracts = connections.usable(institution).values()
        known = {word for contract in contracts for word in contract.accepted(institution.__name__)}
        return sorted(known | {*self.limits.sender_ids})

    def accounts(self):
        """The names of the accounts, also of those that the role names and that are gone."""
        known = self.request.institution["accounts"]
        gone = [name for name in self.limits.accounts if name not in known]
        return [*sorted(known, key=lambda name: known[name].title.casefold()), *gone]

    def facts(self):
        """Return the values that both templates show beside the fields."""
        return {
            "offered": GIVEN,
            "mine": self.request.actor.permissions(),
            "sender_ids": self.sender_ids(),
            "accounts": self.accounts(),
            "names": Names(self.request.institution),
            "clock": shown_clock,
        }

    def told(self, name, value):
        """A value of the field ``name``, in words."""
        words, names = macros(self.request, "rights_words.jinja2"), Names(self.request.institution)
        if name == "permissions":
            return [str(words.may(one)) for one in value]
        if name == "accounts":
            return [names.place(f"accounts/{one}") or one for one in value]
        return [shown_clock(one) for one in value] if name == "hours" else value

    def refuse(self, check, *args):
        """Put into ``errors`` why the rights of who edits do not allow it."""
        try:
            check(*args)
        except LastAdministrator:
            self.reject("permissions", "last")
        except NotYours as refused:
            if refused.permissions:
                self.reject("permissions", "not_yours", refused.permissions)
            for name in refused.limits:
                self.reject(FIELDS.get(name, name), "wider")


def shown_clock(value):
    """A time of day as an ``<input type=time>`` has it; what was typed stays."""
    return f"{value // 60 % 24:02d}:{value % 60:02d}" if isinstance(value, int) else value


def wanted(values):
    """The permissions and the limits of the values typed."""
    taken = {"free_text": not values["templates_only"], "typed_numbers": not values["known_only"]}
    kept = {name: values[name] for name in Limits._fields if name not in taken}
    return values["permissions"], Limits(**kept, **taken)
