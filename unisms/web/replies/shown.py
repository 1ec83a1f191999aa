"""Replies as this visitor may read them: from whom, in answer to which message, obeyed as what."""

import time
from typing import NamedTuple

from unisms.services.people import consent
from unisms.services.replies import follow_ups
from unisms.services.rules.recipients import tells_number
from unisms.sms.stop import says_stop
from unisms.web.frame.sight import Sight, seen_whole

CAMPAIGNS = 300  # before a reply, among which the message is looked for that it answers


class ShownReply(NamedTuple):
    """A reply with whom it came from and what it answers, as far as we know them."""

    month: str
    key: int
    kept: object  #: a ``model.replies.KeptReply``
    people: tuple  #: of the directory who have this number
    who: str  #: as the message calls them that it answers
    campaign: object  #: or ``None``
    theme: str  #: the titles of the themes for which it was obeyed
    refuses: bool  #: whether nothing is sent to this number any more
    undone: bool  #: whether that may be taken back here: it is nobody's of the directory
    is_unread: bool


class RepliesReader:
    """The replies of an institution for one request."""

    def __init__(self, institution, request):
        self.institution, self.request = institution, request
        self.people, self.whole = institution["people"], seen_whole(request)
        self.sight, self.unread = Sight(request), set(institution.replies.unread())

    def told(self, pairs, *, may_undo):
        """Return a ``ShownReply`` of each of these pairs of a place and a ``KeptReply``."""
        pairs = list(pairs)
        unlinked = [(place, kept) for place, kept in pairs if not kept.campaign]
        found = follow_ups.answered(self.campaigns(unlinked), unlinked) if unlinked else {}
        return [self.shown(place, kept, found.get(place), may_undo) for place, kept in pairs]

    def campaigns(self, pairs):
        """Return those that this person may see, the latest before the replies."""
        latest = max((kept.at for _, kept in pairs), default=0)
        # names begin with their day
        before = time.strftime("%Y%m%d", time.gmtime(latest + 2 * 86400))
        folder = self.institution["campaigns"]
        known = self.sight.latest(folder, before, most=CAMPAIGNS)
        seen = (folder[name] for name, told in known if told is not None)
        return [one for one in seen if one.sent_at]

    def shown(self, place, kept, answered, may_undo):
        """Return the ``ShownReply`` of one reply; ``answered`` is its message, if just found."""
        month, key = place
        people = tuple(self.people[uid] for uid in self.people.with_number(kept.msisdn))
        campaign, who = self.linked(kept) if answered is None else (answered[0], answered.who)
        # Otherwise somebody who may not see numbers would learn of refusals elsewhere: only those
        # here, or of people whom they may look up, are told.
        refuses = consent.NO in self.people.said(kept.msisdn) and bool(
            self.whole or people or kept.word or says_stop(kept.text)
        )
        undone = refuses and may_undo and self.people.is_refused_by_handset(kept.msisdn)
        who = "" if tells_number(who) else who
        theme = ", ".join(self.titles(kept.theme))
        is_unread = place in self.unread
        return ShownReply(
            month, key, kept, people, who, campaign, theme, refuses, undone, is_unread
        )

    def linked(self, kept):
        """Return the campaign that a reply answers, if it may be seen, and who it was for."""
        campaign = self.institution["campaigns"].get(kept.campaign) if kept.campaign else None
        if campaign is None or not self.sight.may(campaign):
            return None, ""
        found = campaign.find_row(kept.row) if kept.row else None
        return campaign, campaign.values(kept.row)[0] if found else ""

    def titles(self, themes):
        """Yield the title of each of these themes that is still there."""
        folder = self.institution["themes"]
        for name in themes.split():
            if name in folder:
                yield folder[name].told(self.request.language)[0]
