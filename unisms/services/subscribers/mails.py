"""The mails of people's own affairs: a number that is lost, what they ask for, the answer."""

from unisms.services.ground import outbox

NUMBER_LOST = "number.lost"
TEXT_OF_NUMBER_LOST = {
    "fr": (
        "{institution} : votre numéro est celui d'une autre personne",
        "Bonjour {name},\n\n"
        "Une autre personne a reçu un code au numéro que l'annuaire avait pour vous, et l'a saisi. "
        "Ce numéro n'est donc plus le vôtre, et vous ne recevez plus de SMS.\n\n"
        "Donnez votre numéro, ou confirmez celui-ci s'il est toujours à vous :\n\n"
        "{link}\n\n"
        "{institution}",
    ),
    "en": (
        "{institution}: your number is now another person's",
        "Hello {name},\n\n"
        "Another person received a code at the number that the directory had for you, and typed it "
        "in. So this number is no longer yours, and you receive no more text messages.\n\n"
        "Give your number, or confirm this one if it is still yours:\n\n"
        "{link}\n\n"
        "{institution}",
    ),
}

ERASURE_ASKED = "erasure.asked"
TEXT_OF_ERASURE_ASKED = {
    "fr": (
        "{who} demande l'effacement de ses données",
        "Bonjour {name},\n\n"
        "{who} demande à {institution} d'effacer tout ce qui est gardé à son sujet. La loi "
        "donne un mois pour répondre (RGPD, article 12) : jusqu'au {day}.\n\n"
        "Voyez ce qui est gardé, puis effacez-le, ou refusez en disant pourquoi :\n\n"
        "{link}\n\n"
        "{institution}",
    ),
    "en": (
        "{who} asks to be erased",
        "Hello {name},\n\n"
        "{who} asks {institution} to erase everything that is kept about them. The law gives "
        "one month to answer (GDPR, article 12): until {day}.\n\n"
        "See what is kept, then erase it, or refuse and say why:\n\n"
        "{link}\n\n"
        "{institution}",
    ),
}

ERASURES_DUE = "erasure.due"
TEXT_OF_ERASURES_DUE = {
    "fr": (
        "Demandes d'effacement : à décider avant le {day}",
        "Bonjour {name},\n\n"
        "Demandes d'effacement qui attendent une réponse de {institution} : {count}. La "
        "première est à décider avant la fin du {day} (RGPD, article 12).\n\n"
        "Elles sont sur cette page :\n\n"
        "{link}\n\n"
        "{institution}",
    ),
    "en": (
        "Requests for erasure: to be decided by {day}",
        "Hello {name},\n\n"
        "Requests for erasure that wait for an answer from {institution}: {count}. The first "
        "is to be decided before the end of {day} (GDPR, article 12).\n\n"
        "They are on this page:\n\n"
        "{link}\n\n"
        "{institution}",
    ),
}

ERASURE_DECLINED = "erasure.declined"
TEXT_OF_ERASURE_DECLINED = {
    "fr": (
        "Votre demande d'effacement est refusée",
        "Bonjour {name},\n\n"
        "{institution} n'efface pas vos données. La raison :\n\n"
        "{reason}\n\n"
        "Vous pouvez contester cette décision auprès de {institution}, déposer une "
        "réclamation à la CNIL, ou saisir un tribunal (RGPD, article 12). Vos données et vos "
        "choix sont ici :\n\n"
        "{link}\n\n"
        "{institution}",
    ),
    "en": (
        "Your request for erasure is refused",
        "Hello {name},\n\n"
        "{institution} does not erase your data. The reason:\n\n"
        "{reason}\n\n"
        "You can contest this decision with {institution}, lodge a complaint with the CNIL, "
        "or go to court (GDPR, article 12). Your data and your choices are here:\n\n"
        "{link}\n\n"
        "{institution}",
    ),
}

ERASED = outbox.ERASED
TEXT_OF_ERASED = {
    "fr": (
        "Vos données sont effacées",
        "Bonjour {name},\n\n"
        "Comme demandé, {institution} vous a retiré de son annuaire de messages et efface vos"
        " messages et vos réponses. Un message encore en cours est effacé dès qu'il est "
        "terminé.\n\n"
        "Restent ce que la loi demande de garder sans votre nom, et une empreinte de votre "
        "numéro si vous refusez les messages. Pour toute question, écrivez à {institution}.\n\n"
        "{institution}",
    ),
    "en": (
        "Your data are erased",
        "Hello {name},\n\n"
        "As requested, {institution} has taken you out of its message directory and erases "
        "your messages and your replies. A message still under way is erased once it is over.\n\n"
        "What the law wants to be kept without your name stays, as does a digest of your "
        "number if you refuse messages. For any question, write to {institution}.\n\n"
        "{institution}",
    ),
}

THEME_ASKED = "theme.asked"
TEXT_OF_THEME_ASKED = {
    "fr": (
        "{who} veut s'abonner à « {theme} »",
        "Bonjour {name},\n\n"
        "{who} demande à s'abonner à « {theme} » ({institution}). Acceptez ou refusez sur la "
        "page du thème :\n\n"
        "{link}\n\n"
        "{institution}",
    ),
    "en": (
        "{who} wants to join “{theme}”",
        "Hello {name},\n\n"
        "{who} asks to join “{theme}” ({institution}). Accept or refuse on the page of the "
        "theme:\n\n"
        "{link}\n\n"
        "{institution}",
    ),
}

THEME_ACCEPTED = "theme.accepted"
TEXT_OF_THEME_ACCEPTED = {
    "fr": (
        "Vous êtes abonné à « {theme} »",
        "Bonjour {name},\n\n"
        "Votre demande est acceptée : vous recevez maintenant les messages de « {theme} » "
        "({institution}). Vous pouvez changer d'avis à tout moment :\n\n"
        "{link}\n\n"
        "{institution}",
    ),
    "en": (
        "You have joined “{theme}”",
        "Hello {name},\n\n"
        "Your request is granted: you now receive the messages of “{theme}” ({institution}). "
        "You can change your mind at any time:\n\n"
        "{link}\n\n"
        "{institution}",
    ),
}

THEME_DECLINED = "theme.declined"
TEXT_OF_THEME_DECLINED = {
    "fr": (
        "« {theme} » : votre demande est refusée",
        "Bonjour {name},\n\n"
        "Votre demande de recevoir « {theme} » ({institution}) est refusée. La raison : "
        "{reason}.\n\n"
        "Vos choix sont ici :\n\n"
        "{link}\n\n"
        "{institution}",
    ),
    "en": (
        "“{theme}”: your request is refused",
        "Hello {name},\n\n"
        "Your request to receive “{theme}” ({institution}) is refused. The reason: {reason}.\n\n"
        "Your choices are here:\n\n"
        "{link}\n\n"
        "{institution}",
    ),
}

#: kind -> its texts, of what people ask for
OF_PETITIONS = {
    ERASURE_ASKED: TEXT_OF_ERASURE_ASKED,
    ERASURES_DUE: TEXT_OF_ERASURES_DUE,
    ERASURE_DECLINED: TEXT_OF_ERASURE_DECLINED,
    ERASED: TEXT_OF_ERASED,
    THEME_ASKED: TEXT_OF_THEME_ASKED,
    THEME_ACCEPTED: TEXT_OF_THEME_ACCEPTED,
    THEME_DECLINED: TEXT_OF_THEME_DECLINED,
}
