"""The small buttons of the page of composing: each brings the page again, and sends nothing."""

from unisms.services.campaigns import manuscripts
from unisms.sms.encoding import ALPHABETS, simplify
from unisms.web.compose import chips, composed, counter, own_drafts

LONGEST_SEARCH = 80  # characters


def pressed(composer, draft):
    """Return the page after a small button, or ``None`` if the form goes to the check."""
    post = composer.request.POST
    if pair := post.get("remove", ""):
        return composer.page(chips.without(draft, pair))
    action = post.get("action", "")
    act = ACTS.get(action)
    if act is not None:
        return act(composer, draft)
    return None if action == "check" else composer.page(draft)


def _search(composer, draft):
    searched = composer.request.POST.get("who", "").strip()[:LONGEST_SEARCH]
    return composer.page(draft, search=searched)


def _simplify(composer, draft):
    table = ALPHABETS[counter.alphabet_of(composer.institution, draft)]
    plain = manuscripts.rewritten(draft, lambda text: simplify(text, table))
    return composer.page(plain._replace(plain_values=True))


def _keep(composer, draft):
    composer.kept = kept = own_drafts.save(composer.request)
    return composer.page(draft) if kept.problem or not kept.name else composer.there()


def _insert(composer, draft):
    """Return the page with the text of the chosen template, and its purpose if it has one."""
    found = composed.template_at(composer.institution, composer.request.POST.get("template", ""))
    if found is None:
        return composer.page(draft)
    text = f"{draft.text}\n{found.text}".strip("\n")
    return composer.page(draft._replace(text=text, purpose=found.purpose or draft.purpose))


ACTS = {"search": _search, "simplify": _simplify, "keep": _keep, "template": _insert}
