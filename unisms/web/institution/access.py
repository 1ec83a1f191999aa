"""How people of an institution come in: whether those who give roles must have a second factor."""

from unisms.model.acl import Permission
from unisms.services.door.second_factor import ADMINISTRATORS, OFF
from unisms.web.edge.languages import marked as _
from unisms.web.forms.fields import Field
from unisms.web.forms.readers import one_of
from unisms.web.forms.settings_page import SettingsPage, settings_page


@settings_page(
    "access",
    renderer="access.jinja2",
    title=_("Connexion"),
    sentence=_("double vérification"),
    heading="institution",
    permission=Permission.INSTITUTION_MANAGE,
    verb="access.changed",
    done=_("a modifié la connexion"),
    called={"second_factor": _("double vérification")},
)
class AccessPage(SettingsPage):
    fields = (Field("second_factor", one_of((OFF, ADMINISTRATORS))),)
    mark = "access_change"
