"""The people of an institution: the list and its search, and the forms to add and change one."""

from pyramid.decorator import reify
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from unisms.model.acl import Permission
from unisms.model.people import People, Subscriber
from unisms.services.people import enrolment
from unisms.services.rules.policies import verdict
from unisms.sms import msisdn
from unisms.web.edge.languages import LANGUAGES
from unisms.web.forms.fields import Field, Wrong
from unisms.web.forms.form import Form, form_views
from unisms.web.forms.readers import one_of, text
from unisms.web.forms.settings_page import SettingsPage
from unisms.web.frame.holders import found, searched
from unisms.web.frame.paging import first
from unisms.web.frame.sight import note_reading, seen_whole


@view_config(
    context=People,
    request_method="GET",
    renderer="people.jinja2",
    permission=Permission.PERSON_VIEW,
)
def people(folder, request):
    """Show fifty people by name, or those that a search finds."""
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
    if not enrolment.is_uid(uid):
        raise Wrong("uid")
    return uid


def email(typed):
    address = typed.strip()
    if address and not enrolment.is_email(address):
        raise Wrong("email")
    return address


LANGUAGE = Field("language", one_of(("", *LANGUAGES)))


class PersonForm(Form):
    """The common part of the forms of a new and of a changed person."""

    hides_number = False

    @property
    def fields(self):
        return (
            Field(
                "name",
                text(enrolment.LONGEST_NAME),
                write=lambda one, name: self.identify(one, name=name),
            ),
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
        enrolment.identify(self.request.actor, person.__name__, **facts)

    def number(self, typed):
        """Return the number in E.164, or nothing.

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


@form_views(
    context=People, name="new", renderer="person_new.jinja2", permission=Permission.PERSON_MANAGE
)
class NewPerson(PersonForm):
    """The form that adds somebody, under the identifier that is typed."""

    @property
    def fields(self):
        return (Field("uid", identifier), *super().fields)

    def check(self, values):
        uid = values.get("uid", "")
        if uid in self.context:
            self.reject("uid", "taken")
        elif enrolment.is_author(self.request.institution, uid):
            # a namesake would open what another one has written
            self.reject("uid", "kept")
        elif not enrolment.may_identify(self.request.actor, uid):
            self.reject("uid", "not_yours")

    def keep(self, values):
        person = Subscriber(values["name"], values["msisdn"], values["email"])
        person.language = values["language"]
        enrolment.add(self.request.actor, values["uid"], person, self.request.now)
        self.request.session.flash("added", "person")
        return HTTPSeeOther(self.request.resource_path(person))


@form_views(
    context=Subscriber,
    name="settings",
    renderer="person_settings.jinja2",
    permission=Permission.PERSON_MANAGE,
)
class PersonSettings(PersonForm, SettingsPage):
    """Somebody's name, number, address and language."""

    verb = "person.changed"

    @property
    def hides_number(self):
        """A number that one may not see can be replaced, not read."""
        return not seen_whole(self.request)

    @reify
    def may_identify(self):
        """Whether the viewer may change more than the language: they may do all this person may."""
        return enrolment.may_identify(self.request.actor, self.context.__name__)

    @property
    def fields(self):
        return super().fields if self.may_identify else (LANGUAGE,)

    @property
    def refused(self):
        """Whether the form that was sent has fields that it does not offer.

        Such a form was made up, or is older than the rights of this person.
        """
        asked = any(name in self.request.POST for name in enrolment.IDENTITY)
        return asked and not self.may_identify

    def facts(self):
        return {"refused": self.refused}

    def show(self):
        if self.may_identify:
            note_reading(self.request, self.context, [self.context.msisdn])
        return super().show()

    def save(self):
        if not self.refused:
            return super().save()
        self.request.response.status = 403
        return self.page()
