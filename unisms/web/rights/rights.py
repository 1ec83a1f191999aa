"""Rights of people: the roles given, by holder; giving, withdrawing and explaining them."""

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config, view_defaults

from unisms.model.acl import ROLES, Permission
from unisms.model.folder import root_of
from unisms.model.roles import GROUP, OPERATOR, PERSON, Grant
from unisms.model.root import Institution
from unisms.model.templates import TemplateFolder
from unisms.services.rights import places, reaches, rights
from unisms.services.rights.rights import LastAdministrator, NoSuchThing, NotYours
from unisms.web.door.proving import Proof, tell
from unisms.web.door.security import directory
from unisms.web.frame.holders import Names, found, searched
from unisms.web.frame.paging import page_of

MOST_GROUPS = 30  # that a search shows


def roles_of(institution):
    """The names of the roles that can be given: the built-in ones, then the institution's own."""
    return [*ROLES, *(name for name in institution["roles"] if name not in ROLES)]


def places_of(institution):
    """Return the places where a role can be given: pairs of folder and its children by title."""
    for folder in places.PLACES:
        children = [one for one in institution[folder].values() if _is_place(folder, one)]
        yield folder, sorted(children, key=lambda one: one.title.casefold())


def _is_place(folder, child):
    return folder != "templates" or isinstance(child, TemplateFolder)


class Seeker:
    """The common part of the pages of rights: it finds people and groups that may hold a role."""

    def __init__(self, institution, request):
        self.institution, self.request, self.names = institution, request, Names(institution)

    @property
    def directory(self):
        return directory(self.request, self.institution)

    @property
    def operators(self):
        return [f"{OPERATOR}{uid}" for uid in root_of(self.institution).passwords]

    def holders(self, search):
        """The people and groups that a search finds, by name or by their exact name here."""
        people = [f"{PERSON}{uid}" for uid in found(self.request, search)]
        groups = [f"{GROUP}{name}" for name, _ in self.directory.groups(search)][:MOST_GROUPS]
        return [*people, *groups]


@view_defaults(context=Institution, permission=Permission.ROLE_MANAGE)
class Rights(Seeker):
    """The roles given."""

    @view_config(name="rights", request_method="GET", renderer="rights.jinja2")
    def show(self):
        return self.page()

    def page(self, refused=None, status=200):
        """Return the values of the template; ``refused`` is why nothing was withdrawn."""
        self.request.response.status = status
        page = page_of(self.institution.grants, self.request.GET.get("after", ""))
        search, holder = searched(self.request), self.request.GET.get("holder", "")
        holders = [holder] if holder else self._all_holders(search) if search else None
        return {
            "names": self.names,
            "page": page,
            "search": search,
            "holder": holder,
            "grants": self._grants(page, holders),
            "without": [name for name in holders or () if not self.institution.grants.of(name)],
            "refused": refused,
            "done": self.request.session.pop_flash("rights"),
        }

    def _grants(self, page, holders):
        """Return the grants of the holders found, or of the page."""
        grants = self.institution.grants
        found = map(grants.at, page.names) if holders is None else map(grants.of, holders)
        return [grant for some in found for grant in some]

    def _all_holders(self, search):
        """Also operators, and those who are not known any more."""
        operators = [
            name for name in self.operators if search.casefold() in name.removeprefix(OPERATOR)
        ]
        gone = [
            f"{kind}{search}"
            for kind in (PERSON, GROUP, OPERATOR)
            if self.institution.grants.of(kind + search)
        ]
        return [*dict.fromkeys((*self.holders(search), *operators, *gone))]

    @view_config(name="rights-withdraw", request_method="POST", renderer="rights.jinja2")
    def withdraw(self):
        grant = typed(self.request.POST)
        try:
            rights.withdraw(self.request.actor, grant, self.request.now)
        except NotYours as refused:
            return self.page(refused, status=403)
        except LastAdministrator as refused:
            return self.page(refused, status=409)
        shown = {
            name: self.request.GET[name]
            for name in ("after", "search", "holder")
            if name in self.request.GET
        }
        return done(self.request, "withdrawn", **shown)


