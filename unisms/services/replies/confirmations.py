"""The SMS that confirms a STOP, or a word that takes it back; at most one a number and day."""

from collections.abc import Collection, Iterable

from unisms.model.accounts import AccountClosed, NotEnoughCredit
from unisms.model.campaigns import Campaign
from unisms.model.replies import KeptReply
from unisms.model.root import Institution
from unisms.services.brokers.connections import usable
from unisms.services.errands import errands
from unisms.services.errands.errands import CONFIRMATION, Way
from unisms.services.ground.lives import StoreHeld
from unisms.services.replies.senders import PREFIX
from unisms.services.rules.policies import alerts_override
from unisms.sms.encoding import ALPHABETS, encode, simplify
from unisms.sms.stop import START, STOP

DAY = 86_400  # seconds in which a number gets one confirmation
LATE = 6 * 3600  # seconds after which a confirmation would only puzzle whoever gets it
OFF, TWICE, NO_WAY, OLD, UNPAID = "off", "twice", "no_way", "old", "unpaid"
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
    institution: Institution, reply: KeptReply, confirmed: Collection[str], now: int
) -> Campaign | str:
    """Confirm what a reply was obeyed as, by the connection and sender ID that it came to.

    Return the campaign of one that leaves, whose connection the caller nudges; or why none does:
    the institution wants none (``OFF``), the number is among those ``confirmed`` lately
    (``TWICE``), its connection is gone (``NO_WAY``), the reply is hours old (``OLD``), or the
    account of the service does not pay (``UNPAID``).
    """
    connection = usable(institution).get(reply.connection)
    if connection is None:
        return NO_WAY
    reasons = {
        OFF: not institution.stop_confirmed,
        TWICE: reply.msisdn in confirmed,
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


def confirmed_lately(institution: Institution, months: Iterable[str], now: int) -> set[str]:
    """Return the numbers that had a confirmation within a day; ``months`` are to be looked at."""
    kept = (one for month in months for _, one in institution.replies.keyed(month))
    return {one.msisdn for one in kept if one.confirmed_at > now - DAY}


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
