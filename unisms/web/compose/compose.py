"""Composing: to whom, what, who pays; and the live counter beside it."""

from pyramid.httpexceptions import HTTPConflict, HTTPSeeOther
from pyramid.view import view_config, view_defaults

from unisms.model.acl import Permission
from unisms.model.campaigns import Campaign, WrongState
from unisms.model.folder import Folder, path_of
from unisms.services.audience.kinds import MOST_PERSONS, PERSON, THEME, theme_name
from unisms.services.brokers.connections import usable
from unisms.services.exclusions import missed
from unisms.services.rights import payers
from unisms.sms import states
from unisms.sms.purposes import EMERGENCY
from unisms.web.compose import composed, counter, own_drafts
from unisms.web.compose.buttons import LONGEST_SEARCH
from unisms.web.compose.composer import Composing
from unisms.web.compose.own_drafts import while_composing
from unisms.web.frame.sight import seen_whole_of


@view_defaults(
    context=Folder,
    folder="campaigns",
    name="compose",
    renderer="compose.jinja2",
    permission=Permission.CAMPAIGN_COMPOSE,
)
class NewCampaign(Composing):
    @view_config(request_method="GET")
    def start(self):
        if self.kept.name:
            return self._begun()
        draft = composed.new(self.institution, self.request.GET, self.may)
        draft = draft._replace(account=payers.only(self.request.actor))
        draft = self._for_missed(self._of_theme(self._as_last(draft)))
        return self.page(self._own(self._copied(draft)))

    def _begun(self):
        """The page of a draft, or, if it was checked meanwhile, of the message it has become."""
        name, uid = self.kept.name, self.uid
        _, form = own_drafts.newest(self.institution, uid, name, path_of(self.context))
        if form is not None:
            return self.begin(name, form)
        checked = self.context.get(name)
        there = (
            [checked, "edit"] if checked is not None and checked.author == uid else [self.context]
        )
        return HTTPSeeOther(self.request.resource_path(*there))

    def _copied(self, draft):
        """Return a draft of another message, for whoever may read it; else as it is.

        An emergency is copied without its reason to be one, and no urgency is: both are chosen
        each time. So is the account where it pays no more.
        """
        campaign = self._asked("copy")
        if campaign is None:
            return draft
        copy = composed.stored(campaign, hidden=not seen_whole_of(self.request, campaign))
        is_alert = copy.purpose == (EMERGENCY,)
        return copy._replace(
            title="",
            kept=(),
            urgent=False,
            reason="",
            purpose=() if is_alert else copy.purpose,
            account=copy.account if copy.account in self._accounts(draft) else draft.account,
            connection=copy.connection
            if copy.connection in usable(self.institution)
            else draft.connection,
        )

    def _asked(self, name):
        """Return the message that the address names, if this person may read it, or ``None``."""
        campaign = self.context.get(self.request.GET.get(name, ""))
        may = campaign and self.request.has_permission(Permission.CAMPAIGN_VIEW, campaign)
        return campaign if may else None

    def _for_missed(self, draft):
        """Return a draft with the text of another message, for the people it has not reached.

        The address asks for it; otherwise the draft stays as it is.
        """
        campaign = self._asked("missed")
        if campaign is None:
            return draft
        uids = self._missed(campaign) if self.may(PERSON) else []
        if not uids:
            return draft
        payer = campaign.account if campaign.account in self._accounts(draft) else draft.account
        chosen = tuple((PERSON, uid) for uid in uids)
        told = {"text": campaign.written, "wording": campaign.worded, "title": campaign.title}
        return draft._replace(audience=chosen, account=payer, **told)

    def _of_theme(self, draft):
        """Return the draft, paid by the account of the theme that it is for, if it has one."""
        folder, accounts = self.institution["themes"], self._accounts(draft)
        themes = (folder[theme_name(name)] for kind, name in draft.audience if kind == THEME)
        found = next((theme.account for theme in themes if theme.account in accounts), "")
        return draft._replace(account=found) if found else draft

    def _missed(self, campaign):
        return missed.people(self.institution, campaign, self.request.now)[:MOST_PERSONS]

    def _as_last(self, draft):
        """Paid by the account, and sent by the contract, of one's last message."""
        last = composed.last_of(self.institution, self.uid)
        if last and last.account in self._accounts(draft):
            draft = draft._replace(account=last.account)
        if last and last.connection in usable(self.institution):
            draft = draft._replace(connection=last.connection)
        return draft

    @view_config(request_method="POST")
    def finish(self):
        return self.finished()


@view_defaults(
    context=Campaign, name="edit", renderer="compose.jinja2", permission=Permission.CAMPAIGN_EDIT
)
class ChangedCampaign(Composing):
    """The page to change a message: the right of its author, and of few others.

    To compose is a right of many, over their own messages.
    """

    @view_config(request_method="GET")
    def start(self):
        if states.CHANGE not in states.STAGES[self.context.state].offers:
            return HTTPSeeOther(self.request.resource_path(self.context))
        name, form = own_drafts.newest(
            self.institution, self.uid, self.kept.name, self.context.path
        )
        if form is not None:
            return self.begin(name, form)
        self.kept = own_drafts.Kept()
        return self.page(self.stored())

    @view_config(request_method="POST")
    def finish(self):
        try:
            return self.finished()
        except WrongState as state:
            raise HTTPConflict from state


@while_composing(name="compose-preview", renderer="compose_preview.jinja2")
def preview(context, request):
    """The counter and the handset, anew while somebody types."""
    composer = Composing(context, request)
    return counter.of(composer, composer.typed())


@while_composing(name="compose-found", renderer="compose_persons.jinja2")
def found(context, request):
    """The people that are chosen, and those whom a search finds, while somebody types."""
    composer = Composing(context, request)
    draft, searched = composer.typed(), request.POST.get("who", "").strip()[:LONGEST_SEARCH]
    return {"draft": draft, **composer.people(draft, searched)}