def typed(post):
    """The grant that a form names."""
    return Grant(*(post.get(field, "") for field in Grant._fields))


def done(request, what, **query):
    """To the list, which says once what was done."""
    request.session.flash(what, "rights")
    return HTTPSeeOther(request.resource_path(request.institution, "rights", query=query))


@view_defaults(
    context=Institution,
    name="rights-give",
    renderer="rights_give.jinja2",
    permission=Permission.ROLE_MANAGE,
)
class Giving(Seeker):
    """Giving a role to somebody at a place."""

    @view_config(request_method="GET")
    def show(self):
        return self.page(typed(self.request.GET))

    @view_config(request_method="POST")
    def give(self):
        grant, search = typed(self.request.POST), self.request.POST.get("action") == "search"
        if search:
            return self.page(grant, search=self.request.POST.get("who", "").strip()[:80])
        missing = {name: "missing" for name in ("holder", "role") if not getattr(grant, name)}
        if missing:
            return self.page(grant, missing)
        if rights.takes_away(
            self.institution, grant
        ):  # a borrowed session must not reach the export
            problem, wait = self.proof.problem()
            if problem:
                return self.page(grant, {"proof": problem}, wait=wait)
        try:
            rights.give(self.request.actor, grant, self.request.now)
        except NoSuchThing as gone:
            return self.page(
                grant,
                {name: "gone" for name in Grant._fields if getattr(grant, name) == gone.args[0]},
            )
        except NotYours as refused:
            return self.page(grant, {"role": "not_yours"}, refused)
        return done(self.request, "given", holder=grant.holder)

    @property
    def proof(self):
        return Proof(self.request)

    def page(self, grant, errors=None, refused=None, search="", wait=0):
        tell(self.request.response, bool(errors), wait)
        chosen = [grant.holder] if places.is_holder(self.institution, grant.holder) else []
        return {
            "names": self.names,
            "grant": grant,
            "errors": errors or {},
            "proof": self.proof,
            "wait": wait,
            "refused": refused,
            "search": search,
            "holders": [*dict.fromkeys((*chosen, *(self.holders(search) if search else ())))],
            "operators": [name for name in self.operators if name not in chosen],
            "roles": roles_of(self.institution),
            "places": list(places_of(self.institution)),
        }


@view_defaults(context=Institution, permission=Permission.ROLE_MANAGE)
class Explaining(Seeker):
    """The rights of somebody, and the chain of role, group and place that brings each."""

    @view_config(name="rights-of", request_method="GET", renderer="rights_of.jinja2")
    def show(self):
        uid, search = self.request.GET.get("uid", ""), searched(self.request)
        holder = uid if uid.startswith(OPERATOR) else f"{PERSON}{uid}"
        person = rights.person(self.institution, uid, self.directory)
        known = bool(person.held) or places.is_holder(self.institution, holder)
        if uid and not known:
            self.request.response.status = 404
        chains = rights.explain(self.institution, uid, self.directory) if known else {}
        return {
            "names": self.names,
            "uid": uid,
            "holder": holder,
            "known": known,
            "search": search,
            "found": [name for name in self.holders(search) if name.startswith(PERSON)]
            if search
            else [],
            "held": person.held,
            "chains": chains,
            "reaches": list(self._reaches(person)),
        }

    def _reaches(self, person):
        """Yield each reach of their roles, with the titles of its accounts and groups."""
        together = {}
        for name in reaches.accounts(person):
            reach = reaches.of(person, name)
            together.setdefault(reach, []).append(self.institution["accounts"][name].title)
        for reach, accounts in together.items():
            groups = (self.names.holder(f"{GROUP}{name}") or name for name in reach.groups or ())
            yield reach, accounts, sorted(groups)
