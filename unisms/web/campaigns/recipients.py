"""The recipients of a campaign, each with what became of their message: as a list and as a file."""

import re
from operator import attrgetter
from typing import NamedTuple
from zoneinfo import ZoneInfo

from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config, view_defaults

from unisms.model.acl import Permission
from unisms.model.campaigns import Campaign
from unisms.services.audience import sources
from unisms.services.audience.kinds import file_names, of_people
from unisms.services.delivery import progress
from unisms.services.discretion import discretion, left_out
from unisms.sms import states
from unisms.sms.template import fold
from unisms.web.edge.audit import note
from unisms.web.edge.languages import macros
from unisms.web.frame import formats, paging
from unisms.web.frame.downloads import dated, moment, spreadsheet
from unisms.web.frame.readings import reader_of
from unisms.web.frame.sight import note_reading, seen_whole, seen_whole_of

COLUMNS = ("who", "msisdn", "state", "at", "cause", "segments", "source")
PERSON = ("uid", "email")  # facts of a person of the directory, told before these
SORTED_BY = (
    "who",
    "state",
    "at",
    "cause",
    "segments",
    "source",
)  # no number: its order would tell hidden digits
LATEST_FIRST = ("at", "segments")  # the first click on these puts the largest on top
MOST_LIVE = 5000  # rows of a list that is refreshed while one looks at it
PAGE = 50
NUMBER = re.compile("[1-9][0-9]{0,8}")  # of a row
LIVE = states.where(is_open=True)
#: by which the list is filtered; who was not reached in time is among those who failed
FILTERS = tuple(one for one in states.MESSAGE_STATES if one != states.EXPIRED)


class Recipients:
    """The list as this person may read it, and as the address asks for it."""

    def __init__(self, campaign, request):
        self.campaign, self.request = campaign, request
        self.whole = seen_whole(request)

    def facts(self):
        """The values of the template of the list: one page."""
        page, campaign = paging.asked(self.request), self.campaign
        rows, total = progress.page_of(self.rows(), page, PAGE)
        counts = self.counts()
        note_reading(self.request, campaign, [shown.row.msisdn for shown in rows])
        is_live = campaign.state in LIVE
        return {
            "campaign": campaign,
            "rows": rows,
            "whole_of": self.whole_of,
            "found": total,
            "page": page,
            "size": PAGE,
            "state": self.wanted_state() or "",
            "search": self.search(),
            "sort": self.sort(),
            "ways": self.ways(),
            "columns": self.columns(counts),
            "filters": FILTERS,
            "counts": counts,
            "counted": not is_live,  # else the figures above tell, each moment anew
            "discreet": self.is_discreet,
            "reasons": left_out.reasons(
                self.request.actor, campaign, [shown.number for shown in rows], whole=self.whole
            ),
            "list_live": is_live and campaign.last_number() <= MOST_LIVE,
        }

    def ways(self):
        """Return the sort that each column's title asks for: ``{column: sort}``.

        The title of the sorted column asks for the other way round.
        """
        first = {name: f"-{name}" if name in LATEST_FIRST else name for name in SORTED_BY}
        now = self.sort()
        again = {now.removeprefix("-"): now.removeprefix("-") if now.startswith("-") else f"-{now}"}
        return first | again

    def columns(self, counts):
        """The columns of the page, without those that say the same of everybody."""
        campaign = self.campaign
        one_length = len(campaign.counted("histogram", ())) < 2
        one_source = len(campaign.audience) < 2 and not file_names(campaign.audience)
        no_news = not counts[states.DELIVERED] + counts[states.FAILED]
        says_nothing = {"segments": one_length, "source": one_source, "at": no_news}
        return [name for name in COLUMNS if not says_nothing.get(name)]

    def counts(self):
        """Return ``{state: how many}`` of the states by which one filters."""
        counts = self.told(progress.tally(self.campaign, self.request.now))._asdict()
        return {**counts, states.FAILED: counts[states.FAILED] + counts[states.EXPIRED]}

    @property
    def is_discreet(self):
        """Whether this person must not learn who is not written to, by name or by the cost."""
        return not self.whole and bool(discretion.secrets(self.campaign))

    def told(self, tally):
        """The tally as this person may read it."""
        return tally if self.whole else discretion.tally(self.campaign, tally)

    def whole_of(self, shown):
        """Whether a number is shown whole: to viewers who may see numbers, or who have typed it."""
        return self.whole or (shown.typed and seen_whole_of(self.request, self.campaign))

    def rows(self, first="state"):
        """Yield the rows that the address asks for, in its order, else by the column ``first``.

        A viewer who may not see numbers finds nobody by one.
        """
        told_by = progress if self.whole else discretion
        found = told_by.rows(
            self.campaign, self.wanted_state(), self.search(), by_number=self.whole
        )
        name = self.sort(first)
        return sorted(found, key=self.keys()[name.removeprefix("-")], reverse=name.startswith("-"))

    def find(self, number):
        """Return the row of this number as this person reads it, or ``None``."""
        if not NUMBER.fullmatch(number):
            return None
        wanted = int(number)
        if self.whole:
            found = progress.rows(self.campaign, first=wanted)
        else:
            found = discretion.rows(self.campaign, by_number=False)
        later = (shown for shown in found if shown.number >= wanted)
        shown = next(later, None)
        return shown if shown is not None and shown.number == wanted else None

    def keys(self):
        """By what rows are sorted: what this person reads of each, and nothing that is hidden."""
        return {
            "who": lambda shown: fold(self.name_of(shown)),
            "state": progress.rank,
            "at": attrgetter("ended_at"),
            "cause": lambda shown: shown.row.cause or "",
            "segments": attrgetter("row.segments"),
            "source": attrgetter("number"),
        }

    def name_of(self, shown):
        return formats.who_for(shown.who, whole=self.whole_of(shown))

    def wanted_state(self):
        asked = self.request.GET.get("state")
        return asked if asked in states.MESSAGE_STATES else None

    def search(self):
        return self.request.GET.get("search", "").strip()[:80]

    def sort(self, first="state"):
        """The column by which the list is sorted, ``-`` before it for the other way round."""
        asked = self.request.GET.get("sort", "")
        return asked if asked.removeprefix("-") in SORTED_BY else first


