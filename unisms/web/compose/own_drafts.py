"""Drafts that save themselves while a message is written: on its page, and in the lists."""

from typing import NamedTuple

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config
from webob.multidict import MultiDict

from unisms.model.acl import Permission
from unisms.model.campaigns import Campaign
from unisms.model.folder import Folder, look_up, path_of
from unisms.services.brokers import references
from unisms.services.people import unsent_forms
from unisms.services.people.unsent_forms import MOST, TooLarge, TooManyDrafts, UnsentForm
from unisms.web.compose import blanks, timing
from unisms.web.door import carried
from unisms.web.frame.unsent import page_of

#: fields of a message; it is worth keeping once one of them has words
WORDS = ("text", blanks.OTHER_TEXT, "title", "numbers")
KEPT = {
    *WORDS,
    "audience",
    "account",
    "connection",
    "sender_id",
    "urgent",
    "on_doubt",
    "plain_values",
    "leaving_link",
    "minus",
    "since",
    "once",
    "mail_to",
    "mail_subject",
    "mail_body",
    "edition",
    *timing.FIELDS,
}
FULL, LARGE = "full", "large"  # why nothing is kept


def while_composing(**settings):
    """A view to which the page of a message posts, of a new one and of one that is changed."""
    # A frame further up is the module that the view is in.
    settings |= {"request_method": "POST", "_depth": 1}
    new = view_config(
        context=Folder, folder="campaigns", permission=Permission.CAMPAIGN_COMPOSE, **settings
    )
    changed = view_config(context=Campaign, permission=Permission.CAMPAIGN_EDIT, **settings)

    def decorate(view):
        return new(changed(view))

    return decorate


class Kept(NamedTuple):
    """The facts that the page of a message knows of its draft."""

    name: str = ""  #: empty where there is none yet
    edition: int = 0  #: as this page has seen it
    saved_at: int = 0
    apart: str = ""  #: the name of another draft, which this page meant and has not written
    problem: str = ""


def typed_in(request):
    """The ``UnsentForm`` of the page of a message, from the form that is sent."""
    fields = tuple((name, value) for name, value in request.POST.items() if is_kept(name))
    return UnsentForm(
        path_of(request.context),
        "edit" if isinstance(request.context, Campaign) else "compose",
        "",
        fields,
    )


def is_kept(name):
    """Whether a draft keeps a field of this name."""
    return name in KEPT or blanks.is_field(name)


def has_words(fields):
    return any(value.strip() for name, value in fields if name in WORDS)


def known(request):
    """The ``Kept`` that a page says it has."""
    name = request.params.get("draft", "")
    form = unsent_forms.find(request.institution, request.actor.uid, name)
    return Kept(name, _edition(request.POST), form.saved_at if form else 0)


def save(request):
    """Keep what the form holds, and return its ``Kept``."""
    before, form = known(request), typed_in(request)
    if not before.name and not has_words(form.fields):
        return before
    return _save(request, request.institution, request.actor.uid, before, form)


def _save(request, institution, uid, before, form):
    def new_name():
        return references.free_name(institution, request.now)

    try:
        saved = unsent_forms.save(
            institution, uid, form, request.now, new_name, name=before.name, edition=before.edition
        )
    except (TooManyDrafts, TooLarge) as refusal:
        return before._replace(problem=FULL if isinstance(refusal, TooManyDrafts) else LARGE)
    return Kept(
        saved.name, saved.form.edition, saved.form.saved_at, before.name if saved.apart else ""
    )


def opened(request, name, form):
    """The ``Kept`` of a draft with which one goes on."""
    return Kept(name, form.edition, form.saved_at, request.GET.get("apart", ""))


def fields_of(form):
    """Return the typed fields as a form sends them."""
    return MultiDict(form.fields)


def newest(institution, uid, name, place):
    """Return the name and the form of the draft called ``name``, or of the newest about ``place``.

    Without such a draft return two ``None``.
    """
    found = unsent_forms.find(institution, uid, name)
    if found is not None and found.place == place:
        return name, found
    return (
        next(iter(unsent_forms.drafts(institution, uid, place)), (None, None))
        if not name
        else (None, None)
    )


def done(request):
    """Return the names of the drafts that are done once the message is written.

    The page's own comes first, then those that say the same. A draft that says something else
    stays: it was written elsewhere.
    """
    institution, uid, before = request.institution, request.actor.uid, known(request)
    form, names = typed_in(request), []
    for name, one in unsent_forms.drafts(institution, uid, form.place):
        is_seen = name == before.name and one.edition == before.edition
        if is_seen or one.fields == form.fields:
            names.insert(0 if is_seen else len(names), name)
    return names


def drop(request, names):
    """Forget these drafts."""
    for name in names:
        unsent_forms.drop(request.institution, request.actor.uid, name)


def carried_here(request, institution, uid, form):
    """Keep a message whose session had ended as a draft; return the address of its page."""
    told = dict(form.fields)
    draft = form._replace(page="", fields=tuple(pair for pair in form.fields if is_kept(pair[0])))
    if look_up(request.root, form.place) is None or not has_words(draft.fields):
        return form.page
    saved = _save(request, institution, uid, Kept(told.get("draft", ""), _edition(told)), draft)
    if saved.problem:
        unsent_forms.carry(institution, uid, form, request.now)
        return form.page
    return page_of(request, saved.name, draft)


def _edition(fields):
    """The edition that a page says it has seen, or -1."""
    told = fields.get("saved", "")
    return int(told) if told.isdecimal() and len(told) < 10 else -1


carried.KEPT_BY.update(compose=carried_here, edit=carried_here)


@while_composing(name="compose-save", renderer="compose_saved.jinja2")
def save_itself(context, request):
    """The draft is kept while somebody types; nothing is checked."""
    return {"kept": save(request), "context": context, "most_drafts": MOST}


@while_composing(name="discard-draft")
def discard(context, request):
    """Throw a draft away; of a message that it would have changed, nothing changes."""
    unsent_forms.drop(request.institution, request.actor.uid, request.POST.get("draft", ""))
    request.session.flash("yes", "draft-gone", allow_duplicate=False)
    there = [context, "edit"] if isinstance(context, Campaign) else [context]
    return HTTPSeeOther(request.resource_path(*there))
