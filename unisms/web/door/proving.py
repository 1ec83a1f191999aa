"""Proving who one is, by a password or a code: each try is counted, whatever page it is made on."""

from functools import partial

from unisms.services.door import passwords, second_factor, throttle
from unisms.services.door.throttle import Tried
from unisms.web.door import security

PASSWORD, CODE, SIGNED_IN = (
    "password",
    "code",
    "signed_in",
)  # kinds of proof, as the templates know them
FRESH = 600  # seconds after signing in during which this itself proves who has nothing else here


def tried_password(request, holder, uid, typed, verify=None):
    """Return the outcome of a password typed for ``uid`` of an institution, or of the root.

    ``verify(holder, uid, typed)`` says whether it is theirs: ``passwords.verify``, or a directory.
    """
    right = partial(verify or passwords.verify, holder, uid, typed)
    return _tried(request, holder, uid, right, throttle.ACCOUNT)


def must_wait(request, holder, uid, what=throttle.ACCOUNT):
    """Whether a try would not be looked at now."""
    return throttle.wait(holder, _doors(request, holder, uid, what), request.now) > 0


def tried_code(request, holder, uid, typed):
    """Return the outcome of a code of the second factor, typed for ``uid`` of ``holder``."""
    right = partial(second_factor.accept, box_of(request), holder, uid, typed, request.now)
    return _tried(request, holder, uid, right, throttle.CODE)


def tried_both(request, holder, uid, password, code, verify=None):
    """Whether the password and a code of the second factor are right.

    Whoever has both need not wait for what others have tried alone. It is one try of both at once:
    the password is only looked at with a right code, the code only taken with a right password, and
    the time is that of both whatever was wrong. So nobody learns which of the two it was, and where
    there is no second factor, nothing.
    """
    verify = verify or passwords.verify
    right = partial(_are_right, request, holder, uid, password, code, verify)
    tried = _tried(request, holder, uid, right, throttle.BOTH)
    if tried.right:
        for what in (throttle.ACCOUNT, throttle.CODE):
            throttle.record_success(holder, _doors(request, holder, uid, what))
    return tried


def _are_right(request, holder, uid, password, code, verify):
    asked = box_of(request), holder, uid, code, request.now
    shown = second_factor.is_shown(*asked)
    known = verify(holder, uid if shown else passwords.NOBODY, password)
    return known and second_factor.accept(*asked)


def _tried(request, holder, uid, right, what):
    doors = _doors(request, holder, uid, what)
    return throttle.attempt(holder, doors, request.now, right)


def _doors(request, holder, uid, what):
    address = request.remote_addr  # not what a header claims
    return throttle.doors(holder, uid, address, request.now, what)


class Proof:
    """The proof that the person of this session gives once more.

    It is asked before acts that a borrowed session must not do: those that change how somebody
    proves who they are, or take the data away.

    The form has a field ``proof``: the password of who asks, wherever it is kept; else a code of
    their second factor. Somebody who has neither here, because they sign in elsewhere, must have
    signed in a moment ago.
    """

    def __init__(self, request):
        self._request = request
        self._holder, self._uid = security.holder_of(request)

    @property
    def kind(self):
        if self._uid in self._holder.passwords:
            return PASSWORD
        return CODE if second_factor.enrolled(self._holder, self._uid) else SIGNED_IN

    def tried(self):
        """Return the outcome of the proof that the form brings (``throttle.Tried``)."""
        if self.kind == SIGNED_IN:
            return Tried(self._has_just_signed_in(), 0)
        prove = tried_password if self.kind == PASSWORD else tried_code
        typed = self._request.POST.get("proof", "")
        return prove(self._request, self._holder, self._uid, typed)

    def problem(self):
        """Try the proof of the form; return the code of its ``Problem``, and the seconds to wait.

        The code is ``""`` of a proof that is right, else ``proof``, ``aged`` or ``wait``.
        """
        right, wait = self.tried()
        unproven = "aged" if self.kind == SIGNED_IN else "proof"
        return ("", 0) if right else ("wait" if wait else unproven, wait)

    def _has_just_signed_in(self):
        return abs(self._request.now - self._request.session.get("at", 0)) <= FRESH


def box_of(request):
    """Return the box that opens the secrets of authenticators."""
    return second_factor.box_of(request.registry.settings["unisms.secret"])


def tell(response, problem, wait=0):
    """Put into ``response`` that there is a problem, and for how long one must wait."""
    response.status = 429 if wait else 422 if problem else 200
    if wait:
        response.headers["Retry-After"] = str(wait)
