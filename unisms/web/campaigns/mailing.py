"""A message sent by mail to those whom it has not reached, once somebody has read it there."""

from pyramid.httpexceptions import HTTPForbidden, HTTPSeeOther
from pyramid.view import view_config, view_defaults

from unisms.model.acl import Permission
from unisms.model.campaigns import Campaign
from unisms.services.copies import copies, letters
from unisms.sms import states
from unisms.web.frame.mailed import is_told

ENDED = states.where(released=True, waits=states.OVER)


def may_mail(campaign, request):
    """Whether this person may send those by mail whom the message has not reached.

    Not somebody who would learn whose the numbers are.
    """
    is_over = campaign.state in ENDED and not campaign.erased_at and not campaign.trial
    may = request.has_permission(Permission.CAMPAIGN_SEND, campaign)
    return is_over and is_told(request, campaign) and bool(may)


@view_defaults(
    context=Campaign,
    name="mail-missed",
    renderer="mail_missed.jinja2",
    permission=Permission.CAMPAIGN_SEND,
)
class MailingMissed:
    def __init__(self, campaign, request):
        if not may_mail(campaign, request):
            raise HTTPForbidden
        self.campaign, self.request = campaign, request

    @view_config(request_method="GET")
    def page(self):
        """Show the mail, and how many will get it."""
        says = letters.letter_of(self.campaign, 1)
        return {
            "campaign": self.campaign,
            "missed": copies.missed(self.campaign),
            "subject": says.values["subject"],
            "text": says.values["report"],
        }

    @view_config(request_method="POST")
    def send(self):
        """Let the mails leave; of a second click nothing comes, as they have theirs."""
        if copies.mail_missed(self.request.actor, self.campaign, self.request.now):
            self.request.enqueue("post_copies", self.campaign.path)
        return HTTPSeeOther(self.request.resource_path(self.campaign))
