"""Groups: who is in them, directly or by another group; found and added, pasted, taken out."""

import json

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config, view_defaults

from unisms.model.acl import Permission
from unisms.model.folder import Folder
from unisms.model.groups import Group, size
from unisms.services.directory.local_people import LocalPeople
from unisms.services.people import groups, pasted
from unisms.services.rights import reaches, rights
from unisms.web.door.proving import Proof
from unisms.web.forms.fields import Field
from unisms.web.forms.form import form_views
from unisms.web.forms.new_page import NewPage
from unisms.web.forms.readers import text
from unisms.web.forms.settings_page import SettingsPage
from unisms.web.frame.holders import Names, found, searched
from unisms.web.frame.paging import first, page_of
from unisms.web.frame.sight import seen_whole

SHOWN = 30  # groups found by a search
TOLD = 20  # pieces of a pasted text named on the page: a cookie carries them
ROOM = 800  # bytes of the cookie for them
UNFILTERED = 12  # members among whom nobody needs a search


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
    """The names of the first groups kept here whose title contains ``search``, by title."""
    folder, told = institution["groups"], LocalPeople({"institution": institution}).groups(search)
    return [name for name, _ in told if name in folder][:SHOWN]


@form_views(
    context=Folder,
    folder="groups",
    name="new",
    renderer="group_new.jinja2",
    permission=Permission.PERSON_MANAGE,
)
class NewGroup(NewPage):
    """The form that makes a group."""

    fields = (Field("title", text(80)),)
    verb = "group.added"

    @property
    def taken(self):
        return groups.names_kept(self.request.institution)

    def make(self, values):
        return Group(values["title"])


@form_views(
    context=Group,
    name="settings",
    renderer="group_settings.jinja2",
    permission=Permission.PERSON_MANAGE,
)
class GroupSettings(SettingsPage):
    """A group's title."""

    fields = (Field("title", text(80)),)
    verb = "group.changed"


