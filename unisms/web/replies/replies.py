"""The replies of an institution, month by month, newest first; and noting that somebody refuses."""

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config, view_defaults

from unisms.model.acl import Permission
from unisms.model.root import Institution
from unisms.services.people import consent
from unisms.services.replies import stops
from unisms.web.frame import paging
from unisms.web.frame.sight import note_reading
from unisms.web.replies.shown import RepliesReader
from unisms.web.replies.unclaimed import key_of

PAGE = 50
UNREAD, OTHERS, OBEYED, EVERYTHING = "unread", "others", "obeyed", ""
KEPT = ("month", "page", "show", "campaign")  # of the address, on the way back
MONTHS = 24  # that are looked through for the replies to one message


@view_defaults(context=Institution, permission=Permission.REPLY_VIEW)
class Replies:
    def __init__(self, institution, request):
        self.institution, self.request = institution, request
        self.box, self.people = institution.replies, institution["people"]

    @view_config(name="replies", request_method="GET", renderer="replies.jinja2")
    def show(self):
        """A page of a month; who sees numbers whole is noted in the journal."""
        get, months = self.request.GET, self.box.months()[::-1]
        asked = get.get("month", "")
        month = asked if asked in months else next(iter(months), "")
        show, campaign = get.get("show", EVERYTHING), get.get("campaign", "")
        found = self.found(month, show, campaign)
        page = min(paging.asked(self.request), max(1, -(-len(found) // PAGE)))
        part = paging.part(found, page, PAGE)
        note_reading(self.request, self.institution, [kept.msisdn for _, kept in part])
        reader = RepliesReader(self.institution, self.request)
        return {
            "months": [(name, f"{name[5:]}/{name[:4]}") for name in months],
            "month": month,
            "show": show,
            "campaign": self.campaign(campaign),
            "replies": reader.told(part, may_undo=self.may_undo),
            "found": len(found),
            "unread": self.box.unread_count(),
            "page": page,
            "size": PAGE,
            "may_look_up": self.request.has_permission(Permission.PERSON_VIEW, self.institution),
            "notes": self.request.session.pop_flash("replies"),
        }

    def found(self, month, show, campaign):
        """Return the pairs of a place and a reply that the address asks for, latest first."""
        if show == UNREAD:
            places = self.box.unread()
            pairs = [(place, self.box.get(*place)) for place in places]
        else:
            months = self.box.months()[-MONTHS:] if campaign else [month] if month else []
            pairs = [((one, key), kept) for one in months for key, kept in self.box.keyed(one)]
        pairs = [pair for pair in pairs if _is_shown(pair[1], show, campaign)]
        return sorted(pairs, key=lambda pair: pair[1], reverse=True)

    def campaign(self, name):
        """Return the message whose replies are asked for, if this person may see it."""
        found = self.institution["campaigns"].get(name) if name else None
        may = found is not None and self.request.has_permission(Permission.CAMPAIGN_VIEW, found)
        return found if may else None

    @property
    def may_undo(self):
        return bool(self.request.has_permission(Permission.PERSON_MANAGE, self.institution))

    @view_config(name="replies-read", request_method="POST")
    def read_all(self):
        """Mark as read what nobody has read; what came since the page was shown stays unread."""
        seen = self.request.POST.get("seen", "")
        upto = int(seen) if seen.isdecimal() and len(seen) <= len(str(self.request.now)) else 0
        for place in self.box.unread():
            if self.box.get(*place).at <= upto:
                self.box.read(place, self.request.now, self.request.actor.uid)
        self.request.session.flash("read", "replies")
        return self.back()

    @view_config(name="replies-refuse", request_method="POST")
    def refuse(self):
        """Write no more to the author of this reply: they said so in other words than STOP."""
        place, kept = self.asked()
        if kept and kept.msisdn:
            actor, now = self.request.actor, self.request.now
            stops.refuse(actor, self.institution, kept, now)
            self.box.read(place, now, actor.uid)
            self.request.session.flash("refused", "replies")
        return self.back()

    @view_config(name="replies-allow", request_method="POST", permission=Permission.PERSON_MANAGE)
    def allow(self):
        """It was no refusal, of a number that is nobody's of the directory."""
        _, kept = self.asked()
        if kept and self.people.is_refused_by_handset(kept.msisdn):
            consent.allow_number(self.request.actor, kept.msisdn, self.request.now)
            self.request.session.flash("allowed", "replies")
        return self.back()

    def asked(self):
        """Return the place and the reply that the form names; it may not be there any more."""
        post = self.request.POST
        place = post.get("month", ""), key_of(post.get("key", ""))
        return place, self.box.get(*place)

    def back(self):
        post = self.request.POST
        if post.get("from") == "reply":
            query = {name: post.get(name, "") for name in ("month", "key")}
            return HTTPSeeOther(self.request.resource_path(self.institution, "reply", query=query))
        kept = {name: post[name] for name in KEPT if post.get(name)}
        return HTTPSeeOther(self.request.resource_path(self.institution, "replies", query=kept))


def _is_shown(kept, show, campaign):
    kinds = {OBEYED: bool(kept.word), OTHERS: not kept.word}
    return kinds.get(show, True) and (not campaign or kept.campaign == campaign)
