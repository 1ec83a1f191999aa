"""The institutions as operators see them, opened and erased: how much is in them, nobody's data."""

from pyramid.decorator import reify
from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.view import view_config

from unisms.model.acl import Permission
from unisms.model.conditions import Conditions
from unisms.model.folder import Folder
from unisms.model.root import Institution
from unisms.services.institution import logos
from unisms.services.operators import institutions
from unisms.services.operators.institutions import Opening
from unisms.services.rules import periods
from unisms.sms.homes import HOMES
from unisms.sms.template import fold
from unisms.web.brokers.broker_folders import waiting
from unisms.web.door.proving import Proof, tell
from unisms.web.door.security import invited
from unisms.web.dossiers import keeping
from unisms.web.edge.languages import LANGUAGES
from unisms.web.forms.fields import Field, Wrong
from unisms.web.forms.form import Form, form_views
from unisms.web.forms.readers import paragraphs, text
from unisms.web.frame import paging
from unisms.web.home.reminders import first_line_of_operator
from unisms.web.institution import access, identity, policies
from unisms.web.institution.conditions import MOST as LONGEST_CONDITIONS
from unisms.web.people.people import identifier

PAGE = 30


def of_institutions(**settings):
    """A view of the folder of all institutions, for operators."""
    return view_config(
        context=Folder, folder="/institutions", permission=Permission.OPERATE, **settings
    )


@of_institutions(request_method="GET", renderer="operated.jinja2")
def operated(folder, request):
    """Show some institutions by title, or those that a search finds."""
    search = request.GET.get("search", "").strip()[:80]
    number = paging.asked(request)
    named = folder.values()
    if search:
        named = (one for one in named if fold(search) in fold(f"{one.title} {one.__name__}"))
    found = sorted(named, key=lambda one: fold(one.title))
    shown = paging.part(found, number, PAGE)
    return {
        "search": search,
        "first_line": first_line_of_operator(folder.__parent__, request),
        "waiting": waiting(folder.__parent__["brokers"]),
        "erased": request.session.pop_flash("erased"),
        "institutions": [institutions.summary(one, request.now) for one in shown],
        "found": len(found),
        "page": number,
        "size": PAGE,
    }


def name(typed):
    """Return the name of an institution in addresses."""
    word = typed.strip().lower()
    if not word:
        raise Wrong("missing")
    if not institutions.may_be_called(word):
        raise Wrong("address")
    return word


#: fields of the opening alone
OPENING = (
    Field("name", name, read=lambda _: ""),
    Field("uid", identifier, read=lambda _: ""),
    Field("person", text(80), read=lambda _: ""),
    Field("conditions", paragraphs(LONGEST_CONDITIONS), read=lambda _: ""),
)
TITLE, *OF_IDENTITY = identity.IdentityPage.fields
#: settings that an institution has from the beginning, and changes itself
OF_SETTINGS = (identity.IdentityPage, policies.PoliciesPage, access.AccessPage, keeping.KeepingPage)
RETENTION = next(one for one in keeping.KeepingPage.fields if one.name == "retention")
ON_PAGE = (*OF_IDENTITY, *policies.PoliciesPage.fields, *access.AccessPage.fields)
SETTINGS = (*ON_PAGE, RETENTION)
FIELDS = (*OPENING, TITLE, *SETTINGS)


