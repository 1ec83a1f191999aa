"""The sentence of a dossier that is not shown."""

from unisms.services.ground.problem import Sentence

OF_DOSSIERS = {
    ("person", "busy"): Sentence(
        "Il lit tous les messages de l'établissement. Réessayez dans une minute.",
        headline=Sentence("Un autre dossier est en cours de lecture"),
    ),
}
