"""The institution's rules of replies: how far a STOP reaches, and what is sent back or on."""

from unisms.model.acl import Permission
from unisms.services.replies.stops import SCOPES
from unisms.web.edge.languages import marked as _
from unisms.web.forms.fields import Field
from unisms.web.forms.readers import one_of, yes
from unisms.web.forms.settings_page import SettingsPage, settings_page


@settings_page(
    "reply-rules",
    renderer="reply_rules.jinja2",
    title=_("Réponses et STOP"),
    sentence=_("ce qu'un STOP arrête, sa confirmation, les réponses par courriel"),
    heading="texts",
    permission=Permission.INSTITUTION_MANAGE,
    verb="replies.changed",
    done=_("a modifié les règles des réponses"),
    called={
        "stop_reaches": _("ce qu'un STOP arrête"),
        "stop_confirmed": _("confirmation des STOP"),
        "replies_mailed": _("réponses par courriel"),
    },
)
class ReplyRules(SettingsPage):
    fields = (
        Field("stop_reaches", one_of(SCOPES)),
        Field("stop_confirmed", yes),
        Field("replies_mailed", yes),
    )
    mark = "replies_change"