@form_views(
    context=Folder,
    folder="/institutions",
    name="new",
    renderer="institution_new.jinja2",
    permission=Permission.OPERATE,
    picture=True,
)
class NewInstitution(Form):
    """The page that opens an institution: its name and its first administrator.

    The rest is set already, and may be changed here or later.
    """

    fields = (*OPENING, TITLE, *ON_PAGE)  # each period stands on the page of periods alone

    def begun(self):
        new = Institution("")
        return {field.name: field.value(new) for field in self.fields}

    def facts(self):
        return {
            "zones": identity.zones(),
            "homes": HOMES,
            "languages": LANGUAGES,
            "most": identity.MOST >> 10,
            "history_days": periods.days_of(None, periods.HISTORY),
        }

    @reify
    def logo(self):
        """Return the bytes of the picture, where one is given."""
        return identity.uploaded(self.request.POST.get("logo"))

    def check(self, values):
        fault = self.logo and identity.fault_of(self.logo)
        if fault:
            self.reject("logo", fault)
        if values.get("name") in self.context:
            self.reject("name", "taken")

    def keep(self, values):
        actor, root = self.request.actor, self.context.__parent__
        made, password = open_one(actor, root, values, self.logo, self.request.now)
        self.request.override_renderer = "institution_opened.jinja2"
        return {"opened": made, "uid": values["uid"], "password": password}


def open_one(actor, root, values, logo, now):
    """Open an institution with the values of ``FIELDS``; what is not told is as by default.

    Return it and its administrator's password.

    :raises NameTaken: there is one of that name.
    """
    opening = Opening(values["name"], values["title"], values["uid"], values["person"])
    made, password = institutions.add(actor, root, opening, now)
    for field in SETTINGS:
        if field.name in values:
            field.store(made, values[field.name])
    if values["conditions"]:
        made.conditions = Conditions()
        made.conditions.publish(values["conditions"], now, actor.uid)
    if logo:
        logos.show_logo(made, logo)
    return made, password


class OneInstitution:
    """The operators' view of an institution, and its end.

    The form or the query names the institution: inside it, operators have no rights.
    """

    def __init__(self, folder, request):
        self.folder, self.request = folder, request
        self.institution = folder.get(request.params.get("name", ""))

    @of_institutions(name="about", request_method="GET", renderer="institution_about.jinja2")
    def about(self):
        if self.institution is None:
            raise HTTPNotFound
        return self.page()

    def page(self, problem="", status=200, wait=0, password=""):
        """Return the values of the template.

        ``password`` is the one just drawn: a cookie is no place to keep it in.
        """
        self.request.response.status = status
        institution, post = self.institution, self.request.POST
        return {
            "last_sent": institutions.last_sent(institution),
            "proof": Proof(self.request),
            "wait": wait,
            "uid": post.get("uid", ""),
            "password": password,
            "one": institution,
            "summary": institutions.summary(institution, self.request.now),
            "people": len(institution["people"]),
            "invited": invited(self.request, institution, self.request.operator) is not None,
            "problem": problem,
            "typed": post.get("again", ""),
        }

    @of_institutions(
        name="administrator-password", request_method="POST", renderer="institution_about.jinja2"
    )
    def renew_password(self):
        """Draw another password for an administrator; the operator proves anew who they are."""
        if self.institution is None:
            raise HTTPNotFound
        problem, wait = Proof(self.request).problem()
        if problem:
            answer = self.page(problem, wait=wait)
            tell(self.request.response, problem, wait)
            return answer
        uid, actor = self.request.POST.get("uid", "").strip(), self.request.actor
        root, name = self.folder.__parent__, self.institution.__name__
        try:
            drawn = institutions.renew_password(actor, root, name, uid, self.request.now)
            return self.page(password=drawn)
        except institutions.NoAdministrator:
            return self.page("nobody", status=422)

    @of_institutions(name="erase", request_method="POST", renderer="institution_about.jinja2")
    def erase(self):
        """Erase it with all that is in it; its name must be typed again."""
        institution = self.institution
        if institution is None:
            raise HTTPNotFound
        if self.request.POST.get("again", "").strip() != institution.__name__:
            return self.page("again", status=422)
        before = {"name": institution.__name__, "title": institution.title}
        try:
            actor, root = self.request.actor, self.folder.__parent__
            institutions.erase(actor, root, institution.__name__, self.request.now)
        except institutions.StillLeaving:
            return self.page("leaving", status=409)
        self.request.enqueue("clear_away", before["name"])
        self.request.session.flash(before["title"], "erased")
        return HTTPSeeOther(self.request.resource_path(self.folder))
