"""The sentences of people and groups that cannot be as they were typed, or not be changed so."""

from unisms.services.ground.problem import Sentence
from unisms.services.rules.sentences import OF_CAUSES

MORE_RIGHTS = Sentence("Cette personne a plus de droits que vous")
#: the causes for which a number that is typed for somebody is not taken, in their own words
CAUSES = ("landline", "voip", "premium", "impossible", "unreadable", "foreign_not_allowed")

#: of the fields of a person
OF_FIELDS = {
    ("uid", "uid"): Sentence(
        "Des lettres sans accent, des chiffres, points, tirets ou arobases, 64 au plus. Par "
        "exemple : jdupont."
    ),
    ("uid", "taken"): Sentence("Cet identifiant est déjà pris. Choisissez-en un autre."),
    ("uid", "kept"): Sentence(
        "Cet identifiant a été celui de quelqu'un dont des messages sont gardés. Choisissez-en un "
        "autre."
    ),
    ("uid", "not_yours"): Sentence(
        "Cet identifiant est celui de quelqu'un qui a plus de droits que vous : demandez à "
        "quelqu'un qui a au moins les mêmes droits."
    ),
    ("email", "email"): Sentence("Une adresse comme jeanne.dupont@univ.fr."),
    ("msisdn", "filler"): Sentence(
        "Ce numéro n'appartient à personne : il a été saisi pour remplir la case."
    ),
    ("msisdn", "several"): Sentence("Saisissez un seul numéro : celui qui reçoit les messages."),
    ("msisdn", "no_number"): Sentence("Ce n'est pas un numéro de téléphone."),
    **{("msisdn", cause): OF_CAUSES["cause", cause] for cause in CAUSES},
}

#: of what is done to somebody
OF_ACTS = {
    ("password", "weak"): Sentence(
        "Trop facile à deviner : il faut au moins 12 caractères, sans mot courant, ni nom, ni "
        "identifiant."
    ),
    ("password", "given"): Sentence(
        "Rien n'a changé : le mot de passe déjà affiché reste le bon. Pour en générer un autre, "
        "recommencez ici.",
        headline=Sentence("Un mot de passe vient d'être donné"),
    ),
    ("person", "last"): Sentence(
        "Donnez d'abord ce rôle à quelqu'un d'autre. Sinon, plus personne ne pourra donner de "
        "rôles.",
        headline=Sentence("Cette personne est la seule à administrer l'établissement"),
    ),
    ("person", "not_yours"): Sentence(
        "Demandez à quelqu'un qui a au moins les mêmes droits. Rien n'a changé.",
        headline=MORE_RIGHTS,
    ),
    ("identity", "not_yours"): Sentence(
        "Son nom, son numéro et son courriel identifient cette personne et protègent sa "
        "connexion : pour les changer, demandez à quelqu'un qui a au moins les mêmes droits.",
        headline=MORE_RIGHTS,
    ),
}

#: of who joins a group, leaves it, or deletes it
OF_GROUPS = {
    ("pasted", "unread"): Sentence(
        "Personne n'a été ajouté : aucune ligne ne désigne une seule personne."
    ),
    ("group", "nobody"): Sentence(
        "Cochez des personnes ou des groupes, ou collez une liste.",
        headline=Sentence("Rien n'est choisi"),
    ),
    ("group", "circle"): Sentence(
        "Ce serait le cas : %(path)s. Rien n'a changé.",
        "path",
        headline=Sentence("Un groupe ne peut pas se contenir lui-même"),
    ),
    ("group", "not_yours"): Sentence(
        "Les membres de ce groupe ont ses rôles. Demandez à quelqu'un qui peut donner ces rôles. "
        "Rien n'a changé.",
        headline=Sentence("Ce groupe donne plus de droits que vous n'en avez"),
    ),
    ("group", "last"): Sentence(
        "Donnez d'abord ce rôle à quelqu'un d'autre. Rien n'a changé.",
        headline=Sentence("L'établissement n'aurait plus d'administrateur"),
    ),
    ("group", "held"): Sentence(
        "Retirez d'abord ces rôles :", headline=Sentence("Des rôles sont liés à ce groupe")
    ),
    ("group", "inside"): Sentence(
        "Retirez-le d'abord de ces groupes :",
        headline=Sentence("Ce groupe fait partie d'autres groupes"),
    ),
}

#: of a message that does not save itself while it is written
OF_TYPED_FORMS = {
    ("draft", "full"): Sentence(
        "Vous avez %(most)s brouillons : celui-ci ne s'enregistre pas. Supprimez-en un, ou "
        "vérifiez ce message.",
        "most",
    ),
    ("draft", "large"): Sentence(
        "C'est trop long pour être enregistré automatiquement : vérifiez ce message avant de "
        "fermer la page."
    ),
}

#: of themes, and of answers to them
OF_THEMES = {
    ("group", "of_theme"): Sentence("Choisissez le groupe dont les membres peuvent s'abonner."),
    ("theme", "nobody"): Sentence("Cochez au moins une personne."),
    ("theme", "said_no"): Sentence(
        "Notez d'abord son accord.",
        headline=Sentence("Cette personne a refusé tous les messages"),
    ),
    ("theme", "closed"): Sentence(
        "Plus personne ne s'y abonne.", headline=Sentence("Ce thème n'est plus ouvert")
    ),
    ("criteria", "criteria"): Sentence(
        "Un critère par ligne, deux valeurs au moins, comme : Campus : Nord, Sud. Cinq critères au "
        "plus."
    ),
    ("owner", "unknown"): Sentence("Personne n'a cet identifiant dans l'annuaire."),
}

OF_PEOPLE = {**OF_FIELDS, **OF_ACTS, **OF_GROUPS, **OF_TYPED_FORMS, **OF_THEMES}
