"""The page on which a message is composed: its form, its choices, and what becomes of them."""

from pyramid.httpexceptions import HTTPSeeOther
from webob.multidict import MultiDict

from unisms.model.acl import Permission
from unisms.model.campaigns import Campaign
from unisms.services.audience import kinds
from unisms.services.brokers.connections import usable
from unisms.services.campaigns import drafts, guards
from unisms.services.campaigns.composition import changes_of
from unisms.services.people.typed import MOST as MOST_DRAFTS
from unisms.services.rights import daily, payers, rights
from unisms.sms.encoding import ALPHABETS, simplify
from unisms.web.compose import composed, counter, own_drafts, titles
from unisms.web.frame.sight import note_reading, seen_whole, seen_whole_of

#: the answer to a draft that is not written; else it is 422
STATUS = {("audience", daily.FULL): 429, ("edition", "late"): 409}


class Composing:
    """The form of a message, new or changed: its choices, its preview, and the campaign it becomes."""

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
    def edition_seen(self):
        """The edition of the message that this page began with."""
        return self.begun.get("edition", self.request.POST.get("edition", self.edition))

    @property
    def edition(self):
        return str(len(self._changes))

    @property
    def _changes(self):
        return changes_of(self.changed) if self.changed is not None else []

    def begin(self, name, form):
        """The page with what was typed before, and saved itself."""
        self.kept, self.begun = (
            own_drafts.opened(self.request, name, form),
            own_drafts.fields_of(form),
        )
        return self.page(self.typed(self.begun))

    def page(self, draft, problems=(), search=""):
        """Return everything that the page shows of ``draft``, which was not written where it has
        ``problems``."""
        institution, request = self.institution, self.request
        errors, late = self._refused(problems)
        chosen, found = composed.persons(institution, draft), self._found(draft, search)
        self._note_reading([*chosen, *found])
        connections = usable(institution)
        reach = payers.reach(institution, request.held, draft.account)
        groups = self._groups(reach, draft)
        return {
            "draft": draft,
            "errors": errors,
            "edition": self.edition if late else self.edition_seen,
            "kept": self.kept,
            "is_begun": bool(self.begun),
            "most_drafts": MOST_DRAFTS,
            "meanwhile": late.detail if late else (),
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

    def _refused(self, problems):
        """Return each problem by its field, and apart from them that others came first."""
        if problems:
            self.request.response.status = STATUS.get(problems[0][:2], 422)
        errors = {one.field: one for one in problems}
        return errors, errors.pop("edition", None)

    def _note_reading(self, persons):
        named = [one for one in persons if one.note]
        uids, msisdns = [one.name for one in named], [one.note for one in named]
        note_reading(self.request, self.institution["people"], msisdns, uids)

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

    def finished(self):
        """Return the way to the check of the campaign that is written; or the page again, where one
        of its small buttons was meant or a problem keeps it from being written."""
        draft = self.typed()
        page = self.act(draft)
        if page is not None:
            return page
        begun = self.changed.created_at if self.changed is not None else self.request.now
        done = own_drafts.done(self.request)
        campaign = self.write(titles.named(self.institution, draft, begun), *done[:1])
        if not isinstance(campaign, Campaign):
            return self.page(draft, campaign)
        own_drafts.drop(self.request, done)
        return self.check(campaign)

    def write(self, draft, name=""):
        """Return the campaign that ``draft`` becomes, or its problems: as ``drafts.write``."""
        return drafts.write(
            self.institution,
            self.request.held,
            self.uid,
            draft,
            now=self.request.now,
            campaign=self.changed,
            edition=self.request.POST.get("edition"),
            name=name,
        )

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
