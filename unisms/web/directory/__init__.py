"""Pages of directories that are asked over the network: settings, saved queries, their people."""

from unisms.model.acl import Permission
from unisms.web.edge.languages import marked as _

VERBS = {
    "directory.added": _("a ajouté un annuaire"),
    "directory.changed": _("a modifié un annuaire"),
    "directory.removed": _("a retiré un annuaire"),
    "directory.proposed": _("a fait essayer les réglages d'un annuaire"),
    "directory.refreshed": _("a mis à jour, la nuit, les personnes d'un annuaire"),
    "directory.tried": _("a essayé un annuaire"),
    "query.added": _("a enregistré des personnes d'un annuaire"),
    "query.changed": _("a modifié le choix de personnes d'un annuaire"),
    "query.removed": _("a retiré un choix de personnes d'un annuaire"),
}
FIELDS = {
    "chosen": _("filtre"),
    "base": _("branche"),
    "group": _("groupe de l'annuaire"),
    "signs_in": _("ouvre le service"),
    "taken_out": _("retirées cette nuit"),
    "missing": _("introuvables"),
}
VERBS_OF_PEOPLE = {
    "person.arrived": _("a fait venir une personne de l'annuaire"),
    "person.refreshed": _("a été mise à jour par l'annuaire"),
}


def includeme(config):
    config.add_pages(__name__)
    config.add_verbs("connections", VERBS, FIELDS)
    config.add_verbs("people", VERBS_OF_PEOPLE, {"changed": _("ce qui a changé")})
    config.add_settings_page(
        "directories/",
        title=_("Annuaires"),
        sentence=_("LDAP : d'où viennent les personnes et leurs numéros"),
        heading="people",
        permission=Permission.DIRECTORY_MANAGE,
        verb="directory.changed",
    )
