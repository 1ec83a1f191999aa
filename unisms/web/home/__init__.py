"""The first page, the search, and the page that leads to all settings."""

from unisms.web.home.home import accounts_of
from unisms.web.home.search import may_search
from unisms.web.home.settings import has_settings, in_settings


def includeme(config):
    config.add_request_method(sees_accounts, reify=True)
    config.add_request_method(may_search, reify=True)
    config.add_request_method(has_settings, reify=True)
    config.add_request_method(in_settings, reify=True)
    config.add_pages(__name__)


def sees_accounts(request):
    """Whether this person may see the credit of any account here."""
    return bool(accounts_of(request.institution, request))
