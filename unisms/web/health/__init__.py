"""Pages of numbers that are set aside after failures: the list, and the thresholds."""

from unisms.model.acl import Permission
from unisms.web.edge.languages import marked as _

VERBS = {
    "numbers.mended": _("a remis des numéros en service"),
    "numbers.exported": _("a téléchargé la liste des numéros en panne"),
}
#: the words for what the journal tells of them
FIELDS = {"numbers": _("numéros")}


def includeme(config):
    config.add_pages(__name__)
    config.add_verbs("people", VERBS, FIELDS)
    config.add_settings_page(
        "numbers",
        title=_("Numéros en panne"),
        sentence=_("ceux qui ne reçoivent plus rien, l'argent économisé"),
        heading="people",
        permission=Permission.PERSON_MANAGE,
        verb="numbers.mended",
    )
