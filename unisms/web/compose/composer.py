"""The page on which a message is composed: its form, its choices, and what becomes of them."""

from pyramid.httpexceptions import HTTPSeeOther
from webob.multidict import MultiDict

from unisms.model.acl import Permission
from unisms.model.campaigns import Campaign
from unisms.model.kinds import kinds_behind
from unisms.services.audience import kinds
from unisms.services.audience.kinds import GROUP, PERSON, may_write
from unisms.services.audience.sentences import of_check
from unisms.services.brokers.connections import usable
from unisms.services.campaigns import drafts
from unisms.services.campaigns.composition import changes_of
from unisms.services.people.unsent_forms import MOST as MOST_DRAFTS
from unisms.services.rights import daily, payers, rights
from unisms.sms import purposes
from unisms.sms.names import fold
from unisms.sms.purposes import EMERGENCY
from unisms.web.compose import (
    blanks,
    buttons,
    chips,
    composed,
    counter,
    minus,
    own_drafts,
    timing,
    titles,
)
from unisms.web.door import outside
from unisms.web.frame.sight import note_reading, seen_whole, seen_whole_of

#: the answer to a draft that is not written; else it is 422
STATUS = {("audience", daily.FULL): 429, ("edition", "late"): 409}


class Composing:
    """The form of a message, new or changed: its choices, its preview, and its campaign."""

    def __init__(self, context, request):
        self.context, self.request = context, request
        self.institution = request.institution
        self.kept, self.begun = own_drafts.known(request), MultiDict()

    def may(self, kind):
        """Whether this person may write to a kind of audience."""
        needed = self.kinds[kind].permission
        return needed is None or bool(self.request.has_permission(needed, self.institution))

    @property
    def kinds(self):
        return kinds_behind(self.institution)

    @property
    def may_be_urgent(self):
        needed = Permission.CAMPAIGN_URGENT
        return bool(self.request.has_permission(needed, self.institution))

    @property
    def hides(self):
        """Whether it is the message of somebody else, whose numbers this person may not see."""
        return isinstance(self.context, Campaign) and not seen_whole_of(self.request, self.context)

    @property
    def changed(self):
        """The message that is changed, or ``None``: it is a new one."""
        return self.context if isinstance(self.context, Campaign) else None

    def may_choose(self, kind, name):
        """Whether this person may write to this audience, or the message has it already."""
        if not self.may(kind):
            nobody = self.request.actor._replace(uid="")
            return kinds.may_keep(nobody, (kind, name), self.changed)
        is_private = self.kinds[kind].is_private
        return not is_private or kinds.may_keep(self.request.actor, (kind, name), self.changed)

    @property
    def may_hurry(self):
        """Whether the message may be urgent.

        An urgent message may stay so, and the person who changes it may end that.
        """
        return self.may_be_urgent or (self.changed is not None and self.changed.urgent)

    @property
    def may_alert(self):
        """Whether the message may be an emergency, or is one."""
        is_one = self.changed is not None and self.changed.purpose == (EMERGENCY,)
        return is_one or self.request.actor.may(Permission.CAMPAIGN_EMERGENCY)

    @property
    def uid(self):
        return self.request.actor.uid

    def typed(self, fields=None):
        """Return the draft that the form sends, or that ``fields`` hold.

        Choices that the form did not offer to this person stay as the message has them.
        """
        fields = self.request.POST if fields is None else fields
        draft = composed.typed(fields, self.may_choose, *blanks.home(self))
        draft = draft._replace(timing=timing.typed(fields, self.institution, self.request.now))
        had = self.changed.audience if self.changed is not None else ()
        if titles.is_made(draft.title, self.changed):
            draft = draft._replace(title="")  # it is made of the message, as it is now
        draft = draft._replace(audience=kinds.together(self.institution, draft.audience))
        # Of two that are one number the first one gets the message: what was first stays so.
        draft = draft._replace(
            audience=tuple(sorted(draft.audience, key=lambda pair: _place(had, pair)))
        )
        draft = minus.kept(self, draft._replace(urgent=draft.urgent and self.may_hurry))
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
        """Return all that the page shows of ``draft``; with ``problems`` it was not written."""
        institution, request = self.institution, self.request
        errors, late = self._refused(problems)
        connections = usable(institution)
        reach = payers.reach(request.actor, draft.account)
        offers = self._offers(reach, draft, search)
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
            "stopped": of_check(self.changed.problem) if self.changed is not None else (),
            "recent": [":".join(pair) for pair in chips.recent(request.actor)],
            **self.people(draft, search),
            "offers": offers,
            "may_search": self.may(PERSON) and (reach is None or reach.groups is None),
            "may_hurry": self.may_hurry,
            "only_calm": not self.may_be_urgent,
            "may_alert": self.may_alert,
            "themes": self._themes(draft),
            "longest_reason": composed.LONGEST_REASON,
            "accounts": {name: institution["accounts"][name] for name in self._accounts(draft)},
            "reach": reach,
            "bounded": reach is not None and reach.limits != rights.NO_LIMITS,
            "templates": composed.templates(institution),
            "connections": connections,
            "timing": timing.facts(draft, institution, request.now),
            **minus.of(self, draft),
            **counter.of(self, draft),
        }

    def people(self, draft, search):
        """Return what is shown of the people that are chosen, and of those that a search finds."""
        chosen = composed.persons(self.institution, draft)
        found = self.found(search, chosen)
        self.note_reading([*chosen, *found])
        told_apart = composed.told_apart(
            self.institution, [*chosen, *found], lambda: self.groups(draft)
        )
        return {"search": search, "persons": chosen, "found": found, "told_apart": told_apart}

    def groups(self, draft):
        """Return the groups that this person may write to, or that are chosen."""
        offers = self._offers(payers.reach(self.request.actor, draft.account), draft)
        return next((one.choices for one in offers if one.kind == GROUP), [])

    def _themes(self, draft):
        """Return the themes in whose name this person may write, and the chosen one, by title."""
        chosen = purposes.purpose(draft.purpose).themes
        folder, actor = self.institution["themes"], self.request.actor
        found = [
            theme
            for name, theme in folder.items()
            if name in chosen or (not theme.archived and may_write(actor, theme))
        ]
        return sorted(found, key=lambda theme: fold(theme.title))

    def _refused(self, problems):
        """Return each problem by its field, and apart from them that others came first."""
        if problems:
            self.request.response.status = STATUS.get(problems[0][:2], 422)
        errors = {one.field: one for one in problems}
        return errors, errors.pop("edition", None)

    def note_reading(self, persons):
        named = [one for one in persons if one.note]
        uids, msisdns = [one.name for one in named], [one.note for one in named]
        note_reading(self.request, self.institution["people"], msisdns, uids)

    def _accounts(self, draft):
        """Return the names of the accounts that may pay.

        A changed message keeps its account in the list, unless that is closed.
        """
        kept = draft.account if self.changed is not None else ""
        return payers.offered(self.request.actor, kept)

    def found(self, search, but):
        """The people that a search finds, ``but`` some, for who may look people up."""
        if not search or not self.may(PERSON):
            return []
        by_number = seen_whole(self.request)
        return composed.found_persons(self.institution, search, but, by_number=by_number)

    def _offers(self, reach, draft, search=""):
        """The parts of the page that choose an audience, one for each kind."""
        mine = {kind: self.uid for kind in self.kinds if self.may(kind)}
        return composed.offers(self.institution, draft, mine, reach and reach.groups, search)

    def _gone(self):
        """Whether the form cannot show the audience: a group, person or file of it is gone."""
        pairs = self.changed.audience if self.changed is not None else ()
        return not all(kinds.exists(self.institution, *pair) for pair in pairs)

    def _own(self, draft):
        """The draft without the files of others: a file of people is its author's alone."""
        mine = tuple(pair for pair in draft.audience if kinds.may_use(self.request.actor, *pair))
        return draft._replace(audience=mine)

    def finished(self):
        """Return the way to the check of the written campaign, or the page again.

        The page comes again after one of its small buttons, or if a problem keeps the campaign from
        being written.
        """
        self._take_in()
        draft = self.typed()
        page = buttons.pressed(self, draft)
        if page is not None:
            return page
        begun = self.changed.created_at if self.changed is not None else self.request.now
        done = own_drafts.done(self.request)
        campaign = self.write(blanks.titled(self, draft, begun), *done[:1])
        if not isinstance(campaign, Campaign):
            return self.page(draft, campaign)
        own_drafts.drop(self.request, done)
        return self.check(campaign)

    def _take_in(self):
        """Make records of the chosen people whom only a directory knows: it is asked now."""
        chosen = (pair.partition(":")[::2] for pair in self.request.POST.getall("audience"))
        if self.may(PERSON):
            outside.take_in(self.request, [name for kind, name in chosen if kind == PERSON])

    def write(self, draft, name=""):
        """Return the campaign that ``draft`` becomes, or its problems: as ``drafts.write``."""
        return drafts.write(
            self.request.actor,
            draft,
            now=self.request.now,
            campaign=self.changed,
            edition=self.request.POST.get("edition"),
            name=name,
        )

    def there(self):
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
