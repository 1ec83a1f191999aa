"""Pages of files of people: the list, and each file with its choices and their figures."""

from unisms.web.edge.languages import marked as _

VERBS = {
    "file.received": _("a déposé un fichier"),
}


def includeme(config):
    config.add_pages(__name__)
    config.add_verbs("messages", VERBS)
