"""Groups: who is in them, directly or by another group; found and added, pasted, taken out."""

import json
import re

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config, view_defaults

from unisms.model.acl import Permission
from unisms.model.folder import Folder
from unisms.model.groups import Group, size
from unisms.services import groups, limits, rights
from unisms.services.local_people import LocalPeople
from unisms.web.audit import note
from unisms.web.forms import Field, SettingsPage, free_name, text
from unisms.web.paging import page_of
from unisms.web.people import found, searched
from unisms.web.proving import Proof
from unisms.web.rights import Names

SHOWN = 30  # groups found by a search
TOLD = 20  # unknown identifiers named on the page: a cookie carries them
ROOM = 800  # bytes of the cookie for them
NOTED = 100  # people named in the journal


@view_config(
    context=Folder,
    folder="groups",
    request_method="GET",
    renderer="groups.jinja2",
    permission=Permission.PERSON_VIEW,
)
def list_of_groups(folder, request):
    """Fifty groups by name, or those whose title a search finds."""
    search, page = searched(request), page_of(folder, request.GET.get("after", ""))
    names = found_groups(request.institution, search) if search else page.names
    return {
        "search": search,
        "groups": [(folder[name], size(folder, name)) for name in names],
        "page": page,
        "may_manage": request.has_permission(Permission.PERSON_MANAGE, folder),
    }


def found_groups(institution, search):
    """The names of the first groups whose title contains ``search``, by title."""
    return [name for name, _ in LocalPeople({"institution": institution}).groups(search)][:SHOWN]


@view_defaults(
    context=Folder, folder="groups", name="new", renderer="group_new.jinja2", permission=Permission.PERSON_MANAGE
)
class NewGroup(SettingsPage):
    """Making a group."""

    fields = (Field("title", text(80)),)

    @view_config(request_method="GET")
    def show(self):
        return self.new_page()

    @view_config(request_method="POST")
    def save(self):
        values = self.typed()
        if self.errors:
            return self.new_page()
        name = free_name(groups.names_kept(self.request.institution), values["title"])
        group = self.context.add(name, self.signed(Group(values["title"])))
        note(self.request, "group.added", group, after=values)
        return HTTPSeeOther(self.request.resource_path(group))


@view_defaults(context=Group, name="settings", renderer="group_settings.jinja2", permission=Permission.PERSON_MANAGE)
class GroupSettings(SettingsPage):
    """Changing a group's title."""

    fields = (Field("title", text(80)),)
    verb = "group.changed"

    @view_config(request_method="GET")
    def show(self):
        return self.page()

    @view_config(request_method="POST")
    def save(self):
        return self.saved()


