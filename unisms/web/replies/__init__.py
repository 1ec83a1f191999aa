"""Pages of replies: those of an institution by month, and those that are nobody's."""

from unisms.web.edge.languages import marked as _

VERBS = {
    "reply.given": _("a confié une réponse sans destinataire à un établissement"),
    "reply.erased": _("a effacé une réponse sans destinataire"),
    "reply.stopped": _("STOP reçu : plus aucun message ne partira vers ce numéro"),
    "reply.sender_left": _("STOP reçu : plus aucun message de cet expéditeur vers ce numéro"),
    "reply.restarted": _("START reçu : les messages partent de nouveau vers ce numéro"),
    "reply.answered": _("a répondu à une réponse"),
    "reply.allowed": _("a permis d'écrire de nouveau à un numéro qui avait refusé"),
}

#: the choice of an author, and the word for it in the journal
CHOICES = {
    "campaign.forwarded": _("a choisi si les réponses lui sont envoyées par courriel"),
}
CHOSEN = {"replies_mailed": _("réponses par courriel")}


def includeme(config):
    config.add_verbs("messages", CHOICES, CHOSEN)
    config.add_pages(__name__)
    config.add_verbs("messages", VERBS)
