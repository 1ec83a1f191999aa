"""The accounts: what is left to spend, a month of it, and giving credit."""

import secrets

from pyramid.httpexceptions import HTTPForbidden, HTTPSeeOther
from pyramid.view import view_config, view_defaults

from unisms.model.accounts import Account, NotEnoughCredit
from unisms.model.acl import Permission
from unisms.model.folder import Folder
from unisms.services.money import billing
from unisms.web.forms.fields import Field
from unisms.web.forms.form import form_views
from unisms.web.forms.new_page import NewPage
from unisms.web.forms.purposes import purpose_field
from unisms.web.forms.readers import text, yes
from unisms.web.forms.settings_page import SettingsPage
from unisms.web.money.statements import Month

MOST = 1_000_000  # segments given at once
LONGEST_NOTE = 120  # characters


@view_config(
    context=Folder,
    folder="accounts",
    request_method="GET",
    renderer="accounts.jinja2",
    permission=Permission.INSTITUTION_VIEW,
)
def accounts(folder, request):
    """Those that this person may see, the open ones first."""
    seen = [
        account
        for account in folder.values()
        if request.has_permission(Permission.ACCOUNT_VIEW, account)
    ]
    allowed = request.has_permission(Permission.ACCOUNT_VIEW, folder)
    if not seen and not allowed:
        raise HTTPForbidden(result=allowed)
    ordered = sorted(seen, key=lambda account: (account.closed, account.title.casefold()))
    return {"accounts": [(account, Month(account, request)) for account in ordered]}


@form_views(
    context=Folder,
    folder="accounts",
    name="new",
    renderer="account_new.jinja2",
    permission=Permission.ACCOUNT_MANAGE,
)
class NewAccount(NewPage):
    """The form that opens an account."""

    fields = (Field("title", text(80)),)
    verb = "account.opened"

    def make(self, values):
        return Account(values["title"])


@form_views(
    context=Account,
    name="settings",
    renderer="account_settings.jinja2",
    permission=Permission.ACCOUNT_MANAGE,
)
class AccountSettings(SettingsPage):
    """An account's title, and whether it still pays."""

    verb = "account.changed"

    @property
    def fields(self):
        purpose = purpose_field(self.request.institution)
        return (Field("title", text(80)), purpose, Field("closed", yes))


@view_defaults(context=Account, renderer="account.jinja2")
class AccountViews:
    def __init__(self, account, request):
        self.account, self.request = account, request

    @view_config(request_method="GET", permission=Permission.ACCOUNT_VIEW)
    def ledger(self):
        return self.page()

    @view_config(name="grant", request_method="POST", permission=Permission.ACCOUNT_MANAGE)
    def grant(self):
        """Give credit, or take some back with a minus sign.

        A second click on the same page gives nothing more. If the amount may be a slip, the page
        asks once.
        """
        typed = "".join(self.request.POST.get("segments", "").split())
        segments = whole_number(typed)
        if segments is None:
            return self.refused("number")
        if billing.is_unusual(self.account, segments) and self.request.POST.get("sure") != str(
            segments
        ):
            return self.page(asked=segments)
        return self.give(segments)

    def give(self, segments):
        post, before = self.request.POST, self.account.available
        reason, once = (
            " ".join(post.get("note", "").split())[:LONGEST_NOTE],
            post.get("once", "")[:32],
        )
        actor, now = self.request.actor, self.request.now
        try:
            given = billing.grant(actor, self.account, segments, now, once, reason)
        except NotEnoughCredit:
            return self.refused("below_zero")
        if given:
            self.request.session.flash([segments, before, self.account.available], "credited")
        return HTTPSeeOther(self.request.resource_path(self.account))

    def refused(self, error):
        self.request.response.status = 422
        return self.page(error)

    def page(self, error="", asked=0):
        """``asked``: the segments that are to be confirmed."""
        post = self.request.POST
        return {
            "account": self.account,
            "may_manage": self.request.has_permission(Permission.ACCOUNT_MANAGE, self.account),
            "typed": post.get("segments", ""),
            "note": post.get("note", ""),
            "error": error,
            "asked": asked,
            "once": post.get("once", "")[:32] if asked else secrets.token_hex(8),
            **Month(self.account, self.request).page(),
        }


def whole_number(typed):
    """Return the segments that are typed, with either minus sign; ``None`` if they are unfit.

    Unfit is no number, 0, or too many.
    """
    sign, digits = (-1, typed[1:]) if typed[:1] in ("-", "−") else (1, typed)
    if (
        not (digits.isascii() and digits.isdecimal())
        or len(digits) > 12
        or not 0 < int(digits) <= MOST
    ):
        return None
    return sign * int(digits)
