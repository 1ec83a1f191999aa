"""Pages of settings that a worker tries first: nobody waits for a network inside a request."""

from pyramid.decorator import reify
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.traversal import find_root

from unisms.model.folder import path_of
from unisms.model.proposals import Proposal
from unisms.model.root import institution_of
from unisms.services.brokers import connections, proposals
from unisms.web.forms.form import Form
from unisms.web.forms.seen import digest


class ProposedPage(Form):
    """A form whose values are tried before they are kept.

    A subclass also has ``draft``; its template shows ``proposed_page.jinja2``. The last base of a
    page is ``SettingsPage`` or ``NewPage``, which keep what has been tried.

    The typed values become a ``Proposal``, and the page shows how its try goes. A proposal that
    works is saved. A proposal that fails is saved if its author wants it all the same, or
    corrected: its secrets are kept meanwhile.
    """

    trying = ""  #: verb of the audit journal

    def show(self):
        return self.begin_again() if self.must_begin_again else super().show()

    def save(self):
        return self.begin_again() if self.must_begin_again else super().save()

    def keep(self, values):
        """Have the values tried, or keep those that are tried already or need no try."""
        return self.try_first(values) or super().keep(values)

    def draft(self, values):
        """Return a record with ``values`` on ``self.ground``; ``None`` if nothing is to try."""
        raise NotImplementedError

    def before(self):
        """Return the changed record, or the record that something new begins with."""
        return self.context

    @property
    def ground(self):
        """The record whose secrets are kept if not typed again: the proposal, or the stored one."""
        return self.proposal.draft if self.proposal else self.before()

    @property
    def basis(self):
        """Return the digest of the settings that are stored now, secrets and all."""
        adapter, settings = self.before().made_with()
        return digest([adapter, sorted(settings.items())])

    @property
    def is_outdated(self):
        """Whether the stored record is not the one that the proposal was made from.

        Nobody knows any more which of its secrets were typed, and which were stored then.
        """
        return self.proposal is not None and self.proposal.basis != self.basis

    @property
    def owner(self):
        """The institution that keeps the proposal, or the root."""
        return institution_of(self.context) or find_root(self.context)

    @property
    def proposal_name(self):
        return self.request.params.get("proposal", "")

    @reify
    def proposal(self):
        """The proposal that this page is about to save, or ``None``."""
        return proposals.find(
            self.owner, self.proposal_name, path_of(self.context), self.request.actor.uid
        )

    @property
    def lost(self):
        """Whether a proposal is named that is decided, too old, or not ours."""
        return "proposal" in self.request.params and self.proposal is None

    @property
    def must_begin_again(self):
        """Whether nothing else was asked for than what is lost."""
        return self.lost and (
            self.request.method == "GET" or self.request.POST.get("action") == "keep"
        )

    def begin_again(self):
        """The form as it is without a proposal."""
        self.request.session.flash("lost", "proposals")
        if (
            "HX-Request" in self.request.headers
        ):  # the part that asks for itself is no place for a page
            return Response(headers={"HX-Redirect": self.address()})
        return HTTPSeeOther(self.address())

    def address(self, **more):
        """This page's own, with what it needs to be shown again."""
        return self.request.resource_path(self.context, self.request.view_name, query=more)

    @reify
    def shows(self):
        """How the try of this page's proposal goes.

        ``trying``, ``works``, ``failed`` or ``silent`` (nobody has tried it in time); empty where
        the page only shows its form.
        """
        if self.proposal is None or self.request.method != "GET":
            return ""
        if connections.is_being_tried(self.proposal, self.request.now):
            return "trying"
        if not self.proposal.tested:
            return "silent"
        return "works" if self.proposal.tested[1] else "failed"

    @property
    def waits(self):
        """Whether the page asks for itself again."""
        return self.shows == "trying"

    @property
    def seen(self):
        """The values that the author of a proposal had seen: a save then tells of others'."""
        return self.proposal.seen if self.shows else super().seen

    @property
    def seen_before(self):
        return self.proposal.seen if self.keeps else super().seen_before

    @property
    def keeps(self):
        """Whether what was proposed is to be saved as it is."""
        return self.proposal is not None and self.request.POST.get("action") == "keep"

    def typed(self):
        if self.keeps:
            self.shown = self.begun()
            return {field.name: field.value(self.proposal.draft) for field in self.fields}
        values = super().typed()
        kept = {field.name for field in self.fields if field.secret} - {*values, *self.errors}
        self.shown.update((name, told) for name, told in self.begun().items() if name in kept)
        if self.lost:  # with the secrets that were not typed again
            self.reject("proposal", "lost")
        return values

    def begun(self):
        """Return the values that the form shows before anything is typed into it."""
        return {field.name: field.told(field.value(self.ground)) for field in self.fields}

    def try_first(self, values):
        """Have the values tried and show how that goes; ``None`` where they are to be saved now."""
        draft = None if self.keeps else self.draft(values)
        if draft is None:
            return None
        by, now = self.request.actor.uid, self.request.now
        proposal = Proposal(path_of(self.context), by, now, draft, self.seen_before, self.basis)
        name = proposals.propose(self.request.actor, self.trying, self.owner, proposal)
        self.request.enqueue("try_proposal", path_of(self.owner), name)
        return HTTPSeeOther(self.address(proposal=name))

    def decided(self):
        """Nothing is proposed any more; return how its try ended, as of ``connections.tested``."""
        if self.proposal is None:
            return ()
        proposals.end(self.owner, self.proposal_name)
        return self.proposal.tested if self.keeps else ()
