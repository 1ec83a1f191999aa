"""Search in everything that this person may see: messages, people, groups, accounts, templates."""

from functools import partial
from itertools import islice

from pyramid.view import view_config

from unisms.model.acl import Permission
from unisms.model.root import Institution
from unisms.services.campaigns.searches import Wanted
from unisms.services.rights import reaches
from unisms.sms.names import begin_in, words
from unisms.sms.template import fold
from unisms.web.campaigns.campaigns import find
from unisms.web.frame.holders import found, searched
from unisms.web.frame.sight import Sight, figures_for
from unisms.web.home.home import accounts_of
from unisms.web.texts.managers import manages_templates

SHOWN = 8  # of each kind


@view_config(
    context=Institution,
    name="search",
    request_method="GET",
    renderer="search.jinja2",
    permission=Permission.INSTITUTION_VIEW,
)
def search(institution, request):
    asked = searched(request, "q")
    kinds = kinds_for(institution, request)
    looks = kinds.items() if words(asked) else ()
    everything = {
        kind: list(islice(look(institution, request, asked), SHOWN + 1)) for kind, look in looks
    }
    return {
        "asked": asked,
        "answers": "q" in request.GET,
        "kinds": tuple(kinds),
        "found": {kind: some[:SHOWN] for kind, some in everything.items() if some},
        "more": {kind for kind, some in everything.items() if len(some) > SHOWN},
        "told": figures_for(request),
        "may_compose": request.has_permission(Permission.CAMPAIGN_COMPOSE, institution),
    }


def kinds_for(institution, request):
    """Return the kinds that this person may find at all: ``{kind: how it is looked for}``."""
    finds_people = request.has_permission(Permission.PERSON_VIEW, institution)
    composes = request.has_permission(Permission.CAMPAIGN_COMPOSE, institution)
    kinds = (
        ("campaigns", campaigns, request.sees_messages),
        ("people", people, finds_people),
        ("groups", groups, finds_people),
        ("accounts", accounts, request.sees_accounts),
        ("templates", templates, composes or manages_templates(request)),
    )
    return {kind: look for kind, look, may in kinds if may}


def may_search(request):
    """Whether there is anything that this person may find."""
    return bool(kinds_for(request.institution, request))


def campaigns(institution, request, asked):
    """Return the campaigns that have all the words, the latest first."""
    found = find(Sight(request), institution, Wanted(asked), request.now)
    return (institution["campaigns"][name] for name in found.names)


def people(institution, request, asked):
    """In the order of their names."""
    named = (institution["people"][uid] for uid in found(request, asked))
    return sorted(named, key=lambda one: (fold(one.name), one.__name__))


def groups(institution, request, asked):  # noqa: ARG001
    return named(institution["groups"].values(), asked)


def accounts(institution, request, asked):
    return named(accounts_of(institution, request), asked)


def templates(institution, request, asked):
    """Return the templates with these words that this person may use or manages, by title."""
    may = partial(request.has_permission, Permission.TEMPLATE_MANAGE)
    composes = request.has_permission(Permission.CAMPAIGN_COMPOSE, institution)
    return named(
        (one for one in reaches.templates(institution) if composes or may(one)), asked, "text"
    )


def named(some, asked, *more):
    """Return the things of which a text begins with each word that is asked, by title.

    The texts are their title and ``more``.
    """
    wanted = words(asked)
    found = (
        one
        for one in some
        if begin_in(wanted, " ".join(getattr(one, name) for name in ("title", *more)))
    )
    return sorted(found, key=lambda one: fold(one.title))
