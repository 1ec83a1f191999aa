"""The accounts: what is left to spend, the ledger, and giving credit."""

import secrets

from pyramid.httpexceptions import HTTPForbidden, HTTPSeeOther
from pyramid.view import view_config, view_defaults

from unisms.model.accounts import Account, NotEnoughCredit
from unisms.model.acl import Permission
from unisms.model.folder import Folder
from unisms.services import billing
from unisms.web import paging
from unisms.web.audit import note
from unisms.web.forms import Field, SettingsPage, free_name, text, yes
from unisms.web.sight import Sight

PAGE = 30
MOST = 1_000_000  # segments given at once


@view_config(
    context=Folder,
    folder="accounts",
    request_method="GET",
    renderer="accounts.jinja2",
    permission=Permission.INSTITUTION_VIEW,
)
def accounts(folder, request):
    """Those that this person may see, the open ones first."""
    seen = [account for account in folder.values() if request.has_permission(Permission.ACCOUNT_VIEW, account)]
    allowed = request.has_permission(Permission.ACCOUNT_VIEW, folder)
    if not seen and not allowed:
        raise HTTPForbidden(result=allowed)
    return {"accounts": sorted(seen, key=lambda account: (account.closed, account.title.casefold()))}


@view_defaults(
    context=Folder, folder="accounts", name="new", renderer="account_new.jinja2", permission=Permission.ACCOUNT_MANAGE
)
class NewAccount(SettingsPage):
    """Opening an account."""

    fields = (Field("title", text(80)),)

    @view_config(request_method="GET")
    def show(self):
        return self.new_page()

    @view_config(request_method="POST")
    def save(self):
        values = self.typed()
        if self.errors:
            return self.new_page()
        name = free_name(self.context, values["title"])
        account = self.context.add(name, self.signed(Account(values["title"])))
        note(self.request, "account.opened", account, after=values)
        return HTTPSeeOther(self.request.resource_path(account))


@view_defaults(
    context=Account, name="settings", renderer="account_settings.jinja2", permission=Permission.ACCOUNT_MANAGE
)
class AccountSettings(SettingsPage):
    """An account's title, and whether it still pays."""

    fields = (Field("title", text(80)), Field("closed", yes))
    verb = "account.changed"

    @view_config(request_method="GET")
    def show(self):
        return self.page()

    @view_config(request_method="POST")
    def save(self):
        return self.saved()


@view_defaults(context=Account, renderer="account.jinja2")
class AccountViews:
    def __init__(self, account, request):
        self.account, self.request = account, request

    @view_config(request_method="GET", permission=Permission.ACCOUNT_VIEW)
    def ledger(self):
        return self.page()

    @view_config(name="grant", request_method="POST", permission=Permission.ACCOUNT_MANAGE)
    def grant(self):
        """Give credit, or take some back with a minus sign; a second click on the same page gives nothing more."""
        typed = "".join(self.request.POST.get("segments", "").split())
        sign, digits = (-1, typed[1:]) if typed[:1] in ("-", "−") else (1, typed)
        if not (digits.isascii() and digits.isdecimal()) or len(digits) > 12 or not 0 < int(digits) <= MOST:
            self.request.response.status = 422
            return self.page(typed, "number")
        segments, once = sign * int(digits), self.request.POST.get("once", "")[:32]
        try:
            given = billing.grant(self.account, segments, self.request.identity.uid, self.request.now, once)
        except NotEnoughCredit:
            self.request.response.status = 422
            return self.page(typed, "below_zero")
        if given:
            note(self.request, "account.credited", self.account, after={"segments": segments})
        self.request.session.flash("changed", "settings")
        return HTTPSeeOther(self.request.resource_path(self.account))

    def page(self, typed="", error=""):
        page = paging.asked(self.request)
        entries, found = self.account.latest((page - 1) * PAGE, PAGE)
        campaigns = self.request.institution["campaigns"]
        return {
            "account": self.account,
            "entries": [(entry, campaigns.get(entry.campaign)) for entry in entries],
            "sees": Sight(self.request).may,
            "found": found,
            "page": page,
            "size": PAGE,
            "may_manage": self.request.has_permission(Permission.ACCOUNT_MANAGE, self.account),
            "typed": typed,
            "error": error,
            "once": secrets.token_hex(8),
        }
