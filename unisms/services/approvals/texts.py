"""The texts of the mails about a yes, in both languages."""

ASKED, REMINDED, ESCALATED = "approval.asked", "approval.reminded", "approval.escalated"
APPROVED, REFUSED, SENT_BACK = "approval.approved", "approval.refused", "approval.sent_back"
EXPIRED, UNFIT, WITHDRAWN = "approval.expired", "approval.unfit", "approval.withdrawn"

_FACTS_FR = (
    "Bonjour {name},\n\n"
    "%s\n\n"
    "« {text} »\n\n"
    "À {people} personnes : {groups}.\n"
    "{segments} SMS, {cost}, payés par « {account} ».\n"
    "Pourquoi une validation : {why}.\n\n"
    "Relisez, puis validez ou refusez, sur cette page :\n\n"
    "{link}\n\n"
    "{institution}"
)
_FACTS_EN = (
    "Hello {name},\n\n"
    "%s\n\n"
    "“{text}”\n\n"
    "To {people} people: {groups}.\n"
    "{segments} SMS, {cost}, paid by “{account}”.\n"
    "Why approval is needed: {why}.\n\n"
    "Read it, then approve or refuse, on this page:\n\n"
    "{link}\n\n"
    "{institution}"
)


def _told(
    subjects: tuple[str, str], french: str, english: str, link: bool = True
) -> dict[str, tuple[str, str]]:
    end = "{link}\n\n{institution}" if link else "{institution}"
    return {
        "fr": (subjects[0], f"Bonjour {{name}},\n\n{french}\n\n{end}"),
        "en": (subjects[1], f"Hello {{name}},\n\n{english}\n\n{end}"),
    }


#: kind -> its texts
TEXTS = {
    ASKED: {
        "fr": (
            "À valider : « {title} » de {who}",
            _FACTS_FR % "{who} demande votre validation avant d'envoyer « {title} » :",
        ),
        "en": (
            "To approve: “{title}” by {who}",
            _FACTS_EN % "{who} asks for your approval before sending “{title}”:",
        ),
    },
    REMINDED: {
        "fr": (
            "Rappel, à valider : « {title} » de {who}",
            _FACTS_FR % "« {title} », de {who}, attend toujours votre validation :",
        ),
        "en": (
            "Reminder, to approve: “{title}” by {who}",
            _FACTS_EN % "“{title}”, by {who}, still awaits your approval:",
        ),
    },
    ESCALATED: {
        "fr": (
            "Sans réponse, à valider : « {title} » de {who}",
            _FACTS_FR % "Personne n'a encore répondu à {who}, qui veut envoyer « {title} ». "
            "Vous pouvez décider :",
        ),
        "en": (
            "Unanswered, to approve: “{title}” by {who}",
            _FACTS_EN % "Nobody has answered {who} yet, who wants to send “{title}”. You can "
            "decide:",
        ),
    },
    APPROVED: _told(
        ("Validé : « {title} »", "Approved: “{title}”"),
        "{who} a validé « {title} » : le message part. Suivez-le ici :",
        "{who} has approved “{title}”: the message leaves. Follow it here:",
    ),
    REFUSED: _told(
        ("Refusé : « {title} »", "Refused: “{title}”"),
        "{who} a refusé « {title} » : rien n'est parti. La raison :\n\n{comment}\n\n"
        "Le message est ici :",
        "{who} has refused “{title}”: nothing has left. The reason:\n\n{comment}\n\n"
        "The message is here:",
    ),
    SENT_BACK: _told(
        ("À modifier : « {title} »", "To be changed: “{title}”"),
        "{who} vous renvoie « {title} » pour que vous le modifiiez :\n\n{comment}\n\n"
        "Modifiez-le ici, puis demandez de nouveau :",
        "{who} sends “{title}” back to you to be changed:\n\n{comment}\n\n"
        "Change it here, then ask again:",
    ),
    EXPIRED: _told(
        ("Sans réponse : « {title} »", "Unanswered: “{title}”"),
        "Personne n'a décidé à temps de « {title} » : rien n'est parti. Relisez-le, puis demandez "
        "de nouveau :",
        "Nobody has decided about “{title}” in time: nothing has left. Read it again, then ask "
        "anew:",
    ),
    UNFIT: _told(
        ("Validé, mais pas parti : « {title} »", "Approved, but not sent: “{title}”"),
        "{who} a validé « {title} », mais il n'a pas pu partir : {why}. La vérification dit ce "
        "qu'il faut faire :",
        "{who} has approved “{title}”, but it could not leave: {why}. The check says what to do:",
    ),
    WITHDRAWN: _told(
        ("Plus rien à valider : « {title} »", "Nothing to approve any more: “{title}”"),
        "{who} ne demande plus votre validation pour « {title} ». Vous n'avez rien à faire.",
        "{who} no longer asks for your approval of “{title}”. There is nothing for you to do.",
        link=False,
    ),
}
