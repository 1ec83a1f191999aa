"""Errands: a code, the confirmation of a STOP, an answer, each a campaign of one, sent at once.

An errand is urgent and has no audience: its one row is frozen here. It stands in the folder of
campaigns like any other, so that receipts, statements and retention know it. Without an author it
is in no list of messages.
"""

from typing import NamedTuple

from unisms.model import history
from unisms.model.accounts import Account, AccountClosed, NotEnoughCredit
from unisms.model.campaign_lines import Errand
from unisms.model.campaigns import Campaign
from unisms.model.connections import BrokerConnection
from unisms.model.folder import root_of
from unisms.model.reliance import rely_on
from unisms.model.root import Institution
from unisms.model.rows import STATE, queued
from unisms.services.brokers import holds, references
from unisms.services.brokers.connections import carries, usable
from unisms.services.ground import lives
from unisms.services.ground.actor import Actor, service
from unisms.services.money import billing
from unisms.services.money.service_account import service_account
from unisms.sms import causes, origins, states
from unisms.sms.encoding import ALPHABETS, encode
from unisms.sms.msisdn import is_foreign

CODE = "code"  # that proves a number
CONFIRMATION = "confirmation"  # of a STOP, or of a word that takes it back
TRY = "try"  # asked for by the person whose number it is
ANSWER = "answer"  # written by somebody to the author of a reply
#: the title of each, for statements
TITLES = {CODE: "Code", CONFIRMATION: "Confirmation", TRY: "Essai", ANSWER: "Réponse"}
#: leave even after a no: their recipients have just asked for them
ASKED = frozenset({CODE, CONFIRMATION, TRY})
PATIENCE = 3600  # seconds after which an errand that waits is of no use any more
CODE_PATIENCE = 600
COLUMN = "code"  # the column of a text that is a secret


class NoWay(Exception):
    """No connection may carry a message of this institution."""


class Way(NamedTuple):
    """By which connection an errand goes, what it shows as its origin, and who pays."""

    connection: str = ""  #: its path; empty: the first that carries messages
    sender_id: str = ""
    account: str = ""  #: its name; empty: the service's own


ANY_WAY = Way()


def send(
    institution: Institution,
    number: str,
    text: str,
    word: str,
    now: int,
    *,
    way: Way = ANY_WAY,
    actor: Actor | None = None,
    title: str = "",
    is_secret: bool = False,
) -> Campaign:
    """Let ``text`` leave for ``number`` at ``now`` (epoch seconds), before all that is not urgent.

    ``word`` says what it is for. The caller nudges the
    connection of the returned campaign after the commit: ``enqueue("deliver", it.connection)``.
    ``actor`` is the author of an answer. What has not left after an hour, a code after ten minutes,
    never leaves. A text that ``is_secret`` is in no list and is erased once it has left.

    :raises NoWay: there is no connection to carry it.
    :raises AccountClosed, NotEnoughCredit: the account does not pay for it.
    :raises StoreHeld: nothing may leave from a store that was restored and not released.
    """
    path, connection = _way(institution, way.connection)
    lives.refuse_held(root_of(institution))
    actor = actor or service()
    payer = institution["accounts"].get(way.account) or service_account(institution, now)
    campaign = Campaign(actor.uid, now)
    campaign.title, campaign.urgent, campaign.account = title or TITLES[word], True, payer.__name__
    campaign.connection, campaign.sender_id = path, way.sender_id
    until = now + (CODE_PATIENCE if word == CODE else PATIENCE)
    campaign.errand, campaign.origin = tuple(Errand(word, until, is_secret)), _origin(word)
    _freeze(institution, campaign, connection, number, text)
    _refuse(payer, campaign.counted("segments"))  # before anything is written
    institution["campaigns"].add(references.free_name(institution, now), campaign)
    rely_on(institution, connection, payer)
    _release(actor, campaign, payer, connection, now)
    return campaign


def _origin(word: str) -> str:
    """Return by which way an errand came: an answer was written on a page."""
    return origins.PAGE if word == ANSWER else origins.SERVICE


def _refuse(payer: Account, segments: int) -> None:
    if payer.closed:
        raise AccountClosed
    if segments > payer.spendable:
        raise NotEnoughCredit(segments - payer.spendable)


