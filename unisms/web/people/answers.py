"""A yes or a no to one theme, noted on behalf of a person."""

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.view import view_config

from unisms.model.acl import Permission
from unisms.model.people import Subscriber
from unisms.model.proofs import DESK, LETTER, NO, YES
from unisms.services.people import themes


@view_config(
    context=Subscriber,
    name="theme-answer",
    request_method="POST",
    permission=Permission.PERSON_MANAGE,
)
def theme_answer(person, request):
    """Note what they said at a desk, or in a letter, about one theme."""
    post, theme = request.POST, request.institution["themes"].get(request.POST.get("theme", ""))
    if theme is None or post.get("said") not in (YES, NO):
        raise HTTPNotFound
    source = LETTER if post.get("source") == LETTER else DESK
    done = noted(request, theme, person.__name__, post["said"], source)
    request.session.flash(f"theme:{done}", "person")
    return HTTPSeeOther(request.resource_path(person, anchor="answers"))


def noted(request, theme, uid, said, source):
    """Note it; return a word that tells what was done, or why it was not."""
    actor, now = request.actor, request.now
    if said == NO:
        themes.leave(actor, theme, uid, now, source=source)
        return "left"
    try:
        themes.join(actor, theme, uid, now, source=source)
    except themes.SaidNo:
        return "said_no"
    except themes.NotOpen:
        return "closed"
    return "joined"
