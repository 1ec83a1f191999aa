"""The ways to the dashboards: a ticket that lets somebody in there, for a page that they want."""

from urllib.parse import parse_qs, urlencode, urlsplit

from pyramid.httpexceptions import HTTPForbidden, HTTPNotFound, HTTPSeeOther
from pyramid.renderers import render_to_response
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config

from unisms.model.acl import Permission
from unisms.model.root import Institution, Root
from unisms.services.dashboards import scopes, tickets
from unisms.services.dashboards.tickets import Visit
from unisms.web.door.security import is_local


def dashboards_at(request):
    """Return the address of the dashboards without its last ``/``; empty where there are none."""
    return request.registry.settings.get("unisms.dashboards_url", "").strip().rstrip("/")


def way_to_account(request, account):
    """Return the address that leads to what ``account`` costs, in the dashboards."""
    institution = request.institution
    asked = {"institution": institution.__name__}
    if number := scopes.key_of(institution, account):
        asked["account"] = number
    wanted = {"to": f"/cost?{urlencode(asked)}"}
    return request.resource_path(institution, "dashboards", query=wanted)


@view_config(
    context=Institution,
    name="dashboards",
    request_method="GET",
    permission=Permission.INSTITUTION_VIEW,
)
def of_institution(institution, request):
    """Let somebody in who may see the statements of some account here.

    Their roles are looked at now. Half an hour later the dashboards lead them here again.
    """
    refuse_without_dashboards(request)
    scope = scopes.of(request.actor)
    if scope is None:
        raise HTTPForbidden
    who = f"{institution.__name__}/{request.actor.uid}"
    back = request.resource_url(institution)
    renew = request.resource_url(institution, "dashboards")
    return onward(request, Visit(who, scope, request.language, back, renew))


@view_config(
    context=Root, name="dashboards", request_method="GET", permission=NO_PERMISSION_REQUIRED
)
def of_anybody(root, request):
    """Let operators in, and lead anybody else to the institution that they belong to.

    A link that somebody was given leads here where the dashboards do not know them yet.
    """
    refuse_without_dashboards(request)
    if request.operator is not None:
        return onward(request, visit_of_operator(root, request))
    wanted = wanted_by(request)
    identity = request.identity
    name = identity.institution if identity else named_in(wanted)
    institution = root["institutions"].get(name)
    if institution is None:
        return HTTPSeeOther(request.resource_path(root))
    asked = {"to": wanted}
    return HTTPSeeOther(request.resource_path(institution, "dashboards", query=asked))


def visit_of_operator(root, request):
    scope = scopes.of_operator(root["institutions"].values())
    back = request.resource_url(root["institutions"])
    renew = request.resource_url(root, "dashboards")
    return Visit(f"/{request.operator.uid}", scope, request.language, back, renew)


def refuse_without_dashboards(request):
    """:raises HTTPNotFound: the settings name no dashboards."""
    if not request.dashboards_at:
        raise HTTPNotFound


def onward(request, visit):
    """Lead on to the dashboards with a ticket, to the page that is wanted there."""
    ticket = tickets.made(visit, tickets.key(request.registry.settings), request.now)
    asked = urlencode({"ticket": ticket, "to": wanted_by(request)})
    address = f"{request.dashboards_at}/enter?{asked}"
    if not has_just_signed_in(request):
        return HTTPSeeOther(address)
    response = render_to_response("onward.jinja2", {"address": address}, request=request)
    response.headers["Refresh"] = f"0; url={address}"
    return response


def has_just_signed_in(request):
    """Whether a form of ours has led here: our content policy lets none lead to another origin.

    Browsers that hold a form to that follow a page that refreshes itself.
    """
    before = urlsplit(request.referer or "")
    ours = f"{before.scheme}://{before.netloc}" == request.host_url
    return ours and before.path.rpartition("/")[2] in ("sign-in", "second-factor", "operators")


def wanted_by(request):
    """Return the page of the dashboards that is wanted, their first one if that is none."""
    path = request.GET.get("to", "")
    return path if is_local(path) else "/"


def named_in(path):
    """Return the name of the institution that a page of the dashboards is about, or nothing."""
    return parse_qs(urlsplit(path).query).get("institution", [""])[0]
