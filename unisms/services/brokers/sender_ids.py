"""Sender IDs: asked for by an institution, decided by the connection's managers.

They are judged by country.
"""

from collections import Counter
from typing import NamedTuple

from unisms.model.campaigns import Campaign
from unisms.model.connections import (
    ACCEPTED,
    AUTHORISED,
    REFUSED,
    REQUESTED,
    USABLE,
    BrokerConnection,
    SenderId,
)
from unisms.model.folder import root_of
from unisms.model.root import Institution, institution_of
from unisms.model.rows import MSISDN, STATE
from unisms.services.ground import journal
from unisms.services.ground.actor import Actor
from unisms.sms import msisdn, states
from unisms.sms.sender_id import (
    FINE,
    GENERIC,
    REGISTERED,
    Verdict,
    is_number,
    looks_like,
    problem_of,
    verdict,
)

MOST_WAITING = 10  # that an institution may have waiting for a decision on one connection
MOST_REFUSED = 20  # of an institution that are kept on one connection; the oldest are forgotten
KEPT = 365 * 86400  # seconds that words about a decision are kept, and what was not accepted
START = 5  # characters within which a number tells its country: +1204
VERBS = {
    ACCEPTED: "sender.accepted",
    AUTHORISED: "sender.authorised",
    REFUSED: "sender.refused",
}
KNOWN, CROWDED = "known", "crowded"


class UnfitSender(ValueError):
    """This sender ID cannot be asked for.

    ``code`` is ``known``, ``crowded``, or one of ``sms.sender_id``.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Destination(NamedTuple):
    """The fate of a sender ID in a country that a message goes to."""

    country: str  #: ISO 3166 code
    messages: int
    verdict: Verdict


def ask(actor: Actor, connection: BrokerConnection, word: str, now: int) -> None:
    """Ask for a sender ID that the actor's institution wants to show.

    A refused one may be asked for again.

    :raises UnfitSender: no handset of the institution's country shows it, it is asked for already,
        or too many wait for a decision.
    """
    institution, word = actor.institution, word.strip()
    if problem := problem_of(word):
        raise UnfitSender(problem)
    if (judged := judge(connection, word, institution.country)).is_refusal:
        raise UnfitSender(judged.code)
    own = [one for one in connection.senders() if one.institution == institution.__name__]
    if any(one.word == word and one.state != REFUSED for one in own):
        raise UnfitSender(KNOWN)
    if sum(one.state == REQUESTED for one in own) >= MOST_WAITING:
        raise UnfitSender(CROWDED)
    connection.put_sender(SenderId(word, institution.__name__, REQUESTED, now, actor.uid))
    asked = {"sender": word, "connection": connection.title}
    journal.write(actor, "sender.requested", institution, now, after=asked)


def decide(
    actor: Actor,
    connection: BrokerConnection,
    known: SenderId,
    state: str,
    now: int,
    note: str = "",
) -> None:
    """Accept, authorise or refuse a sender ID, perhaps otherwise than before.

    The institution that asked reads it in its own journal too.
    """
    connection.put_sender(known._replace(state=state, at=now, by=actor.name, note=note))
    refused = [
        one
        for one in connection.senders()
        if one.state == REFUSED and one.institution == known.institution
    ]
    oldest = sorted(refused, key=lambda one: one.at)[: max(0, len(refused) - MOST_REFUSED)]
    connection.drop_senders(oldest)
    told = {"sender": known.word, "connection": connection.title, "note": note}
    journal.write(actor, VERBS[state], connection, now, after=told)
    if (institution := asker(connection, known)) is not None:
        journal.write(actor, VERBS[state], institution, now, after=told)


def asker(connection: BrokerConnection, known: SenderId) -> Institution | None:
    """Return the institution that asked, where the connection is above it; else ``None``."""
    above = institution_of(connection) is None
    return root_of(connection)["institutions"].get(known.institution) if above else None


def forget(connection: BrokerConnection, now: int) -> None:
    """Forget the notes of a year ago, and sender IDs refused, or asked for and undecided, then."""
    known = connection.senders()
    old = [one for one in known if one.at < now - KEPT]
    connection.drop_senders([one for one in old if one.state not in USABLE])
    for one in old:
        if one.state in USABLE and one.note:
            connection.put_sender(one._replace(note=""))


def find(connection: BrokerConnection, institution: str, word: str) -> SenderId | None:
    """Return the ``SenderId`` of this word and the institution of this name, or ``None``."""
    return next((one for one in connection.senders() if one[:2] == (word, institution)), None)


def judge(connection: BrokerConnection, word: str, country: str) -> Verdict:
    """Return the ``Verdict`` on a sender ID shown by this connection to handsets of ``country``."""
    return verdict(word, country, listed=is_number(word) and connection.lists(word))


def standing(connection: BrokerConnection, one: SenderId, country: str) -> Verdict:
    """Return the ``Verdict`` on a known ``SenderId``: nothing stands against an authorised one.

    A sender ID in use before a rule came goes on working; the verdict asks somebody to look at it.
    """
    judged = judge(connection, one.word, country)
    settled = one.state == AUTHORISED and judged.code in (GENERIC, REGISTERED)
    return FINE if settled else judged


def owners_alike(connection: BrokerConnection, one: SenderId) -> list[str]:
    """Return the other institutions with a usable sender ID that looks like this one."""
    others = (other for other in connection.senders() if other.institution != one.institution)
    alike = (
        other for other in others if other.state in USABLE and looks_like(other.word, one.word)
    )
    return sorted({other.institution for other in alike})


def destinations(
    campaign: Campaign, connection: BrokerConnection, institution: Institution
) -> list[Destination]:
    """Return a ``Destination`` for each country where the sender ID does not arrive unchanged.

    The rows that are to leave count; the country with most messages comes first.
    """
    word = campaign.sender_id
    one = _in_use(connection, institution.__name__, word) or SenderId(word, institution.__name__)
    judged = [
        Destination(country, messages, standing(connection, one, country))
        for country, messages in _countries(campaign).most_common()
    ]
    return [told for told in judged if told.verdict.code]


def _countries(campaign: Campaign) -> Counter[str]:
    """Return how many messages go to each country; numbers that begin alike go to the same one."""
    messages: Counter[str] = Counter()
    samples: dict[str, str] = {}
    for _, row in campaign.stored_rows():
        if row[STATE] == states.QUEUED:
            start = row[MSISDN][:START]
            messages[start] += 1
            samples.setdefault(start, row[MSISDN])
    found: Counter[str] = Counter()
    for start, count in messages.items():
        found[msisdn.country_code(samples[start])] += count
    return found


def _in_use(connection: BrokerConnection, institution: str, word: str) -> SenderId | None:
    """Return the usable ``SenderId`` of this word that an institution shows, its own first."""
    usable = [one for one in connection.senders() if one.word == word and one.state in USABLE]
    return max(usable, key=lambda one: one.institution == institution, default=None)
