"""Following a campaign: what has become of each message, live."""

import hashlib
from typing import NamedTuple

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.renderers import render
from pyramid.response import Response
from pyramid.traversal import find_root
from pyramid.view import view_config, view_defaults

from unisms.model.acl import Permission
from unisms.model.campaigns import Campaign
from unisms.model.folder import look_up
from unisms.services.audience import kinds
from unisms.services.brokers import holds, paces, quiet
from unisms.services.delivery import closing, progress
from unisms.services.discretion import discretion, left_out, summaries
from unisms.services.exclusions import missed
from unisms.services.ground import lives
from unisms.services.health import brakes
from unisms.services.links import records
from unisms.services.money import billing
from unisms.services.replies import leavings, mails
from unisms.services.rights import reaches
from unisms.sms import states
from unisms.web.campaigns import timing
from unisms.web.campaigns.mailing import ENDED, may_mail
from unisms.web.campaigns.recipients import LIVE, Recipients
from unisms.web.frame import formats
from unisms.web.frame.mailed import became_of
from unisms.web.frame.sight import seen_whole_of

MOST_WATCHED = 200  # campaigns whose figures a process remembers


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
        self.list = Recipients(campaign, request)
        self.connection = look_up(find_root(campaign), campaign.connection)

    @view_config(
        request_method="GET", renderer="follow.jinja2", permission=Permission.CAMPAIGN_VIEW
    )
    def follow(self):
        """Show how far the campaign has come, or lead to its draft or its check."""
        page = states.STAGES[self.campaign.state].page
        if page != states.FOLLOW:
            return HTTPSeeOther(self.request.resource_path(self.campaign, page))
        return {
            **self.live_facts(counted(self.request, self.campaign)),
            **self.list.facts(),
            **self.frame_facts(),
            **timing.passed(self.campaign),
            "mailed": became_of(self.request, self.campaign),
            "may_mail": may_mail(self.campaign, self.request),
            "may_resend": self.request.has_permission(Permission.CAMPAIGN_SEND, self.campaign),
            "refusals": self.request.session.pop_flash("refused"),
            "texts": self.texts(),
            "missed": self.missed(),
            "left_out": left_out.parts(self.request.actor, self.campaign, whole=self.list.whole),
            "braked": brakes.pulled(self.campaign),
            "from_before": lives.is_older(self.request.root, self.campaign.sent_at),
        }

    def missed(self):
        """Return the number of people not reached, for a viewer who may write to them.

        It is also 0 if they are too many for a page.
        """
        request, campaign = self.request, self.campaign
        if campaign.state not in ENDED:
            return 0
        needed = (Permission.CAMPAIGN_COMPOSE, Permission.PERSON_VIEW)
        may = all(request.has_permission(one, request.institution) for one in needed)
        if not may or reaches.groups(request.actor) is not None:
            return 0
        found = len(missed.people(request.institution, campaign, request.now))
        return found if found <= kinds.MOST_PERSONS else 0

    def texts(self):
        """Return each text as it was written, with its language where there are several.

        A trial shows the message of one recipient of another campaign: with their number, perhaps.
        """
        campaign, wording = self.campaign, self.campaign.worded
        hidden = campaign.trial and not seen_whole_of(self.request, campaign)
        plain = (one.replace("[[", "[") for one in campaign.texts)  # as handsets show brackets
        texts = [formats.discreet(one) if hidden else one for one in plain]
        known = [wording.language, *(one.language for one in wording.texts)]
        return [*zip(texts, known if len(texts) > 1 else [""], strict=True)]

    @view_config(name="progress", request_method="GET", permission=Permission.CAMPAIGN_VIEW)
    def progress(self):
        """The live part of the page.

        Unchanged, it answers 304; when the state has changed, or how many messages are to be
        decided about, the page comes anew.
        """
        facts = self.live_facts(snapshot(self.request, self.campaign))
        body = render("follow_live.jinja2", {**facts, "swap": True}, request=self.request)
        response = Response(
            body, etag=hashlib.sha256(body.encode()).hexdigest()[:16], conditional_response=True
        )
        response.cache_control = "private, no-cache"
        response.vary = ["Accept-Language", "Cookie"]
        if self.request.GET.get("seen", facts["frame"]) != facts["frame"]:
            response.headers["HX-Refresh"] = "true"
        return response

    def live_facts(self, shot):
        return {
            "campaign": self.campaign,
            "tally": self.list.told(shot.tally),
            "frame": self.frame(shot.tally),
            "timeline": shot.timeline,
            "live": self.campaign.state in LIVE,
            "offers": states.STAGES[self.campaign.state].offers,
            "held": self.hold(),
            "trouble": self.trouble(),
            "trouble_kind": self.connection.trouble_kind if self.connection else "",
            "trouble_at": self.connection.trouble_at if self.connection else 0,
            "leaves": quiet.leaves_at(self.campaign, self.request.now),
            "why": quiet.why(self.campaign, self.request.now),
            "spread_ends": paces.ends_at(self.campaign, self.campaign.sent_at),
            "swap": False,
        }

    def frame(self, tally):
        """Return a key of the facts on which the rest of the page depends.

        They are the state that is shown, and how many messages are to be decided about.
        """
        shown = quiet.shown_state(self.campaign, self.request.now)
        return f"{shown}?{tally.uncertain}" if tally.uncertain else shown

    def trouble(self):
        """Return why nothing leaves at present; empty if all is well, or if nothing is to leave."""
        return (
            self.connection.trouble
            if self.connection and self.campaign.state == states.SENDING
            else ""
        )

    def hold(self):
        """Return the hold that the brake keeps on this campaign, or ``None``."""
        if self.campaign.state != states.SENDING or self.connection is None:
            return None
        return holds.of_campaign(self.connection, self.campaign.path)

    def stopped(self):
        """Return how many have answered STOP, in steps of five where it might tell of somebody."""
        found = leavings.left_by(self.campaign)
        return found - found % discretion.ENOUGH if self.list.is_discreet else found

    def summary_mailed(self):
        """Return whether the end of it is mailed to the viewer; ``None``: they did not write it, or
        it is over."""
        is_over = self.campaign.state == states.CLOSED
        if is_over or self.campaign.trial or not self.may_be_mailed():
            return None
        return summaries.is_wanted(self.campaign)

    def replies_mailed(self):
        """Return whether replies are mailed to the viewer; ``None``: they did not write this."""
        if not self.may_be_mailed():
            return None
        return mails.is_wanted(self.request.institution, self.campaign)

    def may_be_mailed(self):
        """Whether the viewer has written this message, and has an address."""
        author = self.request.institution["people"].get(self.campaign.author)
        is_own = author is not None and author.__name__ == self.request.actor.uid
        return is_own and bool(author.email)

    def frame_facts(self):
        request, campaign = self.request, self.campaign
        people, account = (
            request.institution["people"],
            request.institution["accounts"].get(campaign.account),
        )
        is_told = account is not None and not self.list.is_discreet
        return {
            "campaign": campaign,
            "may_steer": request.has_permission(Permission.CAMPAIGN_STEER, campaign),
            "author": people[campaign.author].name
            if campaign.author in people
            else campaign.author,
            "account": account,
            "left_by_link": records.left(campaign),
            "stopped": self.stopped(),
            "replies_mailed": self.replies_mailed(),
            "summary_mailed": self.summary_mailed(),
            "sees_replies": request.has_permission(Permission.REPLY_VIEW, request.institution),
            "charged": billing.charged(account, campaign.__name__) if is_told else None,
            "stranded": closing.is_stranded(campaign, self.connection),
        }
