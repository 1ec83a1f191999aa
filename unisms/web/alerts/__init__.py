"""Pages of alerts: those that are prepared, with a button for each, and the end of one."""

from unisms.web.edge.languages import marked as _

VERBS = {
    "alert.added": _("a préparé une alerte"),
    "alert.changed": _("a modifié une alerte préparée"),
    "alert.deleted": _("a supprimé une alerte préparée"),
    "alert.prepared": _("a fait un message d'une alerte préparée"),
    "alert.ended": _("a mis fin à une alerte"),
}
CALLED = {
    "ending": _("fin"),
    "ended_by": _("message de fin"),
    "exercise": _("exercice"),
    "other_text": _("texte dans l'autre langue"),
    "pairs": _("destinataires"),
    "all_clear": _("texte de fin d'alerte"),
    "false_alarm": _("texte de fausse alerte"),
}


def includeme(config):
    config.add_pages(__name__)
    config.add_verbs("messages", VERBS, CALLED)