@view_defaults(context=Group, renderer="group.jinja2")
class GroupViews:
    def __init__(self, group, request):
        self.group, self.request, self.name = group, request, group.__name__
        self.institution = request.institution
        self.people, self.groups = self.institution["people"], self.institution["groups"]

    @view_config(request_method="GET", permission=Permission.PERSON_VIEW)
    def show(self):
        return self.page()

    def page(self, problem="", detail=(), status=200, text=""):
        """Return the values of the template; ``problem`` is why nothing was done."""
        request, search = self.request, searched(self.request)
        request.response.status = status
        among, after = self.among(), request.GET.get("after", "")
        page = first(self.people.by_name(among, after), after)
        return {
            "group": self.group,
            "problem": problem,
            "detail": detail,
            "pasted": text,
            "notes": request.session.pop_flash("group"),
            "members": [(uid, self.people.get(uid)) for uid in page.names],
            "page": page,
            "size": size(self.groups, self.name),
            "own": len(self.group.uids),
            "most": UNFILTERED,
            "member": self.member,
            "kept": self.place,
            "sees_numbers": seen_whole(request),
            "matching": len(among),
            "may_write": self.may_write(),
            "inner": self.titled(self.group.groups),
            "search": search,
            "found": [
                self.people[uid] for uid in self.others(found(request, search), self.group.uids)
            ],
            "found_groups": self.titled(
                self.others(found_groups(self.institution, search), self.group.groups)
            ),
            "names": Names(self.institution),
            "may_manage": request.has_permission(Permission.PERSON_MANAGE, self.group),
            "told": TOLD,
            "proof": Proof(request) if self.opens_export else None,
            "wait": 0,
        }

    @property
    def member(self):
        """The words that the page looks for among the members."""
        return searched(self.request, "member")

    def among(self):
        """The uids of the members, or of those whom the page looks for among them."""
        uids = set(self.group.uids)
        asked = self.member
        return (
            uids & self.people.matching(asked, by_number=seen_whole(self.request))
            if asked
            else uids
        )

    def others(self, found, known):
        """Return the people found by a search who are not in the group; nobody without one."""
        return (
            [one for one in found if one not in known and one != self.name]
            if searched(self.request)
            else []
        )

    def may_write(self):
        """Whether whoever looks may write to this group."""
        institution, allowed = self.request.institution, reaches.groups(self.request.actor)
        may = self.request.has_permission(Permission.CAMPAIGN_COMPOSE, institution)
        return may and (allowed is None or self.name in allowed)

    def titled(self, names):
        return [self.groups[name] for name in names if name in self.groups]

    @view_config(name="add", request_method="POST", permission=Permission.PERSON_MANAGE)
    def add(self):
        """Put the ticked or pasted people into the group.

        Words that mean nobody, or several people, are told; the others are taken.
        """
        post, text = self.request.POST, self.request.POST.get("pasted", "")
        meant = pasted.read(self.institution, text, by_number=seen_whole(self.request))
        ticked = (uid for uid in post.getall("person") if uid in self.people)
        uids = [*dict.fromkeys((*ticked, *meant.uids))]
        names = [name for name in dict.fromkeys(post.getall("group")) if name in self.groups]
        if not uids and not names:
            return self.page(
                "unread" if meant.unknown or meant.ambiguous else "nobody", meant, 422, text
            )
        new = [uid for uid in uids if uid not in self.group.uids]
        joining = [name for name in names if name not in self.group.groups]
        if new or joining:
            refused = self.unproven() or self.moved(groups.join, new, joining)
            if refused:
                return refused
        here = len(uids) - len(new) + len(names) - len(joining)
        self.tell(
            "added", new, joining, here=here, unknown=meant.unknown, ambiguous=meant.ambiguous
        )
        return self.done()

    def tell(self, kind, uids, names, *, here=0, unknown=(), ambiguous=()):
        """Let the next page say once what was done."""
        counts = {"people": len(uids), "groups": len(names), "here": here}
        counts |= {"unknown": len(unknown), "ambiguous": len(ambiguous)}
        pieces = {"unknown": some_of(unknown), "ambiguous": some_of(ambiguous, ROOM // 2)}
        self.request.session.flash({"kind": kind, "counts": counts, "pieces": pieces}, "group")

    @property
    def opens_export(self):
        """Whether joining the group lets a person take the data away.

        No borrowed session gives that: the viewer proves once more who they are.
        """
        return rights.takes_away(self.institution, *groups.brought(self.institution, self.name))

    def unproven(self):
        """Return the page if the group opens the export and the viewer has proved nothing."""
        if not self.opens_export:
            return None
        problem, wait = Proof(self.request).problem()
        if not problem:
            return None
        shown = self.page(problem, (), 429 if wait else 422, self.request.POST.get("pasted", ""))
        return {**shown, "wait": wait}

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
        self.tell("taken", uids, names)
        return self.done()

    def moved(self, move, uids, names):
        """Let people and groups join or leave; the page with the reason when they may not."""
        try:
            move(self.request.actor, self.name, self.request.now, uids, names)
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
        folder = self.group.__parent__
        try:
            groups.remove(self.request.actor, self.name, self.request.now)
        except groups.StillHeld as held:
            return self.page("held", held.grants, 409)
        except groups.StillInside as inside:
            return self.page("inside", self.titled(inside.names), 409)
        self.request.session.flash("yes", "gone", allow_duplicate=False)
        return HTTPSeeOther(self.request.resource_path(folder))

    def done(self):
        """To the page of the group, where it stood."""
        return HTTPSeeOther(self.request.resource_path(self.group, query=self.place))

    @property
    def place(self):
        """The place of the page in the list of members."""
        return {
            name: self.request.GET[name] for name in ("member", "after") if name in self.request.GET
        }


def some_of(pieces, room=ROOM):
    """Return as many ``pieces`` as a cookie has room for, each cut."""
    kept = []
    for uid in (one[:40] for one in pieces[:TOLD]):
        room -= len(json.dumps(uid))
        if room > 0:
            kept.append(uid)
    return kept
