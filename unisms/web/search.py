"""One search in everything that this person may see: messages, people, groups, accounts, templates."""

from functools import partial
from itertools import islice

from pyramid.view import view_config

from unisms.model.acl import Permission
from unisms.model.root import Institution
from unisms.services import limits
from unisms.sms.template import fold
from unisms.web.groups import found_groups
from unisms.web.home import accounts_of, figures_for
from unisms.web.people import found, searched
from unisms.web.sight import Sight

SHOWN = 8  # of each kind
LOOKED_AT = 1000  # of the latest messages; older ones are found from their own list


@view_config(
    context=Institution,
    name="search",
    request_method="GET",
    renderer="search.jinja2",
    permission=Permission.INSTITUTION_VIEW,
)
def search(institution, request):
    asked = searched(request, "q")
    kinds = {
        "campaigns": campaigns,
        "people": people,
        "groups": groups,
        "accounts": accounts,
        "templates": templates,
    }
    everything = {kind: list(islice(look(institution, request, asked), SHOWN + 1)) for kind, look in kinds.items()}
    return {
        "asked": asked,
        "found": {kind: some[:SHOWN] for kind, some in everything.items() if some},
        "more": {kind for kind, some in everything.items() if len(some) > SHOWN},
        "told": figures_for(request),
        "may_compose": request.has_permission(Permission.CAMPAIGN_COMPOSE, institution),
    }


def campaigns(institution, request, asked):
    """Those among the latest whose title contains what is asked, newest first."""
    latest = Sight(request).latest(institution["campaigns"], most=LOOKED_AT if asked else 0)
    return (one for _, one in latest if one is not None and is_in(asked, one.title))


def people(institution, request, asked):
    may = asked and request.has_permission(Permission.PERSON_VIEW, institution)
    return [institution["people"][uid] for uid in found(request, asked)] if may else []


def groups(institution, request, asked):
    may = asked and request.has_permission(Permission.PERSON_VIEW, institution)
    return [institution["groups"][name] for name in found_groups(institution, asked)] if may else []


def accounts(institution, request, asked):
    return [one for one in accounts_of(institution, request) if is_in(asked, one.title)]


def templates(institution, request, asked):
    """Those in use that this person may write with, or manages."""
    may = partial(request.has_permission, Permission.TEMPLATE_MANAGE)
    composes = request.has_permission(Permission.CAMPAIGN_COMPOSE, institution)
    wanted = (one for one in limits.templates(institution) if is_in(asked, one.title, one.text))
    return (one for one in wanted if composes or may(one))


def is_in(asked, *texts):
    """Whether what is asked, if anything is, is a part of one of the texts."""
    return bool(asked) and any(fold(asked) in fold(text) for text in texts)
