"""Requests refused before anything else.

They ask for another name than ours, have an address that cannot be read, or too large a body.
"""

import re
import time

from pyramid.httpexceptions import (
    HTTPBadRequest,
    HTTPRequestEntityTooLarge,
)
from pyramid.response import Response
from pyramid.settings import aslist
from pyramid.tweens import EXCVIEW, INGRESS

from unisms.model.connections import BrokerConnection
from unisms.model.folder import Folder
from unisms.services.tables import tables

BEGAN = "unisms.began"  # of the environment: when the request came, on the monotonic clock
FORM = 1 << 20  # bytes: the largest form that is not a file
ROOM = 1 << 20  # bytes that a form with a file may have beside it
PARTS = "multipart/form-data"
FORMS = ("", "application/x-www-form-urlencoded", PARTS)  # the types of body read as a form
MOST_FIELDS = 5_000  # of a form: our longest pages have some hundreds
LONGEST_KIND = 500  # characters of a Content-Type, which is read in the square of its length
LONGEST_HEAD = 2_000  # bytes of a line above a part: it has the name of a file
#: lines of a form in parts, which is parsed line by line; beside a file those that a file may have
MOST_LINES = 100_000
FILES = ("file", "logo")  # the fields that bring one
USUAL_PORTS = {"http": ":80", "https": ":443"}
UNREADABLE = "Cette adresse ne se lit pas.\nThis address cannot be read.\n"
NOT_UTF_8 = "Ce formulaire n'est pas en UTF-8.\nThis form is not in UTF-8.\n"
NOT_OURS = (
    "Le service SMS ne répond pas sous ce nom. Vérifiez l'adresse.\n"
    "The SMS service does not answer to this name. Check the address.\n"
)


def includeme(config):
    """Set up the part that is global to a host application: it decides about its own names."""
    headers = "unisms.web.edge.headers.headers_tween"  # which adds its headers to this answer too
    config.add_tween(
        "unisms.web.edge.doorstep.doorstep_tween", over=EXCVIEW, under=(headers, INGRESS)
    )


def doorstep_tween(handler, registry):
    """Answer to the names of ``unisms.hosts`` only, or to any name if it is empty.

    Queries and forms must be in UTF-8.
    """
    hosts = {name.lower() for name in aslist(registry.settings.get("unisms.hosts", ""))}

    def tween(request):
        request.environ.setdefault(
            BEGAN, time.monotonic()
        )  # of the first try: the same is kept for the others
        if hosts and host_of(request) not in hosts:
            return refusal(NOT_OURS)
        read_soon(request.environ)
        if len(request.headers.get("Content-Type", "")) > LONGEST_KIND:
            return refusal(UNREADABLE)
        try:
            request.GET  # noqa: B018 (reading it is the test)
        except UnicodeDecodeError:
            return refusal(UNREADABLE)
        if request.content_type in FORMS and request.charset != "UTF-8":
            return refusal(NOT_UTF_8)
        return handler(request)

    return tween


def read_soon(environ):
    """Leave of the cookies those whose values are plain, perhaps between quotes.

    Otherwise webob reads 16 KB of a value whose quote never ends for two seconds, and twice as much
    four times as long.
    """
    told = environ.get("HTTP_COOKIE", "")
    if '"' in told or "\\" in told:
        environ["HTTP_COOKIE"] = ";".join(filter(_PLAIN_COOKIE.fullmatch, told.split(";")))


_PLAIN_COOKIE = re.compile(r'[^"\\]*+(?:"[^"\\]*+"\s*)?')


def refusal(sentence):
    """A sentence and a 400, made of nothing that the request says."""
    return Response(sentence, status=400, content_type="text/plain", charset="utf-8")


def host_of(request):
    """Return the name by which the browser calls us, without a port that goes without saying."""
    return (
        request.environ.get("HTTP_HOST", "")
        .lower()
        .removesuffix(USUAL_PORTS.get(request.scheme, ""))
    )


