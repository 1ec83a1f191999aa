"""The mail to those who may send an alert that a machine asks for."""

WAITS = "alert.waits"
TEXT_OF_WAITING = {
    "fr": (
        "Une alerte attend votre clic : {title}",
        "Bonjour {name},\n\n"
        "Un programme demande d'envoyer une alerte d'urgence à {recipients} destinataires. Raison "
        "donnée : {reason}.\n\n"
        "Rien n'est parti. Regardez-la, puis envoyez-la ou supprimez-la :\n\n"
        "{link}\n\n"
        "{institution}",
    ),
    "en": (
        "An alert waits for your click: {title}",
        "Hello {name},\n\n"
        "A program asks to send an emergency alert to {recipients} recipients. The reason that it "
        "gives: {reason}.\n\n"
        "Nothing has left. Look at it, then send it or delete it:\n\n"
        "{link}\n\n"
        "{institution}",
    ),
}
