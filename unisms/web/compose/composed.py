"""The composed message as its form holds it: typed, stored or new; and who it would reach."""

from collections import Counter
from collections.abc import Mapping
from itertools import islice
from typing import NamedTuple

from unisms.model.folder import Folder
from unisms.model.kinds import kinds_behind
from unisms.model.mail_copies import WHOM
from unisms.model.root import institution_of
from unisms.model.templates import MessageTemplate
from unisms.services.audience.kinds import NUMBER, PERSON, exists
from unisms.services.brokers import connections
from unisms.services.campaigns import manuscripts
from unisms.services.campaigns.manuscripts import Draft
from unisms.services.copies import copies
from unisms.services.people import enrolment
from unisms.services.rights import reaches
from unisms.sms.names import begin_in, fold, words
from unisms.sms.purposes import EMERGENCY, OF_THEMES
from unisms.web.compose import blanks, minus

LONGEST_REASON = 300  # characters
MOST_NAMESAKES = 50  # the groups of so many namesakes are told
LOOKED_AT = 50  # of somebody's latest campaigns: a name tells the day only


def typed(post, may, country="FR", language="fr"):
    """Return the draft that a form sends; ``may(kind, name)`` tells whom this person may choose.

    ``language`` is that of the text.
    """
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
        purpose=(EMERGENCY,) if post.get("emergency") else read_purpose(post.get("purpose", "")),
        reason=post.get("reason", "").strip()[:LONGEST_REASON],
        on_doubt="resend" if post.get("on_doubt") == "resend" else "hold",
        plain_values=bool(post.get("plain_values")),
        leaving_link=bool(post.get("leaving_link")),
        country=country,
        wording=blanks.typed(post, language),
        minus=minus.typed(post, may),
        once=minus.typed_key(post),
        mail_copy=copies.read(
            post.getall("mail_to"), post.get("mail_subject", ""), post.get("mail_body", "")
        ),
    )


def read_purpose(typed):
    """Return the purpose that a form names: ``theme/bu``, or nothing."""
    kind, _, theme = typed.partition("/")
    return (kind, theme) if kind in OF_THEMES and theme else ()


def stored(campaign, *, hidden=False):
    """The draft that a campaign holds; its typed numbers ``hidden`` from who may not see them."""
    numbers = tuple(name for kind, name in campaign.audience if kind == NUMBER)
    return Draft(
        campaign.title,
        campaign.written,
        tuple(pair for pair in campaign.audience if pair[0] != NUMBER),
        "" if hidden else "\n".join(numbers),
        numbers if hidden else (),
        campaign.account,
        campaign.connection,
        campaign.sender_id,
        campaign.urgent,
        _chosen_purpose(campaign),
        campaign.reason,
        campaign.on_doubt,
        campaign.plain_values,
        campaign.leaving_link,
        institution_of(campaign).country,
        campaign.worded,
        campaign.timing,
        campaign.minus,
        campaign.once,
        campaign.mailed._replace(to=tuple(one for one in campaign.mailed.to if one in WHOM)),
    )


def _chosen_purpose(campaign):
    """Return the purpose that somebody has chosen; nothing where it follows from all else."""
    alone = Draft(audience=campaign.audience, account=campaign.account)
    follows = manuscripts.purposeful(institution_of(campaign), alone).purpose
    return () if campaign.purpose == follows else campaign.purpose


def new(institution, query, may):
    """A first draft: what the address asks for, an account and a contract that work."""
    known = kinds_behind(institution)
    asked = tuple((kind, query[kind]) for kind in _ticked(known) if kind in query and may(kind))
    template = template_at(institution, query.get("template", ""))
    return Draft(
        audience=tuple(pair for pair in asked if exists(institution, *pair)),
        text=template.text if template else "",
        purpose=template.purpose if template else (),
        account=next((name for name, one in institution["accounts"].items() if not one.closed), ""),
        connection=_offered(connections.usable(institution)),
        country=institution.country,
    )


def _ticked(known):
    """The kinds that one chooses by a tick."""
    return [kind for kind, one in known.items() if not one.is_typed]


def _offered(known):
    """Return the path of the first connection by which messages leave.

    If none does, return that of the first connection; without a connection, nothing.
    """
    works = (path for path, one in known.items() if connections.carries(one))
    return next(works, next(iter(known), ""))


