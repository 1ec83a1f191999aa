"""All that is kept about one person: found, shown, downloaded, erased."""

from itertools import islice

from pyramid.httpexceptions import HTTPForbidden, HTTPNotFound, HTTPSeeOther
from pyramid.renderers import render
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from unisms.model.acl import Permission
from unisms.model.folder import path_of
from unisms.model.root import Institution
from unisms.services.dossiers import archives, erasures, remains, subjects
from unisms.services.people.enrolment import LastAdministrator, NotYours
from unisms.sms import msisdn
from unisms.web.frame.downloads import attachment

SHOWN = 30  # of the latest erasures
EXAMPLES = 20  # things of each part on the page; the file has all
#: a dossier shows what these let one see
SEEN = (
    Permission.PERSON_VIEW,
    Permission.NUMBER_VIEW,
    Permission.REPLY_VIEW,
    Permission.AUDIT_VIEW,
    Permission.CAMPAIGN_VIEW,
)


@view_defaults(context=Institution, permission=Permission.INSTITUTION_EXPORT)
class Dossiers:
    """Nothing here stands in an address: a number in it would be kept in the proxy's journal."""

    def __init__(self, institution, request):
        self.institution, self.request = institution, request
        for permission in SEEN:
            allowed = request.has_permission(permission, institution)
            if not allowed:
                raise HTTPForbidden(result=allowed)

    @view_config(name="dossiers", request_method="GET", renderer="dossiers.jinja2")
    def start(self):
        uid = self.request.GET.get("uid", "")
        known = uid in self.institution["people"]
        return self.page(uid, [subjects.of_person(self.institution, uid)] if known else None)

    def page(self, search, found):
        """``found`` are the subjects that a search has found, or ``None``: nobody has searched."""
        folder = self.institution["erasures"]
        return {
            "search": search,
            "found": found,
            "requests": subjects.who_ask(self.institution),
            "erasures": [folder[name] for name in islice(folder.latest(), SHOWN)],
        }

    @view_config(name="dossiers", request_method="POST", renderer="dossiers.jinja2")
    def search(self):
        search = self.request.POST.get("search", "").strip()[:80]
        return self.page(search, subjects.found(self.institution, search) if search else None)

    @view_config(name="dossier", request_method="POST", renderer="dossier.jinja2")
    def show(self):
        archives.note_opening(self.request.actor, self.subject, self.request.now, taken=False)
        return self.dossier()

    @property
    def subject(self):
        """The person whom the form names: by uid or, if nobody has it, by number."""
        uid, number = self.request.POST.get("uid", ""), self.request.POST.get("number", "")
        if uid in self.institution["people"]:
            return subjects.of_person(self.institution, uid)
        reading = msisdn.read(number, self.institution.country)
        if uid or not reading.msisdn:
            raise HTTPNotFound
        return subjects.Subject(msisdn=reading.msisdn)

    def dossier(self, problem=""):
        """Return the values of the page; ``problem`` is why nobody is erased."""
        subject = self.subject
        self.request.response.status = 409 if problem else 200
        return {
            "subject": subject,
            "problem": problem,
            "parts": archives.contents(self.institution, subject, self.parts),
            "most": EXAMPLES,
            "stays": remains.of(self.institution, subject, refuses=True),
            "may_erase": self.request.has_permission(Permission.PERSON_MANAGE, self.institution),
            "verbs": self.request.registry.verbs,
        }

    @property
    def parts(self):
        return self.request.registry.dossier_parts

    @view_config(name="dossier-file", request_method="POST")
    def download(self):
        """Send all of it, as a program and as a person read it."""
        subject, request = self.subject, self.request
        archives.note_opening(request.actor, subject, request.now, taken=True)
        found = archives.contents(self.institution, subject, self.parts)
        values = {"subject": subject, "parts": found, "verbs": request.registry.verbs}
        page = render("dossier_file.jinja2", values, request=request)
        response = Response(content_type="application/zip", body=archives.packed(found, page))
        response.headers["Content-Disposition"] = attachment(f"dossier-{subject.uid or 'x'}.zip")
        return response

    @view_config(name="dossier-erase", request_method="POST", renderer="dossier.jinja2")
    def erase(self):
        """Erase them: out of the directory now, out of messages and the journal by a worker."""
        request, actor = self.request, self.request.actor
        allowed = request.has_permission(Permission.PERSON_MANAGE, self.institution)
        if not allowed:
            raise HTTPForbidden(result=allowed)
        refuses = request.POST.get("refuses") == "yes"
        try:
            record = erasures.begin(actor, self.subject, request.now, refuses=refuses)
        except LastAdministrator:
            return self.dossier("last")
        except NotYours:
            return self.dossier("not_yours")
        request.enqueue("advance_erasure", path_of(record), actor.uid)
        request.session.flash("erased", "gone")
        return HTTPSeeOther(request.resource_path(self.institution, "dossiers"))
