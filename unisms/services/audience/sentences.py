"""The sentences of a check that stopped, and sent its message back to who writes it."""

from unisms.services.exclusions.sentences import OF_CHECKS as OF_EXCLUDED
from unisms.services.ground.problem import OTHER, Counted, Problem, Sentence

#: where too much was frozen today; said of the audience too, when a message is written
FROZEN = Sentence(
    "Trop de destinataires ont été vérifiés aujourd'hui. Demandez cette vérification demain, "
    "ou écrivez à moins de personnes à la fois."
)

DIRECTORY = "directory"  # why a directory gives no whole answer: its code follows a colon
OF_CHECKS = {
    ("check", "restored"): Sentence(
        "Ce message était prêt quand le service a été restauré à partir d'une copie plus "
        "ancienne : il est peut-être déjà parti. Demandez à quelqu'un qui devait le recevoir, puis "
        "vérifiez de nouveau."
    ),
    ("check", "frozen"): FROZEN,
    ("check", "empty_audience"): Sentence(
        "Il n'y a personne à qui écrire : les groupes sont vides, aucun abonné du thème ne "
        "correspond, ou aucune ligne du fichier n'est retenue."
    ),
    ("check", "dates_unread"): Sentence("Aucune ligne du fichier n'est choisie."),
    ("check", "date_unreadable"): Counted(
        "%(shown)s date n'a pas pu être lue : « %(cell)s ». Il faut une date comme 19/11/2026.",
        "%(shown)s dates n'ont pas pu être lues, par exemple « %(cell)s ». Il faut une date comme "
        "19/11/2026.",
        "shown|number cell",
    ),
    ("check", "date_missing"): Counted(
        "%(shown)s ligne n'a pas de date.", "%(shown)s lignes n'ont pas de date.", "shown|number"
    ),
    ("check", "audience_away"): Sentence(
        "Une liste choisie ne répond pas en ce moment. Vérifiez de nouveau dans quelques minutes."
    ),
    **OF_EXCLUDED,
    ("check", OTHER): Sentence(
        "Un groupe, une personne ou un fichier a disparu entre-temps. Choisissez de nouveau."
    ),
}


def of_check(told: str) -> tuple[Problem, ...]:
    """Return each ``Problem`` that the code of a stopped check tells (``Campaign.problem``)."""
    code, *figures = told.split(":", 3)
    if code == DIRECTORY:
        return (Problem(DIRECTORY, figures[0]),)
    if code != "dates_unread":
        return (Problem("check", code),)
    unreadable, missing, cell = int(figures[0]), int(figures[1]), figures[2]
    return (
        Problem("check", code),
        *([Problem("check", "date_unreadable", (unreadable, cell))] if unreadable else []),
        *([Problem("check", "date_missing", missing)] if missing else []),
    )
