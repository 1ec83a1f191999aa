"""Which campaigns somebody sees, found without asking the tree about each of thousands."""

from itertools import islice

from unisms.model.acl import Permission
from unisms.model.authored import EVER
from unisms.model.campaigns import Listed
from unisms.services.delivery import progress
from unisms.services.discretion import discretion
from unisms.web.edge.audit import note

ALL, SOME, OWN, NONE = "all", "some", "own", "none"


class Sight:
    """The eyes of the person who asks.

    The tree's answer about a campaign holds for all campaigns with the same author and account:
    their ACLs are the same.
    """

    def __init__(self, request):
        self._request, self._uid = request, request.actor.uid
        self._answers = {}  # (author, account) -> the permissions asked for, with the answer

    def may(self, campaign, permission=Permission.CAMPAIGN_VIEW):
        answers = self._answers.setdefault((campaign.author, campaign.account), {})
        if permission not in answers:
            answers[permission] = bool(self._request.has_permission(permission, campaign))
        return answers[permission]

    def latest(self, folder, before=EVER, *, most):
        """Yield name and ``Listed`` of campaigns, the latest first; ``None`` if not to be seen.

        They are the ``most`` before the name ``before`` that come into question. ``Listed`` is what
        the folder tells of a campaign.
        """
        seen = {}  # (author, account) -> the answer, for which a single campaign is loaded
        for name in islice(self._names(folder, before), most):
            told = Listed(*(folder.listed(name) or folder[name].listed))
            whose = told[:2]
            if whose not in seen:
                seen[whose] = self.may(folder[name])
            yield name, told if seen[whose] else None

    def own(self, folder, *, most):
        """Yield name and ``Listed`` of one's own campaigns, which their author may always see."""
        for name in islice(folder.latest_of(self._uid), most):
            yield name, Listed(*(folder.listed(name) or folder[name].listed))

    def _names(self, folder, before):
        """Return names, the latest first; never those of what the service sends by itself."""
        if not self._sees_others:
            return folder.latest_of(self._uid, before)
        return (name for name in folder.latest(before) if folder.listed(name)[:1] != ("",))

    @property
    def reach(self):
        """Return whose messages this person's roles show.

        ``all``; ``some``: those of some accounts besides their own; ``own``; or ``none``, if they
        may not write and never have.
        """
        scopes = [one.scope for one in self._showing]
        if scopes:
            return SOME if all(scopes) else ALL
        institution = self._request.institution
        writes = self._request.has_permission(Permission.CAMPAIGN_COMPOSE, institution)
        return (
            OWN
            if writes or any(True for _ in institution["campaigns"].latest_of(self._uid))
            else NONE
        )

    @property
    def _sees_others(self):
        """Whether a role shows campaigns of other authors, everywhere or at an account."""
        return bool(self._showing)

    @property
    def _showing(self):
        """The roles that do."""
        known = self._request.institution.permissions_of_roles()
        held = self._request.actor.held
        placed = (one for one in held if not one.scope or one.scope.startswith("accounts/"))
        return [one for one in placed if Permission.CAMPAIGN_VIEW in known.get(one.role, ())]


COUNTED = 500  # messages of an open campaign: a list does not count the states of a larger one


def figures_for(request):
    """Return the function by which lists tell this person the figures of a campaign that was sent.

    It returns the tally, as far as they may read it. It returns ``None`` for a campaign that was
    not sent, or is too large to be counted for a line.
    """
    whole = seen_whole(request)

    def figures(campaign):
        counted = campaign.tally or (campaign.sent_at and campaign.last_number() <= COUNTED)
        if not counted:
            return None
        tally = progress.tally(campaign, request.now)
        return tally if whole else discretion.tally(campaign, tally)

    return figures


def seen_whole(request):
    """Whether this person may see the whole numbers of this institution, not only their ends."""
    return bool(request.has_permission(Permission.NUMBER_VIEW, request.institution))


def seen_whole_of(request, campaign):
    """Whether this person may see the whole numbers that the author typed or uploaded.

    Authors always may: nobody is kept from their own things.
    """
    return seen_whole(request) or campaign.author == request.actor.uid


def note_reading(request, resource, msisdns, people=()):
    """Record that this page shows ``msisdns`` of ``resource`` whole, if it does.

    ``people`` are the uids of their owners.
    """
    if any(msisdns) and seen_whole(request):
        note(
            request,
            "number.read",
            resource,
            after={"people": [*people]} if people else None,
            once=True,
        )
