"""The page of those who ask to be erased: each with the deadline, and refused with a reason."""

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config, view_defaults

from unisms.model.acl import Permission
from unisms.model.root import Institution
from unisms.services.subscribers import petitions

PAGE = "erasure-requests"


@view_defaults(
    context=Institution,
    name=PAGE,
    renderer="own_requests.jinja2",
    permission=Permission.PERSON_MANAGE,
)
class ErasureRequests:
    """A request is served on the page of all that is kept; here it is refused."""

    def __init__(self, institution, request):
        self.institution, self.request = institution, request

    @view_config(request_method="GET")
    def show(self):
        return self.page()

    def page(self, wrong=""):
        """Return the values of the page; ``wrong`` is the uid of whom no reason is given."""
        request, people = self.request, self.institution["people"]
        found = petitions.erasures(self.institution, request.now)
        return {
            "requests": [(people[one.uid], one) for one in found],
            "may_erase": request.has_permission(Permission.INSTITUTION_EXPORT, self.institution),
            "notes": request.session.pop_flash("petitions"),
            "wrong": wrong,
        }

    @view_config(request_method="POST")
    def decline(self):
        """Refuse one; the law wants the reason to be told (GDPR, article 12, paragraph 4)."""
        request = self.request
        uid = request.POST.get("uid", "")
        reason = petitions.reason_of(request.POST.get("reason", ""))
        if not reason:
            request.response.status = 422
            return self.page(uid)
        if petitions.decline_erasure(request.actor, uid, reason, request.now):
            request.session.flash("declined", "petitions")
        return HTTPSeeOther(request.resource_path(self.institution, PAGE))
