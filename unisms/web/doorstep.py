"""What is refused before anything else: another name than ours, an address that cannot be read, too large a body."""

import re

from pyramid.httpexceptions import HTTPBadRequest, HTTPRequestEntityTooLarge
from pyramid.response import Response
from pyramid.settings import aslist
from pyramid.tweens import EXCVIEW, INGRESS

FORM = 1 << 20  # bytes: the largest form that is not a file
ROOM = 1 << 20  # bytes that a form with a file may have beside it
FORMS = ("", "application/x-www-form-urlencoded", "multipart/form-data")  # what is read as one
MOST_FIELDS = 5_000  # of a form: our longest pages have some hundreds
FILES = ("file", "logo")  # the fields that bring one
USUAL_PORTS = {"http": ":80", "https": ":443"}
UNREADABLE = "Cette adresse ne se lit pas.\nThis address cannot be read.\n"
NOT_UTF_8 = "Ce formulaire n'est pas en UTF-8.\nThis form is not in UTF-8.\n"
NOT_OURS = (
    "Le service SMS ne répond pas sous ce nom. Vérifiez l'adresse.\n"
    "The SMS service does not answer to this name. Check the address.\n"
)


def includeme(config):
    """What is global to a host application: the names that it answers to are its own affair."""
    headers = "unisms.web.headers.headers_tween"  # its headers belong on this answer too, where it is there
    config.add_tween("unisms.web.doorstep.doorstep_tween", over=EXCVIEW, under=(headers, INGRESS))


def doorstep_tween(handler, registry):
    """Answer to the names of ``unisms.hosts`` only, to any when it is empty; and to queries and forms in UTF-8."""
    hosts = {name.lower() for name in aslist(registry.settings.get("unisms.hosts", ""))}

    def tween(request):
        if hosts and host_of(request) not in hosts:
            return refusal(NOT_OURS)
        try:
            request.GET  # noqa: B018 (reading it is the test)
        except UnicodeDecodeError:
            return refusal(UNREADABLE)
        if request.content_type in FORMS and request.charset != "UTF-8":
            return refusal(NOT_UTF_8)
        return handler(request)

    return tween


def refusal(sentence):
    """A sentence and a 400, made of nothing that the request says."""
    return Response(sentence, status=400, content_type="text/plain", charset="utf-8")


def host_of(request):
    """What the browser calls us, without the port that goes without saying."""
    return request.environ.get("HTTP_HOST", "").lower().removesuffix(USUAL_PORTS.get(request.scheme, ""))


def add_body_limit(config):
    """Each view of ours takes a form, and with ``upload=True`` a file; looked at before anything parses the body, and
    told to nobody whom the view does not let in. One with ``limits_body=True`` does so itself."""
    config.add_view_deriver(body_limit, under="secured_view", over="csrf_view")


def body_limit(view, info):
    """The view deriver of ``add_body_limit``."""
    ours = info.package.__name__.partition(".")[0] == "unisms"
    if info.exception_only or not ours or info.options.get("limits_body"):
        return view
    most = largest_body(info.settings) if info.options.get("upload") else FORM

    def limited(context, request):
        refuse_larger(request, most)
        refuse_unreadable(request)
        return view(context, request)

    return limited


body_limit.options = ("upload", "limits_body")


def refuse_larger(request, most=FORM):
    """:raises HTTPRequestEntityTooLarge: the body has more than ``most`` bytes, or more fields than a page of ours."""
    if (request.content_length or 0) > most or _fields_at_most(request) > MOST_FIELDS:
        raise HTTPRequestEntityTooLarge


def _fields_at_most(request):
    """How many fields the form may have, told without parsing it: that takes seconds where they are many."""
    if request.content_type not in FORMS:
        return 0
    boundary = _BOUNDARY.search(request.headers.get("Content-Type", ""))
    mark = b"--" + boundary[1].encode("latin-1") if boundary else b"&"
    body = request.body_file_seekable
    found = sum(piece.count(mark) for piece in iter(lambda: body.read(ROOM), b""))
    body.seek(0)
    return found


_BOUNDARY = re.compile(r'boundary="?([^";,\s]+)')


def refuse_unreadable(request):
    """:raises HTTPBadRequest: nothing marks the parts of the form, or one of them is a file where a text belongs."""
    try:
        fields = request.POST
    except ValueError as trouble:
        raise HTTPBadRequest from trouble
    if any(hasattr(value, "file") for name, value in fields.items() if name not in FILES):
        raise HTTPBadRequest


def largest_body(settings):
    """The bytes of the largest request that some view takes."""
    return (int(settings.get("unisms.upload_megabytes", 50)) << 20) + ROOM