class Step(NamedTuple):
    """Something that happened to a message, as its page tells it."""

    at: int  #: epoch seconds; 0: nobody knows
    word: str  #: ``frozen``, ``released``, ``handed_over``, or a state of a message
    after: int = 0  #: seconds since the step before, where both moments are known


def steps(campaign, shown, *, discreet):
    """Return each ``Step`` of a message, from the check on.

    The moments of somebody who was set aside are others than those of a message that has left:
    where nobody may learn who that is, ``discreet``, only those are told that the list tells.
    """
    row, accepted_at = shown.row, 0 if discreet else shown.row.accepted_at
    found = [Step(campaign.checked_at, "frozen")]
    if row.state != states.SET_ASIDE and campaign.sent_at:
        found.append(Step(campaign.sent_at, "released"))
    if accepted_at:
        found.append(Step(accepted_at, "handed_over"))
    if row.state not in (states.QUEUED, states.ACCEPTED):
        at = shown.ended_at if discreet else row.changed_at
        found.append(Step(at, row.state, max(0, at - accepted_at) if accepted_at else 0))
    return found


@view_defaults(context=Campaign, request_method="GET", permission=Permission.CAMPAIGN_VIEW)
class Listing:
    def __init__(self, campaign, request):
        self.campaign, self.request = campaign, request
        self.list = Recipients(campaign, request)

    @view_config(name="recipients", renderer="recipients.jinja2")
    def recipients(self):
        """Show every recipient with the news of their message, before the sending too."""
        return self.list.facts()

    @view_config(name="recipient", renderer="recipient.jinja2")
    def recipient(self):
        """Show what became of the message of one recipient, step by step, in plain words."""
        shown = self.list.find(self.request.GET.get("row", ""))
        if shown is None:
            raise HTTPNotFound
        request, campaign = self.request, self.campaign
        note_reading(request, campaign, [shown.row.msisdn])
        uid = (self.finder() or (lambda _: ""))(shown)
        return {
            "campaign": campaign,
            "shown": shown,
            "whole": self.list.whole_of(shown),
            "uid": uid,
            "text": reader_of(request, campaign)(shown.number) if not campaign.erased_at else "",
            "steps": steps(campaign, shown, discreet=self.list.is_discreet),
        }

    @view_config(name="recipients.csv")
    def download(self):
        """Send the whole list for a spreadsheet, in the order of the author's file.

        The author finds the columns of that file in it; a person who may look people up finds those
        of the directory.
        """
        words, badges = macros(self.request, "words.jinja2"), macros(self.request, "macros.jinja2")
        own, uid_of = self.own_columns(), self.finder()
        person = PERSON if uid_of else ()
        titles = [words.column(name).unescape() for name in (*person, *COLUMNS)]
        table = [
            [
                *own.cells(shown.number),
                *self.of_person(uid_of, shown),
                *self.line(shown, words, badges),
            ]
            for shown in self.list.rows(first="source")
        ]
        after = {"rows": len(table), "numbers": self.list.whole or bool(own.titles)}
        note(self.request, "recipients.exported", self.campaign, after=after)
        day = self.local(self.campaign.sent_at or self.campaign.created_at)[:10]
        return spreadsheet(dated(self.campaign.title, day), [*own.titles, *titles], table)

    def own_columns(self):
        """Return the columns of the file: to its author alone, whatever one's rights."""
        if self.campaign.author != self.request.actor.uid:
            return sources.Columns((), lambda _: ())
        return sources.columns(self.campaign)

    def finder(self):
        """Return the function that finds a recipient's uid, for a viewer who may look people up.

        Return ``None`` if nobody is of the directory.
        """
        institution = self.request.institution
        named = of_people(institution, self.campaign.audience)
        may = named and self.request.has_permission(Permission.PERSON_VIEW, institution)
        return sources.persons(self.campaign) if may else None

    def of_person(self, uid_of, shown):
        if uid_of is None:
            return ()
        uid = uid_of(shown)
        return uid, self.request.institution["people"][uid].email if uid else ""

    def line(self, shown, words, badges):
        row, whole = shown.row, self.list.whole_of(shown)
        return [
            self.list.name_of(shown),
            formats.number_for(row.msisdn, whole=whole, country=formats.country_of(self.request)),
            badges.state_word(row.state).unescape(),
            self.local(shown.ended_at) if shown.ended_at else "",
            words.cause_word(row.cause).unescape() if row.cause else "",
            row.segments,
            words.origin(shown).unescape().strip(),
        ]

    def local(self, at):
        """Return the moment in the institution's time, for a spreadsheet."""
        return moment(at, ZoneInfo(self.request.institution.time_zone))
