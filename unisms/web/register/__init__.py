"""Pages of files that keep the directory up to date: taken, compared, applied."""

from unisms.model.acl import Permission
from unisms.web.edge.languages import marked as _

VERBS = {
    "register.compared": _("a comparé un fichier avec l'annuaire"),
    "register.approved": _("a demandé la mise à jour de l'annuaire par un fichier"),
    "register.applied": _("a mis à jour l'annuaire par un fichier"),
    "register.discarded": _("a supprimé la comparaison d'un fichier avec l'annuaire"),
    "person.moved": _("a changé l'identifiant d'une personne"),
}
#: the words for what the journal tells of them
FIELDS = {
    "roll": _("liste"),
    "moved": _("identifiants changés"),
    "new": _("personnes ajoutées"),
    "changed": _("personnes modifiées"),
    "listed": _("personnes qui entrent dans cette liste"),
    "unlisted": _("personnes qui quittent cette liste"),
    "gone": _("personnes retirées"),
    "made": _("groupes créés"),
}


def includeme(config):
    config.add_verbs("people", VERBS, FIELDS)
    config.add_pages(__name__)
    config.add_settings_page(
        "registers/",
        title=_("Mise à jour par fichier"),
        sentence=_("la liste des étudiants, celle des personnels"),
        heading="people",
        permission=Permission.PERSON_MANAGE,
        verb="register.applied",
    )
