"""The page of one theme: its members over time, those who ask to join, and its messages."""

from datetime import date, datetime, time
from itertools import islice
from zoneinfo import ZoneInfo

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config, view_defaults

from unisms.model.acl import Permission
from unisms.model.campaign_lines import Listed
from unisms.model.themes import Theme
from unisms.services.audience import glances
from unisms.services.audience.kinds import THEME, may_write
from unisms.services.exclusions.judges import Judge
from unisms.services.people import themes
from unisms.services.people.consent import Reader
from unisms.services.rules import notices
from unisms.services.subscribers import petitions
from unisms.web.frame.holders import searched
from unisms.web.frame.paging import first
from unisms.web.frame.sight import seen_whole

LOOKED_AT, MESSAGES = 2_000, 10  # messages of the institution; of this theme, on the page
MOST_ASKED = 50  # requests on the page at once


@view_defaults(context=Theme, renderer="theme.jinja2", permission=Permission.THEME_MANAGE)
class ThemeViews:
    def __init__(self, theme, request):
        self.theme, self.request = theme, request
        self.institution, self.people = request.institution, request.institution["people"]

    @view_config(request_method="GET")
    def show(self):
        return self.page()

    def page(self, problem="", status=200):
        """Return the values of the template; ``problem`` is why nothing was done."""
        request, theme = self.request, self.theme
        request.response.status = status
        among, after = self.among(), request.GET.get("after", "")
        page = first(self.people.by_name(among, after), after)
        return {
            "theme": theme,
            "problem": problem,
            "notes": request.session.pop_flash("theme"),
            "reach": self.reach(),
            "growth": self.growth(),
            "shares": themes.shares(theme),
            "asked": list(islice(theme.asked(), MOST_ASKED)),
            "waiting": len(list(theme.asked())),
            "people": self.people,
            "members": page.names,
            "page": page,
            "member": searched(request, "member"),
            "matching": len(among),
            "sees_people": bool(request.has_permission(Permission.PERSON_VIEW, self.institution)),
            "may_write": not theme.archived and may_write(request.actor, theme),
            "notice": notices.notice_of(theme),
            "group": self.institution["groups"].get(theme.group),
            "writers": self.institution["groups"].get(theme.writers),
            "account": self.institution["accounts"].get(theme.account),
            "versions": theme.wordings.versions(),
            "messages": self.messages(),
        }

    def reach(self):
        """Return whom a message to the theme would reach if it were checked now."""
        theme = self.theme
        purpose = (theme.kind, theme.__name__)
        reader = Reader(self.institution, purpose, self.request.now)
        return glances.reach(self.institution, ((THEME, theme.__name__),), Judge(reader))

    def among(self):
        """Return the uids of the members, or of those whom the page looks for among them."""
        uids, asked = {uid for uid, _ in self.theme.members()}, searched(self.request, "member")
        if not asked:
            return uids
        return uids & self.people.matching(asked, by_number=seen_whole(self.request))

    def growth(self):
        """Return pairs of a moment, epoch seconds, and the members that the theme had then."""
        zone = ZoneInfo(self.institution.time_zone)
        found = [
            (int(datetime.combine(date.fromisoformat(day), time(), zone).timestamp()), count)
            for day, count in themes.growth(self.theme)
        ]
        return [*found, (self.request.now, len(self.theme))] if found else []

    def messages(self):
        """Return the latest messages to the theme that the viewer may see."""
        folder, place = self.institution["campaigns"], f"theme:{self.theme.__name__}"
        found = []
        for name in islice(folder.latest(), LOOKED_AT):
            told = folder.listed(name)
            is_ours = told and any(one.partition("?")[0] == place for one in Listed(*told).places)
            if is_ours and self.request.has_permission(Permission.CAMPAIGN_VIEW, folder[name]):
                found.append(folder[name])
                if len(found) == MESSAGES:
                    break
        return found

    @view_config(name="decide", request_method="POST")
    def decide(self):
        """Take those who are ticked, or refuse them."""
        post = self.request.POST
        uids = [uid for uid in post.getall("person") if self.theme.has_asked(uid)]
        if not uids:
            return self.page("nobody", 422)
        refused = 0
        for uid in uids:
            refused += not self.decided(uid, taken=post.get("action") == "accept")
        self.request.session.flash("late" if refused else "decided", "theme")
        return HTTPSeeOther(self.request.resource_path(self.theme))

    def decided(self, uid, *, taken):
        """Decide about ``uid``; return whether they could be taken."""
        actor, now = self.request.actor, self.request.now
        if not taken:
            reason = petitions.reason_of(self.request.POST.get("reason", ""))
            petitions.decline(actor, self.theme, uid, reason, now)
            return True
        try:
            petitions.accept(actor, self.theme, uid, now)
        except (KeyError, themes.NotOpen, themes.SaidNo):
            themes.decline(actor, self.theme, uid, now)
            return False
        return True
