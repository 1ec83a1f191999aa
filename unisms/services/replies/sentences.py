"""The sentences of an SMS to the author of a reply that does not leave."""

from unisms.services.ground.problem import Sentence

NOT_SENT = Sentence("Votre réponse n'est pas partie")
OF_REPLIES = {
    ("reply", "gone"): Sentence(
        "Cette réponse n'est plus là, ou son numéro n'est pas connu.", headline=NOT_SENT
    ),
    ("reply", "refuses"): Sentence(
        "Cette personne ne veut pas recevoir de messages.", headline=NOT_SENT
    ),
    ("reply", "no_consent"): Sentence(
        "Cette personne n'a pas donné son accord, dont vos messages ont besoin.", headline=NOT_SENT
    ),
    ("reply", "paused"): Sentence("Cette personne a mis ses messages en pause.", headline=NOT_SENT),
    ("reply", "refuses_sender"): Sentence(
        "Cette personne ne veut plus de messages de cet expéditeur, et la réponse partirait de "
        "lui.",
        headline=NOT_SENT,
    ),
    ("reply", "suspended"): Sentence(
        "Ce numéro est mis de côté parce que des messages ont échoué. Remettez-le en service "
        "d'abord, sur la page Numéros en panne.",
        headline=NOT_SENT,
    ),
    ("reply", "no_way"): Sentence(
        "Aucun fournisseur ne peut porter de message pour le moment.", headline=NOT_SENT
    ),
}