def add_body_limit(config):
    """Let each view of ours take a form: with ``upload=True`` a file, with ``picture=True`` a logo.

    The limit is checked before anything parses the body. Somebody whom the view does not let in is
    told nothing. A view with ``limits_body=True`` checks it by itself.
    """
    config.add_view_deriver(body_limit, under="secured_view", over="csrf_view")


def body_limit(view, info):
    """The view deriver of ``add_body_limit``."""
    ours = info.package.__name__.partition(".")[0] == "unisms"
    if info.exception_only or not ours or info.options.get("limits_body"):
        return view
    most = largest_body(info.settings) if info.options.get("upload") else FORM
    takes_parts = info.options.get("upload") or info.options.get("picture")
    check_parts = refuse_odd_heads if takes_parts else refuse_parts

    def limited(context, request):
        refuse_larger(request, most)
        check_parts(request)
        refuse_unreadable(request)
        return view(context, request)

    return limited


body_limit.options = ("upload", "picture", "limits_body")


def refuse_larger(request, most=FORM):
    """Refuse a body of more than ``most`` bytes, or with more fields or lines than a page of ours.

    :raises HTTPRequestEntityTooLarge: the body is that large.
    """
    if (request.content_length or 0) > most:
        raise HTTPRequestEntityTooLarge
    fields, lines = _fields_and_lines(request)
    if fields > MOST_FIELDS or lines > MOST_LINES + tables.MOST_LINES * (most > FORM):
        raise HTTPRequestEntityTooLarge


def _fields_and_lines(request):
    """Return the most fields that the form may have, and the most lines if it is in parts.

    The form is not parsed for that: parsing many of them takes seconds. Whatever separates the
    parts, it is a line that begins with two dashes.
    """
    if request.content_type not in FORMS:
        return 0, 0
    mark, end = (b"\n--", b"\n") if request.content_type == PARTS else (b"&", b"")
    fields, lines, body = 1, 0, request.body_file_seekable
    for piece in iter(lambda: body.read(ROOM), b""):
        fields += piece.count(mark)
        lines += piece.count(end) if end else 0
    body.seek(0)
    return fields, lines


def refuse_parts(request):
    """:raises HTTPBadRequest: the form is in parts, as only a page with a file sends it."""
    if request.content_type == PARTS:
        raise HTTPBadRequest


def refuse_odd_heads(request):
    """Refuse a part whose head no browser writes.

    A head of 800 KB takes half a minute to parse, and a head may say that more parts are inside.

    :raises HTTPBadRequest: a part has such a head.
    """
    if request.content_type != PARTS:
        return
    body, before = request.body_file_seekable, b"\n"
    for piece in iter(lambda: body.read(ROOM), b""):
        text = before + piece.lower()
        if _ODD_HEAD.search(text):
            raise HTTPBadRequest
        before = text[-2 * LONGEST_HEAD :]
    body.seek(0)


# Tried only where a line begins, without giving anything back: each line is read once, whatever is
# in it.
_ODD_HEAD = re.compile(
    rb"(?<=[\r\n])content-(?:[^\r\n]{%d}|type:[ \t]*+(?:multipart|application/x-www-form)"
    rb"|[^\r\n]*+[\r\n]{1,2}[ \t])" % LONGEST_HEAD
)


def refuse_unreadable(request):
    """Refuse a form with parts that cannot be told apart, or a file where a text belongs.

    :raises HTTPBadRequest: the form is such.
    """
    try:
        fields = request.POST
    except ValueError as trouble:
        raise HTTPBadRequest from trouble
    if any(hasattr(value, "file") for name, value in fields.items() if name not in FILES):
        raise HTTPBadRequest


def largest_body(settings):
    """The bytes of the largest request that some view takes."""
    return (int(settings.get("unisms.upload_megabytes", 50)) << 20) + ROOM


VIEW = "receipts"


def is_address(request):
    """Whether the request asks for an address for news.

    The connection may be there or not: both answer alike.
    """
    context, name, subpath = request.context, request.view_name, request.subpath
    if isinstance(context, BrokerConnection):
        return name == VIEW
    return isinstance(context, Folder) and context.__name__ == "brokers" and subpath[:1] == (VIEW,)
