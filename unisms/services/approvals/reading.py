"""Reasons as mails tell them: in both languages at once, because a mail is written for either."""

from collections.abc import Sequence

from unisms.services.approvals import needs
from unisms.services.approvals.needs import Reason
from unisms.services.ground.outbox import Value
from unisms.sms import money

PLAIN = {
    needs.OF_KINDS["group"]: ("un groupe", "a group"),
    needs.OF_KINDS["import"]: ("un fichier", "a file"),
    needs.OF_KINDS["number"]: ("des numéros saisis", "typed numbers"),
    needs.OF_KINDS["theme"]: ("les abonnés d'un thème", "subscribers to a theme"),
    needs.AUDIENCE_OTHER: ("ces destinataires", "these recipients"),
    needs.ROLE: ("le rôle de qui envoie", "the role of the person who sends"),
    needs.PERSON: ("les envois de cette personne", "messages of this person"),
    needs.WEEKEND: ("samedi et dimanche", "Saturday and Sunday"),
}


def in_both(told: Sequence[tuple[str, str]]) -> Value:
    """Return what is told in two languages as the value of a mail."""
    french, english = ([pair[place] for pair in told] for place in (0, 1))
    return {"fr": " ; ".join(french) or "–", "en": "; ".join(english) or "–"}


def reason_told(reason: Reason) -> tuple[str, str]:
    """Return a reason for which a yes is needed, in French and in English."""
    code, detail = reason
    if code in PLAIN:
        return PLAIN[code]
    if code == needs.RECIPIENTS:
        return f"à partir de {detail} personnes", f"from {detail} people on"
    if code == needs.COST and isinstance(detail, int):
        french, english = (money.written(detail, language) for language in ("fr", "en"))
        return f"à partir de {french}", f"from {english} on"
    if code == needs.NIGHT and isinstance(detail, tuple):
        start, end = (f"{int(one) // 60:02}:{int(one) % 60:02}" for one in detail)
        return f"de {start} à {end}", f"from {start} to {end}"
    return f"« {detail} »", f"“{detail}”"
