"""The sentences of what an institution cannot be set to, and of what it does not take or give."""

from unisms.services.ground.problem import Sentence

OF_SETTINGS = {
    ("accent", "colour"): Sentence(
        "Une couleur s'écrit avec un dièse et six chiffres ou lettres de a à f, comme #1a4f8b."
    ),
    ("foreign_price", "price"): Sentence("Un prix en euros, comme 0,12."),
    ("quiet_hours", "hours"): Sentence(
        "Donnez deux heures différentes, comme 21:00 et 7:30, ou aucune."
    ),
    **{
        (f"hours_{kind}", "hours"): Sentence(
            "Donnez deux heures différentes, comme 21:30 et 8:00, ou aucune."
        )
        for kind in ("theme", "partner")
    },
    ("closures", "closure"): Sentence("Ce n'est pas un jour, ni deux : %(line)s.", "line"),
    ("closures", "many"): Sentence("%(most)s lignes au plus.", "most"),
    ("logo", "missing"): Sentence("Choisissez d'abord une image."),
    ("logo", "kind"): Sentence("Ce n'est pas une image PNG, JPEG ou WebP."),
    ("logo", "large"): Sentence("Cette image est trop lourde. Réduisez-la, puis recommencez."),
}

OF_TEMPLATES = {
    ("owner", "owner"): Sentence("Personne n'a cet identifiant ici."),
    ("owner", "owner_unseen"): Sentence(
        "Vous-même, ou laissez vide : vos droits ne vous permettent pas de voir les autres "
        "personnes."
    ),
}

OF_EXPORTS = {
    ("export", "busy"): Sentence(
        "Attendez qu'il se termine, puis recommencez.",
        headline=Sentence("Un téléchargement de ces données est déjà en cours"),
    ),
}

OF_ANSWERS = {
    ("answers", "column"): Sentence(
        "Aucun titre n'est parmi : %(titles)s.",
        "titles|list",
        headline=Sentence("Il manque une colonne"),
    ),
}

OF_INSTITUTION = {**OF_SETTINGS, **OF_TEMPLATES, **OF_EXPORTS, **OF_ANSWERS}
