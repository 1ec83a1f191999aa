"""Pages of connections to brokers: the list, each one with its settings, and the sender IDs.

News that brokers post over HTTP come in here too.
"""

from unisms.model.acl import Permission
from unisms.web.edge.languages import marked as _

VERBS = {
    "connection.added": _("a ajouté un fournisseur"),
    "connection.changed": _("a modifié un fournisseur"),
    "connection.removed": _("a retiré un fournisseur"),
    "connection.proposed": _("a fait essayer les réglages d'un fournisseur"),
    "connection.released": _("a laissé partir ce qu'un fournisseur retenait"),
    "connection.read_again": _("a fait relire des avis illisibles d'un fournisseur"),
    "connection.unread_forgotten": _("a effacé des avis illisibles d'un fournisseur"),
    "connection.tried": _("a essayé un fournisseur"),
    "connection.address_drawn": _("a créé l'adresse des accusés de réception d'un fournisseur"),
    "sender.requested": _("a demandé un expéditeur affiché"),
    "sender.accepted": _("a accepté un expéditeur affiché"),
    "sender.authorised": _("a noté qu'un expéditeur affiché est autorisé par les opérateurs"),
    "sender.refused": _("a refusé un expéditeur affiché"),
}


def includeme(config):
    config.add_pages(__name__)
    config.add_verbs("connections", VERBS)
    config.add_settings_page(
        "sender-ids",
        title=_("Expéditeurs affichés"),
        sentence=_("le nom qui s'affiche à la place du numéro"),
        heading="texts",
        permission=Permission.CONNECTION_MANAGE,
        verb="sender.accepted",
    )
    config.add_settings_page(
        "brokers/",
        title=_("Fournisseurs"),
        sentence=_("les contrats d'envoi et leurs prix"),
        heading="texts",
        permission=Permission.CONNECTION_MANAGE,
        verb="connection.changed",
    )
