"""A single reply: the message that it answers, the answers to it, and the form of another."""

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config, view_defaults

from unisms.model.acl import Permission
from unisms.model.leavings import Leaving
from unisms.model.proofs import REPLY
from unisms.model.replies import KeptReply
from unisms.model.root import Institution
from unisms.model.rows import known
from unisms.services.ground.problem import Problem
from unisms.services.replies import leavings, rejoinders
from unisms.services.replies.rejoinders import AnswerDraft
from unisms.services.replies.senders import PREFIX
from unisms.services.rights import payers
from unisms.sms.stop import STOP
from unisms.web.frame.sight import note_reading
from unisms.web.replies.shown import RepliesReader
from unisms.web.replies.unclaimed import key_of

LONGEST = 2_000  # characters that are counted


@view_defaults(context=Institution, permission=Permission.REPLY_VIEW)
class ReplyPage:
    def __init__(self, institution, request):
        self.institution, self.request = institution, request
        asked = request.params
        self.place = asked.get("month", ""), key_of(asked.get("key", ""))
        self.kept = institution.replies.get(*self.place)

    @view_config(name="reply", request_method="GET", renderer="reply.jinja2")
    def show(self):
        """Show a reply; from then on it is read."""
        if self.kept is None:
            return self.gone()
        self.institution.replies.read(self.place, self.request.now, self.request.actor.uid)
        self.kept = self.institution.replies.get(*self.place)
        note_reading(self.request, self.institution, [self.kept.msisdn])
        return self.page(AnswerDraft("", rejoinders.payer_for(self.request.actor, self.kept)))

    @view_config(name="reply", request_method="POST", renderer="reply.jinja2")
    def answer(self):
        """Send what was written, or show it again with what keeps it from leaving."""
        if self.kept is None:
            return self.gone()
        post, request = self.request.POST, self.request
        wanted = AnswerDraft(post.get("text", "")[:LONGEST], post.get("account", ""))
        sent = rejoinders.write(request.actor, self.place, wanted, request.now)
        if isinstance(sent, Problem):
            request.response.status = 422
            return self.page(wanted, sent)
        request.enqueue("deliver", sent.connection)
        request.session.flash("answered", "replies")
        month, key = self.place
        query = {"month": month, "key": key}
        return HTTPSeeOther(request.resource_path(self.institution, "reply", query=query))

    @view_config(name="reply-count", request_method="POST", renderer="reply_count.jinja2")
    def count(self):
        """Tell how many SMS the text is that is being written."""
        return self.counted(self.request.POST.get("text", "")[:LONGEST])

    def gone(self):
        """Lead to the others: somebody else has erased it, or its time is over."""
        self.request.session.flash("gone", "replies")
        return HTTPSeeOther(self.request.resource_path(self.institution, "replies"))

    def counted(self, text):
        kept = self.kept or KeptReply(0, "", "", "")  # it may be erased while somebody writes
        return {"counted": rejoinders.cost_of(self.institution, kept, text)}

    def page(self, wanted, problem=None):
        """Return the values of the template."""
        request, accounts = self.request, self.institution["accounts"]
        may_undo = bool(request.has_permission(Permission.PERSON_MANAGE, self.institution))
        reading = RepliesReader(self.institution, request)
        [told] = reading.told([(self.place, self.kept)], may_undo=may_undo)
        offered = payers.offered(request.actor)
        return {
            "reply": told,
            "wanted": wanted,
            "problem": problem,
            "accounts": [(name, accounts[name].title) for name in offered],
            "kept_from": rejoinders.refusal(self.institution, self.kept, request.now),
            "still_out": self.kept.word == STOP and self.is_still_out(),
            "thread": [(one, self.state_of(one)) for one in self.kept.thread],
            "notes": request.session.pop_flash("replies"),
            "may_look_up": request.has_permission(Permission.PERSON_VIEW, self.institution),
            **self.counted(wanted.text),
        }

    def is_still_out(self):
        """Whether what a STOP ended has not been taken up again, however that was done."""
        kept, institution = self.kept, self.institution
        whole = not kept.theme or kept.theme.startswith(PREFIX)
        scopes = (kept.theme,) if whole else kept.theme.split()
        uids = institution["people"].with_number(kept.msisdn) or ("",)
        told = (Leaving(kept.at, uid, kept.msisdn, REPLY, one) for uid in uids for one in scopes)
        return any(leavings.is_out(institution, one) for one in told)

    def state_of(self, rejoinder):
        """Return the state of the message that carries a rejoinder; nothing where it is erased."""
        campaign = self.institution["campaigns"].get(rejoinder.campaign)
        row = campaign.find_row(1) if campaign is not None else None
        return known(row).state if row else ""
