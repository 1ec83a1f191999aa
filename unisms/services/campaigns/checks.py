"""The check before sending: the audience frozen, and the figures that are told of it."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from unisms.model.campaigns import Campaign
from unisms.model.folder import find, look_up
from unisms.model.root import Root, institution_of
from unisms.model.senders import sender_of
from unisms.ports import AudienceGone
from unisms.services.audience import audience, questions
from unisms.services.brokers.connections import usable
from unisms.services.campaigns.drafts import back_to_draft
from unisms.services.copies import addresses, copies
from unisms.services.delivery.claims import renderer
from unisms.services.exclusions import exclusions, expansions, once_keys, rolls
from unisms.services.exclusions.crowds import Excluded
from unisms.services.exclusions.judges import Judge
from unisms.services.exclusions.rolls import Differences
from unisms.services.ground import waiting
from unisms.services.imports import lines
from unisms.services.people.consent import Reader
from unisms.services.rules import hours
from unisms.services.texts.languages import Languages
from unisms.services.texts.shares import LanguageShare
from unisms.services.texts.values import Writer
from unisms.sms import states, template
from unisms.sms.encoding import ALPHABETS

NO_ANSWERS: Mapping[questions.Question, questions.Answer] = MappingProxyType({})
USUAL_PACE = 50  # messages a second, to estimate the time before any was measured


class Bounds(NamedTuple):
    """The bounds of the author of a campaign: ``guards.prepare`` knows them."""

    limited: bool = False  #: as for ``audience.freeze``
    rooms: Sequence[int] = (0,)  #: messages left of each limit, as for ``audience.freeze``
    blind: bool = False  #: whether they must not learn whose a number is


NO_BOUNDS = Bounds()


def prepare(
    root: Root,
    path: str,
    now: int,
    answers: Mapping[questions.Question, questions.Answer] = NO_ANSWERS,
    bounds: Bounds = NO_BOUNDS,
) -> tuple[questions.Question, ...]:
    """Freeze the audience of the campaign at ``path``.

    On a problem it goes back to its draft, with the reason. Return the questions to outsiders that
    ``answers`` does not answer. While there is one nothing is written: the caller asks with no
    transaction open, then calls again with ``{question: answer}``.
    """
    campaign = look_up(root, path)
    if campaign is None or campaign.state != states.PREPARING:
        return ()  # changed or thrown away meanwhile, or done already
    frozen = _frozen(root, campaign, now, answers, bounds)
    if frozen.problem:
        back_to_draft(campaign, frozen.problem)
    elif not frozen.unanswered:
        campaign.become(states.CHECKED)
        campaign.remember(now, "", "checked")
    return frozen.unanswered


class Refrozen(NamedTuple):
    """The audience of a campaign frozen once more, as it is at the moment of sending."""

    unanswered: tuple[questions.Question, ...] = ()  #: to be asked first; nothing was written
    problem: str = ""  #: why it cannot be frozen, as of ``Campaign.problem``; nothing was written
    differences: Differences = Differences()


def refreeze(
    root: Root,
    campaign: Campaign,
    now: int,
    answers: Mapping[questions.Question, questions.Answer] = NO_ANSWERS,
    bounds: Bounds = NO_BOUNDS,
) -> Refrozen:
    """Freeze the audience of a campaign that was checked before, and stays in its state.

    With ``unanswered`` questions or a ``problem``, the former freeze is as it was. The caller asks
    and calls again; or decides what becomes of a campaign whose audience is not there.
    """
    before = rolls.roll_of(campaign)
    frozen = _frozen(root, campaign, now, answers, bounds)
    if frozen.problem or frozen.unanswered:
        return frozen
    campaign.remember(now, "", "checked")
    return Refrozen(differences=rolls.differences(before, rolls.roll_of(campaign)))


def _frozen(
    root: Root,
    campaign: Campaign,
    now: int,
    answers: Mapping[questions.Question, questions.Answer],
    bounds: Bounds,
) -> Refrozen:
    """Freeze the audience of a campaign if all questions are answered; its state is left alone."""
    institution = institution_of(campaign)
    if campaign.connection not in usable(institution):
        return Refrozen(problem="connection_gone")
    try:
        asked = questions.questions_of(institution, (*campaign.audience, *campaign.minus))
        unanswered = tuple(one for one in asked if one not in answers)
        if unanswered:
            return Refrozen(unanswered)
        told = {(one.kind, one.name): answers[one] for one in asked}
        return Refrozen(problem=_freeze(root, campaign, told, now, bounds))
    except AudienceGone as gone:
        return Refrozen(problem=gone.code or questions.GONE)


def _freeze(
    root: Root,
    campaign: Campaign,
    told: Mapping[tuple[str, str], questions.Answer],
    now: int,
    bounds: Bounds,
) -> str:
    """Freeze the audience with what outsiders ``told``: ``{pair of kind and name: Answer}``.

    Return the problem that keeps it from that; nothing is written then.
    """
    if problem := next((one.problem for one in told.values() if one.problem), ""):
        return problem
    institution, connection = institution_of(campaign), find(root, campaign.connection)
    today = hours.local_day(institution, now)
    people = {pair: one.people for pair, one in told.items()}
    columns = audience.columns_of(institution, campaign.audience)
    texts = (*campaign.texts, *campaign.worded_copies)
    used = {column for text in texts for column in template.columns_used(text, columns)}
    used |= {addresses.column_of(columns)} if campaign.mail_copy else set()
    wanted = tuple(column for column in columns if column in used)
    pairs, minus = expansions.spelled(institution, campaign.audience, campaign.minus)
    judge = _judge(campaign, exclusions.excluded(institution, minus, today, people), now)
    limited, rooms, blind = bounds
    languages = Languages(institution, campaign.worded, by_uid_alone=blind)
    writer = Writer(institution, languages, ALPHABETS[connection.alphabet])
    recipients = audience.expand(institution, pairs, wanted, today, judge, people, writer)
    ready = campaign, recipients, wanted, connection, now
    try:
        places = audience.freeze(*ready, limited=limited, rooms=rooms, languages=languages)
    except audience.EmptyAudience:
        return lines.why_nobody(campaign, today) or "empty_audience"
    campaign.leave_out(minus, places)
    campaign.judged = judge.reader.mark
    campaign.check += lines.undecided(campaign, today) + once_keys.figures(campaign, now)
    campaign.check += copies.figures(campaign)
    return ""


def _judge(campaign: Campaign, excluded: Excluded, now: int) -> Judge:
    """Return the judge of whom a campaign reaches at ``now``."""
    sender = sender_of(campaign.sender_id, campaign.connection)
    reader = Reader(institution_of(campaign), campaign.purpose, now, sender)
    return Judge(reader, excluded, once_keys.told_of(campaign, now))


class Check(NamedTuple):
    """The content of the check page."""

    recipients: int
    segments: int
    cost: int  #: thousandths of a euro
    merged: int
    set_aside: dict[str, int]  #: cause -> people
    histogram: dict[int, int]  #: segments -> messages
    longest: tuple[str | int, ...]  #: (who, text, segments), or empty
    unknown_ranges: int
    long_values: dict[
        str, int
    ]  #: column -> people set aside because a blank does not take its value
    credit_before: int
    credit_after: int
    missing_credit: int  #: segments; 0 when there is enough
    seconds: int  #: estimated time until the last one has left
    #: millionths of a euro -> segments to foreign numbers; empty if there are none, or for a check
    #: of before 2026-12
    abroad: dict[int, int]
    #: people whose message ends with the notice of a theme, and the segments that these cost
    noticed: tuple[int, int] = (0, 0)
    languages: tuple[LanguageShare, ...] = ()  #: of each text, if there are several


def check_of(campaign: Campaign) -> Check:
    """The ``Check`` of a prepared campaign."""
    institution = institution_of(campaign)
    figures = dict(campaign.check)
    account = institution["accounts"].get(campaign.account)
    before = account.available if account is not None else 0
    connection = usable(institution).get(campaign.connection)
    recipients, segments = figures["recipients"], figures["segments"]
    return Check(
        recipients,
        segments,
        figures["cost"],
        figures["merged"],
        dict(figures["set_aside"]),
        dict(figures["histogram"]),
        _longest(campaign, figures["longest"]),
        figures["unknown_ranges"],
        dict(figures.get("long_values", ())),
        before,
        before - segments,
        max(0, segments - before),
        max(1, round(recipients / ((connection and connection.pace) or USUAL_PACE))),
        dict(figures.get("abroad", ())),
        figures.get("noticed", (0, 0)),
        tuple(LanguageShare(*share) for share in figures.get("languages", ())),
    )


def longest_number(campaign: Campaign) -> int:
    """The number of the row with the longest text; 0 where nobody is left."""
    number: int = campaign.counted("longest")
    return number


def _longest(campaign: Campaign, number: int) -> tuple[int | str, ...]:
    if not number:
        return ()
    return campaign.values(number)[0], renderer(campaign)(number), campaign.row(number).segments


def to_check(root: Root, _now: int) -> Iterator[tuple[str, ...]]:
    """Yield the tasks that prepare the campaigns whose check was asked for."""
    yield from waiting.tasks(root, "campaigns", "prepare_campaign")
