"""The sentences of what is typed into a form and cannot be, whatever the field."""

from unisms.services.ground.problem import ANY, OTHER, Sentence

OF_FORMS = {
    (ANY, "missing"): Sentence("À remplir."),
    (ANY, "long"): Sentence("Au plus %(most)s caractères.", "most"),
    (ANY, "number"): Sentence("Un nombre entier : %(least)s–%(most)s.", "least most"),
    (ANY, "choice"): Sentence("Choisissez dans la liste."),
    (ANY, "taken"): Sentence("Ce nom est déjà pris. Choisissez-en un autre."),
    (ANY, "lost"): Sentence(
        "Ce que vous aviez saisi d'abord n'est plus gardé : retapez le mot de passe, puis "
        "enregistrez de nouveau."
    ),
    (ANY, OTHER): Sentence("À corriger."),
}
