"""Why an alert is not prepared, does not leave, or why its end is not told."""

from unisms.services.ground.problem import Sentence, Sentences

OF_ALERTS: Sentences = {
    ("audience", "handed_to_nobody"): Sentence(
        "Cette alerte n'est partie vers personne : il suffit de l'arrêter."
    ),
    ("send", "no_reason"): Sentence(
        "Dites pourquoi cette alerte part : la raison est écrite dans le journal.",
        headline=Sentence("Rien n'est parti"),
    ),
    ("asks", "unanswerable"): Sentence(
        "Personne ne peut répondre à cet expéditeur : choisissez un numéro que le fournisseur "
        "indique, ou ne demandez pas de réponse."
    ),
}
