"""Proving who one is, by a password or a code: each try is counted, whatever page it is made on."""

from functools import partial

from unisms.services import passwords, second_factor
from unisms.web import throttle


def tried_password(request, holder, uid, typed):
    """What became of a password that was typed for ``uid`` of ``holder`` (an institution, or the root)."""
    doors = throttle.doors(uid, request.remote_addr)  # not what a header claims
    return throttle.attempt(holder, doors, request.now, partial(passwords.verify, holder, uid, typed))


def tried_code(request, holder, uid, typed):
    """The same of a code of the second factor."""
    doors = throttle.doors(uid, request.remote_addr, throttle.CODE)
    right = partial(second_factor.accept, box_of(request), holder, uid, typed, request.now)
    return throttle.attempt(holder, doors, request.now, right)


def box_of(request):
    """What opens the secrets of authenticators."""
    return second_factor.box_of(request.registry.settings["unisms.secret"])


def tell(response, problem, wait=0):
    """Put into ``response`` that there is a problem, and for how long one must wait."""
    response.status = 429 if wait else 422 if problem else 200
    if wait:
        response.headers["Retry-After"] = str(wait)
