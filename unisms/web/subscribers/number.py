"""The pages of one's own number: typed, proved by a code, tried."""

import logging

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config, view_defaults

from unisms.services.health import flags
from unisms.services.subscribers import codes, limits, samples
from unisms.web.frame.formats import number_for
from unisms.web.subscribers.own import OWN, OwnView

log = logging.getLogger(__name__)

CODE_PAGE = "code"
STATUS = {codes.WAIT: 429}


@view_defaults(**OWN, renderer="own_number.jinja2")
class Number(OwnView):
    """The number of the person, typed in any way; the code that proves it leaves for it."""

    @view_config(name="number", request_method="GET")
    def show(self):
        return self.told(typed="", flag=self.flag)

    @property
    def flag(self):
        """Why their number is set aside, or ``None``."""
        return flags.flag_of(self.institution, self.person.msisdn)

    def refused(self, *problem, status=422, typed=""):
        """Return the page that says why nothing was sent."""
        return self.wrong(status, problem=problem, typed=typed, flag=self.flag)

    @view_config(name="number", request_method="POST")
    def ask(self):
        """Send a code to the number that is known, or to the one that is typed."""
        post, known = self.request.POST, self.person.msisdn
        is_known = post.get("action") == "known" and known
        written = number_for(known, whole=True, country=self.institution.country)
        typed = written if is_known else post.get("own_number", "")
        try:
            return self.sent(codes.number_of(self.institution, typed), typed)
        except codes.NoMobile as none:
            return self.refused("own_number", none.code, typed=typed)

    def sent(self, number, typed):
        """Send a code and lead to where it is typed, or say why none leaves."""
        request = self.request
        code_page = HTTPSeeOther(request.resource_path(self.pages, CODE_PAGE))
        if codes.has_just_left(self.institution, self.uid, number, self.now):
            return code_page
        try:
            place = {"host": request.domain, "language": request.language}
            place["address"] = request.remote_addr or ""
            connection = codes.ask(self.actor, number, self.now, **place)
        except codes.NotYet as many:
            if many.why == limits.CEILING:
                log.warning("%s: no more codes today", request.resource_path(self.institution))
            return self.refused("own_number", many.why, many.wait, status=429, typed=typed)
        except codes.CANNOT:
            return self.refused("own_number", "cannot", status=503, typed=typed)
        request.enqueue("deliver", connection)
        return code_page

    @view_config(name="sample", request_method="POST")
    def sample(self):
        """Send a message to one's own number."""
        if samples.has_just_left(self.actor, self.now):
            return self.done("sample", "number")
        try:
            connection = samples.send(self.actor, self.person, self.now, self.request.language)
        except samples.Unproven:
            return self.refused("sample", "unproven")
        except samples.NotYet as many:
            return self.refused("sample", "too_many", many.wait, status=429)
        except samples.CANNOT:
            return self.refused("sample", "cannot", status=503)
        self.request.enqueue("deliver", connection)
        return self.done("sample", "number")


@view_defaults(**OWN, name=CODE_PAGE, renderer="own_code.jinja2")
class TypedCode(OwnView):
    """The code that came by SMS, typed, pasted, or filled in by the browser."""

    @view_config(request_method="GET")
    def show(self):
        if self.code is None:
            return self.done("no_code", "number")
        return self.told(code=self.code)

    @property
    def code(self):
        """The code that is under way."""
        return codes.under_way(self.institution, self.uid, self.now)

    @view_config(request_method="POST")
    def prove(self):
        request = self.request
        place = {
            "address": request.remote_addr or "",
            "link": request.resource_url(self.pages, "number"),
        }
        outcome = codes.prove(self.actor, request.POST.get("own_code", ""), self.now, **place)
        if outcome.what == codes.PROVEN:
            return self.done("proven")
        problem = ("own_code", outcome.what, outcome.left)
        return self.wrong(STATUS.get(outcome.what, 422), problem=problem, code=self.code)
