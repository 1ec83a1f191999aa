"""The answers to a page whose session has ended while somebody types.

Nothing is lost: they go on once they have signed in again.
"""

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.renderers import render_to_response
from pyramid.response import Response
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config

from unisms.model.acl import Permission
from unisms.model.root import Institution, Root
from unisms.web.door import carried
from unisms.web.door.security import holder_of, signed_in
from unisms.web.door.sign_in import LocalSignIn, way_of

#: parts of a page that hold what is typed: what is told of them stands in the counter's place
TYPED_IN = ("found", "written", "saved")
GONE, BACK, ANOTHER = (
    "gone",
    "back",
    "another",
)  # the session: over, of the same person again, of somebody else


def in_place(request):
    """The answer to what a page asks while somebody types: it stands where the answer would."""
    response = _fragment(request, GONE, carried.typed_by(request))
    response.status = 401
    response.headers["HX-Reswap"], response.headers["HX-Reselect"] = "innerHTML", "unset"
    if request.headers.get("HX-Target") in TYPED_IN:
        response.headers["HX-Retarget"] = "#preview"
    return response


def asked_who(request):
    """Return the sign-in page with the fields of the form that is sent.

    ``None`` where nothing is to be kept, or its author signs in elsewhere: a page that is not ours
    carries nothing.
    """
    author, holder = carried.typed_by(request), request.institution or request.root
    if author is None or author[0] != holder.__name__:
        return None
    way = way_of(request) if isinstance(holder, Institution) else LocalSignIn({})
    request.sealed = carried.seal(request) if isinstance(way, LocalSignIn) else ""
    return way.challenge(request, "") if request.sealed else None


def _fragment(request, state, author):
    facts = {"state": state, "author": carried.marked(request, author) if author else ""}
    return render_to_response("signed_out.jinja2", facts, request=request)


@view_config(
    context=Institution, name="signed-in", request_method="GET", permission=NO_PERMISSION_REQUIRED
)
@view_config(
    context=Root, name="signed-in", request_method="GET", permission=NO_PERMISSION_REQUIRED
)
def signed_in_again(_holder, request):
    """Tell a page whose session had ended whether it may go on; nothing if nobody has signed in.

    The page asks each time that somebody comes back to it.
    """
    author = carried.typed_by(request, request.GET.get(carried.MARK, ""))
    if author is None or signed_in(request) is None:
        silence = Response()
        silence.headers["HX-Reswap"] = "none"
        return silence
    same = tuple(request.session["who"]) == author
    return _fragment(request, BACK if same else ANOTHER, author)


@view_config(
    context=Institution, name="typed", request_method="POST", permission=Permission.OWN_PAGES
)
@view_config(context=Root, name="typed", request_method="POST", permission=Permission.OPERATE)
def take_up(holder, request):
    """Go on with what was typed on a page of an earlier session of the same person."""
    page = carried.keep(request, carried.sealed_here(request), *holder_of(request))
    return HTTPSeeOther(page or request.resource_path(holder))
