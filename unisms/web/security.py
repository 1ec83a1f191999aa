"""Who you are, here: the identity of a request, its session, and the host's own part of the protection."""

from typing import NamedTuple

from pyramid.authorization import ACLHelper, Authenticated, Everyone
from pyramid.request import RequestLocalCache
from pyramid.session import SignedCookieSessionFactory

from unisms.model.acl import OPERATOR, person_principal, role_principal
from unisms.model.root import institution_of

IDLE = 4 * 3600  # seconds after which a session that does nothing ends


class Identity(NamedTuple):
    """A person who has signed in: of one institution, and of no other."""

    institution: str  #: its name; empty for an operator
    uid: str
    name: str  #: as people call them
    roles: tuple[str, ...]

    @property
    def principals(self):
        """Whom the tree's ACLs name. Without a role one is nobody: what one has written is no longer one's to send."""
        roles = {role_principal(self.institution, role) for role in self.roles}
        return roles and roles | {person_principal(self.institution, self.uid)}


def includeme(config):
    """What is global to a host: a host that has its own leaves this out."""
    settings = config.registry.settings
    settings.setdefault("tm.annotate_user", "false")  # who asks is only known once the tree has been walked
    config.set_session_factory(session_factory(settings["unisms.secret"]))
    config.set_default_csrf_options(require_csrf=True)
    config.set_security_policy(SecurityPolicy())


class SecurityPolicy:
    """Rights come from the tree: the resource's own ACL and those above it, up to its institution's ``DENY_ALL``."""

    def __init__(self):
        self._signed_in = RequestLocalCache(signed_in)
        self._acl = ACLHelper()

    def identity(self, request):
        """Who asks, or ``None``: a person of another institution is nobody here."""
        identity = self._signed_in.get_or_create(request)
        here = institution_of(getattr(request, "context", None))
        if identity is None or (here is not None and here.__name__ != identity.institution):
            return None
        return identity

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
    """The identity that the session names, its roles read now; ``None`` when that person is no longer known."""
    pair = request.session.get("who")
    root = getattr(request, "root", None)  # absent when the store is not ready
    if not pair or root is None:
        return None
    name, uid = pair
    if not name:
        return Identity("", uid, uid, (OPERATOR,)) if uid in root.passwords else None
    institution = root["institutions"].get(name)
    if institution is None:
        return None
    person = institution["people"].get(uid)
    if person is None and uid not in institution.roles:
        return None
    return Identity(name, uid, person.name if person else uid, tuple(institution.roles.get(uid, ())))


def remember(request, institution, uid):
    """Start a session for this person. The old one ends first: nobody may have prepared it for them."""
    language = request.session.get("lang")
    request.session.invalidate()
    request.session["who"] = (institution.__name__, uid)
    if language:
        request.session["lang"] = language


def forget(request):
    """End the session."""
    language = request.session.get("lang")
    request.session.invalidate()
    if language:
        request.session["lang"] = language


def session_factory(secret):
    """Sessions in a signed cookie that scripts cannot read, sent over https only when the request came so."""
    plain, safe = (
        SignedCookieSessionFactory(
            secret, cookie_name="unisms", httponly=True, samesite="Lax", secure=secure, timeout=IDLE, reissue_time=600
        )
        for secure in (False, True)
    )
    return lambda request: (safe if request.scheme == "https" else plain)(request)
