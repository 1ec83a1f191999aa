"""Following a campaign: what has become of each message, live; pausing, stopping, deciding about what is in doubt."""

import hashlib
from typing import NamedTuple

from pyramid.httpexceptions import HTTPForbidden, HTTPSeeOther
from pyramid.renderers import render
from pyramid.response import Response
from pyramid.traversal import find_root
from pyramid.view import view_config, view_defaults

from unisms.model.accounts import AccountClosed, NotEnoughCredit
from unisms.model.acl import Permission
from unisms.model.campaigns import Campaign
from unisms.model.folder import look_up
from unisms.services import (
    billing,
    closing,
    composing,
    delivery,
    discretion,
    holds,
    limits,
    lives,
    missed,
    progress,
    quiet,
    sources,
)
from unisms.services.delivery import WrongState
from unisms.services.lives import StoreHeld
from unisms.sms import states
from unisms.web import drafts, formats, paging
from unisms.web.audit import note
from unisms.web.downloads import spreadsheet
from unisms.web.languages import macros
from unisms.web.numbers import note_reading, seen_whole, seen_whole_of

COLUMNS = ("who", "msisdn", "state", "cause", "segments", "source")
MOST_LIVE = 5000  # rows of a list that is refreshed while one looks at it
MOST_WATCHED = 200  # campaigns whose figures a process remembers
PAGE = 50
ENDED = states.where(released=True, waits=states.OVER)
LIVE = states.where(is_open=True)


class Snapshot(NamedTuple):
    """A campaign at one second, shared by all who watch it in this process."""

    at: int
    tally: progress.Tally
    timeline: list


def counted(request, campaign):
    """The campaign's figures now."""
    return Snapshot(request.now, progress.tally(campaign, request.now), progress.timeline(campaign))


def snapshot(request, campaign):
    """The campaign's figures, counted at most once a second however many look on."""
    known = request.registry.__dict__.setdefault("snapshots", {})
    found = known.get(campaign.path)
    if found is None or found.at != request.now:
        if len(known) > MOST_WATCHED:
            known.clear()
        found = known[campaign.path] = counted(request, campaign)
    return found


