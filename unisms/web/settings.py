"""What an institution changes itself: the way to each page of settings, for those who may."""

from pyramid.view import view_config

from unisms.model.acl import Permission
from unisms.model.root import Institution

#: whoever has one of these has something to set
SETTING = (
    Permission.INSTITUTION_MANAGE,
    Permission.INSTITUTION_EXPORT,
    Permission.ROLE_MANAGE,
    Permission.AUDIT_VIEW,
    Permission.PERSON_MANAGE,
    Permission.TEMPLATE_MANAGE,
    Permission.ACCOUNT_MANAGE,
    Permission.CONNECTION_MANAGE,
)


@view_config(
    context=Institution,
    name="settings",
    request_method="GET",
    renderer="settings.jinja2",
    permission=Permission.INSTITUTION_VIEW,
)
def settings(institution, request):
    """The list of pages that this person may open."""
    return {"manages_templates": manages_templates(request, institution)}


def has_settings(request, institution):
    """Whether this person may set anything here."""
    may = any(request.has_permission(permission, institution) for permission in SETTING)
    return may or manages_templates(request, institution)


def manages_templates(request, institution):
    """Whether this person manages the templates of the institution, or of one department."""
    known = institution.permissions_of_roles()
    found = (one for one in request.held if not one.scope or one.scope.startswith("templates/"))
    return any(Permission.TEMPLATE_MANAGE in known.get(one.role, ()) for one in found)
