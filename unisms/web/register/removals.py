"""The page that sets how many people a file may take out without a further question."""

from unisms.model.acl import Permission
from unisms.services.register.removals import SHARES
from unisms.web.edge.languages import marked as _
from unisms.web.forms.fields import Field
from unisms.web.forms.readers import number
from unisms.web.forms.settings_page import SettingsPage, settings_page


@settings_page(
    "removals",
    renderer="removals.jinja2",
    title=_("Retraits par fichier"),
    sentence=_("combien de personnes un fichier peut retirer sans confirmation"),
    heading="people",
    last=True,
    permission=Permission.INSTITUTION_MANAGE,
    verb="removals.changed",
    done=_("a modifié les retraits par fichier"),
    called={"removal_share": _("part d'une liste, en pour cent")},
)
class RemovalsPage(SettingsPage):
    fields = (Field("removal_share", number(SHARES[0], SHARES[-1])),)
    mark = "removals_change"