@view_defaults(context=Campaign)
class Following:
    def __init__(self, campaign, request):
        self.campaign, self.request = campaign, request
        self.whole = seen_whole(request)
        self.connection = look_up(find_root(campaign), campaign.connection)

    @view_config(request_method="GET", renderer="follow.jinja2", permission=Permission.CAMPAIGN_VIEW)
    def follow(self):
        """How far it has come. What was not sent yet is on its draft or its check."""
        page = states.STAGES[self.campaign.state].page
        if page != states.FOLLOW:
            return HTTPSeeOther(self.request.resource_path(self.campaign, page))
        return {
            **self.live_facts(counted(self.request, self.campaign)),
            **self.recipients_facts(),
            **self.frame_facts(),
            "may_resend": self.request.has_permission(Permission.CAMPAIGN_SEND, self.campaign),
            "beyond": self.request.session.pop_flash("beyond"),
            "text": self.text(),
            "missed": self.missed(),
            "from_before": lives.is_older(self.request.root, self.campaign.sent_at),
        }

    def missed(self):
        """How many it has not reached, for who may write to them: 0 also where they are too many for a page."""
        request, campaign = self.request, self.campaign
        if campaign.state not in ENDED:
            return 0
        needed = (Permission.CAMPAIGN_COMPOSE, Permission.PERSON_VIEW)
        may = all(request.has_permission(one, request.institution) for one in needed)
        if not may or limits.groups(request.institution, request.held) is not None:
            return 0
        found = len(missed.people(request.institution, campaign))
        return found if found <= drafts.MOST_PERSONS else 0

    def text(self):
        """What was written. A trial tells what one recipient of another message reads: with their number, perhaps."""
        campaign = self.campaign
        hidden = campaign.trial and not seen_whole_of(self.request, campaign)
        return formats.discreet(campaign.text) if hidden else campaign.text

    @view_config(name="progress", request_method="GET", permission=Permission.CAMPAIGN_VIEW)
    def progress(self):
        """The live part of the page. Unchanged, it answers 304; when the state has changed, or how many messages
        are to be decided about, the page comes anew."""
        facts = self.live_facts(snapshot(self.request, self.campaign))
        body = render("follow_live.jinja2", {**facts, "swap": True}, request=self.request)
        response = Response(body, etag=hashlib.sha256(body.encode()).hexdigest()[:16], conditional_response=True)
        response.cache_control = "private, no-cache"
        response.vary = ["Accept-Language", "Cookie"]
        if self.request.GET.get("seen", facts["frame"]) != facts["frame"]:
            response.headers["HX-Refresh"] = "true"
        return response

    @view_config(
        name="recipients", request_method="GET", renderer="recipients.jinja2", permission=Permission.CAMPAIGN_VIEW
    )
    def recipients(self):
        """Everybody, with what became of their message: before the sending too."""
        return {**self.recipients_facts(), **self.frame_facts()}

    @view_config(name="recipients.csv", request_method="GET", permission=Permission.CAMPAIGN_VIEW)
    def download(self):
        """The same list, whole, for a spreadsheet; the author finds the columns of their file in it."""
        words, badges = macros(self.request, "words.jinja2"), macros(self.request, "macros.jinja2")
        titles = [words.column(name).unescape() for name in COLUMNS]
        country, own = formats.country_of(self.request), self.own_columns()
        table = [
            [*own.cells(shown.number), *_line(shown, words, badges, self.whole_of(shown), country)]
            for shown in self.rows()
        ]
        after = {"rows": len(table), "numbers": self.whole or bool(own.titles)}
        note(self.request, "recipients.exported", self.campaign, after=after)
        _ = self.request.translations.gettext
        name = _("%(title)s - destinataires") % {"title": self.campaign.title}
        return spreadsheet(name, [*own.titles, *titles], table)

    def own_columns(self):
        """Return the columns of the file: to its author alone, whatever one's rights."""
        if self.campaign.author != self.request.identity.uid:
            return sources.Columns((), lambda _: ())
        return sources.columns(self.campaign)

    def live_facts(self, shot):
        return {
            "campaign": self.campaign,
            "tally": self.told(shot.tally),
            "frame": self.frame(shot.tally),
            "timeline": shot.timeline,
            "live": self.campaign.state in LIVE,
            "held": self.hold(),
            "trouble": self.trouble(),
            "trouble_kind": self.connection.trouble_kind if self.connection else "",
            "trouble_at": self.connection.trouble_at if self.connection else 0,
            "leaves": quiet.leaves_at(self.campaign, self.request.now),
            "swap": False,
        }

    def frame(self, tally):
        """What the rest of the page depends on: the state that is shown, and how many are to be decided about."""
        shown = quiet.shown_state(self.campaign, self.request.now)
        return f"{shown}?{tally.uncertain}" if tally.uncertain else shown

    def trouble(self):
        """Why nothing leaves at present; empty where all is well, or nothing is to leave."""
        return self.connection.trouble if self.connection and self.campaign.state == states.SENDING else ""

    def hold(self):
        """What keeps the rest back because the broker refuses one message after another; ``None`` when nothing does."""
        if self.campaign.state != states.SENDING or self.connection is None:
            return None
        return holds.of_campaign(self.connection, self.campaign.path)

    def frame_facts(self):
        request, campaign = self.request, self.campaign
        people, account = request.institution["people"], request.institution["accounts"].get(campaign.account)
        return {
            "campaign": campaign,
            "may_steer": request.has_permission(Permission.CAMPAIGN_STEER, campaign),
            "author": people[campaign.author].name if campaign.author in people else campaign.author,
            "notes": request.session.pop_flash(),
            "account": account,
            "charged": None if account is None or self.is_discreet else billing.charged(account, campaign.__name__),
            "offers": states.STAGES[campaign.state].offers,
            "stranded": closing.is_stranded(campaign, self.connection),
        }

    def recipients_facts(self):
        page = paging.asked(self.request)
        rows, total = progress.page_of(self.rows(), page, PAGE)
        note_reading(self.request, self.campaign, [shown.row.msisdn for shown in rows])
        return {
            "campaign": self.campaign,
            "rows": rows,
            "whole_of": self.whole_of,
            "found": total,
            "page": page,
            "size": PAGE,
            "state": self.wanted_state() or "",
            "search": self.search(),
            "counts": self.told(progress.tally(self.campaign, self.request.now))._asdict(),
            "discreet": self.is_discreet,
            "list_live": self.campaign.state in LIVE and self.campaign.last_number() <= MOST_LIVE,
        }

    @property
    def is_discreet(self):
        """Whether this person must not learn who is not written to: neither by name, nor by what
        was not paid for."""
        return not self.whole and bool(discretion.secrets(self.campaign))

    def told(self, tally):
        """The tally as this person may read it."""
        return tally if self.whole else discretion.tally(self.campaign, tally)

    def whole_of(self, shown):
        """Whether a number is shown whole: to who may see numbers, and nobody is kept from what they typed."""
        return self.whole or (shown.typed and seen_whole_of(self.request, self.campaign))

    def rows(self):
        """Those that the page asks for. Who may not see numbers finds nobody by one."""
        told_by = progress if self.whole else discretion
        return told_by.rows(self.campaign, self.wanted_state(), self.search(), by_number=self.whole)

    def wanted_state(self):
        asked = self.request.GET.get("state")
        return asked if asked in states.MESSAGE_STATES else None

    def search(self):
        return self.request.GET.get("search", "").strip()[:80]


