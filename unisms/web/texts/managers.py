"""Managers of templates: of the institution's, or of those of one department."""

from unisms.model.acl import Permission


def manages_templates(request):
    """Whether this person manages the templates of the institution, or of one department."""
    known = request.institution.permissions_of_roles()
    held = request.actor.held if request.actor else ()
    found = (one for one in held if not one.scope or one.scope.startswith("templates/"))
    return any(Permission.TEMPLATE_MANAGE in known.get(one.role, ()) for one in found)
