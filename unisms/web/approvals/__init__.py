"""The yes that some messages need: the page of who decides, what waits, the rules, absences."""

from unisms.web.edge.languages import marked as _

VERBS = {
    "campaign.asked": _("a demandé la validation d'un message"),
    "campaign.approved": _("a validé un message"),
    "campaign.refused": _("a refusé un message"),
    "campaign.sent_back": _("a renvoyé un message à modifier"),
    "campaign.reminded": _("a fait rappeler une demande de validation"),
    "campaign.withdrawn": _("a retiré une demande de validation"),
}
ABSENCES = {
    "absence.noted": _("a noté son absence"),
    "absence.ended": _("est de retour, ou ne s'absente plus"),
}
OF_ACCOUNTS = {"account.approvals_changed": _("a modifié les validations d'un compte")}


def includeme(config):
    config.add_pages(__name__)
    config.add_verbs("messages", VERBS)
    days = {"since": _("du"), "until": _("au"), "deputy": _("remplaçant")}
    config.add_verbs("people", ABSENCES, days)
    config.add_verbs("accounts", OF_ACCOUNTS)
