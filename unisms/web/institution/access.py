"""How people of an institution come in: whether those who give roles must have a second factor."""

from pyramid.view import view_config, view_defaults

from unisms.model.acl import Permission
from unisms.model.root import Institution
from unisms.services.door.second_factor import ADMINISTRATORS, OFF
from unisms.web.forms.fields import Field
from unisms.web.forms.readers import one_of
from unisms.web.forms.settings_page import SettingsPage


@view_defaults(
    context=Institution,
    name="access",
    renderer="access.jinja2",
    permission=Permission.INSTITUTION_MANAGE,
)
class AccessPage(SettingsPage):
    fields = (Field("second_factor", one_of((OFF, ADMINISTRATORS))),)
    verb, mark = "access.changed", "access_change"

    @view_config(request_method="GET")
    def show(self):
        return self.page()

    @view_config(request_method="POST")
    def save(self):
        return self.saved()

    def after(self):
        return self.request.resource_path(self.context, "access")
