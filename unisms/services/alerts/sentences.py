"""Why the end of an alert is not told."""

from unisms.services.ground.problem import Sentence, Sentences

OF_ALERTS: Sentences = {
    ("audience", "handed_to_nobody"): Sentence(
        "Cette alerte n'est partie vers personne : il suffit de l'arrêter."
    ),
}
