"""The people of an institution: found, added, changed, taken out; their passwords and their
sessions.
"""

import re

from pyramid.decorator import reify
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config, view_defaults

from unisms.model.acl import Permission
from unisms.model.folder import is_reserved
from unisms.model.groups import of_person
from unisms.model.people import People, Subscriber
from unisms.services.audience.verdicts import verdict
from unisms.services.door import second_factor
from unisms.services.people import consent, enrolling
from unisms.services.rights import reaches, rights
from unisms.sms import msisdn
from unisms.web.door import security
from unisms.web.door.proving import Proof, tell
from unisms.web.edge.languages import LANGUAGES
from unisms.web.frame.forms import Field, SettingsPage, Wrong, digest, one_of, text
from unisms.web.frame.holders import Names, found, searched
from unisms.web.frame.paging import first
from unisms.web.frame.sight import note_reading, seen_whole

UID = re.compile(r"[a-z0-9][a-z0-9._@-]{0,63}")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@view_config(
    context=People,
    request_method="GET",
    renderer="people.jinja2",
    permission=Permission.PERSON_VIEW,
)
def people(folder, request):
    """Fifty people by name, or those that a search finds."""
    search, after = searched(request), request.GET.get("after", "")
    page = first(folder.by_name(after=after), after)
    return {
        "search": search,
        "people": [folder[uid] for uid in (found(request, search) if search else page.names)],
        "page": page,
        "count": len(folder),
        "may_manage": request.has_permission(Permission.PERSON_MANAGE, folder),
    }


def identifier(typed):
    """Return the identifier with which a person signs in."""
    uid = typed.strip().lower()
    if not uid:
        raise Wrong("missing")
    if not UID.fullmatch(uid) or is_reserved(uid):
        raise Wrong("uid")
    return uid


def email(typed):
    address = typed.strip()
    if address and (
        len(address) > 254 or not EMAIL.fullmatch(address) or not address.isprintable()
    ):
        raise Wrong("email")
    return address


LANGUAGE = Field("language", one_of(("", *LANGUAGES)))


class PersonPage(SettingsPage):
    """The common part of the pages of a new and of a changed person."""

    hides_number = False

    @property
    def fields(self):
        return (
            Field("name", text(80), write=lambda one, name: self.identify(one, name=name)),
            Field(
                "msisdn",
                self.number,
                secret=self.hides_number,
                private=True,
                write=lambda one, number: self.identify(one, msisdn=number),
            ),
            Field("email", email, write=lambda one, address: self.identify(one, email=address)),
            LANGUAGE,
        )

    def identify(self, person, **facts):
        enrolling.identify(self.request.actor, person.__name__, **facts)

    def number(self, typed):
        """The number in E.164, or none.

        :raises Wrong: it cannot be written to; the code is the cause (``sms.causes``).
        """
        reading = msisdn.read(typed, self.request.institution.country)
        cause, _ = verdict(reading, self.request.institution)
        if not typed.strip():
            return ""
        if cause or reading.filler:
            raise Wrong(cause or "filler")
        if reading.others:
            raise Wrong("several")
        return reading.msisdn


@view_defaults(
    context=People, name="new", renderer="person_new.jinja2", permission=Permission.PERSON_MANAGE
)
class NewPerson(PersonPage):
    """Adding somebody."""

    @property
    def fields(self):
        return (Field("uid", identifier), *super().fields)

    @view_config(request_method="GET")
    def show(self):
        return self.new_page()

    @view_config(request_method="POST")
    def save(self):
        values = self.typed()
        uid = values.get("uid", "")
        if uid in self.context:
            self.reject("uid", "taken")
        elif enrolling.is_author(
            self.request.institution, uid
        ):  # a namesake would open what another one has written
            self.reject("uid", "kept")
        elif not enrolling.may_identify(self.request.actor, uid):
            self.reject("uid", "not_yours")
        if self.errors:
            return self.new_page()
        person = Subscriber(values["name"], values["msisdn"], values["email"])
        person.language = values["language"]
        enrolling.add(self.request.actor, uid, person, self.request.now)
        self.request.session.flash("added", "person")
        return HTTPSeeOther(self.request.resource_path(person))


@view_defaults(
    context=Subscriber,
    name="settings",
    renderer="person_settings.jinja2",
    permission=Permission.PERSON_MANAGE,
)
class PersonSettings(PersonPage):
    """Changing somebody's name, number, address or language."""

    verb = "person.changed"

    @property
    def hides_number(self):
        """A number that one may not see can be replaced, not read."""
        return not seen_whole(self.request)

    @reify
    def may_identify(self):
        """Whether more than the language is theirs to change, who may do less than this person."""
        return enrolling.may_identify(self.request.actor, self.context.__name__)

    @property
    def fields(self):
        return super().fields if self.may_identify else (LANGUAGE,)

    @view_config(request_method="GET")
    def show(self):
        if self.may_identify:
            note_reading(self.request, self.context, [self.context.msisdn])
        return self.page(refused=False)

    @view_config(request_method="POST")
    def save(self):
        """Refused whole, where the form is of before this person could do more, or was made up."""
        if not self.may_identify and any(name in self.request.POST for name in enrolling.IDENTITY):
            self.request.response.status = 403
            return self.page(refused=True)
        return self.saved(refused=False)


