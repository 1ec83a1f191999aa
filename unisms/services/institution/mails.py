"""The mails that tell an outage to those who administer what is out of order."""

BROKER_STOPPED = "broker.stopped"
TEXT_OF_BROKER_STOPPED = {
    "fr": (
        "Rien ne part par « {title} »",
        "Bonjour {name},\n\n"
        "Depuis le {since}, aucun SMS de {institution} ne part par le fournisseur « {title} "
        "». Les messages attendent.\n\n"
        "La raison, et ce que vous pouvez faire :\n\n"
        "{link}\n\n"
        "Un autre mail vous dira quand cela repart.\n\n"
        "{institution}",
    ),
    "en": (
        "Nothing leaves by “{title}”",
        "Hello {name},\n\n"
        "Since {since} no SMS of {institution} leaves by the provider “{title}”. Messages "
        "wait.\n\n"
        "The reason, and what you can do:\n\n"
        "{link}\n\n"
        "Another mail will tell you when it works again.\n\n"
        "{institution}",
    ),
}

BROKER_BACK = "broker.back"
TEXT_OF_BROKER_BACK = {
    "fr": (
        "« {title} » porte de nouveau vos messages",
        "Bonjour {name},\n\n"
        "Les SMS de {institution} repartent par le fournisseur « {title} » : l'arrêt a duré "
        "du {since} au {until}.\n\n"
        "{link}\n\n"
        "{institution}",
    ),
    "en": (
        "“{title}” carries your messages again",
        "Hello {name},\n\n"
        "The SMS of {institution} leave by the provider “{title}” again: it stood still from "
        "{since} to {until}.\n\n"
        "{link}\n\n"
        "{institution}",
    ),
}

DIRECTORY_AWAY = "directory.away"
TEXT_OF_DIRECTORY_AWAY = {
    "fr": (
        "L'annuaire « {title} » ne répond pas",
        "Bonjour {name},\n\n"
        "Depuis le {since}, l'annuaire « {title} » ne répond pas à {institution} : des "
        "personnes ne peuvent pas se connecter, et ses groupes ne peuvent pas recevoir de "
        "message.\n\n"
        "La raison, et ce que vous pouvez faire :\n\n"
        "{link}\n\n"
        "{institution}",
    ),
    "en": (
        "The directory “{title}” does not answer",
        "Hello {name},\n\n"
        "Since {since} the directory “{title}” does not answer {institution}: people may not "
        "be able to sign in, and its groups cannot be written to.\n\n"
        "The reason, and what you can do:\n\n"
        "{link}\n\n"
        "{institution}",
    ),
}

DIRECTORY_BACK = "directory.back"
TEXT_OF_DIRECTORY_BACK = {
    "fr": (
        "L'annuaire « {title} » répond de nouveau",
        "Bonjour {name},\n\n"
        "L'annuaire « {title} » répond de nouveau à {institution} : l'arrêt a duré du {since}"
        " au {until}.\n\n"
        "{link}\n\n"
        "{institution}",
    ),
    "en": (
        "The directory “{title}” answers again",
        "Hello {name},\n\n"
        "The directory “{title}” answers {institution} again: it did not from {since} to "
        "{until}.\n\n"
        "{link}\n\n"
        "{institution}",
    ),
}

MAILS_BACK = "mails.back"
TEXT_OF_MAILS_BACK = {
    "fr": (
        "Des mails ont attendu",
        "Bonjour {name},\n\n"
        "Le serveur de mail n'a rien pris du {since} au {until} : les mails de {institution} "
        "arrivent en retard. Ceux qui attendaient depuis plus de trois jours ne "
        "partent pas ; la page des mails les montre :\n\n"
        "{link}\n\n"
        "{institution}",
    ),
    "en": (
        "Mails have waited",
        "Hello {name},\n\n"
        "The mail server took nothing from {since} to {until}: the mails of {institution} "
        "come late. Those that waited for more than three days do not leave; the page "
        "of mails shows them:\n\n"
        "{link}\n\n"
        "{institution}",
    ),
}

#: kind of outage -> the mail that tells its beginning, and its end; that of mails has an end alone
BEGUN = {"broker": BROKER_STOPPED, "directory": DIRECTORY_AWAY}
ENDED = {"broker": BROKER_BACK, "directory": DIRECTORY_BACK, "mail": MAILS_BACK}
TEXTS = {
    BROKER_STOPPED: TEXT_OF_BROKER_STOPPED,
    BROKER_BACK: TEXT_OF_BROKER_BACK,
    DIRECTORY_AWAY: TEXT_OF_DIRECTORY_AWAY,
    DIRECTORY_BACK: TEXT_OF_DIRECTORY_BACK,
    MAILS_BACK: TEXT_OF_MAILS_BACK,
}
