"""What an institution changes itself: the way to each page of settings, for those who may."""

from pyramid.view import view_config

from unisms.model.acl import Permission
from unisms.model.root import Institution

#: whoever has one of these has something to set; accounts have a rubric of their own
SETTING = (
    Permission.INSTITUTION_MANAGE,
    Permission.INSTITUTION_EXPORT,
    Permission.ROLE_MANAGE,
    Permission.AUDIT_VIEW,
    Permission.PERSON_MANAGE,
    Permission.TEMPLATE_MANAGE,
    Permission.CONNECTION_MANAGE,
)
#: the pages to which they lead, by the first name of their path in the institution, but those of accounts and groups,
#: which have rubrics of their own
PLACES = {
    "settings",
    "identity",
    "policies",
    "access",
    "conditions",
    "rights",
    "rights-give",
    "rights-of",
    "roles",
}
PLACES |= {"people", "templates", "brokers", "sender-ids", "audit", "export"}


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


def in_settings(request):
    """Whether this is a page of settings of an institution."""
    inside = (
        request.path.removeprefix(request.resource_path(request.institution))
        if request.institution
        else ""
    )
    return inside.partition("/")[0] in PLACES


def manages_templates(request, institution):
    """Whether this person manages the templates of the institution, or of one department."""
    known = institution.permissions_of_roles()
    held = request.actor.held if request.actor else ()
    found = (one for one in held if not one.scope or one.scope.startswith("templates/"))
    return any(Permission.TEMPLATE_MANAGE in known.get(one.role, ()) for one in found)
