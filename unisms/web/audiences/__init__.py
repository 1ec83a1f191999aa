"""The page of the audiences that people keep: renamed, shared, deleted, made of a message."""

from unisms.web.edge.languages import marked as _

VERBS = {
    "audience.saved": _("a enregistré une audience"),
    "audience.renamed": _("a renommé une audience"),
    "audience.shared": _("a changé le partage d'une audience"),
    "audience.deleted": _("a supprimé une audience"),
}


def includeme(config):
    config.add_pages(__name__)
    config.add_verbs("people", VERBS, {"accounts": _("partagée avec le compte")})