def last_of(institution, author):
    """The campaign that ``author`` wrote last, or ``None``."""
    folder = institution["campaigns"]
    names = list(islice(folder.latest_of(author), LOOKED_AT))
    last_day = (folder[name] for name in names if name[:8] == names[0][:8])
    return max(last_day, key=lambda one: one.created_at, default=None)


def template_at(institution, place):
    """Return the template at ``place`` in the folder of all; ``None``: it is gone, or archived."""
    folder, _, name = place.rpartition("/")
    known = institution["templates"].get(folder) if folder else institution["templates"]
    found = known.get(name) if isinstance(known, Folder) else None
    return found if isinstance(found, MessageTemplate) and not found.archived else None


def templates(institution):
    """Return pairs of a department's title and its templates in use, all by title.

    The title is empty for the institution's own templates.
    """
    shelves = {}
    for one in sorted(reaches.templates(institution), key=lambda one: fold(one.title)):
        department = one.__parent__.title if "/" in one.place else ""
        shelves.setdefault(department, []).append(one)
    return sorted(shelves.items(), key=lambda pair: fold(pair[0]))


PLAIN = "compose_choices.jinja2"  # the template of a kind that has a heading only


class Offer(NamedTuple):
    """The part of the page that one kind of audience has."""

    kind: str
    template: str
    choices: list  #: of ``Choice``
    is_ticked: bool  #: they stand in the list of all that one ticks; else below it
    heading: Mapping  #: by language


def offers(institution, draft, mine, groups, search=""):
    """Return the ``Offer`` of each kind that has a part of the page, in the order of the page.

    ``mine`` is the uid of whoever composes, by kind that they may choose. ``groups`` are the only
    groups they may write to; ``None``: whomever they find. Of a ``search``, only what bears its
    words is offered. What is chosen is offered all the same: what is not shown would not be sent.
    """
    found, wanted = [], words(search)
    for kind, one in sorted(kinds_behind(institution).items(), key=_place):
        choices = one.choices(institution, _names(draft, kind), mine.get(kind, ""))
        allowed = groups if kind in mine else ()
        if allowed is not None:
            choices = [each for each in choices if _is_within(one, each, allowed, draft)]
        if wanted:
            choices = [each for each in choices if _is_meant(each, wanted, draft)]
        if one.picker or one.heading:
            template = one.picker or PLAIN
            found.append(Offer(kind, template, choices, one.is_ticked, one.heading))
    return found


def _place(named):
    """Return the place of a kind: ticked, a heading only last; then looked for; then typed."""
    _, kind = named
    return not kind.is_ticked, kind.is_typed, not kind.picker


def _is_within(kind, choice, groups, draft):
    """Whether a choice is of a group that one may write to, or is chosen."""
    return kind.group(choice.name) in groups or (choice.kind, choice.name) in draft.audience


def _is_meant(choice, wanted, draft):
    """Whether each of the words ``wanted`` begins a word of a choice's title, or it is chosen."""
    return begin_in(wanted, choice.title) or (choice.kind, choice.name) in draft.audience


def _names(draft, kind):
    return [name for one, name in draft.audience if one == kind]


def persons(institution, draft):
    """The persons already chosen."""
    known = kinds_behind(institution)[PERSON]
    return known.choices(institution, _names(draft, PERSON), "")


def found_persons(institution, search, but=(), *, by_number):
    """Return the first people that ``enrolment.search`` finds, but those of ``but``, by name."""
    known = {choice.name for choice in but}
    uids = enrolment.search(institution, search, by_number=by_number)
    others = [uid for uid in uids if uid not in known]
    choices = kinds_behind(institution)[PERSON].choices(institution, others, "")
    return sorted(choices, key=lambda choice: fold(choice.title))


def told_apart(institution, choices, shown):
    """Return the groups that tell namesakes among ``choices`` apart: ``{uid: titles}``.

    Only the groups that ``shown()`` returns are told; it is not called where all names differ.
    """
    names = Counter(fold(choice.title) for choice in choices)
    alike = [choice.name for choice in choices if names[fold(choice.title)] > 1][:MOST_NAMESAKES]
    groups = (
        [(choice.title, institution["groups"][choice.name].uids) for choice in shown()]
        if alike
        else []
    )
    return {uid: [title for title, uids in groups if uid in uids] for uid in alike}
