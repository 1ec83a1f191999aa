"""The check before sending: recipients, cost and numbers set aside; the trial; the sending."""

from pyramid.httpexceptions import HTTPConflict, HTTPSeeOther
from pyramid.view import view_config, view_defaults

from unisms.model.acl import Permission
from unisms.model.alerts import REHEARSAL
from unisms.model.campaigns import Campaign
from unisms.model.root import institution_of
from unisms.services.audience import audience
from unisms.services.brokers import connections, sender_ids
from unisms.services.campaigns import checks, drafts, guards, refusals, releases, trial
from unisms.services.delivery import progress
from unisms.services.discretion import discretion, left_out
from unisms.services.ground.problem import Problem
from unisms.services.health import flags
from unisms.services.imports import lines
from unisms.services.rights import daily
from unisms.services.schedules import departures, forecasts
from unisms.sms import purposes, states
from unisms.web.campaigns import alerting, asides, asked, timing
from unisms.web.edge.audit import note
from unisms.web.forms.seen import digest
from unisms.web.frame.mailed import mails_of
from unisms.web.frame.readings import reader_of
from unisms.web.frame.sight import seen_whole, seen_whole_of

#: the answers to a campaign that does not leave; else it is 409
STATUS = (
    dict.fromkeys(guards.CODES, 403)
    | dict.fromkeys(("nobody", "no_number", *(code for _, code in refusals.OF_TRIALS)), 422)
    | {daily.FULL: 429, "no_reason": 422}
)
#: the sender looks at these before pressing; each change and each check is a line of the history
SEEN = (
    *("title", "text", "audience", "minus", "once", "account", "connection", "sender_id"),
    *("urgent", "purpose", "reason", "on_doubt", "plain_values"),
    *("leaving_link", "wording", "timing", "mail_copy", "check", "history"),
)


