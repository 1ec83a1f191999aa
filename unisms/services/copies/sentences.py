"""Why something cannot be mailed beside a message."""

from unisms.services.ground.problem import Sentence, Sentences

OF_COPIES: Sentences = {
    ("mail_subject", "too_long"): Sentence(
        "L'objet est trop long : %(most)s caractères au plus.", "most"
    ),
    ("mail_body", "too_long"): Sentence(
        "Ce courriel est trop long : %(most)s caractères au plus.", "most|number"
    ),
    ("mail_subject", "unknown_placeholder"): Sentence(
        "L'objet nomme un champ que vos destinataires n'ont pas : %(names)s.", "names|list"
    ),
    ("mail_body", "unknown_placeholder"): Sentence(
        "Ce courriel nomme un champ que vos destinataires n'ont pas : %(names)s.", "names|list"
    ),
    ("mail_body", "template_only"): Sentence(
        "Votre rôle ne permet que les textes des modèles : laissez l'objet et le courriel vides, "
        "le texte du message sera envoyé."
    ),
    ("mail_to", "nobody"): Sentence("Dites à qui va ce courriel."),
}
