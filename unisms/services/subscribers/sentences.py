"""The sentences of people's own pages: of numbers, codes, choices and pauses."""

from unisms.services.ground.problem import Counted, Sentence

OF_NUMBERS = {
    ("own_number", "missing"): Sentence("Saisissez votre numéro de mobile, comme 06 39 98 00 01."),
    ("own_number", "landline"): Sentence(
        "Un SMS n'arrive pas sur une ligne fixe. Donnez un numéro de mobile."
    ),
    ("own_number", "voip"): Sentence(
        "Un SMS n'arrive pas sur une ligne internet. Donnez un numéro de mobile."
    ),
    ("own_number", "premium"): Sentence(
        "Ce n'est pas le numéro d'une personne. Donnez votre numéro de mobile."
    ),
    ("own_number", "impossible"): Sentence(
        "Il manque des chiffres, ou il y en a trop. S'il est étranger, commencez par « + »."
    ),
    ("own_number", "unreadable"): Sentence(
        "Ce n'est pas un numéro de téléphone. Saisissez votre numéro de mobile."
    ),
    ("own_number", "no_number"): Sentence(
        "Ce n'est pas un numéro de téléphone. Saisissez votre numéro de mobile."
    ),
    ("own_number", "foreign_not_allowed"): Sentence(
        "Votre établissement n'écrit pas aux numéros étrangers. Donnez un numéro d'ici."
    ),
    ("own_number", "filler"): Sentence("Ce numéro n'appartient à personne. Saisissez le vôtre."),
    ("own_number", "several"): Sentence("Saisissez un seul numéro : le vôtre."),
    ("own_number", "too_many"): Sentence(
        "Trop de codes ont été demandés. Vous pourrez en recevoir un autre dans %(wait)s.",
        "wait|duration",
    ),
    ("own_number", "network"): Sentence(
        "Beaucoup de codes ont été demandés depuis ce réseau. Réessayez dans %(wait)s, ou depuis "
        "un autre réseau, comme celui de votre téléphone.",
        "wait|duration",
    ),
    ("own_number", "ceiling"): Sentence(
        "Votre établissement a envoyé autant de codes qu'il peut en un jour. Réessayez dans "
        "%(wait)s.",
        "wait|duration",
    ),
    ("own_number", "cannot"): Sentence(
        "Aucun SMS ne peut partir pour le moment. Réessayez plus tard ; si cela dure, prévenez "
        "votre établissement."
    ),
    ("own_code", "wrong"): Counted(
        "Ce n'est pas le bon code. Il reste un essai.",
        "Ce n'est pas le bon code. Il reste %(left)s essais.",
        "left",
    ),
    ("own_code", "no_code"): Sentence("Saisissez les 6 chiffres du code reçu par SMS."),
    ("own_code", "wait"): Sentence(
        "Trop d'essais. Attendez %(wait)s, puis saisissez le code de nouveau.", "wait|duration"
    ),
    ("own_code", "spent"): Sentence("Ce code a été essayé trop souvent. Demandez-en un autre."),
    ("own_code", "old"): Sentence("Ce code n'est plus valable. Demandez-en un autre."),
}

OF_CHOICES = {
    ("choices", "conditions"): Sentence(
        "Rien n'est enregistré. Relisez, puis choisissez à nouveau.",
        headline=Sentence("Un texte a changé entre-temps"),
    ),
    ("choices", "said_no"): Sentence(
        "Rien n'est enregistré. Recevez de nouveau les messages d'abord.",
        headline=Sentence("Vous ne recevez aucun message"),
    ),
    ("theme", "only_part"): Sentence(
        "Rien n'est enregistré : cochez aussi la première case de « %(theme)s ». C'est elle qui "
        "vous abonne, les suivantes ne font que choisir.",
        "theme",
    ),
    ("conditions_read", "missing"): Sentence("Cochez la case si vous acceptez les conditions."),
}

OF_DEPARTURES = {
    ("until", "until"): Sentence("Choisissez un jour à venir, dans un an au plus."),
    ("sample", "too_many"): Sentence(
        "Vous avez déjà demandé trois essais. Le prochain sera possible dans %(wait)s.",
        "wait|duration",
    ),
    ("sample", "unproven"): Sentence("Confirmez d'abord votre numéro."),
    ("sample", "cannot"): Sentence(
        "Aucun SMS ne peut partir pour le moment. Réessayez plus tard ; si cela dure, prévenez "
        "votre établissement."
    ),
}

OF_PETITIONS = {
    ("declined", "missing"): Sentence("Dites pourquoi vous refusez : la personne y a droit."),
}

OF_SUBSCRIBERS = {**OF_NUMBERS, **OF_CHOICES, **OF_DEPARTURES, **OF_PETITIONS}
