"""Proving who one is, by a password or a code: each try is counted, whatever page it is made on."""

from functools import partial

from unisms.services import passwords, second_factor
from unisms.web import security, throttle
from unisms.web.throttle import Tried

PASSWORD, CODE, SIGNED_IN = "password", "code", "signed_in"  # kinds of proof, as the templates know them
FRESH = 600  # seconds after signing in during which this itself proves somebody who has nothing else here


def tried_password(request, holder, uid, typed):
    """What became of a password that was typed for ``uid`` of ``holder`` (an institution, or the root)."""
    doors = throttle.doors(uid, request.remote_addr)  # not what a header claims
    return throttle.attempt(holder, doors, request.now, partial(passwords.verify, holder, uid, typed))


def tried_code(request, holder, uid, typed):
    """The same of a code of the second factor."""
    doors = throttle.doors(uid, request.remote_addr, throttle.CODE)
    right = partial(second_factor.accept, box_of(request), holder, uid, typed, request.now)
    return throttle.attempt(holder, doors, request.now, right)


class Proof:
    """What the person of this session proves themselves by, once more, before what a borrowed session must not do:
    whatever changes how somebody proves who they are, or takes the data away.

    The form has a field ``proof``: the password of who asks, wherever it is kept; else a code of their second factor.
    Somebody who has neither here, because they sign in elsewhere, must have signed in a moment ago.
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
        """What became of the proof that the form brings (``throttle.Tried``)."""
        if self.kind == SIGNED_IN:
            return Tried(self._has_just_signed_in(), 0)
        prove = tried_password if self.kind == PASSWORD else tried_code
        typed = self._request.POST.get("proof", "")
        return prove(self._request, self._holder, self._uid, typed)

    def problem(self):
        """Try the proof of the form: the problem that a page tells (``""``, ``proof`` or ``wait``), and the seconds to
        wait."""
        right, wait = self.tried()
        return ("", 0) if right else ("wait" if wait else "proof", wait)

    def _has_just_signed_in(self):
        return abs(self._request.now - self._request.session.get("since", 0)) <= FRESH


def box_of(request):
    """What opens the secrets of authenticators."""
    return second_factor.box_of(request.registry.settings["unisms.secret"])


def tell(response, problem, wait=0):
    """Put into ``response`` that there is a problem, and for how long one must wait."""
    response.status = 429 if wait else 422 if problem else 200
    if wait:
        response.headers["Retry-After"] = str(wait)
