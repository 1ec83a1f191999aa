"""The composed message as its form holds it: typed, stored or new; and who it would reach."""

from collections import Counter
from itertools import islice
from typing import NamedTuple

from unisms.model.folder import Folder
from unisms.model.kinds import kinds_behind
from unisms.model.root import institution_of
from unisms.model.templates import MessageTemplate
from unisms.services.audience.kinds import NUMBER, PERSON, exists
from unisms.services.audience.kinds.persons import choice_of
from unisms.services.brokers import connections
from unisms.services.campaigns import drafts
from unisms.services.people import enrolling
from unisms.services.rights import reaches
from unisms.sms import states
from unisms.sms.names import fold
from unisms.web.compose.typed_numbers import box_of, pieces, problem_of
from unisms.web.frame.unsent import first_words

FEW = 5  # numbers typed beside people, by somebody who may not see those of people
MOST_NAMESAKES = 50  # whose groups are told
MOST_UNSENT = (
    100  # messages that somebody has begun and not sent: each checked one holds its recipients
)
LOOKED_AT = 50  # of somebody's latest campaigns: a name tells the day only

UNSENT = states.where(released=False)


class Draft(NamedTuple):
    """What the form shows and sends."""

    title: str = ""
    text: str = ""
    audience: tuple = ()  #: of (kind, name), the typed numbers left out
    numbers: str = ""  #: as typed
    kept: tuple = ()  #: numbers that somebody else has typed: not shown, and left as they are
    account: str = ""
    connection: str = ""
    sender_id: str = ""
    urgent: bool = False
    on_doubt: str = "hold"
    plain_values: bool = False
    country: str = "FR"  #: whose national forms the numbers have

    @property
    def everyone(self):
        """The audience with its typed numbers, as a campaign keeps it."""
        numbers = dict.fromkeys((*self.kept, *pieces(self.numbers, self.country)))
        return (*self.audience, *((NUMBER, number) for number in numbers))

    def fields(self):
        """What ``drafts.draft`` and ``drafts.change`` take."""
        return {
            "title": self.title or first_words(self.text),
            "text": self.text,
            "audience": self.everyone,
            "account": self.account,
            "connection": self.connection,
            "sender_id": self.sender_id,
            "urgent": self.urgent,
            "on_doubt": self.on_doubt,
            "plain_values": self.plain_values,
        }


def typed(post, may, country="FR"):
    """Return the draft that a form sends; ``may(kind, name)`` tells whom this person may choose."""
    chosen = (pair.partition(":")[::2] for pair in post.getall("audience"))
    return Draft(
        title=post.get("title", "").strip()[:120],
        text=post.get("text", "").replace("\r\n", "\n"),
        audience=tuple(
            dict.fromkeys(
                (kind, name) for kind, name in chosen if kind != NUMBER and may(kind, name)
            )
        ),
        numbers=post.get("numbers", "").replace("\r\n", "\n"),
        account=post.get("account", ""),
        connection=post.get("connection", ""),
        sender_id=post.get("sender_id", ""),
        urgent=bool(post.get("urgent")),
        on_doubt="resend" if post.get("on_doubt") == "resend" else "hold",
        plain_values=bool(post.get("plain_values")),
        country=country,
    )


def stored(campaign, *, hidden=False):
    """The draft that a campaign holds; its typed numbers ``hidden`` from who may not see them."""
    numbers = tuple(name for kind, name in campaign.audience if kind == NUMBER)
    return Draft(
        campaign.title,
        campaign.text,
        tuple(pair for pair in campaign.audience if pair[0] != NUMBER),
        "" if hidden else "\n".join(numbers),
        numbers if hidden else (),
        campaign.account,
        campaign.connection,
        campaign.sender_id,
        campaign.urgent,
        campaign.on_doubt,
        campaign.plain_values,
        institution_of(campaign).country,
    )


def new(institution, query, may):
    """A first draft: what the address asks for, an account and a contract that work."""
    known = kinds_behind(institution)
    asked = tuple((kind, query[kind]) for kind in _ticked(known) if kind in query and may(kind))
    return Draft(
        audience=tuple(pair for pair in asked if exists(institution, *pair)),
        text=template_text(institution, query.get("template", "")),
        account=next((name for name, one in institution["accounts"].items() if not one.closed), ""),
        connection=_offered(connections.usable(institution)),
        country=institution.country,
    )


def _ticked(known):
    """The kinds that one chooses by a tick."""
    return [kind for kind, one in known.items() if not one.is_typed]


def _offered(known):
    """The path of the first connection by which messages leave; of the first, when none does; of none, nothing."""
    works = (path for path, one in known.items() if connections.carries(one))
    return next(works, next(iter(known), ""))


def last_of(institution, author):
    """The campaign that ``author`` wrote last, or ``None``."""
    folder = institution["campaigns"]
    names = list(islice(folder.latest_of(author), LOOKED_AT))
    last_day = (folder[name] for name in names if name[:8] == names[0][:8])
    return max(last_day, key=lambda one: one.created_at, default=None)


