"""Which campaigns somebody sees, found without asking the tree about each of thousands."""

from itertools import islice

from unisms.model.acl import Permission
from unisms.model.authored import EVER


class Sight:
    """The eyes of the person who asks. What the tree answers about one campaign holds for all others that have the same
    author and the same account: their ACLs are the same."""

    def __init__(self, request):
        self._request, self._uid, self._answers = request, request.identity.uid, {}

    def may(self, campaign, permission=Permission.CAMPAIGN_VIEW):
        asked = campaign.author, campaign.account, permission
        if asked not in self._answers:
            self._answers[asked] = bool(self._request.has_permission(permission, campaign))
        return self._answers[asked]

    def latest(self, folder, before=EVER, *, most):
        """Of the ``most`` names before ``before`` that come into question, the latest first: pairs of the name and its
        campaign, or ``None`` in its place when it may not be seen."""
        whose = folder.latest(before) if self._sees_others else folder.latest_of(self._uid, before)
        for name in islice(whose, most):
            campaign = folder[name]
            yield name, campaign if self.may(campaign) else None

    def own(self, folder, *, most):
        """One's own campaigns, the latest first."""
        return (folder[name] for name in islice(folder.latest_of(self._uid), most))

    @property
    def _sees_others(self):
        """Whether some role lets one see campaigns that others have written, everywhere or at some account."""
        known = self._request.institution.permissions_of_roles()
        return any(Permission.CAMPAIGN_VIEW in known.get(one.role, ()) for one in self._request.held)
