"""The fields of a form whose session had ended.

They go, sealed, through the page where people sign in, and come back to their author, and to
nobody else. The form is shown filled; nothing was sent.

Each form says whose page it stands on (``mark``), since a session that is over says nothing any
more. A form with a secret or a file says nothing, and is not carried.
"""

import base64
import binascii
import hashlib
import hmac
import json
from functools import partial

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox
from pyramid.httpexceptions import HTTPClientError

from unisms.model.folder import look_up, path_of
from unisms.model.root import Institution, Root
from unisms.services.people import unsent_forms
from unisms.services.people.unsent_forms import CARRIED, LARGEST, TooLarge, UnsentForm
from unisms.web.door.filled import fill
from unisms.web.door.security import READING, back, holder_of
from unisms.web.edge.doorstep import refuse_larger, refuse_unreadable

MARK = "typed_by"  # the field of a form that says whose page it stands on
FIELD = "typed"  # that of the page where one signs in, which carries the fields
LARGEST_BODY = 3 * LARGEST  # bytes as they are sent: a letter with an accent takes six
LARGEST_SEALED = 3 * LARGEST
FORM = "application/x-www-form-urlencoded"
#: never kept, wherever they are asked for
SECRETS = {"password", "old", "new", "again", "proof", "code", "recovery", "sealed"}
OURS = {MARK, FIELD, "csrf_token"}
UNTYPED = {"action", "seen", "edition", "draft", "saved"}  # a page has them by itself


def _key(request, purpose):
    secret = request.registry.settings["unisms.secret"]
    return hashlib.blake2b(secret.encode(), digest_size=SecretBox.KEY_SIZE, person=purpose).digest()


# The author of a form.


def mark(request):
    """Return the mark by which a form names the person signed in; empty for strangers."""
    known = request.identity or request.operator
    return marked(request, request.session["who"]) if known else ""


def marked(request, who):
    """The mark of ``who``, a pair of institution and uid; the root has no name."""
    told = "/".join(who)
    digest = hmac.digest(_key(request, b"mark of a form"), told.encode(), "sha256")
    return f"{told} {digest.hex()[:32]}"


def typed_by(request, told=None):
    """Return the pair (institution, uid) on whose page the sent form stands, or ``None``.

    ``told`` is its mark where that does not come as a field of the form.
    """
    if told is None:
        told = request.POST.get(MARK, "") if _is_read(request) else ""
    who = tuple(told.rpartition(" ")[0].split("/", 1))
    is_ours = len(who) == 2 and hmac.compare_digest(told.encode(), marked(request, who).encode())
    return who if is_ours else None


# From the form to the page where one signs in.


def seal(request):
    """Return the fields of the sent form, sealed for their author; empty if not to be kept."""
    who = typed_by(request)
    if who is None:
        return ""
    fields = [(name, value) for name, value in request.POST.items() if name not in SECRETS | OURS]
    try:
        unsent_forms.refuse_large(fields)
    except TooLarge:
        return ""
    page = back(request) or request.path
    told = [*who, request.now, path_of(request.context), request.view_name, page, fields]
    return base64.b64encode(
        _box(request).encrypt(json.dumps(told, ensure_ascii=False).encode())
    ).decode()


def _is_read(request):
    """Whether a form is sent, small enough to be read before anybody is known."""
    if request.method != "POST" or request.content_type != FORM:
        return False
    try:
        refuse_larger(request, LARGEST_BODY)
        refuse_unreadable(request)
    except HTTPClientError:
        return False
    return True


def sealed_here(request):
    """Return the sealed fields that the sign-in page carries through each try."""
    told = request.POST.get(FIELD, "")
    return told if len(told) <= LARGEST_SEALED else ""


def _box(request):
    return SecretBox(_key(request, b"typed fields"))


def opened(request, sealed, holder, uid):
    """Return the ``UnsentForm`` sealed for ``uid`` within the last hour, or ``None``."""
    try:
        told = json.loads(_box(request).decrypt(base64.b64decode(sealed, validate=True)))
    except (CryptoError, binascii.Error, ValueError, TypeError):
        return None
    *who, at, place, view, page, fields = told
    if who != [holder.__name__, uid] or abs(request.now - at) > CARRIED:
        return None
    return UnsentForm(place, view, page, tuple((name, value) for name, value in fields))


# From there back to the form.


def keep(request, sealed, holder, uid):
    """Keep the fields sealed for ``uid``, who has proved to be this person.

    Return the address of the page where they stand; empty if nothing of theirs was sealed.
    """
    found = opened(request, sealed, holder, uid) if sealed else None
    if found is None:
        return ""
    if found.view in KEPT_BY and isinstance(holder, Institution):
        return KEPT_BY[found.view](request, holder, uid, found)
    unsent_forms.carry(holder, uid, found, request.now)
    return found.page


#: name of a page -> a keeper of its fields: ``kept_by(request, institution, uid, typed)`` returns
#: the address of the page
KEPT_BY = {}


def waiting(request):
    """The forms that whoever is signed in has carried here, and not sent since."""
    root, who = getattr(request, "root", None), request.session.get("who")
    if not isinstance(root, Root) or not who:
        return []
    holder = root["institutions"].get(who[0]) if who[0] else root
    if holder is None or not holder.carried or not (request.identity or request.operator):
        return []
    return [one for _, one in unsent_forms.carried(holder, who[1], request.now)]


def brought_back(request):
    """Return ``typed`` or ``pressed`` for a page whose form is filled in again; else empty.

    ``typed``: fields were typed; ``pressed``: only a button was pressed.
    """
    if request.method != "GET":
        return ""
    here = {request.path, request.path_qs}
    found = next(
        (one for one in waiting(request) if here & {one.page, _address(request, one)}), None
    )
    if found is None:
        return ""
    return "typed" if _has_words(found) else "pressed"


def _has_words(form):
    """Whether something of it was typed or chosen, rather than sent along by the page."""
    return any(value.strip() and name not in UNTYPED for name, value in form.fields)


def carried_tween(handler, _registry):
    """Fill in what was carried to a page; forget it once it is sent."""

    def tween(request):
        response = handler(request)
        forms = waiting(request)
        if forms and request.method not in READING:
            unsent_forms.sent(*holder_of(request), path_of(request.context), request.view_name)
        elif forms and response.content_type == "text/html" and response.status_int == 200:
            for one in filter(partial(_address, request), forms):
                response.text = fill(
                    response.text, request.path, _address(request, one), one.fields
                )
        return response

    return tween


def _address(request, form):
    """Where a form is sent; empty where what it is about is gone."""
    resource = look_up(request.root, form.place) if form.place != "/" else request.root
    return (
        request.resource_path(resource, *filter(None, [form.view])) if resource is not None else ""
    )
