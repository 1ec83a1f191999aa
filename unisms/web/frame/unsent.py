"""Drafts of messages as lists show them."""

from typing import NamedTuple

from unisms.model.acl import Permission
from unisms.model.folder import look_up
from unisms.services.people import unsent_forms
from unisms.sms.names import fold

AUTHORS = 10  # others whose drafts are told of, at most


def page_of(request, name, form):
    """Return the address at which a draft goes on; ``None`` if the message it changes is gone."""
    place = look_up(request.root, form.place)
    return place and request.resource_path(place, form.view, query={"draft": name})


class Line(NamedTuple):
    """A draft in a list."""

    title: str
    saved_at: int
    address: str


def listed(request, search=""):
    """Return one's own drafts whose titles have ``search``, the latest first."""
    may_go_on = request.has_permission(Permission.CAMPAIGN_COMPOSE, request.institution)
    found = unsent_forms.drafts(request.institution, request.actor.uid) if may_go_on else []
    lines = (
        (
            one.value("title").strip() or first_words(one.value("text")),
            one.saved_at,
            page_of(request, name, one),
        )
        for name, one in found
    )
    return [Line(*line) for line in lines if line[2] and fold(search) in fold(line[0])]


def others(request):
    """Return ``{uid: how many}`` drafts of others, for people who see the messages of others.

    They learn that there are drafts, and no more.
    """
    if not request.has_permission(Permission.CAMPAIGN_VIEW, request.institution):
        return {}
    counted = unsent_forms.authors(request.institution)
    del counted[request.actor.uid]
    return dict(counted.most_common(AUTHORS))


def first_words(text):
    """A title for those who give none."""
    line = " ".join(text.split())
    return line if len(line) <= 48 else line[:48].rsplit(" ", 1)[0] + "…"
