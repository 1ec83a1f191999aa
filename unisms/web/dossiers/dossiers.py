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
from unisms.services.dossiers.turns import Busy
from unisms.services.people.enrolment import LastAdministrator, NotYours
from unisms.services.subscribers import petitions
from unisms.web.dossiers.sheet import SHEET
from unisms.web.dossiers.titles import DossierTitles
from unisms.web.frame.downloads import attachment

SHOWN = 30  # of the latest erasures
EXAMPLES = 20  # things of each part on the page; the file has all
#: the parts in the order in which somebody asks of them: who, what they said, what they received
ORDER = (
    *("person", "proofs", "refusals", "own_pages", "themes", "groups", "directories"),
    *("roles", "messages", "histories", "replies", "leavings", "links", "health", "mails"),
    *("files", "written", "drafts", "journal"),
)
BUSY = "busy"  # somebody else looks at one
#: a dossier shows what these let one see
SEEN = (
    Permission.PERSON_VIEW,
    Permission.NUMBER_VIEW,
    Permission.REPLY_VIEW,
    Permission.AUDIT_VIEW,
    Permission.CAMPAIGN_VIEW,
)


def place_of(part):
    """Return the place of a part on the page; those of add-ons stand last."""
    return ORDER.index(part) if part in ORDER else len(ORDER)


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
            "requests": [
                (one, subjects.of_person(self.institution, one.uid))
                for one in petitions.erasures(self.institution, self.request.now)
            ],
            "erasures": [folder[name] for name in islice(folder.latest(), SHOWN)],
        }

    @view_config(name="dossiers", request_method="POST", renderer="dossiers.jinja2")
    def search(self):
        search = self.request.POST.get("search", "").strip()[:80]
        return self.page(search, subjects.found(self.institution, search) if search else None)

    @view_config(name="dossier", request_method="POST", renderer="dossier.jinja2")
    def show(self):
        subject = self.subject
        try:
            found = self.gathered(subject, taken=False)
        except Busy:
            return self.without(subject, BUSY, 503)
        return {
            **self.without(subject),
            "parts": found,
            "most": EXAMPLES,
            "stays": remains.of(self.institution, subject, refuses=True),
            "may_erase": self.request.has_permission(Permission.PERSON_MANAGE, self.institution),
            **self.words(),
        }

    def words(self):
        """Return what lets a template tell codes and ids in words."""
        return {"verbs": self.request.registry.verbs, "names": DossierTitles(self.request)}

    def gathered(self, subject, *, taken):
        """Return all that is kept about somebody, by part; the journal tells who has seen it.

        :raises Busy: somebody else looks for that much already.
        """
        registry, request = self.request.registry, self.request
        with registry.dossier_turns.turn(self.institution.__name__):
            archives.note_opening(request.actor, subject, request.now, taken=taken)
            found = archives.contents(self.institution, subject, registry.dossier_parts)
        return {name: found[name] for name in sorted(found, key=place_of)}

    @property
    def subject(self):
        """The person whom the form names: by uid or, if nobody has it, by number."""
        uid, number = self.request.POST.get("uid", ""), self.request.POST.get("number", "")
        if uid in self.institution["people"]:
            return subjects.of_person(self.institution, uid)
        try:
            return subjects.of_number(self.institution, "" if uid else number)
        except KeyError:
            raise HTTPNotFound from None

    def without(self, subject, problem="", status=200):
        """Return the values of the page without what is kept: that is costly to look for."""
        self.request.response.status = status
        return {"subject": subject, "problem": problem, "parts": None}

    @view_config(name="dossier-file", request_method="POST", renderer="dossier.jinja2")
    def download(self):
        """Send all of it, as a program and as a person read it."""
        subject, request = self.subject, self.request
        try:
            found = self.gathered(subject, taken=True)
        except Busy:
            return self.without(subject, BUSY, 503)
        values = {"subject": subject, "parts": found, **self.words()}
        page = render("dossier_file.jinja2", values, request=request)
        response = Response(
            content_type="application/zip", body=archives.packed(found, page, SHEET)
        )
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
            return self.without(self.subject, "last", 409)
        except NotYours:
            return self.without(self.subject, "not_yours", 409)
        request.enqueue("advance_erasure", path_of(record), actor.uid)
        request.session.flash("erased", "gone")
        return HTTPSeeOther(request.resource_path(self.institution, "dossiers"))
