"""The pages closed for maintenance: the page that closes and opens them, the notice for others."""

from pyramid.events import ContextFound, subscriber
from pyramid.httpexceptions import HTTPSeeOther, HTTPServiceUnavailable
from pyramid.view import exception_view_config

from unisms.model.acl import Permission
from unisms.model.root import Institution, Root
from unisms.services.operators import maintenance
from unisms.web.door.errors import told
from unisms.web.edge import doorstep
from unisms.web.forms.fields import Field
from unisms.web.forms.form import Form, form_views
from unisms.web.forms.readers import number, text

SOON = 300  # seconds after which programs may ask again, where nobody said when it will be over

#: open all the same, beside the addresses for news: the operators' door, and the material of pages
OPEN = {
    (Root, "operators"),
    (Root, "second-factor"),
    (Root, "sign-out"),
    (Institution, "look.css"),
    (Institution, "logo"),
}


class ClosedForMaintenance(HTTPServiceUnavailable):
    """Somebody asks for a page that is closed. ``closed`` says since when, and until when."""

    def __init__(self, closed, now):
        super().__init__(
            headers={"Retry-After": str(max(closed.until - now, 30) if closed.until else SOON)}
        )
        self.closed = closed


@subscriber(ContextFound)
def keep_out(event):
    """Let nobody in while the pages are closed, but those who run the installation.

    :raises ClosedForMaintenance: they are.
    """
    request = event.request
    closed = maintenance.closed(request.root) if isinstance(request.root, Root) else None
    if (
        closed is None
        or request.matched_route is not None
        or (type(request.context), request.view_name) in OPEN
    ):
        return
    if request.operator is None and not doorstep.is_address(request):
        raise ClosedForMaintenance(closed, request.now)


@exception_view_config(ClosedForMaintenance, renderer="error.jinja2")
def closed_page(refusal, request):
    request.response.headers["Retry-After"] = refusal.headers["Retry-After"]
    return told(request, 503, "maintenance", closed=refusal.closed)


@form_views(
    context=Root, name="maintenance", renderer="maintenance.jinja2", permission=Permission.OPERATE
)
class MaintenancePage(Form):
    """The form that closes the pages, and the button that opens them again."""

    fields = (Field("minutes", number(0, maintenance.LONGEST)), Field("said", text(200, least=0)))

    def facts(self):
        return {"closed": maintenance.closed(self.context), "most": maintenance.LONGEST}

    def save(self):
        return self.reopen() if self.request.POST.get("action") == "reopen" else super().save()

    def reopen(self):
        maintenance.reopen(self.request.actor, self.context, self.request.now)
        self.request.session.flash("yes", "reopened", allow_duplicate=False)
        return self.done()

    def keep(self, values):
        maintenance.close(self.request.actor, self.context, self.request.now, **values)
        return self.done()

    def done(self):
        return HTTPSeeOther(self.request.resource_path(self.context, "maintenance"))
