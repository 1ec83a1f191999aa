"""The replies of an institution, month by month, newest first; and noting that somebody refuses."""

import time
from typing import NamedTuple

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config, view_defaults

from unisms.model.acl import Permission
from unisms.model.root import Institution
from unisms.services.people import consent
from unisms.services.replies import answers
from unisms.services.rules.recipients import tells_number
from unisms.sms.stop import says_stop
from unisms.web.frame import paging
from unisms.web.frame.sight import Sight, note_reading, seen_whole
from unisms.web.replies.unclaimed import key_of

PAGE = 50
CAMPAIGNS = 300  # before a reply, among which the message is looked for that it answers


class ShownReply(NamedTuple):
    """A reply with whom it came from and what it answers, as far as we know them."""

    key: int
    at: int
    msisdn: str
    to: str
    text: str
    people: tuple  #: of the directory who have this number
    who: str  #: as the message calls them that it answers
    campaign: object  #: or ``None``
    refuses: bool  #: whether nothing is sent to this number any more
    undone: bool  #: whether that may be taken back here: it is nobody's of the directory


@view_defaults(context=Institution, permission=Permission.REPLY_VIEW)
class Replies:
    def __init__(self, institution, request):
        self.institution, self.request = institution, request
        self.people, self.whole = institution["people"], seen_whole(request)

    @view_config(name="replies", request_method="GET", renderer="replies.jinja2")
    def show(self):
        """A page of a month; who sees numbers whole is noted in the journal."""
        months = self.institution.replies.months()[::-1]
        asked = self.request.GET.get("month", "")
        month = asked if asked in months else next(iter(months), "")
        found = self.institution.replies.keyed(month)[::-1] if month else []
        page = min(paging.asked(self.request), max(1, -(-len(found) // PAGE)))
        part = paging.part(found, page, PAGE)
        note_reading(self.request, self.institution, [stored[1] for _, stored in part])
        return {
            "months": [(name, f"{name[5:]}/{name[:4]}") for name in months],
            "month": month,
            "replies": self.told(part),
            "found": len(found),
            "page": page,
            "size": PAGE,
            "may_look_up": self.request.has_permission(Permission.PERSON_VIEW, self.institution),
            "notes": self.request.session.pop_flash("replies"),
        }

    def told(self, part):
        """Pairs of a key and a reply, with what is known of them."""
        answered = answers.messages(
            self.campaigns(part), [(key, stored[1], stored[0]) for key, stored in part]
        )
        return [self.shown(key, stored, answered.get(key)) for key, stored in part]

    def campaigns(self, part):
        """Those that this person may see, the latest before the replies."""
        latest = max((stored[0] for _, stored in part), default=0)
        before = time.strftime(
            "%Y%m%d", time.gmtime(latest + 2 * 86400)
        )  # names begin with their day
        folder = self.institution["campaigns"]
        known = Sight(self.request).latest(folder, before, most=CAMPAIGNS)
        seen = (folder[name] for name, told in known if told is not None)
        return [one for one in seen if one.sent_at]

    def shown(self, key, stored, answered):
        at, msisdn, to, text = stored[:4]
        people = tuple(self.people[uid] for uid in self.people.with_number(msisdn))
        who = answered.who if answered and not tells_number(answered.who) else ""
        # Otherwise somebody who may not see numbers would learn of refusals elsewhere: only those
        # here, or of people whom they may look up, are told.
        refuses = consent.NO in self.people.said(msisdn) and bool(
            self.whole or people or says_stop(text)
        )
        undone = refuses and self.people.is_refused_by_handset(msisdn) and self.may_undo
        return ShownReply(
            key, at, msisdn, to, text, people, who, answered and answered.campaign, refuses, undone
        )

    @property
    def may_undo(self):
        return bool(self.request.has_permission(Permission.PERSON_MANAGE, self.institution))

    @view_config(name="replies-refuse", request_method="POST")
    def refuse(self):
        """Write no more to the author of this reply: they said so in other words than STOP."""
        stored = self.asked()
        if stored and stored[1]:
            actor, now = self.request.actor, self.request.now
            consent.refuse_number(actor, self.institution, stored[1], now)
            self.request.session.flash("refused", "replies")
        return self.back()

    @view_config(name="replies-allow", request_method="POST", permission=Permission.PERSON_MANAGE)
    def allow(self):
        """It was no refusal, of a number that is nobody's of the directory."""
        stored = self.asked()
        if stored and self.people.is_refused_by_handset(stored[1]):
            consent.allow_number(self.request.actor, stored[1], self.request.now)
            self.request.session.flash("allowed", "replies")
        return self.back()

    def asked(self):
        """The reply that the form names, or ``None``: it is not there any more."""
        post = self.request.POST
        return dict(self.institution.replies.keyed(post.get("month", ""))).get(
            key_of(post.get("key", ""))
        )

    def back(self):
        kept = {
            name: self.request.POST[name] for name in ("month", "page") if name in self.request.POST
        }
        return HTTPSeeOther(self.request.resource_path(self.institution, "replies", query=kept))
