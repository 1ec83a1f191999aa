"""The quiet hours on a page of their own."""

from unisms.model.acl import Permission
from unisms.web.edge.languages import marked as _
from unisms.web.forms.fields import Field
from unisms.web.forms.settings_page import SettingsPage, settings_page
from unisms.web.institution.policies import read_hours, told_hours, write_hours


@settings_page(
    "quiet-hours",
    renderer="quiet_hours.jinja2",
    title=_("Heures calmes"),
    sentence=_("quand seuls les messages urgents partent"),
    heading="texts",
    permission=Permission.INSTITUTION_MANAGE,
    verb="quiet_hours.changed",
    done=_("a changé les heures calmes"),
    called={"quiet_hours": _("heures calmes")},
)
class QuietHoursPage(SettingsPage):
    fields = (Field("quiet_hours", told_hours, many=True, read=read_hours, write=write_hours),)
    mark = "policies_change"