@view_defaults(context=Campaign)
class Checking:
    def __init__(self, campaign, request):
        self.campaign, self.request = campaign, request
        self.hides = not seen_whole(request)
        self.is_author = campaign.author == request.actor.uid

    @view_config(
        name="check",
        request_method="GET",
        renderer="check.jinja2",
        permission=Permission.CAMPAIGN_VIEW,
    )
    def check(self):
        """The progress while a worker prepares; then the figures."""
        page = states.STAGES[self.campaign.state].page
        if page == states.CHECK:
            return self.page()
        there = self.request.resource_path(
            self.campaign, *(["edit"] if page == states.EDIT else [])
        )
        if (
            "HX-Request" in self.request.headers
        ):  # the page asked whether it is ready: it must go elsewhere, whole
            self.request.response.headers["HX-Redirect"] = there
            return self.page()
        return HTTPSeeOther(there)

    def page(self, problem=None):
        """Return what the page shows; ``problem`` is what kept the campaign from being sent."""
        campaign, institution = self.campaign, self.request.institution
        checked = campaign.state != states.PREPARING and bool(campaign.check)
        check = self.told_by.check_of(campaign) if checked else None
        connection = connections.usable(institution).get(campaign.connection)
        may_send = self.request.has_permission(Permission.CAMPAIGN_SEND, campaign)
        return {
            "campaign": campaign,
            "seen": self.seen(),
            "check": check and self.figures(check),
            "aside": self.aside() if checked else {},
            "discreet": checked and self.is_discreet(),
            "left_out": left_out.parts(self.request.actor, campaign, whole=not self.hides),
            "file_lines": lines.lines_of(campaign)
            if checked and (self.is_author or not self.hides)
            else None,
            "file_notices": lines.notices(campaign) if checked and self.is_author else [],
            "account": institution["accounts"].get(campaign.account),
            "connection": connection,
            "languages": self.languages(check) if check else [],
            "destinations": self.destinations(connection) if checked else [],
            "strays": audience.strays_of(campaign),
            "stands_still": connection is not None and not connections.carries(connection),
            "may_send": may_send,
            "limit": self.limit() if checked and may_send and not problem else None,
            "purpose": campaign_purpose(campaign),
            "tries_flagged": flags.any_of(institution_of(campaign)),
            "mails": mails_of(self.request, campaign) if checked else None,
            **timing.facts(self.request, campaign, checked=checked),
            "me": institution["people"].get(self.request.actor.uid),
            "notes": self.request.session.pop_flash(),
            "problem": problem or self.outdated() or timing.returned(campaign),
            "alert": alerting.facts(self.request, campaign, check),
            "yes": asked.facts(self.request, campaign, self.told_figures() if checked else None),
            "offers": states.STAGES[campaign.state].offers,
        }

    def aside(self):
        """Return the first people set aside for each cause, as this person may read them."""
        return asides.set_aside(self.campaign, discretion if self.hides else progress)

    def is_discreet(self):
        """Whether this check must not tell who said no; the question is written down."""
        discreet = self.hides and bool(discretion.secrets(self.campaign))
        if discreet:
            asked = {"numbers": discretion.brought(self.campaign)}
            note(self.request, "number.asked", self.campaign, after=asked, once=True)
        return discreet

    def destinations(self, connection):
        """Return the countries where the sender ID does not arrive as it is."""
        if connection is None or not self.campaign.sender_id:
            return []
        return sender_ids.destinations(self.campaign, connection, self.request.institution)

    def outdated(self):
        """Return the ``Problem`` that one should know before one presses, or ``None``."""
        code = releases.outdated(self.campaign) if self.campaign.state == states.CHECKED else ""
        return Problem("send", f"outdated_{code}") if code and code != REHEARSAL else None

    def figures(self, check):
        """Return a ``Check`` with its longest text as this person may read it."""
        if not check.longest or seen_whole_of(self.request, self.campaign):
            return check
        return check._replace(longest=(check.longest[0], self.longest(), check.longest[2]))

    @property
    def told_by(self):
        """The module that tells this person of the check."""
        return discretion if self.hides else checks

    def longest(self, hidden="•"):
        """Return the longest text, with ``hidden`` for digits that the viewer may not see."""
        return self.text(self.told_by.longest_number(self.campaign), hidden)

    def text(self, number, hidden="•"):
        """Return the text of a row, with ``hidden`` for digits that the viewer may not see."""
        return reader_of(self.request, self.campaign, hidden)(number)

    def languages(self, check):
        """Return each ``LanguageShare`` with its longest text, as this person may read it."""
        return [(one, self.text(one.longest) if one.longest else "") for one in check.languages]

    def limit(self):
        """Return the ``Problem`` of the first limit that the campaign passes, or ``None``."""
        request = self.request
        try:
            at = forecasts.asked_for(self.campaign, request.now)
            guards.refuse_beyond(request.actor, self.campaign, at, self.told_figures())
        except guards.BeyondLimit as refusal:
            return refusals.problem_of(refusal, "send", self.campaign)
        return None

    @view_config(
        name="send",
        request_method="POST",
        renderer="check.jinja2",
        permission=Permission.CAMPAIGN_SEND,
    )
    def send(self):
        """Let the campaign go, or ask for its yes; too little credit leaves it checked.

        The page then tells what is missing.
        """
        if self.campaign.state != states.CHECKED:
            return HTTPSeeOther(
                self.request.resource_path(self.campaign)
            )  # a second click, or somebody else's
        if not self.is_as_seen():
            return self.refused(Problem("send", "changed"))
        if problem := alerting.refused(self.request, self.campaign):
            return self.refused(problem)
        if "now" in self.request.POST:
            departures.let_be_now(self.campaign)
        if problem := asked.go(self.request, self.campaign, self.told_figures()):
            return self.refused(problem)
        return HTTPSeeOther(self.request.resource_path(self.campaign))

    def told_figures(self):
        """Return the people and the segments that the check tells this person.

        Return ``None`` if it tells all.
        """
        if not (self.hides and discretion.secrets(self.campaign)):
            return None
        check = discretion.check_of(self.campaign)
        return check.recipients, check.segments

    @view_config(
        name="test",
        request_method="POST",
        renderer="check.jinja2",
        permission=Permission.CAMPAIGN_SEND,
    )
    def test(self):
        """Send the longest text of the campaign to oneself, as a campaign of one."""
        request, campaign = self.request, self.campaign
        me = request.institution["people"].get(request.actor.uid)
        if campaign.state != states.CHECKED:
            raise HTTPConflict
        if not self.is_as_seen():
            return self.refused(Problem("send", "changed"))
        if me is None or not me.msisdn:
            return self.refused(Problem("send", "no_number"))
        check = self.told_by.check_of(campaign)
        if not check.longest:
            return self.refused(Problem("send", "nobody"))
        _ = request.translations.gettext
        title = _("Essai : %(title)s") % {"title": campaign.title}
        text = self.longest(
            hidden="*"
        )  # a bullet would need the alphabet in which a message holds less than half
        try:
            sent = trial.release(
                request.actor,
                campaign,
                request.now,
                title=title,
                text=text,
                segments=check.longest[2],
            )
        except refusals.REFUSALS as refusal:
            return self.told(refusal)
        request.enqueue("deliver", sent.connection)
        request.session.flash(f"trial:{sent.__name__}")
        return HTTPSeeOther(request.resource_path(campaign, "check"))

    @view_config(
        name="check-again",
        request_method="POST",
        renderer="check.jinja2",
        permission=Permission.CAMPAIGN_SEND,
    )
    def check_again(self):
        """Have the same message checked anew: prices, rules or people are others by now."""
        campaign = self.campaign
        if campaign.state == states.CHECKED and daily.has_frozen_enough(
            self.request.institution, campaign.author, self.request.now
        ):
            return self.refused(Problem("send", daily.FULL))
        if states.SUBMIT in states.STAGES[campaign.state].offers:
            drafts.submit(campaign)
            self.request.enqueue("prepare_campaign", campaign.path, campaign.author)
        return HTTPSeeOther(self.request.resource_path(self.campaign, "check"))

    def told(self, refusal):
        """Return the page with the exception that refused."""
        return self.refused(refusals.problem_of(refusal, "send", self.campaign))

    def is_as_seen(self):
        """Whether the campaign is what the page showed whose button was pressed."""
        return self.request.POST.get("seen") == self.seen()

    def seen(self):
        return seen(self.campaign, self.request.registry.settings["unisms.secret"])

    def refused(self, problem):
        self.request.response.status = STATUS.get(problem.code, 409)
        return self.page(problem)

    @view_config(name="discard", request_method="POST", permission=Permission.CAMPAIGN_SEND)
    def discard(self):
        """Throw a draft away: nothing of it was sent."""
        if states.DISCARD not in states.STAGES[self.campaign.state].offers:
            raise HTTPConflict
        folder = self.campaign.__parent__
        drafts.discard(self.request.actor, self.campaign, self.request.now)
        self.request.session.flash("yes", "gone", allow_duplicate=False)
        return HTTPSeeOther(self.request.resource_path(folder))


def campaign_purpose(campaign):
    """Return the kind of a campaign's purpose, and the records of its themes that are there."""
    wanted, folder = purposes.purpose(campaign.purpose), institution_of(campaign)["themes"]
    return wanted.kind, [folder[name] for name in wanted.themes if name in folder]


def seen(campaign, key):
    """Return a digest of the campaign as its check shows it.

    Nobody sends a message that has changed since they looked at it.
    """
    return digest([getattr(campaign, name) for name in SEEN], key)
