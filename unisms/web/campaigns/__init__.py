"""Pages of a message once it is written: its check, its progress, its recipients.

The list of all messages and its search are here too.
"""

from unisms.web.edge.languages import marked as _

VERBS = {
    "campaign.changed": _("a modifié le message d'un collègue"),
    "campaign.tried": _("s'est envoyé un essai"),
    "campaign.paused": _("a mis un envoi en pause"),
    "campaign.resumed": _("a repris un envoi"),
    "campaign.stopped": _("a arrêté un envoi"),
    "campaign.resent": _("a renvoyé des messages incertains"),
    "campaign.written_off": _("a décidé de ne pas renvoyer des messages incertains"),
    "campaign.mailed": _("a envoyé un message par courriel à ceux qui ne l'ont pas reçu"),
    "campaign.discarded": _("a supprimé un message qui n'était pas parti"),
    "campaign.sent": _("a envoyé un message"),
    "campaign.scheduled": _("a programmé un envoi"),
    "campaign.cancelled": _("a annulé un envoi programmé"),
    "campaign.hastened": _("a avancé un envoi programmé"),
    "campaign.emergency": _("a envoyé une alerte d'urgence"),
    "recipients.exported": _("a téléchargé des destinataires"),
}
#: the choice of an author, and the word for it in the journal
CHOICES = {
    "campaign.summed": _("a choisi si le bilan d'un message lui est envoyé par courriel"),
}
CHOSEN = {"summary_mailed": _("bilan par courriel")}


def includeme(config):
    config.add_pages(__name__)
    config.add_verbs("messages", CHOICES, CHOSEN)
    config.add_verbs("messages", VERBS)
