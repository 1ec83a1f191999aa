"""The mails of an institution, or of those who run the installation: what waits, left, failed."""

from itertools import islice
from typing import NamedTuple

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from unisms.model.acl import Permission
from unisms.model.outbox import FAILED, LEFT, WAITING, Mail
from unisms.model.root import Institution, Root
from unisms.services.mail import letters, line, retries, servers

PAGE = 50
STATES = (WAITING, LEFT, FAILED)


class ShownMail(NamedTuple):
    """A mail of the list, with what may be told of it."""

    about: str  #: its subject, with dots for what differs from mail to mail
    person: object  #: of the directory, or ``None``
    to: str  #: the address; empty where it is not to be seen
    mail: Mail


class MailsPage:
    """A list by state; one button writes anew what failed and may arrive."""

    def __init__(self, holder, request):
        self.holder, self.request = holder, request
        self.outbox = holder.outbox

    @view_config(
        context=Institution,
        name="mails",
        request_method="GET",
        renderer="mails.jinja2",
        permission=Permission.INSTITUTION_MANAGE,
    )
    @view_config(
        context=Root,
        name="mails",
        request_method="GET",
        renderer="mails.jinja2",
        permission=Permission.OPERATE,
    )
    def show(self):
        counts = self.outbox.counts() if self.outbox else dict.fromkeys(STATES, 0)
        asked = self.request.GET.get("state", "")
        state = asked if asked in STATES else next((one for one in STATES if counts[one]), WAITING)
        found = self.found(state, self.request.GET.get("after") or None)
        return {
            "counts": counts,
            "state": state,
            "mails": [self.shown(mail) for _, mail in found[:PAGE]],
            "last": found[PAGE - 1][0] if len(found) > PAGE else "",
            "resendable": len(retries.resendable(self.holder)),
            "server": servers.server_of(self.request.registry.settings),
            "away": line.away_of(self.request.root),
            "unread": self.outbox.unread if self.outbox else 0,
            "unread_at": self.outbox.unread_at if self.outbox else 0,
            "resent": self.request.session.pop_flash("mails"),
            "houses": self.houses(),
        }

    def houses(self):
        """Return for operators the title and the figures of each institution with mails."""
        if isinstance(self.holder, Institution):
            return []
        found = [one for one in self.holder["institutions"].values() if one.outbox is not None]
        counted = [(one.title, one.outbox.counts()) for one in found]
        return sorted(counted, key=lambda pair: pair[0].casefold())

    def found(self, state, after):
        """Return the pairs of name and mail of a page, and of the first one behind it."""
        if self.outbox is None:
            return []
        lists = {WAITING: self.outbox.waiting, LEFT: self.outbox.left, FAILED: self.outbox.failed}
        return list(islice(lists[state](after), PAGE + 1))

    def shown(self, mail):
        person = None
        sees = self.holder.__parent__ is None
        if isinstance(self.holder, Institution):
            sees = bool(self.request.has_permission(Permission.PERSON_VIEW, self.holder))
            person = self.holder["people"].get(mail.uid) if sees else None
        return ShownMail(self.about(mail.kind), person, mail.to if sees else "", mail)

    def about(self, kind):
        """Return the subject of a kind in the reader's language; its name where nobody has it."""
        texts = self.request.registry.mails.get(kind)
        if texts is None:
            return kind
        return letters.PLACEHOLDER.sub("…", texts[self.request.language].subject)

    @view_config(
        context=Root, name="mails-try", request_method="POST", permission=Permission.OPERATE
    )
    def try_again(self):
        """Try a mail server that took nothing at once, as after its settings were put right."""
        line.try_again(self.request.root, self.request.now)
        self.request.enqueue("send_mails")
        return HTTPSeeOther(self.request.resource_path(self.holder, "mails"))

    @view_config(
        context=Institution,
        name="mails",
        request_method="POST",
        permission=Permission.INSTITUTION_MANAGE,
    )
    @view_config(context=Root, name="mails", request_method="POST", permission=Permission.OPERATE)
    def resend(self):
        """Write anew what failed and may arrive; a second click finds nothing more."""
        count = retries.resend(self.request.actor, self.holder, self.request.now)
        if count:
            self.request.enqueue("send_mails")
            self.request.session.flash(count, "mails")
        query = {"state": WAITING}
        return HTTPSeeOther(self.request.resource_path(self.holder, "mails", query=query))
