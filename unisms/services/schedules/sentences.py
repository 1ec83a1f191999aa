"""The sentences of a scheduled campaign that has not left."""

from unisms.services.ground.problem import OTHER, Counted, Sentence
from unisms.services.rules.timings import OF_TIMINGS

NOT_LEFT = Sentence("Ce message n'est pas parti à l'heure prévue")

HEADLINE = Sentence("Rien n'est parti")

OF_SCHEDULES = {
    **OF_TIMINGS,
    ("send", "untimely_past"): Sentence(
        "L'heure prévue est passée. Envoyez-le maintenant, ou modifiez le message et choisissez-en "
        "une autre.",
        headline=HEADLINE,
    ),
    ("send", "untimely_never"): Sentence(
        "Il ne pourrait pas partir avant la limite choisie : c'est une heure calme ou un jour "
        "fermé. Modifiez le message et choisissez une autre limite.",
        headline=HEADLINE,
    ),
    ("send", "untimely_late"): Sentence(
        "La limite choisie est passée : ce message ne sert plus. Modifiez-le pour en choisir une "
        "autre.",
        headline=HEADLINE,
    ),
    ("schedule", "grown"): Counted(
        "Il y a maintenant %(after)s destinataire, contre %(before)s à la vérification. Relisez, "
        "puis envoyez.",
        "Il y a maintenant %(after)s destinataires, contre %(before)s à la vérification. Relisez, "
        "puis envoyez.",
        "after|number before|number",
        headline=NOT_LEFT,
    ),
    ("schedule", "late"): Sentence(
        "Le service était arrêté à cette heure. Relisez : est-il encore utile ?",
        headline=NOT_LEFT,
    ),
    ("schedule", "restored"): Sentence(
        "Le service a été ramené à un moment plus ancien : ce message est peut-être déjà parti. "
        "Demandez à quelques personnes avant de l'envoyer.",
        headline=NOT_LEFT,
    ),
    ("schedule", "left"): Sentence(
        "La personne qui l'a envoyé n'est plus dans l'annuaire. Relisez, puis envoyez-le.",
        headline=NOT_LEFT,
    ),
    ("schedule", "stopped_before"): Sentence(
        "L'envoi précédent de la série a été arrêté. Relisez, puis envoyez celui-ci si la série "
        "doit continuer.",
        headline=NOT_LEFT,
    ),
    ("schedule", "unprepared"): Sentence(
        "Ses destinataires n'ont pas pu être vérifiés. La raison est sur cette page.",
        headline=NOT_LEFT,
    ),
    ("schedule", "series_ended"): Sentence(
        "La série s'arrête ici : le message suivant n'a pas pu être préparé.",
        headline=NOT_LEFT,
    ),
    ("schedule", OTHER): Sentence("Relisez, puis envoyez-le.", headline=NOT_LEFT),
}
