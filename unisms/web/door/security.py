"""The identity of a request, its session, and the host's own part of the protection."""

import secrets
from typing import NamedTuple

from pyramid.authorization import ACLHelper, Authenticated, Everyone
from pyramid.request import RequestLocalCache
from pyramid.session import SignedCookieSessionFactory
from pyramid.settings import asbool

from unisms import seams
from unisms.model import roles
from unisms.model.acl import OPERATOR, person_principal, role_principal
from unisms.model.reliance import rely_on
from unisms.model.root import institution_of
from unisms.services.door import own, sessions
from unisms.services.door.sessions import IDLE
from unisms.services.ground.actor import Actor
from unisms.services.ground.actor import operator as operator_who_acts
from unisms.services.rights import rights

COOKIE = "unisms"
LONGEST_WAY = 1000  # characters of the address that somebody is led on to
READING = ("GET", "HEAD", "OPTIONS")  # the methods that change nothing
RENEWED = 600  # seconds after which a session that is used is written anew


class Identity(NamedTuple):
    """A person who has signed in: of one institution, and of no other."""

    institution: str  #: its name; empty for an operator
    uid: str
    name: str  #: as people call them
    principals: frozenset[str]  #: names in the tree's ACLs, read anew at each request
    held: tuple = ()  #: their roles (``services.ground.actor.Held``), read with the principals


def includeme(config):
    """Set up the part that is global to a host: a host that has its own leaves this out."""
    settings = config.registry.settings
    settings.setdefault(
        "tm.annotate_user", "false"
    )  # the person is only known once the tree has been walked
    production = asbool(settings.get("unisms.production", False))
    config.set_session_factory(session_factory(settings["unisms.secret"], only_safe=production))
    config.set_default_csrf_options(require_csrf=True)
    config.set_security_policy(SecurityPolicy())
    config.include("unisms.web.edge.doorstep")


class SecurityPolicy:
    """Takes rights from the tree: the resource's own ACL and those above, up to ``DENY_ALL``."""

    def __init__(self):
        self._signed_in = RequestLocalCache(signed_in)
        self._acl = ACLHelper()

    def identity(self, request):
        """Return the identity of who asks; ``None`` for a person of another institution."""
        identity = self._signed_in.get_or_create(request)
        here = institution_of(getattr(request, "context", None))
        if identity is None or here is None or here.__name__ == identity.institution:
            return identity
        return invited(request, here, identity) if not identity.institution else None

    def elsewhere(self, request):
        """The identity of the session, wherever it is from."""
        return self._signed_in.get_or_create(request)

    def authenticated_userid(self, request):
        identity = self.identity(request)
        return identity and person_principal(identity.institution, identity.uid)

    def permits(self, request, context, permission):
        identity = self.identity(request)
        principals = [Everyone]
        if identity is not None:
            principals += [Authenticated, *identity.principals]
        return self._acl.permits(context, principals, permission)


def signed_in(request):
    """Return the identity that the session names, with its roles now; ``None`` if unknown now."""
    pair = request.session.get("who")
    root = getattr(request, "root", None)  # absent when the store is not ready
    if not pair or root is None:
        return None
    name, uid = pair
    holder = root["institutions"].get(name) if name else root
    if holder is None or is_over(request, holder, uid):
        return None
    keep_alive(request)
    return person_of(request, holder, uid) if name else operator(request, root, uid)


def is_over(request, holder, uid):
    """Whether this session of ``uid`` has ended: with all of theirs, by itself, or by idleness."""
    session = request.session
    return (
        session.get("since", 0) < sessions.first_moment(holder, uid)
        or sessions.has_ended(holder, session.get("id", ""))
        or sessions.is_unused(session.get("used", request.now), request.now)
    )


def keep_alive(request):
    """Write down that the session is used.

    The cookie is renewed by any page. This note is not, so that nobody keeps a copy of an ended
    session alive until its end is forgotten.
    """
    session = request.session
    if request.now - session.get("used", request.now) > RENEWED:
        session["used"] = request.now


def operator_of(request):
    """Return the operator who asks, wherever they are in the tree; else ``None``."""
    identity = signed_in(request)
    return identity if identity is not None and not identity.institution else None


def door(request):
    """Return the path of the sign-in page here: of this institution, or of operators above them."""
    if request.institution is None:
        return request.resource_path(request.root, "operators")
    return request.resource_path(request.institution, "sign-in")


def operator(request, root, uid):
    """Somebody who runs the installation; ``None`` when they do so no more."""
    if request.method not in READING:
        rely_on(root)  # dismissing them at this moment writes it
    return (
        Identity("", uid, uid, frozenset({role_principal("", OPERATOR)}))
        if uid in root.passwords
        else None
    )


