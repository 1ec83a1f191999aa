"""Pages on which people look after their own number, and choose what they receive."""

from unisms.model.acl import Permission
from unisms.web.edge.languages import marked as _

VERBS = {
    "number.code_sent": _("a demandé un code pour confirmer un numéro"),
    "codes.ceiling": _("n'envoie plus de codes : le plafond d'un jour est atteint"),
    "number.proven": _("a confirmé son numéro"),
    "number.lost": _("a confirmé un numéro qui était celui d'une autre personne"),
    "number.tried": _("s'est envoyé un message d'essai"),
    "consent.conditions": _("a accepté les conditions d'utilisation"),
    "consent.withdrawn": _("a retiré son accord pour les messages de service"),
    "consent.taken_back": _("reçoit de nouveau des messages"),
    "person.paused": _("a mis ses messages en pause"),
    "person.resumed": _("a repris ses messages"),
    "person.data_taken": _("a téléchargé ses données"),
    "person.asked_erasure": _("a demandé l'effacement de ses données"),
    "person.erasure_declined": _("a refusé d'effacer les données d'une personne"),
    "person.kept": _("a retiré sa demande d'effacement"),
}


def includeme(config):
    config.add_pages(__name__)
    config.add_verbs("people", VERBS)
    config.add_settings_page(
        "erasure-requests",
        title=_("Demandes d'effacement"),
        sentence=_("les personnes qui demandent à être oubliées"),
        heading="people",
        last=True,
        permission=Permission.PERSON_MANAGE,
        verb="person.asked_erasure",
    )
