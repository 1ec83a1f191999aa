"""The leavings of people, by message and theme: a page, and a table to download."""

from typing import NamedTuple
from zoneinfo import ZoneInfo

from pyramid.view import view_config, view_defaults

from unisms.model.acl import Permission
from unisms.model.root import Institution
from unisms.services.replies import leavings
from unisms.services.replies.senders import PREFIX, title_of
from unisms.web.edge.languages import marked as _
from unisms.web.frame import downloads, formats, paging
from unisms.web.frame.sight import Sight, note_reading, seen_whole

DAY = 86_400
PERIODS = (30, 90, 365, 1096)  # days
TITLES = (
    _("Quand"),
    _("Nom"),
    _("Identifiant"),
    _("Numéro de mobile"),
    _("Action"),
    _("Thème"),
    _("Message"),
    _("Aujourd'hui"),
)
LEFT, BACK = _("est parti"), _("est revenu")
OUT, RETURNED = "out", "back"  # the lists: who has left and not come back; who has


class ShownLeaving(NamedTuple):
    """A leaving as this visitor may read it."""

    at: int
    person: object  #: of the directory, or ``None``
    msisdn: str
    is_back: bool
    theme: str  #: its title; empty: all messages
    campaign: object  #: the message that was answered, if they may see it
    source: str
    is_out: bool  #: whether they have not come back


@view_defaults(context=Institution, permission=Permission.REPLY_VIEW)
class LeavingsPage:
    def __init__(self, institution, request):
        self.institution, self.request = institution, request
        self.sight = Sight(request)
        asked = request.GET.get("days", "")
        self.days = next((one for one in PERIODS if str(one) == asked), PERIODS[0])
        self.show_back = request.GET.get("show") == RETURNED

    @view_config(name="leavings", request_method="GET", renderer="leavings.jinja2")
    def show(self):
        """Show a page of them, the last one first."""
        lists = {OUT: [], RETURNED: []}
        for one in self.found():
            lists[OUT if self.is_out(one) else RETURNED].append(one)
        found = lists[RETURNED if self.show_back else OUT]
        page = paging.asked(self.request)
        part = paging.part(found, page)
        self.note(part)
        return {
            "leavings": [self.shown(one) for one in part],
            "days": self.days,
            "periods": PERIODS,
            "theme": self.request.GET.get("theme", ""),
            "themes": self.themes(),
            "people": heads(lists[OUT]),
            "returned": heads(lists[RETURNED]),
            "shows_back": self.show_back,
            "found": len(found),
            "page": page,
            "size": paging.SIZE,
            "may_look_up": self.request.has_permission(Permission.PERSON_VIEW, self.institution),
        }

    @view_config(name="leavings.csv", request_method="GET")
    def table(self):
        """Return all of them as a table; numbers only for whoever may see them."""
        found = self.found()
        self.note(found)
        zone = ZoneInfo(self.institution.time_zone)
        rows = [self.row(self.shown(one), zone) for one in found]
        words = self.request.translations.gettext
        day = downloads.moment(self.request.now, zone)[:10]
        name = downloads.dated(words(_("Qui est parti")), day)
        return downloads.spreadsheet(name, map(words, TITLES), rows)

    def row(self, told, zone):
        words = self.request.translations.gettext
        whole = seen_whole(self.request)
        return (
            downloads.moment(told.at, zone),
            told.person.name if told.person else "",
            told.person.__name__ if told.person else "",
            formats.number_for(told.msisdn, whole=whole) if told.msisdn else "",
            words(BACK if told.is_back else LEFT),
            told.theme or words(_("Tous les messages")),
            told.campaign.title if told.campaign else "",
            words(LEFT if told.is_out else BACK),
        )

    def is_out(self, one):
        """Whether somebody has left and not come back."""
        return leavings.is_out(self.institution, one)

    def found(self):
        """Return the leavings that the address asks for, the last one first."""
        theme = self.request.GET.get("theme", "")
        since = self.request.now - self.days * DAY
        found = leavings.of_institution(self.institution, since)
        return [one for one in found if theme in ("", one.theme)]

    def themes(self):
        """Return pairs of name and title of every theme."""
        language = self.request.language
        folder = self.institution["themes"]
        return [(name, theme.told(language)[0]) for name, theme in folder.items()]

    def note(self, found):
        """Note in the journal that numbers are shown whole, if they are."""
        note_reading(self.request, self.institution, [one.msisdn for one in found])

    def shown(self, leaving):
        """Return a leaving as this visitor may read it."""
        people, folder = self.institution["people"], self.institution["campaigns"]
        theme = self.institution["themes"].get(leaving.theme) if leaving.theme else None
        title = theme.told(self.request.language)[0] if theme else leaving.theme
        if title.startswith(PREFIX):
            title = title_of(self.institution, title.removeprefix(PREFIX))
        campaign = folder.get(leaving.campaign) if leaving.campaign else None
        seen = campaign if campaign is not None and self.sight.may(campaign) else None
        person = people.get(leaving.uid) if leaving.uid else None
        return ShownLeaving(
            leaving.at,
            person,
            leaving.msisdn,
            leaving.is_back,
            title,
            seen,
            leaving.source,
            self.is_out(leaving),
        )


def heads(found):
    """Return of how many people, or numbers of nobody, some leavings are."""
    return len({one.uid or one.msisdn or one.at for one in found})