def _release(
    actor: Actor, campaign: Campaign, payer: Account, connection: BrokerConnection, now: int
) -> None:
    """Reserve the credit and let the campaign wait for its turn, as ``campaigns.releases`` does."""
    segments, cost = campaign.counted("segments"), campaign.counted("cost")
    billing.reserve(actor, payer, campaign.__name__, segments, cost, now)
    campaign.sent_at = now
    campaign.carrier(campaign.connection)
    campaign.become(states.SENDING)
    connection.join_line(campaign.path, campaign.urgent)
    holds.look_again(connection, now)
    campaign.remember(now, actor.uid, "released")
    errand = Errand(*campaign.errand)
    if errand.word != CODE and not errand.is_secret:
        history.note(campaign)


def _way(institution: Institution, path: str) -> tuple[str, BrokerConnection]:
    """Return the path of a connection and the connection: the one asked for, if it is there."""
    known = usable(institution)
    if path in known:
        return path, known[path]
    ordered = sorted(known.items(), key=lambda pair: not carries(pair[1]))
    if not ordered:
        raise NoWay
    return ordered[0]


def _freeze(
    institution: Institution,
    campaign: Campaign,
    connection: BrokerConnection,
    number: str,
    text: str,
) -> None:
    """Write the one row down, counted and priced, as a check writes those of an audience."""
    errand, terms = Errand(*campaign.errand), billing.terms(institution, connection)
    segments = encode(text, ALPHABETS[connection.alphabet]).segments
    tariff = billing.tariff(institution, connection)
    cost = billing.cost_of(terms, [(number, segments)])
    abroad = ((tariff.price(number), segments),) if is_foreign(number) else ()
    campaign.text = f"[{COLUMN}]" if errand.is_secret else text.replace("[", "[[")
    campaign.columns = (COLUMN,) if errand.is_secret else ()
    campaign.freeze(
        [(1, queued(number, segments))], [(1, ("", "", *[text][: len(campaign.columns)]))]
    )
    campaign.agreed = tuple(terms)
    campaign.check = _figures(segments, cost, abroad)
    campaign.state = states.CHECKED


def _figures(
    segments: int, cost: int, abroad: tuple[tuple[int, int], ...]
) -> tuple[tuple[str, object], ...]:
    """Return the figures of a check of one row, as ``audience.freezes`` has them."""
    return (
        ("recipients", 1),
        ("segments", segments),
        ("cost", cost),
        ("merged", 0),
        ("set_aside", ()),
        ("histogram", ((segments, 1),)),
        ("abroad", abroad),
        ("longest", 1),
        ("unknown_ranges", 0),
    )


def hears_noes(campaign: Campaign) -> bool:
    """Whether a no keeps a campaign from somebody: of errands, only from an answer's recipient."""
    return not campaign.errand or Errand(*campaign.errand).word not in ASKED


def is_confirmation(campaign: Campaign) -> bool:
    """Whether a campaign is the confirmation of a STOP, or of a word that takes it back."""
    return bool(campaign.errand) and Errand(*campaign.errand).word == CONFIRMATION


def refusal_at_last(campaign: Campaign, number: int, now: int) -> str | None:
    """Return why row ``number`` of a campaign leaves no more, if it is an errand; else ``None``.

    It came too late, or its secret is erased: the broker gave it back after all had left.
    """
    if not campaign.errand:
        return None
    errand = Errand(*campaign.errand)
    is_empty = errand.is_secret and not any(campaign.values(number)[2:])
    return causes.EXPIRED if is_empty or now > errand.until else None


def forget_secret(campaign: Campaign, now: int) -> None:
    """Erase the secret of an errand of which all has left; nothing of it is sent again."""
    if not (campaign.errand and Errand(*campaign.errand).is_secret):
        return
    for number, row in list(campaign.stored_rows()):
        campaign.rewrite_values(number, ("", "", ""))
        if row[STATE] == states.UNCERTAIN:
            given_up = campaign.row(number).moved(states.EXPIRED, now, causes.NO_NEWS)
            campaign.write(number, given_up)
