"""The pages of the alerts that an institution prepares, launches and ends; exercises, answers."""

from unisms.web.edge.languages import marked as _

VERBS = {
    "alert.prepared": _("a préparé une alerte"),
    "alert.changed": _("a modifié une alerte préparée"),
    "alert.deleted": _("a supprimé une alerte préparée"),
    "alert.launched": _("a ouvert une alerte préparée"),
    "alert.ended": _("a mis fin à une alerte"),
}
CALLED = {
    "ending": _("fin"),
    "ended_by": _("message de fin"),
    "mode": _("façon"),
    "other_text": _("texte dans l'autre langue"),
    "all_clear": _("texte de fin d'alerte"),
    "other_all_clear": _("fin d'alerte dans l'autre langue"),
    "false_alarm": _("texte de fausse alerte"),
    "other_false_alarm": _("fausse alerte dans l'autre langue"),
    "minus": _("personnes laissées de côté"),
    "asks": _("demande une réponse"),
}


def includeme(config):
    config.add_pages(__name__)
    config.add_verbs("messages", VERBS, CALLED)