@view_defaults(context=Group, renderer="group.jinja2")
class GroupViews:
    def __init__(self, group, request):
        self.group, self.request, self.name = group, request, group.__name__
        self.institution = request.institution
        self.people, self.groups = self.institution["people"], self.institution["groups"]

    @view_config(request_method="GET", permission=Permission.PERSON_VIEW)
    def show(self):
        return self.page()

    def page(self, problem="", detail=(), status=200, pasted=""):
        """``problem`` is why nothing was done."""
        request, search = self.request, searched(self.request)
        request.response.status = status
        page = page_of(self.group.uids, request.GET.get("after", ""))
        return {
            "group": self.group,
            "problem": problem,
            "detail": detail,
            "pasted": pasted,
            "notes": request.session.pop_flash("group"),
            "members": [(uid, self.people.get(uid)) for uid in page.names],
            "page": page,
            "size": size(self.groups, self.name),
            "may_write": self.may_write(),
            "inner": self.titled(self.group.groups),
            "search": search,
            "found": [self.people[uid] for uid in self.others(found(request, search), self.group.uids)],
            "found_groups": self.titled(self.others(found_groups(self.institution, search), self.group.groups)),
            "names": Names(self.institution),
            "may_manage": request.has_permission(Permission.PERSON_MANAGE, self.group),
            "proof": Proof(request) if self.opens_export else None,
            "wait": 0,
        }

    def others(self, found, known):
        """What a search found that is not in the group; nothing when nothing was asked."""
        return [one for one in found if one not in known and one != self.name] if searched(self.request) else []

    def may_write(self):
        """Whether whoever looks may write to this group."""
        institution, held = self.request.institution, self.request.held
        allowed = limits.groups(institution, held)
        may = self.request.has_permission(Permission.CAMPAIGN_COMPOSE, institution)
        return may and (allowed is None or self.name in allowed)

    def titled(self, names):
        return [self.groups[name] for name in names if name in self.groups]

    @view_config(name="add", request_method="POST", permission=Permission.PERSON_MANAGE)
    def add(self):
        """Put in who was ticked or pasted; identifiers that nobody has are told, the others taken."""
        post = self.request.POST
        wanted = dict.fromkeys((*post.getall("person"), *self.pasted(post.get("pasted", ""))))
        uids = [uid for uid in wanted if uid in self.people]
        unknown = [uid for uid in wanted if uid not in self.people]
        names = [name for name in post.getall("group") if name in self.groups]
        if not uids and not names:
            return self.page("unknown" if unknown else "nobody", unknown[:TOLD], 422, post.get("pasted", ""))
        refused = self.unproven() or self.moved(groups.join, uids, names)
        if refused:
            return refused
        note(self.request, "group.joined", self.group, after=told(uids, names))
        self.request.session.flash(("added", len(uids) + len(names), some_of(unknown)), "group")
        return self.done()

    @property
    def opens_export(self):
        """Whether whoever joins the group can take the data away: no borrowed session gives that."""
        return rights.takes_away(self.institution, *groups.brought(self.institution, self.name))

    def unproven(self):
        """The page, where the group opens the export and whoever adds to it has not proved that it is them."""
        if not self.opens_export:
            return None
        problem, wait = Proof(self.request).problem()
        if not problem:
            return None
        shown = self.page(problem, (), 429 if wait else 422, self.request.POST.get("pasted", ""))
        return {**shown, "wait": wait}

    def pasted(self, text):
        """The identifiers of a text, however they are separated. Of a line of a spreadsheet, whose cells have tabs
        between them, those that somebody has; or the line, when nobody has any."""
        for line in text.splitlines():
            cells = [cell for cell in map(str.strip, line.split("\t")) if cell]
            if len(cells) > 1:
                yield from [cell for cell in cells if cell in self.people] or [" ".join(cells)]
            else:
                yield from re.findall(r"[^\s,;]+", line)

    @view_config(name="take-out", request_method="POST", permission=Permission.PERSON_MANAGE)
    def take_out(self):
        """Take out who was ticked."""
        uids = [uid for uid in self.request.POST.getall("person") if uid in self.group.uids]
        names = [name for name in self.request.POST.getall("group") if name in self.group.groups]
        if not uids and not names:
            return self.page("nobody", status=422)
        refused = self.moved(groups.leave, uids, names)
        if refused:
            return refused
        note(self.request, "group.left", self.group, before=told(uids, names))
        self.request.session.flash(("taken", len(uids) + len(names), []), "group")
        return self.done()

    def moved(self, move, uids, names):
        """Let people and groups join or leave; the page with the reason when they may not."""
        try:
            move(self.institution, self.name, self.request.held, uids, names)
        except groups.Circle as circle:
            return self.page("circle", [self.groups[name].title for name in circle.names], 422)
        except groups.NotYours:
            return self.page("not_yours", status=403)
        except groups.LastAdministrator:
            return self.page("last", status=409)
        return None

    @view_config(name="remove", request_method="POST", permission=Permission.PERSON_MANAGE)
    def remove(self):
        """Delete the group; its people stay."""
        folder, title = self.group.__parent__, self.group.title
        try:
            groups.remove(self.institution, self.name)
        except groups.StillHeld as held:
            return self.page("held", held.grants, 409)
        except groups.StillInside as inside:
            return self.page("inside", self.titled(inside.names), 409)
        note(self.request, "group.removed", folder, before={"title": title})
        self.request.session.flash("yes", "gone", allow_duplicate=False)
        return HTTPSeeOther(self.request.resource_path(folder))

    def done(self):
        return HTTPSeeOther(self.request.resource_path(self.group))


def some_of(uids):
    """As many as a cookie has room for, each cut."""
    kept, room = [], ROOM
    for uid in (one[:40] for one in uids[:TOLD]):
        room -= len(json.dumps(uid))
        if room > 0:
            kept.append(uid)
    return kept


def told(uids, names):
    """What the journal tells of who moved."""
    moved = {"people": uids[:NOTED], "count": len(uids)} if uids else {}
    return moved | ({"groups": [*names]} if names else {})
