"""Pages of mails: how they leave, a test, and what became of each."""

from unisms.web.edge.languages import marked as _

VERBS = {
    "mails.resent": _("a renvoyé des mails"),
    "mails.believed": _("a fait écrire de nouveau à une adresse dont des mails revenaient"),
}
FIELDS = {"mails": _("mails")}


def includeme(config):
    config.add_pages(__name__)
    config.add_verbs("settings", VERBS, FIELDS)
