"""Pages of those who run the installation: institutions, maintenance, a restored store."""

from unisms.web.edge.languages import marked as _

VERBS_OF_RIGHTS = {
    "operator.added": _("a ajouté une personne qui exploite le service"),
    "operator.removed": _("a retiré une personne qui exploite le service"),
}
VERBS_OF_SETTINGS = {
    "institution.opened": _("a ouvert l'établissement"),
    "institution.erased": _("a effacé un établissement"),
}
VERBS_OF_SERVICE = {
    "store.restored": _("a constaté que le service a été restauré : rien ne part"),
    "store.released": _("a laissé repartir les messages après une restauration"),
    "clock.confirmed": _("a confirmé l'heure : ce qui est trop ancien s'efface de nouveau"),
    "maintenance.begun": _("a fermé le service pour entretien"),
    "maintenance.ended": _("a rouvert le service"),
}


def includeme(config):
    config.add_pages(__name__)
    config.add_verbs("rights", VERBS_OF_RIGHTS)
    config.add_verbs("settings", VERBS_OF_SETTINGS)
    config.add_verbs("service", VERBS_OF_SERVICE)
