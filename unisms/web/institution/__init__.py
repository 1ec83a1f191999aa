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
    "institution.changed": _("a modifié l'établissement"),
    "institution.exported": _("a téléchargé toutes les données de l'établissement"),
    "logo.changed": _("a changé le logo"),
    "access.changed": _("a modifié la connexion"),
    "policies.changed": _("a modifié les règles d'envoi"),
    "conditions.published": _("a publié une version des conditions"),
}
VERBS_OF_MESSAGES = {
    "texts.erased": _("a effacé des textes et des numéros, à la fin de leur durée de conservation"),
}


def includeme(config):
    config.add_pages(__name__)
    config.add_verbs("service", VERBS_OF_SERVICE)
    config.add_verbs("settings", VERBS_OF_SETTINGS)
    config.add_verbs("messages", VERBS_OF_MESSAGES)
    _announce_settings(config)
    _announce_journal_and_archive(config)


def _announce_settings(config):
    config.add_settings_page(
        "policies",
        title=_("Règles d'envoi"),
        sentence=_("consentement, heures calmes, numéros étrangers, conservation"),
        heading="texts",
        permission=Permission.INSTITUTION_MANAGE,
        verb="policies.changed",
    )
    config.add_settings_page(
        "identity",
        title=_("Établissement"),
        sentence=_("nom, langue, fuseau horaire, couleur, logo"),
        heading="institution",
        permission=Permission.INSTITUTION_MANAGE,
        verb="institution.changed",
    )
    config.add_settings_page(
        "access",
        title=_("Connexion"),
        sentence=_("double vérification"),
        heading="institution",
        permission=Permission.INSTITUTION_MANAGE,
        verb="access.changed",
    )
    config.add_settings_page(
        "conditions",
        title=_("Conditions d'utilisation"),
        sentence=_("le texte accepté par les utilisateurs, et ses versions"),
        heading="institution",
        permission=Permission.INSTITUTION_MANAGE,
        verb="conditions.published",
    )


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
