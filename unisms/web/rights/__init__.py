"""Pages of rights: who has which role and why, roles given, and each role with its form."""

from unisms.model.acl import Permission
from unisms.web.edge.languages import marked as _

VERBS = {
    "role.given": _("a donné un rôle"),
    "role.withdrawn": _("a retiré un rôle"),
    "role.made": _("a créé un rôle"),
    "role.changed": _("a modifié un rôle"),
    "role.removed": _("a supprimé un rôle"),
}


def includeme(config):
    config.add_pages(__name__)
    config.add_verbs("rights", VERBS)
    config.add_settings_page(
        "rights",
        title=_("Qui peut quoi"),
        sentence=_("donner et retirer des rôles, comprendre un droit"),
        heading="people",
        permission=Permission.ROLE_MANAGE,
        verb="role.given",
        also=("rights-give", "rights-of"),
    )
    config.add_settings_page(
        "roles/",
        title=_("Rôles"),
        sentence=_("ce que chaque rôle permet, et ses limites"),
        heading="people",
        permission=Permission.ROLE_MANAGE,
        verb="role.changed",
    )