@view_defaults(context=Campaign, request_method="POST", permission=Permission.CAMPAIGN_STEER)
class Steering:
    """One decision each; when the campaign is past it (a second click, somebody quicker), its page tells."""

    def __init__(self, campaign, request):
        self.campaign, self.request = campaign, request
        self.connection = look_up(find_root(campaign), campaign.connection)

    @view_config(name="pause")
    def pause(self):
        return self.decide(delivery.pause, self.connection)

    @view_config(name="resume")
    def resume(self):
        """Not at an hour at which one could not have sent it either."""
        return self.decide(self.resume_within_limits, nudge=True)

    def resume_within_limits(self, campaign, by, now):
        limits.resume(self.request.institution, self.request.held, by, campaign, now)

    @view_config(name="stop")
    def stop(self):
        return self.decide(closing.stop, self.connection)

    @view_config(name="write-off")
    def write_off(self):
        return self.decide(delivery.write_off)

    @view_config(name="resend")
    def resend(self):
        """It is paid for anew: it takes the right to send as well, and stays within the limits of one's roles."""
        allowed = self.request.has_permission(Permission.CAMPAIGN_SEND, self.campaign)
        if not allowed:
            raise HTTPForbidden(result=allowed)
        return self.decide(self.within_limits, nudge=True)

    def within_limits(self, campaign, by, now):
        limits.resend(self.request.institution, self.request.held, by, campaign, now)

    def decide(self, service, *needed, nudge=False):
        try:
            service(self.campaign, *needed, self.request.identity.uid, self.request.now)
        except WrongState:
            self.request.session.flash("late")
        except StoreHeld:
            self.request.session.flash("held")
        except AccountClosed:
            self.request.session.flash("closed")
        except composing.Outdated as refusal:
            self.request.session.flash(f"outdated_{refusal.code}")
        except NotEnoughCredit as refusal:
            self.request.session.flash(f"credit:{refusal.missing}")
        except limits.BeyondLimit as refusal:
            self.request.session.flash((refusal.code, refusal.detail), "beyond")
        else:
            if nudge:
                self.request.enqueue("deliver", self.campaign.connection)
        return HTTPSeeOther(self.request.resource_path(self.campaign))


def _line(shown, words, badges, whole, country):
    row, who = shown.row, formats.who_for(shown.who, whole=whole)
    cause = words.cause_word(row.cause).unescape() if row.cause else ""
    state = badges.state_word(row.state).unescape()
    msisdn = formats.number_for(row.msisdn, whole=whole, country=country)
    source = words.origin(shown).unescape().strip()
    return [who, msisdn, state, cause, row.segments, source]
