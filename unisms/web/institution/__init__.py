"""Pages that set an institution: its rules, its identity, its sign-in, its conditions of use.

Those of its audit journal and of its archive are here too.
"""

from unisms.model.acl import Permission
from unisms.web.edge.languages import marked as _

VERBS_OF_SERVICE = {
    "audit.exported": _("a téléchargé le journal"),
    "journal.closed": _("a clos la première partie du journal, à laquelle la suite renvoie"),
}
VERBS_OF_SETTINGS = {
    "institution.exported": _("a téléchargé toutes les données de l'établissement"),
    "logo.changed": _("a changé le logo"),
}
VERBS_OF_MESSAGES = {
    "texts.erased": _("a effacé des textes et des numéros, à la fin de leur durée de conservation"),
}


def includeme(config):
    config.add_pages(__name__)
    config.add_verbs("service", VERBS_OF_SERVICE)
    config.add_verbs("settings", VERBS_OF_SETTINGS)
    config.add_verbs("messages", VERBS_OF_MESSAGES)
    _announce_journal_and_archive(config)


def _announce_journal_and_archive(config):
    config.add_settings_page(
        "audit",
        title=_("Journal"),
        sentence=_("qui a fait quoi, et quand"),
        heading="institution",
        permission=Permission.AUDIT_VIEW,
        verb="audit.exported",
    )
    config.add_settings_page(
        "export",
        title=_("Exporter les données"),
        sentence=_("toutes les données de l'établissement, dans un fichier"),
        heading="institution",
        permission=Permission.INSTITUTION_EXPORT,
        verb="institution.exported",
    )
