"""The page by which the end of an alert is told, and the alert stopped."""

from unisms.web.edge.languages import marked as _

VERBS = {"alert.ended": _("a mis fin à une alerte")}
CALLED = {"ending": _("fin"), "ended_by": _("message de fin")}


def includeme(config):
    config.add_pages(__name__)
    config.add_verbs("messages", VERBS, CALLED)
