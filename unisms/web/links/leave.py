"""A link of a message, opened: one button to leave, then one to take that back.

The page needs no session, and sets none: it neither reads nor writes a cookie. Opening it changes
nothing, since programs that look for harmful pages open every link.
"""

from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config, view_defaults

from unisms.model.root import Root
from unisms.services.links import departures, endings, undos
from unisms.services.links.departures import Left
from unisms.web.edge.languages import LANGUAGES

FIRST, LEFT, BACK, LATE, NOWHERE, MANY = "first", "left", "back", "late", "nowhere", "many"
STATUS = {NOWHERE: 404, MANY: 429, LATE: 409}


@view_defaults(
    context=Root,
    name=endings.VIEW,
    renderer="leave.jinja2",
    permission=NO_PERMISSION_REQUIRED,
)
class LinkViews:
    def __init__(self, root, request):
        self.request, self.misses = request, request.registry.misses
        self.address = request.remote_addr or ""  # not what a header claims
        self.waits = self.misses.are_many(self.address, request.now)
        self.link = self.found(root)
        # Otherwise it would be looked for in a session.
        request.language = self.language()

    def found(self, root):
        """Return the link of the address, or ``None``; that is counted.

        It is looked for whoever asks: a whole campus may share one address, and has a right to
        leave.
        """
        request = self.request
        if len(request.subpath) != 2:
            return None
        link = departures.find(root, *request.subpath)
        if link is None and not self.waits:
            self.misses.note(self.address, request.now)
        return link

    def language(self):
        """Return the language of the browser, else that of the institution."""
        default = self.link.institution.language if self.link else "fr"
        wanted = self.request.accept_language
        return wanted.lookup(list(LANGUAGES), default=default) if wanted else default

    @view_config(request_method="GET")
    def show(self):
        return self.page(FIRST)

    @view_config(request_method="POST", require_csrf=False)
    def leave(self):
        """Leave, or take that back where the form carries what was before."""
        link, now = self.link, self.request.now
        if link is None:
            return self.page(NOWHERE)
        if sealed := self.request.POST.get("before"):
            left = undos.opened(link, sealed, now)
            return self.page(BACK if departures.take_back(link, left, now) else LATE)
        before = departures.leave(link, now)
        return self.page(LEFT, undos.seal(link, Left(now, before)) if before else "")

    def page(self, step, before=""):
        """Return the values of the template; ``before`` is what taking it back needs, sealed."""
        link, request = self.link, self.request
        if link is None:
            step = MANY if self.waits else NOWHERE
        request.response.status = STATUS.get(step, 200)
        request.response.headers["Referrer-Policy"] = "no-referrer"
        return {
            "step": step,
            "before": before,
            "place": link.institution if link else None,
            "refuses_all": link is not None and departures.refuses_all(link),
            "names": [theme.told(request.language)[0] for theme in link.themes] if link else [],
        }
