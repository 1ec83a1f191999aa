"""The guard before every route: who has no session gets nothing, whatever Dash would answer."""

import logging
import sqlite3
from collections.abc import Callable, Sequence
from urllib.parse import urlencode

from werkzeug import Request, Response
from werkzeug.utils import redirect

from dashboards.access import addresses, headers, origins, refusals, sessions, tickets
from dashboards.access.doors import Door
from dashboards.access.sessions import Session
from dashboards.access.tickets import NoTicket
from dashboards.access.used import UsedTickets

ENTER, ENTERED, HEALTH = "/enter", "/entered", "/health"
PUBLIC = ("/assets/", "/_dash-component-suites/")  # scripts and styles know nothing of anybody
PUBLIC_KINDS = (".js", ".mjs", ".css", ".woff2", ".map", ".ico", ".svg")
MACHINES = ("/_", "/assets/", "/download/")  # addresses that are no pages
SESSION = "dashboards.session"  # in the environment of a request
log = logging.getLogger(__name__)


class Guard:
    """Stands before a WSGI application; ``hashes`` tells those of the scripts in its pages."""

    def __init__(self, application, door: Door, hashes: Callable[[], Sequence[str]]) -> None:
        self.application, self.door, self.hashes = application, door, hashes
        self.used = None if door.is_open else UsedTickets(door.folder)
        self.policy = ""

    def __call__(self, environ, start_response):
        request = Request(environ)
        response = self.refused(request)
        public = response is None and is_public(request)

        def start(status, given, *rest):
            return start_response(status, self.headed(given, public=public), *rest)

        return (response or self.application)(environ, start)

    def headed(self, given, *, public):
        """Return the headers ``given`` with those of every answer.

        The scripts of the pages are all known at the first answer.
        """
        if not self.policy:
            service = self.door.service and addresses.origin(self.door.service)
            self.policy = headers.policy(self.hashes(), service)
        return headers.added(given, self.policy, safe=self.door.is_safe, public=public)

    def refused(self, request: Request) -> Response | None:
        """Return our own answer, or ``None`` where the application is to answer."""
        if request.path == HEALTH and request.method in origins.READING:
            return Response("ok\n", mimetype="text/plain")
        if not self.is_our_host(request):
            return refusals.answer("host", request)
        if is_public(request):
            return None
        if not origins.is_ours(request, self.door.address):
            return refusals.answer("elsewhere", request)
        return self.inside(request) if self.door.is_open else self.at_the_door(request)

    def is_our_host(self, request: Request) -> bool:
        if self.door.is_open:
            return origins.is_loopback(request.host)
        address = self.door.address
        return not address or request.host == addresses.origin(address).partition("://")[2]

    def inside(self, request: Request) -> None:
        request.environ[SESSION] = sessions.OPEN

    def at_the_door(self, request: Request) -> Response | None:
        if request.path == ENTER:
            return self.enter(request)
        session = sessions.found(request.cookies.get(self.door.cookie, ""), self.door.key)
        is_in = session is not None and not sessions.is_over(session, self.door.clock())
        if request.path == ENTERED:
            return self.entered(request, is_in=is_in)
        if not is_in:
            return self.outside(request, session)
        request.environ[SESSION] = session
        return None

    def entered(self, request: Request, *, is_in: bool) -> Response:
        """Lead on, now that the cookie has come back.

        A browser that keeps none would be sent to the service and back for ever.
        """
        if is_in:
            return redirect(addresses.local(request.args.get("to", "/")), 303)
        return refusals.answer("cookies", request, back=self.door.service)

    def outside(self, request: Request, session: Session | None) -> Response:
        """Lead somebody who wants a page to the service, which may let them in again.

        ``session`` is the one that is over.
        """
        renew = session.renew if session else self.renewal
        if renew and is_page(request):
            wanted = request.full_path.removesuffix("?")
            return redirect(addresses.renewal(renew, wanted), 303)
        back = session.back if session else self.door.service
        return refusals.answer("session", request, lang=session.lang if session else "", back=back)

    @property
    def renewal(self) -> str:
        """The page of the service that knows where everybody belongs; empty without a service."""
        service = self.door.service
        return f"{service.rstrip('/')}/dashboards" if service else ""

    def enter(self, request: Request) -> Response:
        """Take the ticket for a session, and lead on to the page that was wanted."""
        try:
            session = sessions.begun(self.ticket(request))
        except NoTicket as refused:
            log.info("ticket refused: %s", refused.reason)
            return refusals.answer("ticket", request, back=self.door.service)
        except sqlite3.Error:
            log.exception("a used ticket could not be noted")
            return refusals.answer("busy", request, back=self.door.service)
        wanted = urlencode({"to": addresses.local(request.args.get("to", "/"))})
        response = redirect(f"{ENTERED}?{wanted}", 303)
        response.set_cookie(
            self.door.cookie,
            sessions.cookie(session, self.door.key),
            max_age=max(0, int(session.until - self.door.clock())),
            secure=self.door.is_safe,
            httponly=True,
            samesite="Lax",
        )
        return response

    def ticket(self, request: Request) -> tickets.Ticket:
        """Return the ticket that the request brings, and note that it is used.

        A HEAD is a look of some machine, and the person comes after it.

        :raises NoTicket: it lets nobody in.
        """
        if request.method != "GET":
            raise NoTicket("method")
        now = self.door.clock()
        ticket = tickets.verified(request.args.get("ticket", ""), self.door.key, now)
        if not self.used.take(ticket.id, ticket.exp + tickets.TOLERANCE, now):
            raise NoTicket("used")
        return ticket


def is_public(request: Request) -> bool:
    """Whether a script or a style is asked for, as everybody gets it."""
    path = request.path
    return (
        request.method in origins.READING
        and path.startswith(PUBLIC)
        and path.endswith(PUBLIC_KINDS)
        and not any(part in path for part in ("..", "//", "\\"))
    )


def is_page(request: Request) -> bool:
    """Whether somebody wants to look at a page: by a link, or by filters."""
    wanted = request.method in origins.READING and not request.path.startswith(MACHINES)
    return wanted and origins.is_link(request)
