"""The page of one person: their password, second factor, sessions, consent and removal."""

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config, view_defaults

from unisms.model import proofs
from unisms.model.acl import Permission
from unisms.model.directories import DirectoryQuery
from unisms.model.people import Subscriber
from unisms.services.directory.local_people import LocalPeople
from unisms.services.door import second_factor
from unisms.services.health import flags
from unisms.services.histories import lines
from unisms.services.people import consent, enrolment, themes
from unisms.services.rights import reaches, rights
from unisms.web.door import security
from unisms.web.door.proving import Proof, tell
from unisms.web.forms.seen import digest
from unisms.web.frame.holders import Names
from unisms.web.frame.paging import whole
from unisms.web.frame.sight import note_reading, seen_whole
from unisms.web.people import standing

MESSAGES = 10  # that they were sent, on the page at once


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
        """A digest of their password: a page sent again, with another one, draws no second."""
        return digest(self.institution.passwords.get(self.uid, ""))

    def page(self, problem="", password="", status=200, *, wait=0, asked=""):
        """Return the values of the template.

        ``problem`` is why nothing was done, ``asked`` the form whose proof was not right. The
        ``password`` was just drawn, and is shown this once.
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
            "directories": self.directories(),
            "has_password": self.uid in self.institution.passwords,
            "mark": self.mark,
            "roles": rights.held(self.institution, self.uid),
            "names": Names(self.institution),
            "has_second_factor": second_factor.enrolled(self.institution, self.uid) is not None,
            "notes": self.request.session.pop_flash("person"),
            "may_manage": self.request.has_permission(Permission.PERSON_MANAGE, self.person),
            "may_write": self.may_write(),
            "flag": flags.flag_of(self.institution, self.person.msisdn),
            "groups": list(self.groups()),
            **self.standing(),
            "answers": self.institution["people"].proofs(self.uid)[::-1],
            "history": self.history(),
        }

    def groups(self):
        """Yield each group they are in, and whether the viewer may open its page."""
        manages = self.request.has_permission(Permission.DIRECTORY_MANAGE, self.institution)
        for _, group in LocalPeople({"institution": self.institution}).groups_of(self.uid):
            yield group, manages or not isinstance(group, DirectoryQuery)

    def standing(self):
        """Return how they stand to each kind of message."""
        institution, person = self.institution, self.person
        last = proofs.latest(institution["people"].proofs(self.uid))
        memberships = themes.of_person(institution, self.uid)
        declined = institution["me"].declined(self.uid)
        return {
            "memberships": memberships,
            "to_service": standing.to_service(institution, person, last),
            "to_emergencies": standing.to_emergencies(institution, person),
            "to_conditions": standing.to_conditions(institution, last),
            "to_senders": standing.to_senders(institution, self.uid),
            "unasked": standing.reached_unasked(institution, memberships),
            "declined": {one.theme: one for one in declined},
        }

    def history(self):
        """Return what they were sent, of the messages that the viewer may see."""

        def may_see(campaign):
            return bool(self.request.has_permission(Permission.CAMPAIGN_VIEW, campaign))

        page, now = whole(self.request.GET.get("messages"), least=1), self.request.now
        return lines.history(self.institution, self.uid, now, page, may_see=may_see, size=MESSAGES)

    def refused_before(self):
        """Whether somebody else has said no of their number, for a viewer who may see it whole."""
        others = consent.is_refused_by_others(self.institution, self.person)
        return others and seen_whole(self.request)

    def may_write(self):
        """Whether the viewer may write to one person."""
        may = self.request.has_permission(Permission.CAMPAIGN_COMPOSE, self.institution)
        return may and reaches.groups(self.request.actor) is None

    @view_config(name="password", request_method="POST", permission=Permission.PERSON_MANAGE)
    def password(self):
        """Give them the typed password, or draw one and show it.

        A drawn password is shown at once, because a cookie is no place to keep it in.
        """
        drawn = self.request.POST.get("action") == "draw"
        if drawn and self.request.POST.get("mark", self.mark) != self.mark:
            return self.page("given", status=409)
        typed = "" if drawn else self.request.POST.get("password", "")
        if refused := self.unproven("password"):
            return refused
        try:
            if not drawn and not typed:
                raise enrolment.TooWeak
            actor, now = self.request.actor, self.request.now
            password = enrolment.give_password(actor, self.uid, now, typed)
        except enrolment.TooWeak:
            return self.page("weak", status=422)
        except enrolment.NotYours:
            return self.page("not_yours", status=403)
        self.stay()
        return self.page(password=password) if drawn else self.done("password")

    @view_config(
        name="second-factor-off", request_method="POST", permission=Permission.PERSON_MANAGE
    )
    def no_second_factor(self):
        """Take the second factor of somebody who lost both authenticator and recovery codes."""
        if refused := self.unproven("second_factor"):
            return refused
        try:
            enrolment.take_second_factor(self.request.actor, self.uid, self.request.now)
        except enrolment.NotYours:
            return self.page("not_yours", status=403)
        self.stay()
        return self.done("second_factor")

    def unproven(self, asked):
        """Return the page if the viewer has not proved that it is them, else ``None``.

        A borrowed session must not replace the keys of the service, or of the export.
        """
        problem, wait = Proof(self.request).problem()
        return self.page(problem, wait=wait, asked=asked) if problem else None

    def stay(self):
        """Sign the viewer in again here if the act has ended their own sessions."""
        if self.request.actor.uid == self.uid:
            security.begin(self.request, self.institution, self.uid)

    @view_config(name="directory", request_method="POST", permission=Permission.PERSON_MANAGE)
    def choose_directory(self):
        """Let one directory tell who they are, where several let people in."""
        name = self.request.POST.get("directory", "")
        if refused := self.unproven("directory"):
            return refused
        try:
            enrolment.choose_directory(self.request.actor, self.uid, name, self.request.now)
        except enrolment.NotYours:
            return self.page("not_yours", status=403)
        except KeyError:
            return HTTPSeeOther(self.request.resource_path(self.person))
        self.stay()
        return self.done("directory")

    def directories(self):
        """Return the pairs of name and title of the directories that let people in."""
        known = self.institution["directories"].items()
        return [(name, one.title) for name, one in known if one.signs_in]

    @view_config(name="end-sessions", request_method="POST", permission=Permission.PERSON_MANAGE)
    def end_sessions(self):
        try:
            enrolment.end_sessions(self.request.actor, self.uid, self.request.now)
        except enrolment.NotYours:
            return self.page("not_yours", status=403)
        return self.done("sessions")

    @view_config(name="consent", request_method="POST", permission=Permission.PERSON_MANAGE)
    def consent(self):
        """Note a yes or no to messages that they said at a desk or in a letter."""
        said = self.request.POST.get("said", "")
        if said not in (consent.YES, consent.NO):
            return HTTPSeeOther(self.request.resource_path(self.person))
        decide = consent.accept if said == consent.YES else consent.opt_out
        decide(self.request.actor, self.uid, self.request.now, noted=True)
        return self.done(said)

    @view_config(name="mend", request_method="POST", permission=Permission.PERSON_MANAGE)
    def mend(self):
        """Put their number back in service, since they have said that it is right."""
        flags.mend_number(self.request.actor, self.person.msisdn, self.request.now)
        return self.done("mended")

    @view_config(name="remove", request_method="POST", permission=Permission.PERSON_MANAGE)
    def remove(self):
        """Take them out of the institution; their messages stay, their files do not."""
        folder = self.person.__parent__
        try:
            enrolment.remove(self.request.actor, self.uid, self.request.now)
        except enrolment.LastAdministrator:
            return self.page("last", status=409)
        except enrolment.NotYours:
            return self.page("not_yours", status=403)
        self.request.session.flash("yes", "gone", allow_duplicate=False)
        return HTTPSeeOther(self.request.resource_path(folder))

    def done(self, what):
        self.request.session.flash(what, "person")
        return HTTPSeeOther(self.request.resource_path(self.person))
