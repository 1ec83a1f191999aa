"""The mail to the people of a scheduled message that has not left."""

from collections.abc import Mapping

from unisms.services.ground.problem import Problem

NOT_LEFT = "schedule.not_left"
TEXT_OF_NOT_LEFT = {
    "fr": (
        "Un message prévu n'est pas parti",
        "Bonjour {name},\n\n"
        "Le message « {title} », prévu le {at}, n'est pas parti : {reason}\n\n"
        "Personne ne l'a reçu. Relisez-le, puis envoyez-le, ou laissez-le :\n\n"
        "{link}\n\n"
        "{institution}",
    ),
    "en": (
        "A scheduled message has not left",
        "Hello {name},\n\n"
        'The message "{title}", which was to leave on {at}, has not left: {reason}\n\n'
        "Nobody has received it. Read it again, then send it, or leave it:\n\n"
        "{link}\n\n"
        "{institution}",
    ),
}

_RIGHTS = (
    "la personne qui l'a envoyé n'a plus ce droit.",
    "the person who sent it may do so no more.",
)
_CHECKED_ANEW = (
    "le contrat, les prix ou les règles ont changé depuis la vérification.",
    "the contract, the prices or the rules have changed since the check.",
)
#: by code of the problem; what is not here is a matter of rights or of hours
REASONS = {
    "grown": (
        "les destinataires sont bien plus nombreux qu'à la vérification.",
        "its recipients are many more than at the check.",
    ),
    "late": (
        "le service était arrêté à cette heure.",
        "the service was down at that hour.",
    ),
    "restored": (
        "le service a été restauré depuis, et le message est peut-être déjà parti.",
        "the service was restored since, and the message may have left already.",
    ),
    "left": (
        "la personne qui l'a envoyé n'est plus dans l'annuaire.",
        "the person who sent it is not in the directory any more.",
    ),
    "stopped_before": (
        "l'envoi précédent de la série a été arrêté.",
        "the sending before it in the series was stopped.",
    ),
    "unprepared": (
        "ses destinataires n'ont pas pu être vérifiés.",
        "its recipients could not be checked.",
    ),
    "series_ended": (
        "le suivant de la série n'a pas pu être préparé.",
        "the next one of its series could not be prepared.",
    ),
    "credit": (
        "le crédit du compte ne suffit plus.",
        "the credit of the account is not enough any more.",
    ),
    "closed": ("le compte qui paie est fermé.", "the account that pays is closed."),
    "nobody": ("il n'y a plus personne à qui écrire.", "there is nobody left to write to."),
    "untimely_late": ("sa limite est passée.", "it is of no use any more."),
    "untimely_never": (
        "il ne pourrait pas partir avant sa limite.",
        "it could not leave before it is of no use.",
    ),
    **dict.fromkeys(
        ("outdated_rules", "outdated_price", "outdated_alphabet", "outdated_connection"),
        _CHECKED_ANEW,
    ),
    "outdated_sender_id": _CHECKED_ANEW,
}


def reason_of(problem: Problem) -> Mapping[str, str]:
    """Return why a message has not left, by language."""
    return dict(zip(("fr", "en"), REASONS.get(problem.code, _RIGHTS), strict=True))
