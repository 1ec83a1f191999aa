"""The page on which somebody decides about a message: what was frozen, and three buttons."""

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config, view_defaults

from unisms.model.acl import Permission
from unisms.model.approvals import APPROVED, REFUSED, SENT_BACK, Decision
from unisms.model.campaigns import Campaign, WrongState
from unisms.model.rows import STATE
from unisms.services.approvals import approvals, approvers, needs, unusual
from unisms.services.approvals.approvals import NoComment, TooSoon
from unisms.services.approvals.approvers import MayNotDecide
from unisms.services.campaigns import checks
from unisms.services.discretion import discretion
from unisms.services.ground.problem import Problem
from unisms.services.schedules import arrivals, forecasts
from unisms.sms import states
from unisms.web.forms.seen import digest
from unisms.web.frame.mailed import mails_of
from unisms.web.frame.readings import reader_of
from unisms.web.frame.sight import seen_whole

SAMPLES = 3  # beside the longest
STATUS = {approvers.LATE: 409, approvers.ONESELF: 403, approvers.NOT_ASKED: 403, "missing": 422}


@view_defaults(context=Campaign, renderer="approval.jinja2", permission=Permission.CAMPAIGN_APPROVE)
class Deciding:
    def __init__(self, campaign, request):
        self.campaign, self.request = campaign, request
        self.told_by = checks if seen_whole(request) else discretion

    @view_config(name="approval", request_method="GET")
    def show(self):
        """The request, or a sentence why this person decides nothing here. It changes nothing."""
        return self.page()

    def page(self, problem=None, typed=""):
        """Return what the page shows; ``problem`` is why nothing was decided."""
        refused = self.refusal()
        answers = [Decision(*one) for one in self.approval.answers] if self.approval else []
        facts = {
            "campaign": self.campaign,
            "approval": self.approval,
            "notes": self.request.session.pop_flash("decided"),
            "problem": problem,
            "typed": typed,
            "answers": answers,
            "may_see": self.request.has_permission(Permission.CAMPAIGN_VIEW, self.campaign),
            "refused": refused,
        }
        if refused:
            if refused.code != approvers.LATE:
                self.request.response.status = STATUS[refused.code]
            return facts
        return {**facts, **self.frozen()}

    @property
    def approval(self):
        return self.campaign.approval

    def refusal(self):
        """Return the ``Problem`` for which this person decides nothing here, or ``None``."""
        try:
            approvers.refuse_to_decide(self.request.actor, self.campaign, self.request.now)
        except MayNotDecide as refusal:
            return Problem("decide", refusal.code)
        return None

    def frozen(self):
        """Return all that the decision is about."""
        campaign, institution, now = self.campaign, self.request.institution, self.request.now
        at, check = needs.leaves_at(campaign, now), self.told_by.check_of(campaign)
        return {
            "seen": self.seen(),
            "check": check,
            "counts": self.told_by is checks or not discretion.secrets(campaign),
            "account": institution["accounts"].get(campaign.account),
            "leaves_at": at if at > now else 0,
            "mails": mails_of(self.request, campaign),
            "hours": forecasts.hours_of(campaign),
            "texts": self.texts(check),
            "unusual": (*self.approval.unusual, *unusual.of_hour(institution, at)),
            "in_place_of": approvers.decides_for(campaign, self.request.actor.uid, now),
        }

    def texts(self, check):
        """Return pairs of a recipient and the text that they read: the longest, and some others."""
        longest = self.told_by.longest_number(self.campaign)
        of_languages = (share.longest for share in check.languages)
        chosen = [one for one in dict.fromkeys((longest, *of_languages)) if one]
        queued = [
            number
            for number, row in self.campaign.stored_rows()
            if row[STATE] == states.QUEUED and number not in chosen
        ]
        if self.campaign.columns and queued:
            steps = range(0, len(queued), max(1, len(queued) // SAMPLES))
            chosen += [queued[place] for place in steps][:SAMPLES]
        render = reader_of(self.request, self.campaign)
        return [(self.campaign.values(number)[0], render(number)) for number in chosen]

    def seen(self):
        """Return a digest of the request: nobody decides about another than they have read."""
        told = [self.approval.asked_at, self.approval.digest]
        return digest(told, self.request.registry.settings["unisms.secret"])

    @view_config(name="approve", request_method="POST")
    def approve(self):
        if answer := self.hindrance():
            return answer
        problem = approvals.approve(self.request.actor, self.campaign, self.request.now)
        if task := arrivals.task_of(self.campaign, self.request.now):
            self.request.enqueue(*task)
        return self.done(APPROVED if problem is None else "unfit")

    @view_config(name="refuse", request_method="POST")
    def refuse(self):
        return self.say_no(approvals.refuse, REFUSED)

    @view_config(name="send-back", request_method="POST")
    def send_back(self):
        return self.say_no(approvals.send_back, SENT_BACK)

    def say_no(self, act, word):
        comment = self.request.POST.get("comment", "")
        if answer := self.hindrance(comment):
            return answer
        try:
            act(self.request.actor, self.campaign, self.request.now, comment)
        except NoComment:
            return self.told(Problem("comment", "missing"))
        return self.done(word)

    def hindrance(self, typed=""):
        """Return the page where this person may not decide, or has read another request."""
        refused = self.refusal()
        if refused and refused.code == approvers.LATE:
            return HTTPSeeOther(self.request.resource_path(self.campaign, "approval"))
        if refused:
            return self.page()
        if self.request.POST.get("seen") != self.seen():
            return self.told(Problem("decide", "changed"), typed)
        return None

    def told(self, problem, typed=""):
        self.request.response.status = STATUS.get(problem.code, 409)
        return self.page(problem, typed)

    def done(self, word):
        self.request.session.flash(word, "decided")
        return HTTPSeeOther(self.request.resource_path(self.campaign, "approval"))


@view_defaults(context=Campaign, request_method="POST", permission=Permission.CAMPAIGN_SEND)
class Asking:
    """The buttons of the author, on the check of a message that awaits a yes."""

    def __init__(self, campaign, request):
        self.campaign, self.request = campaign, request

    @view_config(name="withdraw")
    def withdraw(self):
        return self.press(approvals.withdraw, "withdrawn")

    @view_config(name="remind")
    def remind(self):
        return self.press(approvals.remind, "reminded")

    def press(self, act, word):
        """Do it, unless it was done or decided meanwhile; the check shows how it stands."""
        try:
            act(self.request.actor, self.campaign, self.request.now)
            self.request.session.flash(word, "asked")
        except TooSoon:
            self.request.session.flash("soon", "asked")
        except WrongState:  # decided a moment ago, or a second click
            pass
        return HTTPSeeOther(self.request.resource_path(self.campaign))
