"""Composing: to whom, what, who pays; and the live counter beside it."""

from pyramid.httpexceptions import HTTPConflict, HTTPSeeOther
from pyramid.view import view_config, view_defaults
from webob.multidict import MultiDict

from unisms.model.acl import Permission
from unisms.model.campaigns import Campaign, WrongState
from unisms.model.folder import Folder, path_of
from unisms.services.audience import kinds, missed
from unisms.services.audience.kinds import MOST_PERSONS
from unisms.services.brokers.connections import usable
from unisms.services.campaigns import drafts, guards
from unisms.services.people.typed import MOST as MOST_DRAFTS
from unisms.services.rights import daily, payers, reaches, rights
from unisms.sms import states
from unisms.sms.encoding import ALPHABETS, simplify
from unisms.web.compose import composed, counter, own_drafts, titles
from unisms.web.frame.sight import note_reading, seen_whole, seen_whole_of


class Composing:
    """What both the new and the changed draft need: the form, its choices and its preview."""

    def __init__(self, context, request):
        self.context, self.request = context, request
        self.institution = request.institution
        self.kept, self.begun = own_drafts.known(request), MultiDict()

    def may(self, kind):
        """Whether this person may write to a kind of audience, or urgently."""
        needed = {**guards.CHOSEN_BY, "urgent": Permission.CAMPAIGN_URGENT}.get(kind)
        return needed is None or bool(self.request.has_permission(needed, self.institution))

    @property
    def hides(self):
        """Whether it is the message of somebody else, whose numbers this person may not see."""
        return isinstance(self.context, Campaign) and not seen_whole_of(self.request, self.context)

    @property
    def author(self):
        """Whose message it is, or will be."""
        return self.uid if self.changed is None else self.changed.author

    @property
    def changed(self):
        """The message that is changed, or ``None``: it is a new one."""
        return self.context if isinstance(self.context, Campaign) else None

    def may_choose(self, kind, name):
        """Whether this person may write to this; what the message has stays, though they could not choose it."""
        if not self.may(kind):
            return kinds.may_keep(self.institution, (kind, name), "", self.changed)
        return kind != "import" or kinds.may_keep(
            self.institution, (kind, name), self.uid, self.changed
        )

    @property
    def may_hurry(self):
        """Whether the message may be urgent: one that is may stay so, and whoever changes it may end that."""
        return self.may("urgent") or (self.changed is not None and self.changed.urgent)

    @property
    def uid(self):
        return self.request.identity.uid

    def typed(self, fields=None):
        """The draft that the form sends, or that ``fields`` hold: what it did not offer to this person stays as the
        message has it."""
        fields = self.request.POST if fields is None else fields
        draft = composed.typed(fields, self.may_choose, self.institution.country)
        had = self.changed.audience if self.changed is not None else ()
        if titles.is_made(draft.title, self.changed):
            draft = draft._replace(title="")  # it is made of the message, as it is now
        # Of two that are one number the first one gets the message: what was first stays so.
        draft = draft._replace(
            audience=tuple(sorted(draft.audience, key=lambda pair: _place(had, pair)))
        )
        draft = draft._replace(urgent=draft.urgent and self.may_hurry)
        return draft._replace(kept=self.stored().kept) if self.hides else draft

    def stored(self):
        """The draft of the campaign that is changed."""
        return composed.stored(self.context, hidden=self.hides)

    @property
    def changes(self):
        """Each time that the message which is changed was changed before, as ``(epoch seconds, uid)``."""
        events = self.context.events() if isinstance(self.context, Campaign) else ()
        return [(event.at, event.by) for event in events if event.verb == "changed"]

    @property
    def is_late(self):
        """Whether somebody changed the message after the page was opened that is sent now."""
        return bool(self.changes) and self.request.POST.get("edition", self.edition) != self.edition

    @property
    def edition_seen(self):
        """The edition of the message that this page began with."""
        return self.begun.get("edition", self.request.POST.get("edition", self.edition))

    @property
    def edition(self):
        return str(len(self.changes))

    def begin(self, name, form):
        """The page with what was typed before, and saved itself."""
        self.kept, self.begun = (
            own_drafts.opened(self.request, name, form),
            own_drafts.fields_of(form),
        )
        return self.page(self.typed(self.begun))

    def page(self, draft, errors=None, search="", late=False):
        """Everything that the page shows of ``draft``; ``late``: others came first, and nothing was kept."""
        institution, request = self.institution, self.request
        if errors or late:
            request.response.status = 409 if late else 422
        chosen, found = composed.persons(institution, draft), self._found(draft, search)
        named = [one for one in (*chosen, *found) if one.note]
        note_reading(
            request, institution["people"], [one.note for one in named], [one.name for one in named]
        )
        connections = usable(institution)
        reach = payers.reach(institution, request.held, draft.account)
        groups = self._groups(reach, draft)
        return {
            "draft": draft,
            "errors": errors or {},
            "edition": self.edition if late else self.edition_seen,
            "kept": self.kept,
            "is_begun": bool(self.begun),
            "most_drafts": MOST_DRAFTS,
            "meanwhile": self.changes[-1] if late else (),
            "campaign": self.changed,
            "gone": self._gone(),
            "search": search,
            "persons": chosen,
            "found": found,
            "told_apart": composed.told_apart(institution, [*chosen, *found], groups),
            "groups": groups,
            "imports": composed.imports(
                institution, draft, self._mine if self.may("import") else lambda _: False
            ),
            "may_search": self.may("person") and (reach is None or reach.groups is None),
            "may_hurry": self.may_hurry,
            "only_calm": not self.may("urgent"),
            "accounts": {name: institution["accounts"][name] for name in self._accounts(draft)},
            "reach": reach,
            "bounded": reach is not None and reach.limits != rights.NO_LIMITS,
            "templates": composed.templates(institution),
            "connections": connections,
            **counter.of(self, draft),
        }

    def _accounts(self, draft):
        """The names of those that may pay; of a message that is changed, also who was to, unless closed."""
        kept = draft.account if self.changed is not None else ""
        return payers.offered(self.institution, self.request.held, kept)

    def _found(self, draft, search):
        """The people that a search finds, for who may look people up."""
        if not search or not self.may("person"):
            return []
        chosen = composed.persons(self.institution, draft)
        return composed.found_persons(
            self.institution, search, chosen, by_number=seen_whole(self.request)
        )

    def _groups(self, reach, draft):
        """The groups that may be written to, and those that are chosen: what is not shown would not be sent."""
        found = composed.groups(self.institution)
        if reach is None or reach.groups is None:
            return found
        return [
            one
            for one in found
            if one.name in reach.groups or ("group", one.name) in draft.audience
        ]

    def _gone(self):
        """Whether the message is to a group, a person or a file that exists no more: the form cannot show it."""
        pairs = self.changed.audience if self.changed is not None else ()
        return not all(kinds.exists(self.institution, *pair) for pair in pairs)

    def _own(self, draft):
        """The draft without the files of others: a file of people is its author's alone."""
        mine = tuple(
            pair for pair in draft.audience if pair[0] != "import" or self._own_file(pair[1])
        )
        return draft._replace(audience=mine)

    def _own_file(self, name):
        folder = self.institution["imports"]
        return name in folder and self._mine(folder[name])

    def _mine(self, record):
        return record.author == self.request.identity.uid

    def finished(self, keep):
        """The check of the campaign that ``keep(draft)`` stores; or the page again, where one of its small buttons was
        meant or a field is at fault."""
        draft = self.typed()
        page = self.act(draft)
        if page is not None:
            return page
        errors = composed.problems_of(self.institution, draft, self.uid, self.changed)
        for field, code in reaches.problems(self.institution, self.request.held, draft.fields()):
            errors.setdefault(field, (code, ""))
        errors = {**self._mixtures(draft), **counter.too_long(self, draft), **errors}
        if errors:
            return self.page(draft, errors)
        if daily.has_frozen_enough(self.institution, self.author, self.request.now):
            page = self.page(draft, {"audience": (daily.FULL, "")})
            self.request.response.status = 429
            return page
        if self.is_late:
            return self.page(draft, late=True)
        begun = self.changed.created_at if self.changed is not None else self.request.now
        return self.check(keep(titles.named(self.institution, draft, begun)))

    def _mixtures(self, draft):
        """What may not be together, for who may not see numbers; of somebody else's message, what stays may."""
        if seen_whole(self.request) or (
            self.hides and {*draft.everyone} == {*self.context.audience}
        ):
            return {}
        return composed.mixtures(draft)

    def act(self, draft):
        """The page again after one of its small buttons, or ``None`` when the form is meant to be checked."""
        action = self.request.POST.get("action", "")
        if action == "search":
            return self.page(draft, search=self.request.POST.get("who", "").strip()[:80])
        if action == "simplify":
            table = ALPHABETS[counter.alphabet_of(self.institution, draft)]
            return self.page(draft._replace(text=simplify(draft.text, table), plain_values=True))
        if action == "keep":
            self.kept = own_drafts.save(self.request)
            return self.page(draft) if self.kept.problem or not self.kept.name else self._there()
        if action == "template":
            added = composed.template_text(self.institution, self.request.POST.get("template", ""))
            return self.page(draft._replace(text=f"{draft.text}\n{added}".strip("\n")))
        return None if action == "check" else self.page(draft)

    def _there(self):
        """The page at the address that brings the draft back, however often it is read anew."""
        query = {"draft": self.kept.name} | ({"apart": self.kept.apart} if self.kept.apart else {})
        return HTTPSeeOther(
            self.request.resource_path(self.context, self.request.view_name, query=query)
        )

    def check(self, campaign):
        """Let a worker prepare the campaign, and show its check."""
        drafts.submit(campaign)
        self.request.enqueue("prepare_campaign", campaign.path, campaign.author)
        return HTTPSeeOther(self.request.resource_path(campaign, "check"))


