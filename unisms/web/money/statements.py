"""An account's month as pages tell it: its figures, its messages line by line, and as a file."""

from typing import NamedTuple
from zoneinfo import ZoneInfo

from pyramid.view import view_config

from unisms.model.accounts import Account
from unisms.model.acl import Permission
from unisms.services.discretion import discretion
from unisms.services.money import statements
from unisms.sms import states
from unisms.web.edge.languages import marked as _
from unisms.web.frame import paging
from unisms.web.frame.downloads import moment, spreadsheet
from unisms.web.frame.formats import named
from unisms.web.frame.sight import Sight, seen_whole

TITLES = (
    _("Date"),
    _("Nature"),
    _("Référence"),
    _("Émetteur"),
    _("Personnes"),
    _("SMS dépensés"),
    _("Euros"),
    _("SMS ajoutés"),
    _("Motif"),
)
MESSAGE, CREDIT = _("message"), _("crédit")
MOST_LINES = 20_000  # of all statements that a process keeps: some 8 MB


class Told(NamedTuple):
    """A line of a statement, as this visitor may read it."""

    line: statements.Line
    who: str  #: the uid of whoever wrote the message, or added the credit
    people: int | None  #: how many it is for; ``None`` where nobody knows any more
    campaign: object  #: the message, where it may be opened


class Month:
    """The month of an account that is asked for, or the present one."""

    def __init__(self, account, request):
        self.account, self.request = account, request
        zone = request.institution.time_zone
        self.known = statements.months(account, request.now, zone)
        asked = request.GET.get("month", "")
        self.name = asked if asked in self.known else self.known[0]
        self.statement = statement(account, request, *statements.bounds(self.name, zone))

    def told(self, lines):
        """``Told`` of each of these lines."""
        request = self.request
        campaigns, sight, whole = (
            request.institution["campaigns"],
            Sight(request),
            seen_whole(request),
        )
        for line in lines:
            campaign = campaigns.get(line.campaign) if line.campaign else None
            who = campaign.author if campaign else line.by
            seen = campaign if campaign and sight.may(campaign) else None
            yield Told(line, who, people_of(campaign, whole=whole) if campaign else None, seen)

    def page(self):
        """Return the facts that the template is given."""
        page, lines = paging.asked(self.request), self.statement.lines
        return {
            "month": self.name,
            "months": self.known,
            "spent": self.statement,
            "lines": list(self.told(paging.part(lines, page))),
            "found": len(lines),
            "page": page,
            "size": paging.SIZE,
        }


def statement(account, request, since, until):
    """Return the ``Statement`` of an account, read anew after a new entry."""
    if account.edition is None:
        return statements.statement(account, since, until)
    known = request.registry.__dict__.setdefault("statements", {})
    key = (*account.edition, since, until)
    found = known.get(key)
    if found is None:
        if sum(len(one.lines) for one in list(known.values())) > MOST_LINES:
            known.clear()
        found = known[key] = statements.statement(account, since, until)
    return found


def people_of(campaign, *, whole):
    """Return how many people a message is for.

    If its numbers are erased, only its tally knows.
    """
    if campaign.check:
        return campaign.counted("recipients") if whole else discretion.people(campaign)
    return sum(count for (state, _), count in campaign.tally if state != states.SET_ASIDE) or None


@view_config(
    context=Account, name="statement.csv", request_method="GET", permission=Permission.ACCOUNT_VIEW
)
def download(account, request):
    """A month as a file, oldest first: senders by name, and neither texts nor numbers."""
    month = Month(account, request)
    zone = ZoneInfo(request.institution.time_zone)
    rows = [_row(one, request, zone) for one in month.told(month.statement.lines[::-1])]
    titles = map(request.translations.gettext, TITLES)
    return spreadsheet(f"{account.title} {month.name}", titles, rows)


def _row(told, request, zone):
    line, words = told.line, request.translations.gettext
    return [
        moment(line.at, zone),
        words(MESSAGE if line.campaign else CREDIT),
        line.campaign,
        named(request.institution, told.who),
        "" if told.people is None else told.people,
        -line.segments if line.campaign else "",
        _euros(-line.amount, request.language) if line.campaign else "",
        "" if line.campaign else line.segments,
        line.note,
    ]


def _euros(amount, language):
    """An amount as a spreadsheet of this language reads it as a number."""
    euros, rest = divmod(abs(amount), 1000)
    sign, point = "-" if amount < 0 else "", "," if language == "fr" else "."
    return f"{sign}{euros}{point}{rest:03d}"
