"""Pages of the rights of persons: all that is kept about somebody, given to them, or erased."""

from unisms.model.acl import Permission
from unisms.services.dossiers.turns import DossierTurns
from unisms.web.edge.languages import marked as _

VERBS = {
    "dossier.opened": _("a consulté tout ce qui est gardé sur une personne"),
    "dossier.downloaded": _("a téléchargé tout ce qui est gardé sur une personne"),
}
ERASED = {
    "person.erased": _("a effacé tout ce qui était gardé sur une personne"),
}
#: the words for what the journal tells of it
FIELDS = {
    "replies": _("réponses"),
    "files": _("lignes de fichiers"),
    "messages": _("messages"),
    "mails": _("courriels"),
    "typed": _("brouillons d'autres personnes"),
    "links": _("liens de messages effacés"),
    "journal": _("entrées du journal"),
}


def includeme(config):
    config.add_verbs("people", VERBS)
    config.add_verbs("people", ERASED, FIELDS)
    config.registry.dossier_turns = DossierTurns()
    config.add_pages(__name__)
    config.add_settings_page(
        "dossiers",
        title=_("Droits des personnes"),
        sentence=_("tout ce qui est gardé sur quelqu'un : le lui donner, l'effacer"),
        heading="people",
        permission=Permission.INSTITUTION_EXPORT,
        verb="person.erased",
        also=("dossier",),
    )
