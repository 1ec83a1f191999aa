"""The SMS that confirms a STOP, or a word that takes it back.

It tells what counts when it is written, once, and again if something else counts since.
"""

from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import TypeAlias

from unisms.model.accounts import AccountClosed, NotEnoughCredit
from unisms.model.campaigns import Campaign
from unisms.model.replies import KeptReply
from unisms.model.root import Institution
from unisms.services.brokers.connections import usable
from unisms.services.errands import errands
from unisms.services.errands.errands import CONFIRMATION, Way
from unisms.services.ground.lives import StoreHeld
from unisms.services.people.consent import Reader
from unisms.services.replies.senders import PREFIX
from unisms.services.rules.policies import alerts_override
from unisms.sms import causes
from unisms.sms.encoding import ALPHABETS, encode, simplify
from unisms.sms.stop import START, STOP

DAY = 86_400  # seconds in which a number gets the same confirmation once
MOST = 6  # confirmations to a number within a day: two machines may be talking to each other
LATE = 6 * 3600  # seconds after which a confirmation would only puzzle whoever gets it
#: why none leaves
OFF, TWICE, MANY, NO_WAY = "off", "twice", "many", "no_way"
OLD, UNPAID, OVERTAKEN = "old", "unpaid", "overtaken"
Scope: TypeAlias = tuple[str, str]  # a word, and the theme or sender that it was obeyed for
LONG, SHORT = 0, 1  # the second where the first takes more than one SMS
TEXTS = {
    ("fr", STOP): (
        "{institution} : c'est noté, vous ne recevrez plus {what}{but}. Pour revenir : START",
        "C'est noté : vous ne recevrez plus {what}{but}. Pour revenir : START",
    ),
    ("en", STOP): (
        "{institution}: you will receive {what} no more{but}. To come back: START",
        "You will receive {what} no more{but}. To come back: START",
    ),
    ("fr", START): (
        "{institution} : c'est noté, vous recevez de nouveau {what}. Pour partir : STOP",
        "C'est noté : vous recevez de nouveau {what}. Pour partir : STOP",
    ),
    ("en", START): (
        "{institution}: you will receive {what} again. To leave: STOP",
        "You will receive {what} again. To leave: STOP",
    ),
}
WHAT = {"fr": ("nos SMS", "nos SMS « {theme} »"), "en": ("our SMS", 'our SMS "{theme}"')}
OF_SENDER = {"fr": "les SMS de cet expéditeur", "en": "the SMS of this sender"}
BUT = {"fr": ", sauf urgence", "en": ", but in an emergency"}


def confirm(
    institution: Institution, reply: KeptReply, confirmed: Sequence[Scope], now: int
) -> Campaign | str:
    """Confirm what a reply was obeyed as, by the connection and sender ID that it came to.

    Return the campaign of one that leaves, whose connection the caller nudges; or why none does:
    the institution wants none (``OFF``), the last thing ``confirmed`` lately to this number was
    just that (``TWICE``), or too much was (``MANY``), its connection is gone (``NO_WAY``), the
    reply is hours old (``OLD``), or the account of the service does not pay (``UNPAID``).
    """
    connection = usable(institution).get(reply.connection)
    if connection is None:
        return NO_WAY
    reasons = {
        OFF: not institution.stop_confirmed,
        TWICE: [*confirmed][-1:] == [(reply.word, reply.theme)],
        MANY: len(confirmed) >= MOST,
        OLD: now > reply.at + LATE,
    }
    if reason := next((one for one, holds in reasons.items() if holds), ""):
        return reason
    text = text_of(institution, reply, connection.alphabet)
    sender_id = connection.answering(institution.__name__, reply.to)
    way = Way(reply.connection, sender_id)
    try:
        return errands.send(institution, reply.msisdn, text, CONFIRMATION, now, way=way)
    except (AccountClosed, NotEnoughCredit, StoreHeld):
        return UNPAID


def confirmed_lately(institution: Institution, now: int) -> dict[str, list[Scope]]:
    """Return what was confirmed to each number within a day, the first thing first."""
    found: dict[str, list[Scope]] = {}
    for one in sorted(_confirmed(institution, now - DAY + 1), key=attrgetter("confirmed_at")):
        found.setdefault(one.msisdn, []).append((one.word, one.theme))
    return found


def stop_confirmed_at(institution: Institution, msisdn: str, since: int) -> int:
    """Return when a STOP was last confirmed to a number, if it was since then; 0 if not."""
    told = _confirmed(institution, since)
    moments = (one.confirmed_at for one in told if (one.msisdn, one.word) == (msisdn, STOP))
    return max(moments, default=0)


def _confirmed(institution: Institution, since: int) -> Iterator[KeptReply]:
    """Yield each reply that was confirmed since then (epoch seconds)."""
    came = institution.replies.since(since - LATE)
    return (one for one in came if one.confirmed_at >= since)


def holds(institution: Institution, reply: KeptReply, now: int) -> bool:
    """Whether what a reply was obeyed as counts at ``now``: nothing else may be confirmed."""
    is_of_sender = reply.theme.startswith(PREFIX)
    scopes = [reply.theme] if is_of_sender else reply.theme.split() or [""]
    refusals = {_refusal(institution, reply.msisdn, scope, now) for scope in scopes}
    return refusals == {causes.OPT_OUT if reply.word == STOP else None}


def _refusal(institution: Institution, msisdn: str, scope: str, now: int) -> str | None:
    """Return why messages of this scope do not reach a number, as each claim asks it."""
    theme = institution["themes"].get(scope)
    purpose = (theme.kind, scope) if theme is not None else ()
    sender = scope.removeprefix(PREFIX) if scope.startswith(PREFIX) else ""
    return Reader(institution, purpose, now, sender).refusal(msisdn)


def text_of(institution: Institution, reply: KeptReply, alphabet: str) -> str:
    """Return the words of a confirmation: in the language of the person, in one SMS if it can be.

    They say that emergencies are sent all the same, where the institution has it so.
    """
    language = _language(institution, reply.msisdn)
    folder = institution["themes"]
    titles = [folder[name].told(language)[0] for name in reply.theme.split() if name in folder]
    plain, themed = WHAT[language]
    what = themed.format(theme=", ".join(titles)) if titles else plain
    what = OF_SENDER[language] if reply.theme.startswith(PREFIX) else what
    overrides = not titles and alerts_override(institution)
    told = {
        "institution": institution.title,
        "what": what,
        "but": BUT[language] if overrides else "",
    }
    written = [
        simplify(one.format(**told), ALPHABETS[alphabet]) for one in TEXTS[language, reply.word]
    ]
    fits = encode(written[LONG], ALPHABETS[alphabet]).segments == 1
    return written[LONG if fits else SHORT]


def _language(institution: Institution, msisdn: str) -> str:
    people = institution["people"]
    known = [people[uid].language for uid in people.with_number(msisdn)]
    wanted = next(filter(None, known), institution.language)
    return wanted if wanted in WHAT else "fr"