@view_defaults(context=Subscriber, renderer="person.jinja2")
class PersonViews:
    def __init__(self, person, request):
        self.person, self.request = person, request
        self.institution, self.uid = request.institution, person.__name__

    @view_config(request_method="GET", permission=Permission.PERSON_VIEW)
    def show(self):
        return self.page()

    @property
    def mark(self):
        """A digest that tells their password from another one, so that a page sent again draws no
        second.
        """
        return digest(self.institution.passwords.get(self.uid, ""))

    def page(self, problem="", password="", status=200, *, wait=0, asked=""):
        """``problem`` is why nothing was done; ``password`` the one just drawn, shown this once;
        ``asked`` the form whose proof was not right.
        """
        tell(self.request.response, problem, wait)
        if not wait and status != 200:
            self.request.response.status = status
        note_reading(self.request, self.person, [self.person.msisdn])
        return {
            "person": self.person,
            "problem": problem,
            "password": password,
            "proof": Proof(self.request),
            "refused_before": self.refused_before(),
            "wait": wait,
            "asked": asked,
            "has_password": self.uid in self.institution.passwords,
            "mark": self.mark,
            "roles": rights.held(self.institution, self.uid),
            "names": Names(self.institution),
            "has_second_factor": second_factor.enrolled(self.institution, self.uid) is not None,
            "notes": self.request.session.pop_flash("person"),
            "may_manage": self.request.has_permission(Permission.PERSON_MANAGE, self.person),
            "may_write": self.may_write(),
            "groups": of_person(self.institution["groups"], self.uid),
        }

    def refused_before(self):
        """Whether somebody else has said no of their number; told to whoever may see it whole."""
        others = consent.is_refused_by_others(self.institution, self.person)
        return others and seen_whole(self.request)

    def may_write(self):
        """Whether the message of whoever looks may be to one person."""
        may = self.request.has_permission(Permission.CAMPAIGN_COMPOSE, self.institution)
        return may and reaches.groups(self.request.actor) is None

    @view_config(name="password", request_method="POST", permission=Permission.PERSON_MANAGE)
    def password(self):
        """Give them the password that is typed, or draw one and show it: a cookie is no place to
        keep it in.
        """
        drawn = self.request.POST.get("action") == "draw"
        if drawn and self.request.POST.get("mark", self.mark) != self.mark:
            return self.page("given", status=409)
        typed = "" if drawn else self.request.POST.get("password", "")
        if refused := self.unproven("password"):
            return refused
        try:
            if not drawn and not typed:
                raise enrolling.TooWeak
            actor, now = self.request.actor, self.request.now
            password = enrolling.give_password(actor, self.uid, now, typed)
        except enrolling.TooWeak:
            return self.page("weak", status=422)
        except enrolling.NotYours:
            return self.page("not_yours", status=403)
        self.stay()
        return self.page(password=password) if drawn else self.done("password")

    @view_config(
        name="second-factor-off", request_method="POST", permission=Permission.PERSON_MANAGE
    )
    def no_second_factor(self):
        """For who has lost both the authenticator and the recovery codes."""
        if refused := self.unproven("second_factor"):
            return refused
        try:
            enrolling.take_second_factor(self.request.actor, self.uid, self.request.now)
        except enrolling.NotYours:
            return self.page("not_yours", status=403)
        self.stay()
        return self.done("second_factor")

    def unproven(self, asked):
        """The page, where whoever does it has not proved that it is them: a borrowed session must
        not replace what opens the service, or the export.

        ``None`` where they have.
        """
        problem, wait = Proof(self.request).problem()
        return self.page(problem, wait=wait, asked=asked) if problem else None

    def stay(self):
        """Sign the person in again if they do it to themselves: they are thrown out everywhere
        else, not here.
        """
        if self.request.actor.uid == self.uid:
            security.begin(self.request, self.institution, self.uid)

    @view_config(name="end-sessions", request_method="POST", permission=Permission.PERSON_MANAGE)
    def end_sessions(self):
        try:
            enrolling.end_sessions(self.request.actor, self.uid, self.request.now)
        except enrolling.NotYours:
            return self.page("not_yours", status=403)
        return self.done("sessions")

    @view_config(name="consent", request_method="POST", permission=Permission.PERSON_MANAGE)
    def consent(self):
        """They have said yes or no to messages, at a desk or in a letter."""
        said = self.request.POST.get("said", "")
        if said not in (consent.YES, consent.NO):
            return HTTPSeeOther(self.request.resource_path(self.person))
        decide = consent.accept if said == consent.YES else consent.opt_out
        decide(self.request.actor, self.uid, self.request.now, noted=True)
        return self.done(said)

    @view_config(name="remove", request_method="POST", permission=Permission.PERSON_MANAGE)
    def remove(self):
        """Take them out of the institution; their messages stay, their files do not."""
        folder = self.person.__parent__
        try:
            enrolling.remove(self.request.actor, self.uid, self.request.now)
        except enrolling.LastAdministrator:
            return self.page("last", status=409)
        except enrolling.NotYours:
            return self.page("not_yours", status=403)
        self.request.session.flash("yes", "gone", allow_duplicate=False)
        return HTTPSeeOther(self.request.resource_path(folder))

    def done(self, what):
        self.request.session.flash(what, "person")
        return HTTPSeeOther(self.request.resource_path(self.person))
