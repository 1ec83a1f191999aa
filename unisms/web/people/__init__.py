"""Pages of people and groups: the lists, each person, each group, and their forms."""

from unisms.model.acl import Permission
from unisms.web.edge.languages import marked as _
from unisms.web.people import themes

VERBS = {
    "person.added": _("a ajouté une personne"),
    "person.changed": _("a modifié la fiche d'une personne"),
    "person.directory_chosen": _("a choisi l'annuaire qui laisse entrer une personne"),
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

VERBS_OF_THEMES = {
    "theme.opened": _("a ouvert un thème"),
    "theme.changed": _("a modifié un thème"),
    "theme.worded": _("a publié le texte d'abonnement d'un thème"),
    "theme.joined": _("s'est abonné à un thème"),
    "theme.asked": _("a demandé à s'abonner à un thème"),
    "theme.accepted": _("a accepté une demande d'abonnement"),
    "theme.declined": _("a refusé une demande d'abonnement"),
    "theme.left": _("ne veut plus les messages d'un thème"),
    "theme.noted_join": _("a noté qu'une personne s'abonne à un thème"),
    "theme.noted_leave": _("a noté qu'une personne ne veut plus les messages d'un thème"),
    "consents.imported": _("a repris des consentements d'un fichier"),
}
#: the words for what the journal tells of them
FIELDS_OF_THEMES = {
    "title_en": _("nom en anglais"),
    "kind": _("nature"),
    "about": _("description"),
    "about_en": _("description en anglais"),
    "joining": _("qui peut s'abonner"),
    "group": _("groupe"),
    "criteria": _("filtre de l'abonné"),
    "notice": _("phrase du premier message"),
    "owner": _("responsable"),
    "writers": _("qui peut écrire"),
    "account": _("compte qui paie"),
    "leaving_link": _("lien pour ne plus recevoir"),
    "archived": _("fermé"),
    "joins": _("oui notés"),
    "leaves": _("non notés"),
    "source": _("source"),
}


def includeme(config):
    config.add_pages(__name__)
    config.add_verbs("people", VERBS)
    config.add_verbs("people", VERBS_OF_THEMES, FIELDS_OF_THEMES)
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
    config.add_settings_page(
        "themes/",
        title=_("Thèmes"),
        sentence=_("ce à quoi on s'abonne, et qui le fait"),
        heading="people",
        permission=Permission.THEME_MANAGE,
        verb="theme.changed",
        shown=themes.is_shown,
    )
