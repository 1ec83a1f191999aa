"""The audiences that somebody keeps, and those of their last messages, which they may keep too."""

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config, view_defaults

from unisms.model.acl import Permission
from unisms.model.audiences import SavedAudience
from unisms.model.folder import Folder
from unisms.services.exclusions import exclusions, pasts, recents, saved
from unisms.services.rights import payers
from unisms.sms.names import fold


@view_defaults(context=Folder, folder="audiences", permission=Permission.CAMPAIGN_COMPOSE)
class Audiences:
    """The page, and what makes a new audience on it."""

    def __init__(self, context, request):
        self.context, self.request, self.actor = context, request, request.actor

    @view_config(request_method="GET", renderer="audiences.jinja2")
    def page(self):
        return shown(self.request)

    @view_config(name="new", request_method="POST", renderer="audiences.jinja2")
    def keep(self):
        """Keep the audience of a message of one's own, or of one that one may see."""
        post, actor = self.request.POST, self.actor
        title, account, name = (post.get(one, "") for one in ("title", "account", "campaign"))
        pairs, minus = self._audience(name)
        try:
            saved.keep(actor, title, pairs, minus, self.request.now, account=account)
        except saved.Unkept as refusal:
            return refused(self.request, name, refusal.problem, title)
        return done(self.request)

    def _audience(self, name):
        """Return the audience of a message, and what it leaves out, that this person may choose.

        There is nothing to keep of a message that is not there, or not theirs to see.
        """
        campaign = self.request.institution["campaigns"].get(name)
        if campaign is None or not pasts.may_see(self.actor, campaign):
            return (), ()
        return tuple(
            tuple(pair for pair in pairs if all(saved.map_parts(self.actor, (pair,))))
            for pairs in (campaign.audience, campaign.minus)
        )


@view_config(context=SavedAudience, request_method="GET", permission=Permission.CAMPAIGN_EDIT)
def kept_there(one, request):
    """Lead to the place of an audience on the page of all of them."""
    there = request.resource_path(one.__parent__, anchor=f"kept-{one.__name__}")
    return HTTPSeeOther(there)


@view_defaults(
    context=SavedAudience,
    request_method="POST",
    renderer="audiences.jinja2",
    permission=Permission.CAMPAIGN_EDIT,
)
class KeptAudience:
    """An audience, as its owner renames, shares and deletes it."""

    def __init__(self, one, request):
        self.one, self.request, self.actor = one, request, request.actor

    @view_config(name="rename")
    def rename(self):
        title = self.request.POST.get("title", "")
        try:
            saved.retitle(self.actor, self.one, title, self.request.now)
        except saved.Unkept as refusal:
            return refused(self.request, self.one.__name__, refusal.problem, title)
        return done(self.request)

    @view_config(name="share")
    def share(self):
        account = self.request.POST.get("account", "")
        saved.share(self.actor, self.one, account, self.request.now)
        return done(self.request)

    @view_config(name="delete")
    def delete(self):
        answer = done(self.request)  # before: what is deleted is in no institution
        saved.delete(self.actor, self.one, self.request.now)
        return answer


def done(request):
    """Return the way back to the page, which says that it is saved."""
    request.session.flash("yes", "settings", allow_duplicate=False)
    return HTTPSeeOther(request.resource_path(request.institution["audiences"]))


def refused(request, name, problem, title):
    """Return the page again, with the problem beside the audience or the message of that name."""
    request.response.status = 422
    return {**shown(request), "refused": (name, problem, title)}


def shown(request):
    """Return what the page shows: audiences that this person may use, by title; recent ones."""
    actor, institution = request.actor, request.institution
    audiences = sorted(saved.of(actor), key=lambda one: fold(one.title))
    accounts = {name: institution["accounts"][name].title for name in payers.offered(actor)}
    return {
        "audiences": [(one, told(actor, one.pairs), told(actor, one.minus)) for one in audiences],
        "accounts": accounts,
        "account_of": lambda one: institution["accounts"].get(one.account),
        "recents": [one for one in _recents(request) if saved.keepable(institution, one.pairs)],
        "wanted": request.params.get("of", ""),
        "refused": ("", None, ""),
    }


def _recents(request):
    """Return the recent audiences; first that of the message which the address asks for."""
    actor, found = request.actor, recents.recent(request.actor)
    asked = request.institution["campaigns"].get(request.params.get("of", ""))
    if asked is None or not asked.audience or not pasts.may_see(actor, asked):
        return found
    first = recents.of_campaign(actor, asked)
    return [first, *(one for one in found if one.campaign != first.campaign)]


def told(actor, parts):
    """Return pairs of kind and title of these parts, as this person may read them."""
    return [(kind, exclusions.title_of(actor, (kind, name))) for kind, name in parts]