def _place(had, pair):
    return had.index(pair) if pair in had else len(had)


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
        draft = draft._replace(account=payers.only(self.institution, self.request.held))
        return self.page(self._own(self._for_missed(self._as_last(draft))))

    def _begun(self):
        """The page of a draft; of one that was checked meanwhile, the message that it has become."""
        name, uid = self.kept.name, self.uid
        _, form = own_drafts.newest(self.institution, uid, name, path_of(self.context))
        if form is not None:
            return self.begin(name, form)
        checked = self.context.get(name)
        there = (
            [checked, "edit"] if checked is not None and checked.author == uid else [self.context]
        )
        return HTTPSeeOther(self.request.resource_path(*there))

    def _for_missed(self, draft):
        """The text of another message, for those alone whom it has not reached, where the address asks for it."""
        campaign = self.context.get(self.request.GET.get("missed", ""))
        if campaign is None or not self.request.has_permission(Permission.CAMPAIGN_VIEW, campaign):
            return draft
        uids = (
            missed.people(self.institution, campaign)[:MOST_PERSONS] if self.may("person") else []
        )
        if not uids:
            return draft
        payer = campaign.account if campaign.account in self._accounts(draft) else draft.account
        chosen = tuple(("person", uid) for uid in uids)
        return draft._replace(
            audience=chosen, text=campaign.text, title=campaign.title, account=payer
        )

    def _as_last(self, draft):
        """Paid by the account, and sent by the contract, of one's last message."""
        last = composed.last_of(self.institution, self.request.identity.uid)
        if last and last.account in self._accounts(draft):
            draft = draft._replace(account=last.account)
        if last and last.connection in usable(self.institution):
            draft = draft._replace(connection=last.connection)
        return draft

    @view_config(request_method="POST")
    def finish(self):
        return self.finished(self._keep)

    def _mixtures(self, draft):
        return composed.crowd(self.context, self.request.identity.uid) or super()._mixtures(draft)

    def _keep(self, draft):
        author = self.request.identity.uid
        name = own_drafts.settle(self.request)
        return drafts.draft(
            self.institution, author, now=self.request.now, name=name, **draft.fields()
        )


@view_defaults(
    context=Campaign, name="edit", renderer="compose.jinja2", permission=Permission.CAMPAIGN_EDIT
)
class ChangedCampaign(Composing):
    """To compose is a right of many, over their own messages; to change a message is its author's, and few others'."""

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
        return self.finished(self._keep)

    def _keep(self, draft):
        try:
            drafts.change(
                self.context, now=self.request.now, by=self.request.identity.uid, **draft.fields()
            )
        except WrongState as state:
            raise HTTPConflict from state
        own_drafts.settle(self.request)
        return self.context


@view_config(
    context=Folder,
    folder="campaigns",
    name="compose-preview",
    request_method="POST",
    renderer="compose_preview.jinja2",
    permission=Permission.CAMPAIGN_COMPOSE,
)
@view_config(
    context=Campaign,
    name="compose-preview",
    request_method="POST",
    renderer="compose_preview.jinja2",
    permission=Permission.CAMPAIGN_EDIT,
)
def preview(context, request):
    """The counter and the handset, anew while somebody types."""
    composer = Composing(context, request)
    return counter.of(composer, composer.typed())
