"""Pages of accounts: the list, and each account with its months, its credit and its settings."""

from unisms.model.acl import Permission
from unisms.web.edge.languages import marked as _

VERBS = {
    "account.opened": _("a ouvert un compte"),
    "account.changed": _("a modifié un compte"),
    "account.credited": _("a changé le crédit d'un compte"),
}


def includeme(config):
    config.add_pages(__name__)
    config.add_verbs("accounts", VERBS, {"purpose": _("thème")})
    config.add_settings_page(
        "accounts/",
        title=_("Comptes"),
        sentence=_("les crédits et les dépenses"),
        heading="texts",
        permission=Permission.ACCOUNT_MANAGE,
        verb="account.changed",
        own_rubric=True,
    )
