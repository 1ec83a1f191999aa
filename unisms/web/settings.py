"""What an institution changes itself: the way to each page of settings, for those who may."""

from pyramid.view import view_config

from unisms.model.acl import Permission
from unisms.model.root import Institution

#: whoever has one of these has something to set
SETTING = (
    Permission.INSTITUTION_MANAGE,
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
def settings(_institution, _request):
    """The list of pages that this person may open."""
    return {}


def has_settings(request, institution):
    """Whether this person may set anything here."""
    return any(request.has_permission(permission, institution) for permission in SETTING)
