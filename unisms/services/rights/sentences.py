"""The sentences of roles that are not given, withdrawn, made or changed so."""

from unisms.services.ground.problem import ANY, Sentence

#: of the fields of a role
OF_ROLES = {
    ("permissions", "nothing"): Sentence("Cochez au moins un droit."),
    ("permissions", "not_yours"): Sentence(
        "Ce rôle donne, ou donnait, des droits que vous n'avez pas. Demandez à quelqu'un qui les a."
    ),
    ("permissions", "last"): Sentence(
        "Sans ce droit, plus personne ne pourrait donner de rôles. Donnez-le d'abord par un autre "
        "rôle."
    ),
    ("hours", "hours"): Sentence("Deux heures différentes, comme 08:00 et 18:00, ou aucune."),
    ("title", "built_in"): Sentence("Un rôle prédéfini porte déjà ce nom. Choisissez-en un autre."),
    ("title", "namesake"): Sentence("Un de vos rôles porte déjà ce nom. Choisissez-en un autre."),
    (ANY, "wider"): Sentence("Cette limite ne peut pas être plus large que la vôtre."),
    ("role", "held"): Sentence(
        "Retirez-le d'abord à :", headline=Sentence("Ce rôle est encore donné")
    ),
}

#: of a role that is given to somebody, or withdrawn
OF_GRANTS = {
    ("holder", "missing"): Sentence("Choisissez une personne ou un groupe."),
    ("holder", "gone"): Sentence(
        "Cette personne ou ce groupe n'existe plus. Choisissez de nouveau."
    ),
    ("role", "missing"): Sentence("Choisissez un rôle."),
    ("role", "gone"): Sentence("Ce rôle n'existe plus. Choisissez de nouveau."),
    ("role", "not_yours"): Sentence(
        "Choisissez un rôle qui ne donne pas plus de droits que les vôtres."
    ),
    ("scope", "gone"): Sentence("Cet endroit n'existe plus. Choisissez de nouveau."),
    ("grant", "not_yours"): Sentence(
        "Demandez à quelqu'un qui a ces droits. Rien n'a changé.",
        headline=Sentence("Vous ne pouvez donner ou retirer que les droits que vous avez."),
    ),
    ("grant", "last"): Sentence(
        "C'est le dernier rôle qui permet d'en donner. Donnez-le d'abord à quelqu'un d'autre. Rien "
        "n'a changé.",
        headline=Sentence("Plus personne ne pourrait donner de rôles"),
    ),
}

OF_RIGHTS = {**OF_ROLES, **OF_GRANTS}
