"""The second step of signing in, and how a second factor is added."""

from itertools import groupby

import segno
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.renderers import render_to_response
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config, view_defaults

from unisms.model.root import Institution, Root
from unisms.services.door import second_factor, sessions
from unisms.services.rights import rights
from unisms.web.door import security
from unisms.web.door.proving import Proof, box_of, tell, tried_code

PATIENCE = 600  # seconds between the password and the code
QUIET = 4  # empty squares around a QR code
TITLE = "SMS"  # of the service, in an operator's authenticator


def enter(request, holder, uid, return_to):
    """Let somebody in who has proved to be ``uid`` of ``holder``, or ask for more first.

    ``holder`` is an institution, or the root.
    """
    if second_factor.enrolled(holder, uid) or must_have(request, holder, uid):
        since = sessions.first_moment(holder, uid)
        security.start(request, half=(holder.__name__, uid, since, return_to), at=request.now)
        return HTTPSeeOther(request.resource_path(holder, "second-factor"))
    security.remember(request, holder, uid)
    return HTTPSeeOther(return_to)


def must_have(request, holder, uid):
    """Whether the institution's policy asks a second factor of ``uid``."""
    if not isinstance(holder, Institution):
        return False
    directory = security.directory(request, holder)
    return second_factor.is_required(rights.person(holder, uid, directory))


def half_way(request, holder):
    """Return the uid that has just proved its password here, and its destination; else two ""."""
    name, uid, since, return_to = request.session.get("half", ("", "", 0, ""))
    is_late = abs(request.now - request.session.get("at", 0)) > PATIENCE
    over = is_late or since < sessions.first_moment(holder, uid)
    return ("", "") if over or name != holder.__name__ else (uid, return_to)


@view_defaults(name="second-factor", permission=NO_PERMISSION_REQUIRED)
class SecondStep:
    """After the password: the code, or adding what the policy demands."""

    def __init__(self, holder, request):
        self.holder, self.request = holder, request
        self.uid, self.return_to = half_way(request, holder)

    @view_config(context=Institution)
    @view_config(context=Root)
    def step(self):
        if not self.uid:
            return HTTPSeeOther(self.request.door)
        if second_factor.enrolled(self.holder, self.uid):
            return self.code()
        return Adding(self.request, self.holder, self.uid, demanded=True).answer(self.let_in)

    def code(self):
        if self.request.method != "POST":
            return self.page()
        typed = self.request.POST.get("code", "").strip() or self.request.POST.get("recovery", "")
        tried = tried_code(self.request, self.holder, self.uid, typed)
        return (
            HTTPSeeOther(self.let_in())
            if tried.right
            else self.page("wait" if tried.wait else "wrong", tried.wait)
        )

    def let_in(self):
        """Begin the session; where to go now."""
        security.remember(self.request, self.holder, self.uid)
        return self.return_to

    def page(self, problem="", wait=0):
        return answer(self.request, "second_factor.jinja2", {"problem": problem, "wait": wait})


class Adding:
    """The page that adds a second factor.

    The secret is shown, and kept once a code proves that an authenticator has it. ``demanded``: the
    page stands at the door.
    """

    def __init__(self, request, holder, uid, *, demanded=False):
        self.request, self.holder, self.uid, self.demanded = request, holder, uid, demanded
        self.proof = (
            None if demanded else Proof(request)
        )  # an open session must not lock its owner out

    def answer(self, done):
        """Return the page, before and after; ``done()`` is called after and tells the next page."""
        if self.request.method != "POST":
            return self.page()
        post = self.request.POST
        problem, wait = self.proof.problem() if self.proof else ("", 0)
        if problem:
            return self.page(problem, wait)
        try:
            codes = second_factor.enrol(
                box_of(self.request),
                self.holder,
                self.uid,
                post.get("sealed", ""),
                post.get("code", ""),
                self.request.now,
            )
        except second_factor.WrongCode:
            return self.page("code")
        except second_factor.NotSealedHere:
            return self.page("anew")
        # A cookie would keep the codes: they are shown in this answer, not after a redirection.
        return answer(
            self.request,
            "second_factor_codes.jinja2",
            {"problem": "", "codes": codes, "go_on": done()},
        )

    def page(self, problem="", wait=0):
        sealed, secret = self.secret()
        title = self.holder.title if isinstance(self.holder, Institution) else TITLE
        address = second_factor.address_of(secret, self.uid, title)
        facts = {
            "problem": problem,
            "wait": wait,
            "sealed": sealed,
            "secret": secret,
            "address": address,
            "qr": Picture(address),
            "adding": self,
        }
        return answer(self.request, "second_factor_add.jinja2", facts)

    def secret(self):
        """The secret, sealed and open: that of the form, else a new one."""
        box, sealed = box_of(self.request), self.request.POST.get("sealed", "")
        try:
            return sealed, second_factor.secret_in(box, self.holder, self.uid, sealed)
        except second_factor.NotSealedHere:
            sealed = second_factor.begin(box, self.holder, self.uid)
            return sealed, second_factor.secret_in(box, self.holder, self.uid, sealed)


def answer(request, template, facts):
    response = render_to_response(template, facts, request=request)
    tell(response, facts["problem"], facts.get("wait", 0))
    return response


class Picture:
    """A QR code as an SVG path of unit squares; ``size`` is its width with the empty margin."""

    def __init__(self, text):
        rows = segno.make(text, error="m", micro=False).matrix
        self.size = len(rows) + 2 * QUIET
        self.path = "".join(
            f"M{x + QUIET} {y + QUIET}h{width}v1h-{width}z"
            for y, row in enumerate(rows)
            for x, width in _dark(row)
        )


def _dark(row):
    """Where each run of dark squares begins, and how long it is."""
    at = 0
    for dark, run in groupby(row):
        width = len([*run])
        if dark:
            yield at, width
        at += width
