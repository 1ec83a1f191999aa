"""The sentences of somebody who has not proved who they are, or is not given what they ask for."""

from unisms.services.ground.problem import Counted, Sentence

TOO_MANY = Sentence("Trop de tentatives")
INCORRECT = Sentence("Identifiant ou mot de passe incorrect")

#: of a password or a code that is asked for once more; the detail of ``wait`` is in seconds
OF_PROOFS = {
    ("proof", "proof"): Sentence(
        "Le mot de passe ou le code n'est pas le bon. Rien n'a changé.",
    ),
    ("proof", "password"): Sentence("Ce n'est pas votre mot de passe."),
    ("proof", "export"): Sentence(
        "Ce n'est pas le bon mot de passe ou le bon code. Rien n'a été téléchargé."
    ),
    ("proof", "aged"): Sentence(
        "Votre connexion date de plus de dix minutes : déconnectez-vous, reconnectez-vous, et "
        "recommencez."
    ),
    ("proof", "wait"): Counted(
        "Réessayez dans une seconde.",
        "Réessayez dans %(count)s secondes.",
        "count",
        headline=TOO_MANY,
    ),
}

OF_SIGNING_IN = {
    ("sign_in", "wrong"): Sentence(
        "Vérifiez les deux, puis recommencez. Mot de passe oublié : demandez-en un autre à la "
        "personne qui administre le service dans votre établissement.",
        headline=INCORRECT,
    ),
    ("sign_in", "away"): Sentence(
        "Un mot de passe de l'annuaire ne peut pas être vérifié en ce moment. Vérifiez votre "
        "saisie, ou réessayez dans quelques minutes.",
        headline=Sentence("L'annuaire ne répond pas"),
    ),
    ("sign_in", "wrong_operator"): Sentence(
        "Vérifiez les deux, puis recommencez. Mot de passe oublié : donnez-en un autre sur le "
        "serveur, par la commande unisms operator.",
        headline=INCORRECT,
    ),
    ("second_factor", "wrong"): Sentence(
        "Chaque code ne sert qu'une fois : attendez le suivant. S'il est encore refusé, vérifiez "
        "que votre téléphone est à l'heure.",
        headline=Sentence("Ce code n'est pas le bon"),
    ),
}

#: of what somebody changes of their own
OF_OWN_THINGS = {
    ("old", "old"): Sentence("Ce n'est pas votre mot de passe actuel."),
    ("new", "short"): Sentence("Il faut au moins 12 caractères."),
    ("new", "common"): Sentence("Trop facile à deviner : évitez les mots courants et votre nom."),
    ("new", "same"): Sentence("C'est votre mot de passe actuel. Choisissez-en un autre."),
    ("again", "differs"): Sentence("Les deux mots de passe sont différents."),
    ("code", "code"): Sentence(
        "Ce n'est pas le code affiché par l'application. Attendez le suivant."
    ),
    ("second_factor", "anew"): Sentence(
        "Dans l'application, effacez le compte que vous venez d'ajouter, puis recommencez avec la "
        "clé ci-dessous.",
        headline=Sentence("La clé de cette page a changé"),
    ),
    ("second_factor", "demanded"): Sentence(
        "Votre établissement l'exige des personnes qui gèrent les droits."
    ),
}

OF_DOORS = {**OF_PROOFS, **OF_SIGNING_IN, **OF_OWN_THINGS}
