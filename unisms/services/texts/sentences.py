"""The sentences of texts that cannot be sent as they are composed."""

from unisms.services.ground.problem import Sentence

_OF_EACH = {
    "too_long": Sentence("Le texte est trop long : %(most)s caractères au plus.", "most"),
    "many_segments": Sentence(
        "Le message est trop long : %(segments)s SMS, %(most)s au plus. Raccourcissez-le.",
        "segments most",
    ),
    "template_only": Sentence(
        "Votre rôle ne permet que les textes des modèles : insérez-en un, et ne remplissez que ses "
        "champs."
    ),
}

#: of the text, of the text in another language, and of their blanks
OF_TEXTS = {
    **{(field, code): one for field in ("text", "other_text") for code, one in _OF_EACH.items()},
    ("text", "empty"): Sentence("Écrivez le message."),
    ("blank", "empty"): Sentence("Remplissez ce champ."),
    ("blanks", "missing"): Sentence(
        "Remplissez, pour tous les destinataires : %(names)s.", "names|list"
    ),
    ("blanks", "long"): Sentence(
        "Votre rôle ne permet que les textes des modèles : %(most)s caractères au plus par champ.",
        "most",
    ),
}
