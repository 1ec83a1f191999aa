"""Files of people: taken, and each one's comparison with the directory, shown and applied."""

from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

from pyramid.httpexceptions import HTTPForbidden, HTTPSeeOther
from pyramid.renderers import render
from pyramid.view import view_config, view_defaults

from unisms.model.acl import Permission
from unisms.model.folder import Folder, path_of
from unisms.model.registers import AT_WORK, Register
from unisms.services.register import application, changes, removals, requests
from unisms.web.forms import uploads
from unisms.web.frame import paging
from unisms.web.frame.downloads import dated, spreadsheet
from unisms.web.frame.formats import number_for
from unisms.web.frame.sight import note_reading, seen_whole

PAGE = 50
SHOWN = 30  # of the latest files
EXAMPLES = 5  # people of each kind, before the whole list
MANAGE = Permission.PERSON_MANAGE


@view_defaults(context=Folder, folder="registers", renderer="registers.jinja2", permission=MANAGE)
class Registers:
    def __init__(self, folder, request):
        self.folder, self.request = folder, request

    @view_config(request_method="GET")
    def start(self):
        return self.page()

    def page(self, problem="", status=200):
        """``problem`` is why the file was not taken."""
        self.request.response.status = status
        return {
            "registers": [self.folder[name] for name in islice(self.folder.latest(), SHOWN)],
            "problem": problem,
            "most": uploads.most_bytes(self.request) >> 20,
        }

    @view_config(request_method="POST", upload=True)
    def receive(self):
        """Keep the file for a worker, and go on to its columns."""
        try:
            record = uploads.take(self.request)
        except uploads.NotTaken as refused:
            return self.page(refused.problem, refused.status)
        record.of_register = True
        return HTTPSeeOther(self.request.resource_path(record, "register"))


@view_defaults(context=Register, permission=MANAGE)
class RegisterViews:
    def __init__(self, register, request):
        self.register, self.request = register, request
        self.institution = request.institution

    @view_config(request_method="GET", renderer="register.jinja2")
    def show(self):
        return self.page()

    def page(self, problem=None):
        """Return the values of the page; ``problem`` is why nothing is applied."""
        register = self.register
        self.request.response.status = 422 if problem else 200
        kinds = () if register.state in AT_WORK else (*changes.CHANGES, *changes.REMARKS)
        examples = {kind: changes.of_kind(register, kind, 1, EXAMPLES) for kind in kinds}
        for kind in changes.CHANGES:
            self.note(examples.get(kind, ()))
        return {
            "register": register,
            "problem": problem,
            "examples": examples,
            "counts": dict(register.counts),
            "total": len(register.changes),
            "verdict": removals.verdict_of(self.institution, register),
            "file": self.institution["imports"].get(register.file),
            "remarks": changes.REMARKS,
            "kinds": changes.CHANGES,
            "title_of": self.title_of,
            "has_remarks": any(examples.get(kind) for kind in changes.REMARKS),
        }

    def title_of(self, name):
        """Return the title of a group, also of one that is only to be made."""
        group = self.institution["groups"].get(name)
        return group.title if group is not None else self.register.new_title(name) or name

    def note(self, found):
        """Write into the journal that whole numbers were read, where they are shown."""
        numbers = [one.after.msisdn or one.before.msisdn for one in found]
        note_reading(self.request, self.register, numbers)

    @view_config(name="people", request_method="GET", renderer="register_people.jinja2")
    def people(self):
        """Show the people of one kind, 50 a page."""
        kind = self.request.GET.get("kind", "")
        kind = kind if kind in (*changes.CHANGES, *changes.REMARKS) else changes.NEW
        page = paging.asked(self.request)
        found = changes.of_kind(self.register, kind, page, PAGE)
        if kind in changes.CHANGES:
            self.note(found)
        return {
            "register": self.register,
            "kind": kind,
            "people": found,
            "page": page,
            "size": PAGE,
            "count": self.register.counted(kind),
            "title_of": self.title_of,
            "is_change": kind in changes.CHANGES,
        }

    @view_config(name="register.csv", request_method="GET")
    def download(self):
        """Send all changes and remarks, for a spreadsheet, to whoever may see numbers too."""
        if not seen_whole(self.request):
            raise HTTPForbidden
        words = {"kinds": (*changes.CHANGES, *changes.REMARKS), "codes": changes.REASONS}
        told = render("register_csv.jinja2", words, request=self.request).strip().splitlines()
        titles, rest = told[:13], told[13:]
        known = dict(zip((*words["kinds"], *words["codes"]), rest, strict=True))
        zone = ZoneInfo(self.institution.time_zone)
        day = f"{datetime.fromtimestamp(self.register.created_at, zone):%Y-%m-%d}"
        numbers = [self.register.counted(kind) for kind in changes.CHANGES]
        note_reading(self.request, self.register, numbers)
        table = rows(self.register, known, self.institution.country, self.title_of)
        return spreadsheet(dated(self.register.roll, day), titles, table)

    @view_config(name="apply", request_method="POST", renderer="register.jinja2")
    def apply(self):
        """Let a worker apply the file."""
        request, typed = self.request, self.request.POST.get("removals", "")
        try:
            application.approve(request.actor, self.register, request.now, typed)
        except application.Unapproved as refused:
            return self.page(refused.problem)
        request.enqueue("advance_register", path_of(self.register), request.actor.uid)
        return HTTPSeeOther(request.resource_path(self.register))

    @view_config(name="discard", request_method="POST")
    def discard(self):
        """Throw the comparison away."""
        folder = self.register.__parent__
        requests.discard(self.request.actor, self.register, self.request.now)
        self.request.session.flash("discarded", "gone")
        return HTTPSeeOther(self.request.resource_path(folder))


def rows(register, words, country, title_of):
    """Yield the cells of each change, then of each remark; ``words`` are for kinds and codes."""
    for one in changes.changes(register, 1, len(register.changes)):
        told = [cell for pair in zip(*cells(one, country), strict=True) for cell in pair]
        moved = [", ".join(map(title_of, names)) for names in (one.joins, one.leaves)]
        yield [words[one.kind], one.line or "", one.uid, one.former, *told, *moved, ""]
    for kind in changes.REMARKS:
        for one in changes.of_kind(register, kind, 1, register.counted(kind)):
            reason = " ".join(filter(None, (words[one.code], one.detail)))
            who = ["", one.who, "", "", "", ""]
            yield [words[kind], one.line or "", one.uid, "", *who, "", "", reason]


def cells(change, country):
    """Return what is known of somebody before, and after, with the number as it is dialled."""
    return [
        facts._replace(msisdn=number_for(facts.msisdn, whole=True, country=country))
        for facts in (change.before, change.after)
    ]
