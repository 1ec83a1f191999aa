"""The sentences of directories: why one gives no whole answer, and what cannot be done with it."""

from unisms.services.ground.problem import OTHER, Sentence

OF_DIRECTORIES = {
    ("directory", "away"): Sentence(
        "L'annuaire ne répond pas : vérifiez l'adresse du serveur, ou attendez qu'il revienne."
    ),
    ("directory", "late"): Sentence(
        "L'annuaire met trop de temps à répondre. Réessayez, ou augmentez la patience dans les "
        "réglages rarement changés."
    ),
    ("directory", "certificate"): Sentence(
        "Le certificat du serveur n'est pas reconnu : il a expiré, porte un autre nom, ou vient "
        "d'une autorité inconnue. Indiquez le fichier de cette autorité."
    ),
    ("directory", "refused"): Sentence(
        "L'annuaire refuse le compte de lecture : vérifiez le DN et le mot de passe."
    ),
    ("directory", "rights"): Sentence(
        "Le compte de lecture n'a pas le droit de lire cette branche de l'annuaire."
    ),
    ("directory", "cut"): Sentence(
        "L'annuaire n'a donné qu'une partie des personnes : il limite ce compte. Demandez à la "
        "personne qui le gère de lever la limite de taille ; jamais la moitié d'une liste n'est "
        "prise pour le tout."
    ),
    ("directory", "base"): Sentence("Cette branche n'existe pas dans l'annuaire."),
    ("directory", "filter"): Sentence(
        "L'annuaire ne comprend pas ce filtre : vérifiez les parenthèses et les noms des champs."
    ),
    ("directory", "referral"): Sentence(
        "Une partie des personnes est sur un autre serveur, vers lequel l'annuaire renvoie : "
        "ce renvoi n'est pas suivi. Choisissez une branche plus précise."
    ),
    ("directory", "gone"): Sentence("Ce groupe n'existe plus dans l'annuaire."),
    ("directory", OTHER): Sentence("L'annuaire ou ses réglages ne conviennent pas."),
    ("directory", "roles"): Sentence(
        "Des rôles sont donnés aux personnes de : %(titles)s. Retirez d'abord ces rôles.",
        "titles|list",
    ),
    ("query", "neither"): Sentence("Écrivez un filtre, ou choisissez un groupe de l'annuaire."),
    ("query", "both"): Sentence("Un filtre ou un groupe de l'annuaire, pas les deux."),
}
