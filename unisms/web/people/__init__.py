"""Pages of people and groups: the lists, each person, each group, and their forms."""

from unisms.model.acl import Permission
from unisms.web.edge.languages import marked as _

VERBS = {
    "person.added": _("a ajouté une personne"),
    "person.changed": _("a modifié la fiche d'une personne"),
    "person.removed": _("a retiré une personne"),
    "group.added": _("a créé un groupe"),
    "group.changed": _("a renommé un groupe"),
    "group.joined": _("a ajouté à un groupe"),
    "group.left": _("a retiré d'un groupe"),
    "group.removed": _("a supprimé un groupe"),
    "number.read": _("a lu des numéros de mobile"),
    "number.asked": _("a fait vérifier des numéros, sans le droit de les voir"),
    "consent.given": _("a accepté de recevoir des messages"),
    "consent.refused": _("ne veut plus recevoir de messages"),
    "consent.noted_no": _("a noté qu'une personne ne veut plus recevoir de messages"),
    "consent.noted_yes": _("a noté qu'une personne accepte de recevoir des messages"),
}


def includeme(config):
    config.add_pages(__name__)
    config.add_verbs("people", VERBS)
    config.add_settings_page(
        "people/",
        title=_("Personnes"),
        sentence=_("noms, numéros, mots de passe"),
        heading="people",
        permission=Permission.PERSON_MANAGE,
        verb="person.changed",
    )
    config.add_settings_page(
        "groups/",
        title=_("Groupes"),
        sentence=_("les listes de destinataires"),
        heading="people",
        permission=Permission.PERSON_MANAGE,
        verb="group.changed",
        own_rubric=True,
    )