def stand_on_rights(request, institution):
    """Let the changes of this request conflict with the loss of its person's rights at this moment.

    The erasure of the institution conflicts too. The request is then tried again, and refused.
    """
    if request.method not in READING:
        rights.stand_on(institution)


def invited(request, institution, identity):
    """An operator in an institution that has given them a role there; ``None`` in any other."""
    uid = f"{roles.OPERATOR}{identity.uid}"
    stand_on_rights(request, institution)
    guest = rights.person(institution, uid)
    granted = frozenset(rights.principals(guest))
    if not granted:
        return None
    return Identity(institution.__name__, uid, identity.name, granted, guest.held)


def person_of(request, institution, uid):
    """Somebody of this institution; ``None`` when they are no longer known to it."""
    stand_on_rights(request, institution)
    person = institution["people"].get(uid)
    if person is None and not institution.grants.of(f"{roles.PERSON}{uid}"):
        return None
    actor = rights.person(institution, uid, directory(request, institution))
    granted, name = frozenset(rights.principals(actor)), person.name if person else uid
    return Identity(institution.__name__, uid, name, granted, actor.held)


def directory(request, institution):
    """The directory that knows the groups of this institution's people, at this moment."""
    settings = {"institution": institution, "now": request.now}
    return seams.make_adapter(request.registry, "local", settings, "directory")


def actor(request):
    """Return who asks as services take them, or ``None`` where nobody has signed in."""
    identity = request.identity or request.operator
    if identity is None:
        return None
    if not identity.institution:
        return operator_who_acts(identity.uid)
    return Actor(request.root["institutions"][identity.institution], identity.uid, identity.held)


def remember(request, holder, uid):
    """Start a session for ``uid`` of an institution, or of the root, in their language."""
    begin(request, holder, uid)
    is_guest = holder.__parent__ is None
    actor = operator_who_acts(uid) if is_guest else Actor(holder, uid)
    own.begin_session(actor, holder, uid, request.remote_addr, request.now)
    subscriber = holder["people"].get(uid) if "people" in holder else None
    if subscriber is not None and subscriber.language:
        request.session["lang"] = subscriber.language


def begin(request, holder, uid):
    """Start a session for ``uid``. The old one ends first: nobody may have prepared it for them."""
    start(
        request,
        who=(holder.__name__, uid),
        since=sessions.first_moment(holder, uid),
        at=request.now,
    )


def start(request, **facts):
    """A new session that knows these facts, and of the old one the language only."""
    forget(request)
    request.session.update(facts, id=secrets.token_hex(8), used=request.now)


def holder_of(request):
    """Return the keeper of the session's password, institution or root, and the uid there."""
    name, uid = request.session["who"]
    root = request.root
    return (root["institutions"][name] if name else root), uid


def is_local(path):
    """Whether ``path`` leads to a page of ours only, and is short enough for a cookie."""
    inside = path.startswith("/") and path[1:2] not in ("/", "\\")
    return inside and path.isprintable() and path.isascii() and len(path) <= LONGEST_WAY


def back(request):
    """The path of the page of ours that led here, if one did."""
    path = (request.referer or "").removeprefix(request.host_url)
    return path if is_local(path) and path not in (request.path_qs, request.path) else ""


def sign_out(request):
    """End the session, and every copy of its cookie with it."""
    session = request.session.get("id")  # those of before had none
    if session and signed_in(request) is not None:
        holder, _ = holder_of(request)
        sessions.end(holder, session, request.now)
    forget(request)
    say_goodbye(request, "here")


def say_goodbye(request, where):
    """Let the sign-in page tell which sessions have ended: the one ``here``, or ``everywhere``."""
    request.session.flash(where, "signed_out", allow_duplicate=False)


def forget(request):
    """Let this browser know nothing of the session, but the language."""
    language = request.session.get("lang")
    request.session.invalidate()
    if language:
        request.session["lang"] = language


def session_factory(secret, *, only_safe=False):
    """Return the factory of sessions in a signed cookie that scripts cannot read.

    Where the request came over https, or always when ``only_safe``, the cookie goes over https
    only, and its ``__Host-`` tells browsers to take it from no other host.
    """
    plain, safe = (
        SignedCookieSessionFactory(
            secret,
            cookie_name=name,
            httponly=True,
            samesite="Lax",
            secure=secure,
            timeout=IDLE,
            reissue_time=RENEWED,
        )
        for name, secure in ((COOKIE, False), (f"__Host-{COOKIE}", True))
    )
    return lambda request: (safe if only_safe or request.scheme == "https" else plain)(request)
