"""Proving who you are: the choice of an institution, its ways to sign in, and leaving."""

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.renderers import render_to_response
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.settings import aslist
from pyramid.view import view_config

from unisms import seams
from unisms.model.root import Institution, Root
from unisms.services.door.throttle import ACCOUNT, BOTH
from unisms.web.door import carried, security
from unisms.web.door.outside import DirectoryPassword
from unisms.web.door.proving import must_wait, tell, tried_both, tried_password
from unisms.web.door.second_factor import enter

DOORS = (
    "sign-in",
    "operators",
)  # pages on which one signs in: any other asks who it was whose session has ended


@view_config(
    context=Root,
    name="sign-in",
    request_method="GET",
    renderer="institutions.jinja2",
    permission=NO_PERMISSION_REQUIRED,
)
def choose(root, _request):
    """Which institution are you from?"""
    return {"institutions": sorted(root["institutions"].values(), key=lambda one: one.title)}


@view_config(context=Institution, name="sign-in", permission=NO_PERMISSION_REQUIRED)
def sign_in(institution, request):
    """By the way that the institution's people sign in."""
    return admitted(institution, request, way_of(request))


def admitted(holder, request, way):
    """Ask ``way`` who this is, of an institution or of the root.

    If it does not know yet, let it ask the person.
    """
    return_to = local_path(request, request.params.get("return_to", ""))
    uid = way.identify(request)
    if uid is None:
        return way.challenge(request, return_to)
    return_to = carried.keep(request, carried.sealed_here(request), holder, uid) or return_to
    if getattr(
        way, "has_code", False
    ):  # of our own ways only: the second step is done with the first
        security.remember(request, holder, uid)
        return HTTPSeeOther(return_to)
    return enter(request, holder, uid, return_to)


@view_config(
    context=Institution, name="sign-out", request_method="POST", permission=NO_PERMISSION_REQUIRED
)
def sign_out(_institution, request):
    security.sign_out(request)
    farewell = way_of(request).forget(request)
    return farewell or HTTPSeeOther(request.door)


def way_of(request):
    """Return the adapter of the way asked for, of those in ``unisms.sign_in``; else the first."""
    ways = aslist(request.registry.settings.get("unisms.sign_in", "local"))
    asked = request.params.get("way")
    return seams.make_adapter(request.registry, asked if asked in ways else ways[0], {}, "sign_in")


def local_path(request, path):
    """Return ``path`` if it leads to a page of ours, else the first page here.

    Otherwise a link could send a visitor elsewhere.
    """
    return path if security.is_local(path) else request.resource_path(request.context)


class LocalSignIn:
    """Passwords kept by the institution or by its directories: fulfils ``ports.SignIn``."""

    def __init__(self, settings):
        self.problem = ""
        self.wait = 0
        self.has_code = False  #: whether a code of the second factor came with the password

    def identify(self, request):
        """Return the uid whose password was typed, or ``None``.

        Each failure makes the next try wait longer, even a right one, unless a code of the second
        factor comes with it.
        """
        if request.method != "POST":
            return None
        uid, password, code = (request.POST.get(name, "") for name in ("uid", "password", "code"))
        asked = request, request.context, uid.strip(), password
        self.has_code = bool(code)
        elsewhere = DirectoryPassword(*asked)
        if elsewhere.is_asked:
            asked = *asked[:2], elsewhere.uid, password
        elsewhere = self._elsewhere(elsewhere)
        verify = elsewhere.knows if elsewhere is not None and elsewhere.person else None
        tried = tried_both(*asked, code, verify) if code else tried_password(*asked, verify)
        wrong = "away" if elsewhere is not None and elsewhere.silent else "wrong"
        self.wait, self.problem = tried.wait, "wait" if tried.wait else wrong
        if not tried.right:
            return None
        return elsewhere.arrive() if verify else asked[2]

    def _elsewhere(self, elsewhere):
        """Ask the directories, if there are any and one need not wait; ``None``: not asked."""
        what = BOTH if self.has_code else ACCOUNT
        asked = elsewhere.request, elsewhere.holder, elsewhere.uid, what
        if not elsewhere.is_asked or must_wait(*asked):
            return None
        elsewhere.ask()
        return elsewhere

    def challenge(self, request, return_to):
        facts = {
            "return_to": return_to,
            "sealed": request.sealed,
            "uid": request.POST.get("uid", "")
            if request.view_name in DOORS
            else carried.typed_by(request)[1],
            "problem": self.problem,
            "wait": self.wait,
            "asks_code": bool(self.wait) or self.has_code,
        }
        response = render_to_response("sign_in.jinja2", facts, request=request)
        tell(response, self.problem, self.wait)
        return response

    def forget(self, request):
        return None
