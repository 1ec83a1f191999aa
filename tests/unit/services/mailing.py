"""A mail server in the settings, texts of a kind, and mails of it, for tests of mails."""

from unisms.seams.mails import MailText
from unisms.services.ground import outbox
from unisms.services.mail.servers import MailServer

SERVER = MailServer(
    host="smtp.univ.fr",
    port=587,
    security="starttls",
    user="unisms",
    password="secret",
    sender="sms@univ.fr",
    bounces="bounce@univ.fr",
    rate=6_000,
    authorities="",
)
TEXTS = {
    "number.wrong": {
        "fr": MailText("Votre numéro, {name}", "Bonjour {name},\n\nVoici :\n\n{link}"),
        "en": MailText("Your number, {name}", "Hello {name},\n\nHere it is:\n\n{link}"),
    }
}
VALUES = {"name": "Élodie", "link": "https://sms.univ.fr/me"}


def post(holder, now, to="elodie@univ.fr", **options):
    """Post a mail; return its name."""
    return outbox.post(holder, "number.wrong", to, VALUES, now, **options)
