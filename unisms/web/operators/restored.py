"""Losses of a restored store, for those who run the installation: read, then let messages leave."""

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config, view_defaults

from unisms.model.acl import Permission
from unisms.model.root import Root
from unisms.services.ground import lives
from unisms.services.operators import restores


@view_defaults(context=Root, name="restored", permission=Permission.OPERATE)
class RestoredPage:
    """Campaigns that were under way when the copy was made, by institution, in figures only."""

    def __init__(self, root, request):
        self.root, self.request = root, request

    @view_config(request_method="GET", renderer="restored.jinja2")
    def show(self):
        restored, institutions = lives.restore_of(self.root), self.root["institutions"]
        found = restored.found if restored else ()
        return {
            "restored": restored,
            "held": lives.is_held(self.root),
            "found": [
                (getattr(institutions.get(name), "title", name), *told) for name, *told in found
            ],
        }

    @view_config(request_method="POST")
    def release(self):
        """Let messages leave again; a second click changes nothing."""
        if restores.release(self.request.actor, self.root, self.request.now):
            self.request.session.flash("yes", "released", allow_duplicate=False)
        return HTTPSeeOther(self.request.resource_path(self.root, "restored"))
