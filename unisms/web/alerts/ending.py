"""The end of an alert: all clear, or a false alarm, told to whom the alert was handed."""

from pyramid.httpexceptions import HTTPForbidden, HTTPNotFound, HTTPSeeOther
from pyramid.view import view_config, view_defaults

from unisms.model.acl import Permission
from unisms.model.campaigns import Campaign
from unisms.services.alerts import endings
from unisms.services.delivery import progress
from unisms.services.discretion import discretion
from unisms.web.frame.sight import seen_whole


@view_defaults(
    context=Campaign,
    name="end-alert",
    renderer="end_alert.jinja2",
    permission=Permission.CAMPAIGN_EMERGENCY,
)
class Ending:
    """The page where the text is written; its button stops the alert and leads to the check."""

    def __init__(self, campaign, request):
        if not endings.may_end(request.actor, campaign):
            raise HTTPForbidden
        self.campaign, self.request = campaign, request
        self.ending = request.params.get("ending", endings.ALL_CLEAR)
        if self.ending not in endings.ENDINGS:
            raise HTTPNotFound

    @view_config(request_method="GET")
    def page(self):
        """Show the text that is proposed; an end that is written already is shown itself."""
        if (written := endings.ending_of(self.campaign)) is not None:
            return HTTPSeeOther(self.request.resource_path(written))
        return self.shown(endings.proposed(self.campaign, self.ending))

    @view_config(request_method="POST")
    def end(self):
        """Stop the alert and have its end checked: a second click leads to the same message."""
        request, post = self.request, self.request.POST
        texts = post.get("text", ""), post.get("other_text", "")
        told = endings.end(request.actor, self.campaign, self.ending, texts, request.now)
        if not isinstance(told, Campaign):
            request.response.status = 422
            return self.shown(texts, told)
        request.enqueue("prepare_campaign", told.path, told.author)
        return HTTPSeeOther(request.resource_path(told))

    def shown(self, texts, problems=()):
        """Return what the page shows: the figures of now, and these texts."""
        return {
            "campaign": self.campaign,
            "ending": self.ending,
            "figures": self.figures(),
            "text": texts[0],
            "other_text": texts[1],
            "others": self.campaign.worded.texts[:1],
            "problems": problems,
        }

    def figures(self):
        """Return the ``AlertFigures`` of the alert, as this person may read them."""
        found = endings.figures(self.campaign)
        if seen_whole(self.request) or not discretion.secrets(self.campaign):
            return found
        told = discretion.tally(self.campaign, progress.tally(self.campaign, self.request.now))
        return endings.AlertFigures(told.left, told.queued)
