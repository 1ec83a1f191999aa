"""The mail by which somebody tries whether mails arrive."""

TEST = "mail.test"
TEXT_OF_TEST = {
    "fr": (
        "Essai : les mails du service SMS arrivent ({institution})",
        "Bonjour {name},\n\n"
        "Vous avez demandé cet essai sur la page des mails du service SMS. S'il est arrivé, les "
        "mails du service arrivent aussi.\n\n"
        "{link}\n\n"
        "{institution}",
    ),
    "en": (
        "Test: mails of the SMS service arrive ({institution})",
        "Hello {name},\n\n"
        "You asked for this test on the page of mails of the SMS service. If it has arrived, so do "
        "the mails of the service.\n\n"
        "{link}\n\n"
        "{institution}",
    ),
}
