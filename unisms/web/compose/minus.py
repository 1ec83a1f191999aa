"""The people whom a message leaves out, and its once-only key, on the page where it is written."""

from itertools import islice

from unisms.services.audience.kinds import GROUP, PERSON, exists
from unisms.services.exclusions import expansions, pasts
from unisms.services.exclusions.pasts import CHOSEN, RECEIVED
from unisms.sms.names import begin_in, words

DAY = 86400  # seconds
LATELY = 90 * DAY  # seconds: older messages are not offered
LOOKED_AT, OFFERED = 120, 12  # of somebody's latest messages
FEW_GROUPS = 12  # that are offered without a search
FOUND = 20  # groups that a search finds
LONGEST_KEY = 80  # characters that are typed


def typed(post, may):
    """Return the parts that a form leaves out; ``may(kind, name)`` as of ``composed.typed``."""
    chosen = [one.partition(":")[::2] for one in post.getall("minus")]
    if post.get("since"):
        chosen.append((CHOSEN, post["since"]))
    return tuple(dict.fromkeys((kind, name) for kind, name in chosen if may(kind, name)))


def typed_key(post):
    """Return the once-only key as it is typed."""
    return post.get("once", "").strip()[:LONGEST_KEY]


def kept(composer, draft):
    """Return a draft that leaves out the numbers that its message does: the page shows none."""
    had = composer.changed.minus if composer.changed is not None else ()
    typed_ones = tuple(pair for pair in had if composer.kinds[pair[0]].is_typed)
    return draft._replace(minus=tuple(dict.fromkeys((*draft.minus, *typed_ones))))


def spelled(composer, chosen, draft):
    """Return the ``chosen`` parts that are there, and those left out, ``Spelled`` out."""
    institution = composer.institution
    there = [pair for pair in draft.minus if exists(institution, *pair)]
    return expansions.spelled(institution, chosen, there)


def of(composer, draft):
    """Return the values of ``compose_minus.jinja2``."""
    search = composer.request.POST.get("except", "").strip()[:80]
    since = next((name for kind, name in draft.minus if kind == CHOSEN), "")
    all_groups = composer.groups(draft)
    lately, groups = _lately(composer), _groups(draft, all_groups, search)
    persons = _persons(composer, draft, search)
    composer.note_reading(persons)
    chosen = len([pair for pair in draft.minus if pair[0] in (GROUP, PERSON)])
    return {
        "minus_past": [*_chosen(composer, draft, RECEIVED, lately), *lately],
        "minus_since": since,
        "minus_campaigns": _with(composer, lately, since),
        "minus_groups": groups,
        "minus_many_groups": len(all_groups) > FEW_GROUPS,
        "minus_persons": persons,
        "minus_found_none": len(persons) + len(groups) <= chosen,
        "minus_others": _others(composer, draft),
        "minus_search": search,
        "minus_open": bool(draft.minus or draft.once or search),
    }


def _lately(composer):
    """Return this person's own messages of the last 90 days, the latest first."""
    folder, since = composer.institution["campaigns"], composer.request.now - LATELY
    latest = (folder[name] for name in islice(folder.latest_of(composer.uid), LOOKED_AT))
    found = (one for one in latest if pasts.is_choosable(one) and one.sent_at >= since)
    return list(islice(found, OFFERED))


def _chosen(composer, draft, kind, but):
    """Return the messages of a kind that are left out already, ``but`` some."""
    folder = composer.institution["campaigns"]
    found = (folder.get(name) for one, name in draft.minus if one == kind)
    return [one for one in found if one is not None and one not in but]


def _with(composer, campaigns, name):
    """Return campaigns with the one of that name, if it is none of them."""
    one = composer.institution["campaigns"].get(name) if name else None
    return campaigns if one is None or one in campaigns else [one, *campaigns]


def _groups(draft, groups, search):
    """Return the groups left out, then all where they are few, else those that a search finds."""
    out = {name for kind, name in draft.minus if kind == GROUP}
    wanted = words(search)
    found = [one for one in groups if wanted and begin_in(wanted, one.title)][:FOUND]
    offered = groups if len(groups) <= FEW_GROUPS else found
    return [
        *(one for one in groups if one.name in out),
        *(one for one in offered if one.name not in out),
    ]


def _persons(composer, draft, search):
    """Return the persons left out, then those that a search finds."""
    uids = [name for kind, name in draft.minus if kind == PERSON]
    out = composer.kinds[PERSON].choices(composer.institution, uids, "")
    return [*out, *composer.found(search, out)]


def _others(composer, draft):
    """Return pairs of a part left out that has no list here, and its title; without numbers."""
    institution, known = composer.institution, composer.kinds
    shown = {RECEIVED, CHOSEN, GROUP, PERSON}
    return [
        ((kind, name), known[kind].called(institution, name))
        for kind, name in draft.minus
        if kind not in shown and not known[kind].is_typed
    ]
