"""The pages of errors: they tell what happened, and what to do now.

The rule for views: *return* an answer that keeps its transaction (2xx, 3xx, 404, and a form with
its errors, shown by a view that has written nothing); *raise* everything else, because a raise
aborts the transaction.
"""

import logging
import math
import secrets
import time
from itertools import islice

from pyramid.exceptions import BadCSRFOrigin, BadCSRFToken, PredicateMismatch, URLDecodeError
from pyramid.httpexceptions import HTTPError, HTTPSeeOther
from pyramid.url import urlencode
from pyramid.view import exception_view_config, forbidden_view_config, notfound_view_config
from pyramid_retry import is_error_retryable
from transaction.interfaces import TransientError

from unisms import seams
from unisms.model import store
from unisms.model.acl import Permission
from unisms.model.folder import LETTERS, FolderFull, path_of
from unisms.services.rights import rights
from unisms.web.door import carried, signed_out
from unisms.web.door.security import back, signed_in
from unisms.web.edge import doorstep
from unisms.web.edge.doorstep import BEGAN
from unisms.web.edge.root import StoreNotReady

log = logging.getLogger(__name__)
PATIENCE = 4  # seconds after which a request that met a conflict is not tried again
ASKED = 3  # administrators named at most
PAGE = {"renderer": "error.jinja2"}  # Pyramid lets everybody see an exception view


@forbidden_view_config(renderer="error.jinja2")
def forbidden(refusal, request):
    """Ask an unknown visitor who they are; tell a known one that they may not, and who helps.

    The fields that an unknown visitor had typed wait for them meanwhile.
    """
    if signed_in(request) is not None:
        lacking = getattr(getattr(refusal, "result", None), "permission", "")
        return told(request, 403, lacking=lacking, helpers=helpers(request))
    if (
        "HX-Request" in request.headers and request.method == "POST"
    ):  # of a page with something typed: it stays
        return signed_out.in_place(request)
    door = f"{request.door}?{urlencode({'return_to': return_to(request)})}"
    if "HX-Request" in request.headers:  # a fragment of a page whose session has ended
        request.response.headers["HX-Redirect"] = door
        return told(request, 401)
    if wants_json(request):
        return told(request, 401)
    return signed_out.asked_who(request) or HTTPSeeOther(door)


def return_to(request):
    """Return the page to go on to after signing in: the one asked for, or the one of the button."""
    if request.method == "GET":
        return request.path_qs
    return back(request) if carried.typed_by(request) else ""


@notfound_view_config(renderer="error.jinja2")
def not_found(missing, request):
    """Answer 405 if a page of that name cannot be asked this way, else 404.

    In an institution closed to the visitor, missing things are refused like things that are there,
    so that nobody finds out by asking. A visitor who reads the address of an action again is led
    back to its page.
    """
    if is_closed(request):
        news_of_brokers = doorstep.is_address(
            request
        )  # brokers have no session, and must read a 404
        return told(request, 404) if news_of_brokers else forbidden(missing, request)
    if not isinstance(missing, PredicateMismatch) or (
        request.method == "GET" and not request.view_name
    ):
        return told(request, 404)
    if request.method == "GET" and not wants_json(request):
        return HTTPSeeOther(request.resource_path(request.context))
    return told(request, 405)


def is_closed(request):
    """Whether the visitor may not even know which things there are.

    That is so in an institution where they are nobody, and above the institutions among the things
    that operators manage. Facts about an institution itself are no secret to its people.
    """
    institution, context = request.institution, request.context
    if institution is None:
        return path_of(context).startswith("/brokers") and request.operator is None
    lets_in = context is institution or request.has_permission(
        Permission.INSTITUTION_VIEW, institution
    )
    return request.identity is None or not lets_in


@exception_view_config(BadCSRFToken, **PAGE)
@exception_view_config(BadCSRFOrigin, **PAGE)
def stale_form(_refusal, request):
    """Answer to the page of another session: after signing in anew nobody need type it again."""
    if "HX-Request" in request.headers:
        return signed_out.in_place(request)
    who = request.session.get("who")
    mine = (
        who is not None
        and signed_in(request) is not None
        and carried.typed_by(request) == tuple(who)
    )
    return told(request, 400, "stale_form", sealed=carried.seal(request) if mine else "")


@exception_view_config(URLDecodeError, **PAGE)
def unreadable_address(_refusal, request):
    request.environ["PATH_INFO"] = "/"  # nothing on the page may try to read it again
    return told(request, 404)


@exception_view_config(StoreNotReady, **PAGE)
def store_not_ready(refusal, request):
    request.response.headers.update(refusal.headers)
    return told(request, 503, "store_not_ready", command=refusal.command)


@exception_view_config(FolderFull, **PAGE)
def full(refusal, request):
    return told(request, 409, "full", most=refusal.most)


@exception_view_config(HTTPError, **PAGE)
def refused(refusal, request):
    return told(request, refusal.code)


@exception_view_config(Exception, **PAGE)
def broken(exception, request):
    end_late_tries(request)
    if is_error_retryable(request, exception):
        return told(request, 500)  # nobody reads it
    if store.is_away(exception):
        return store_away(exception, request)
    if isinstance(
        exception, TransientError
    ):  # as often as it was tried, others wrote the same at the same time
        request.response.headers["Retry-After"] = "5"
        return told(request, 503, "crowded")
    reference = "".join(secrets.choice(LETTERS) for _ in range(8))
    view = getattr(request, "view_name", "")
    log.error(
        "%s %s broke, reference %s: %s", request.method, view, reference, seams.risen(exception)
    )
    return told(request, 500, reference=reference)


def end_late_tries(request):
    """Let the try that is under way be the last, once all tries together have taken long enough.

    Otherwise a waiting visitor holds a thread that others need.
    """
    environ = request.environ
    if "retry.attempt" in environ and time.monotonic() - environ.get(BEGAN, math.inf) > PATIENCE:
        environ["retry.attempts"] = environ["retry.attempt"] + 1


def store_away(exception, request):
    """The page asks nothing of the store: neither who reads it, nor where in the tree they are."""
    log.warning(
        "%s %s: %s", request.method, getattr(request, "view_name", ""), store.reason(exception)
    )
    request.context = request.institution = None
    request.__dict__.pop("root", None)
    request.response.headers["Retry-After"] = "30"
    return told(request, 503, "store_away")


def told(request, status, problem="", command="", *, reference="", **more):
    """The facts of the page, or the same as JSON for a program."""
    if (
        request.institution is not None
        and request.identity is None
        and signed_in(request) is not None
    ):
        request.institution = (
            None  # somebody of another university: not even its name is theirs to read
        )
    request.response.status = status
    facts = {"status": status, "problem": problem or str(status), "command": command}
    if wants_json(request):
        request.override_renderer = "json"
        return facts | ({"reference": reference} if reference else {})
    blank = {"lacking": "", "helpers": (), "sealed": ""}
    return {**facts, "reference": reference, "back": back(request), **blank, **more}


def helpers(request):
    """The names of some who may give rights here, for people of this institution only."""
    institution = request.institution
    if institution is None or request.identity is None:
        return ()
    others = (uid for uid in rights.administrators(institution) if uid != request.identity.uid)
    known = (institution["people"].get(uid) for uid in others)
    return [*islice(dict.fromkeys(one.name for one in known if one is not None), ASKED)]


def wants_json(request):
    offers = request.accept.acceptable_offers(["text/html", "application/json"])
    return bool(offers) and offers[0][0] == "application/json"