def crowd(folder, author):
    """``{field: (code, detail)}``: what keeps ``author`` from beginning another message in the folder of all, once
    as many are begun as may wait; the latest ones are looked at."""
    latest = (folder[name].state for name in islice(folder.latest_of(author), 3 * MOST_UNSENT))
    unsent = sum(state in UNSENT for state in latest)
    return {"audience": ("crowded", MOST_UNSENT)} if unsent >= MOST_UNSENT else {}


def template_text(institution, place):
    """The text of the template at ``place`` in the folder of all; empty when it is not there, or archived."""
    folder, _, name = place.rpartition("/")
    known = institution["templates"].get(folder) if folder else institution["templates"]
    found = known.get(name) if isinstance(known, Folder) else None
    return found.text if isinstance(found, MessageTemplate) and not found.archived else ""


def templates(institution):
    """Pairs of a department's title, empty for the institution's own, and its templates in use; all by title."""
    shelves = {}
    for one in sorted(reaches.templates(institution), key=lambda one: fold(one.title)):
        department = one.__parent__.title if "/" in one.place else ""
        shelves.setdefault(department, []).append(one)
    return sorted(shelves.items(), key=lambda pair: fold(pair[0]))


def problems_of(actor, draft, campaign=None):
    """Return ``{field: (code, detail)}``: what keeps the draft from being checked.

    ``campaign`` is the one that it changes.
    """
    found = {}
    for field, code in drafts.problems_of(actor, draft.fields(), campaign):
        code, _, detail = code.partition(":")
        found.setdefault(field, (code, detail))
    wrong = problem_of(box_of(actor.institution, draft.numbers))
    if wrong:
        found["numbers"] = wrong
        if found.get("audience") == ("empty", ""):
            del found["audience"]  # somebody was typed
    return found


def mixtures(institution, draft):
    """``{field: (code, detail)}``: what somebody who may not see numbers may not write to at once. Of two that are one
    number only one gets the message, and the check tells: so guesses would tell whose number it is. A few are no way to
    find six hidden digits."""
    known = kinds_behind(institution)
    chosen, guesses = (
        {known[kind] for kind, _ in draft.audience},
        pieces(draft.numbers, draft.country),
    )
    brought = any(kind.brings_numbers for kind in chosen)
    if draft.kept and (guesses or brought):
        return {"numbers": ("kept", "")}
    of_people = any(kind.is_of_people for kind in chosen)
    if of_people and (draft.kept or brought or len(guesses) > FEW):
        return {"audience": ("mixed", FEW)}
    return {}


class Offer(NamedTuple):
    """The part of the page that one kind of audience has."""

    kind: str
    template: str
    choices: list  #: of ``Choice``
    is_ticked: bool  #: they stand in the list of all that one ticks; else below it


def offers(institution, draft, mine, groups):
    """Return the ``Offer`` of each kind that has a part of the page, in the order of the page.

    ``mine`` is the uid of whoever composes, by kind that they may choose. ``groups`` are the only
    groups they may write to; ``None``: whomever they find. What is chosen is offered all the same:
    what is not shown would not be sent.
    """
    found = []
    for kind, one in kinds_behind(institution).items():
        choices = one.choices(institution, _names(draft, kind), mine.get(kind, ""))
        if groups is not None:
            choices = [each for each in choices if _is_within(one, each, groups, draft)]
        if one.picker:
            found.append(Offer(kind, one.picker, choices, one.is_ticked))
    return found


def _is_within(kind, choice, groups, draft):
    group = kind.group(choice.name)
    return not group or group in groups or (choice.kind, choice.name) in draft.audience


def _names(draft, kind):
    return [name for one, name in draft.audience if one == kind]


def persons(institution, draft):
    """The persons already chosen."""
    known = kinds_behind(institution)[PERSON]
    return known.choices(institution, _names(draft, PERSON), "")


def found_persons(institution, search, but=(), *, by_number):
    """The first people that a search finds, as ``enrolling.found``, without those of ``but``; by name."""
    people, known = institution["people"], {choice.name for choice in but}
    uids = enrolling.found(institution, search, by_number=by_number)
    found = [choice_of(people[uid]) for uid in uids if uid not in known]
    return sorted(found, key=lambda choice: fold(choice.title))


def told_apart(institution, choices, shown):
    """``{uid: titles}``: in which of the groups ``shown`` people are who have the name of another among ``choices``."""
    names = Counter(fold(choice.title) for choice in choices)
    alike = [choice.name for choice in choices if names[fold(choice.title)] > 1][:MOST_NAMESAKES]
    groups = (
        [(choice.title, institution["groups"][choice.name].uids) for choice in shown]
        if alike
        else []
    )
    return {uid: [title for title, uids in groups if uid in uids] for uid in alike}
