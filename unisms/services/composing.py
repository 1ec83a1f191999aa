"""From a draft to a released campaign: text and audience, the check, the reservation of credit."""

from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from unisms.model.accounts import AccountClosed, NotEnoughCredit
from unisms.model.campaigns import FOLDERS, Campaign, Terms
from unisms.model.folder import dated_name, find, look_up, root_of
from unisms.model.reliance import rely_on
from unisms.model.root import institution_of
from unisms.services import audience, lines
from unisms.services.brokers import holds
from unisms.services.delivery import WrongState, give_up, require, uncertain_numbers
from unisms.services.ground import days, journal, lives
from unisms.services.money import billing
from unisms.services.personalising import renderer
from unisms.sms import states, template
from unisms.sms.encoding import ALPHABETS, Encoded, costly, encode, simplify
from unisms.sms.visible import visible, visible_values

LONGEST_TEXT = 4000  # characters, of a text as it is written
USUAL_PACE = 50  # messages a second, to estimate the time before any was measured


class BadDraft(ValueError):
    """A draft that cannot be kept; ``problems`` are pairs of field and code for the page."""

    def __init__(self, problems):
        super().__init__(problems)
        self.problems = problems


def draft(institution, author, *, now, name="", **fields):
    """A new draft among the institution's campaigns, called ``name`` if that is of this day and free. ``fields`` as for
    ``change``."""
    campaign = Campaign(author, now)
    _fill(institution, campaign, fields, author)
    own_name = free_name(institution, now)
    is_free = name[:8] == own_name[:8] and not any(name in taken for taken in _campaigns(institution))
    institution["campaigns"].add(name if is_free else own_name, campaign)
    campaign.list_anew()
    journal.act(campaign, now, author, "drafted")
    return campaign


def discard(campaign, by, now):
    """Throw a campaign away of which nothing was sent; the journal keeps that there was one.

    :raises WrongState: something of it may have left.
    """
    require(campaign, states.DISCARD)
    journal.act(campaign, now, by, "discarded")
    campaign.__parent__.remove(campaign.__name__)


def free_name(institution, now):
    """A name for a new campaign that no institution has for another: where they share a connection, the references of
    messages begin with it, and nothing else tells whose the news are. The others are looked at, never written to."""
    return dated_name(institution["campaigns"], now, _campaigns(institution))


def _campaigns(institution):
    """The folders of campaigns of every institution."""
    return [other["campaigns"] for other in institution.__parent__.values()]


def change(campaign, *, now, by, **fields):
    """Change title, text, audience, account, connection (its path), sender_id, urgent, on_doubt or plain_values;
    what was frozen is forgotten.

    :raises BadDraft: with every field at fault; nothing has changed.
    """
    require(campaign, states.CHANGE)
    _fill(institution_of(campaign), campaign, fields, by)
    back_to_draft(campaign)
    journal.act(campaign, now, by, "changed")


def _fill(institution, campaign, fields, by):
    problems = problems_of(institution, fields, by, campaign)
    if problems:
        raise BadDraft(problems)
    for field, value in fields.items():
        setattr(campaign, field, visible(value) if field == "text" else value)


def back_to_draft(campaign, problem=""):
    """Forget what was frozen; ``problem`` is the reason, for the page of the draft."""
    campaign.become(states.DRAFT)
    campaign.problem = problem
    campaign.check = campaign.agreed = ()
    campaign.clear_rows()


def problems_of(institution, fields, by, campaign=None):
    """Pairs of field and code: what keeps these fields from being a draft of the person ``by``. The audience that a
    ``campaign`` has already stays allowed when it is changed, though ``by`` could not choose it."""
    problems, text = [], visible(fields.get("text", ""))
    if not text:
        problems.append(("text", "empty"))
    elif len(text) > LONGEST_TEXT:
        problems.append(("text", f"too_long:{LONGEST_TEXT}"))
        text = ""  # its placeholders can wait: there may be a great many
    if not fields.get("audience"):
        problems.append(("audience", "empty"))
    elif not all(may_keep(institution, pair, by, campaign) for pair in fields["audience"]):
        problems.append(("audience", "unknown"))
    elif unknown := template.unknown(text, columns_for(institution, fields["audience"], by, campaign)):
        problems.append(("text", f"unknown_placeholder:{', '.join(unknown)}"))
    if fields.get("account") not in institution["accounts"]:
        problems.append(("account", "unknown"))
    elif institution["accounts"][fields["account"]].closed:
        problems.append(("account", "closed"))
    connection = connections(institution).get(fields.get("connection"))
    if connection is None:
        problems.append(("connection", "unknown"))
    elif fields.get("sender_id") and fields["sender_id"] not in connection.accepted(institution.__name__):
        problems.append(("sender_id", "unknown"))
    return tuple(problems)


def exists(institution, kind, name):
    """Whether the audience may name this."""
    if kind == "import":
        record = institution["imports"].get(name)
        return record is not None and record.state != "forgotten"
    folder = FOLDERS.get(kind)
    return name in institution[folder] if folder else kind == "number"


def may_use(institution, kind, name, by):
    """Whether the person ``by`` may write to this: a file of people is its author's alone."""
    return exists(institution, kind, name) and (kind != "import" or institution["imports"][name].author == by)


def may_keep(institution, pair, by, campaign=None):
    """Whether the person ``by`` may use this, or leave it in a ``campaign`` that has it."""
    kept = campaign is not None and pair in campaign.audience and exists(institution, *pair)
    return kept or may_use(institution, *pair, by)


def columns_for(institution, pairs, by, campaign=None):
    """The columns that the person ``by`` may put into a text to these ``pairs`` of audience. Of the file of somebody
    else, which a ``campaign`` has, only those that its text uses: what else is in the file stays its author's."""
    own = [pair for pair in pairs if may_use(institution, *pair, by)]
    others = [pair for pair in pairs if pair not in own]
    used = template.columns_used(campaign.text, audience.columns_of(institution, others)) if campaign else ()
    return tuple(dict.fromkeys((*audience.columns_of(institution, own), *used)))


def connections(institution):
    """The broker connections that this institution may use, its own first: ``{path: connection}``."""
    root = root_of(institution)
    found = {}
    for owner, path in ((institution, f"/institutions/{institution.__name__}/brokers"), (root, "/brokers")):
        found.update({f"{path}/{name}": connection for name, connection in owner["brokers"].items()})
    return found


class Preview(NamedTuple):
    """What a text would cost, for the live counter."""

    alphabet: str
    segments: int
    units: int
    room: int
    placeholders: tuple
    unknown: tuple
    costly: tuple  #: of ``sms.encoding.Costly``
    own: Encoded  #: the text itself, with nothing in its placeholders
    own_costly: tuple  #: the same of that
    simplified: bool  #: whether French simplifications of text and values change anything
    simplified_segments: int
    cut: bool  #: whether text or values are so long that the rest of them was not counted


def preview(text, columns=(), longest=(), alphabet="gsm", *, plain_values=False):
    """The ``Preview`` of ``text``, each placeholder filled with the longest value known (``longest``, by column)."""
    table = ALPHABETS[alphabet]
    filled, cut = filled_in(text, columns, longest, alphabet, plain_values=plain_values)
    text = visible(text)[:LONGEST_TEXT]
    named = template.placeholders(text)
    unknown = template.unknown(text, columns)
    simplified = simplify(filled, table)
    encoded = encode(filled, table)
    own = _alone(text, columns)
    return Preview(
        encoded.alphabet,
        encoded.segments,
        encoded.units,
        encoded.room,
        named,
        unknown,
        costly(filled, table),
        encode(own, table),
        costly(own, table),
        simplified != filled,
        encode(simplified, table).segments,
        cut,
    )


def alone(text, columns=(), alphabet="gsm"):
    """What ``text`` costs with nothing in its placeholders: nobody's costs less. Of one that is longer than may be
    written the rest is not counted."""
    return encode(_alone(visible(text)[:LONGEST_TEXT], columns), ALPHABETS[alphabet])


def _alone(text, columns):
    return template.prepare(text, columns).render(())


def filled_in(text, columns, values, alphabet="gsm", *, plain_values=False):
    """``text`` with one value for each of ``columns``, and whether it was cut: of a text that is longer than may be
    written, or becomes so by its values, as many characters as may be written are made."""
    text, values = visible(text), visible_values(tuple(values))
    compiled = template.prepare(text[:LONGEST_TEXT], columns)
    filled = compiled.beginning(values, LONGEST_TEXT + 1)
    if len(text) > LONGEST_TEXT or len(filled) > LONGEST_TEXT:
        return filled[:LONGEST_TEXT], True
    if plain_values:
        used = {column for _, column in compiled.slots}
        filled = compiled.render(
            [simplify(value, ALPHABETS[alphabet]) if column in used else "" for column, value in enumerate(values)]
        )
    return filled, False


def submit(campaign):
    """The draft is to be checked: a worker will prepare it."""
    require(campaign, states.SUBMIT)
    campaign.become(states.PREPARING)
    campaign.problem = ""


def prepare(root, path, now, *, limited=False, room=0):
    """Freeze the audience of the campaign at ``path``; on a problem it goes back to its draft, the reason noted.
    ``limited`` and ``room`` are as for ``audience.freeze``: ``limits.prepare`` knows them."""
    campaign = look_up(root, path)
    if campaign is None or campaign.state != states.PREPARING:
        return  # changed or thrown away meanwhile, or done already
    institution = institution_of(campaign)
    if campaign.connection not in connections(institution):
        back_to_draft(campaign, "connection_gone")
        return
    connection = find(root, campaign.connection)
    today = datetime.fromtimestamp(now, ZoneInfo(institution.time_zone)).date()
    try:
        wanted = template.columns_used(campaign.text, audience.columns_of(institution, campaign.audience))
        recipients = audience.expand(institution, campaign.audience, wanted, today)
        audience.freeze(campaign, recipients, wanted, connection, now, limited=limited, room=room)
    except audience.EmptyAudience:
        back_to_draft(campaign, lines.why_nobody(campaign, today) or "empty_audience")
        return
    except audience.AudienceGone:
        back_to_draft(campaign, "audience_gone")
        return
    campaign.check += lines.undecided(campaign, today)
    campaign.become(states.CHECKED)
    campaign.remember(now, "", "checked")


class Check(NamedTuple):
    """What the check page shows."""

    recipients: int
    segments: int
    cost: int  #: thousandths of a euro
    merged: int
    set_aside: dict  #: cause -> people
    histogram: dict  #: segments -> messages
    longest: tuple  #: (who, text, segments), or empty
    unknown_ranges: int
    long_values: dict  #: column -> people set aside because a blank does not take its value
    credit_before: int
    credit_after: int
    missing_credit: int  #: segments; 0 when there is enough
    seconds: int  #: estimated time until the last one has left
    abroad: dict  #: millionths of a euro -> segments to foreign numbers; empty where none is, or of before 2026-12


def check_of(campaign):
    """The ``Check`` of a prepared campaign."""
    institution = institution_of(campaign)
    figures = dict(campaign.check)
    account = institution["accounts"].get(campaign.account)
    before = account.available if account is not None else 0
    connection = connections(institution).get(campaign.connection)
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
    )


def longest_number(campaign):
    """The number of the row with the longest text; 0 where nobody is left."""
    return campaign.counted("longest")


def _longest(campaign, number):
    if not number:
        return ()
    values = campaign.values(number)
    return values[0], renderer(campaign)(values), campaign.row(number).segments


class NobodyToWriteTo(Exception):
    """Every recipient was set aside."""


class Outdated(Exception):
    """The check holds no more; ``code`` says why. The broker connection has gone (``connection``), accepts the sender
    ID no longer (``sender_id``) or writes in another alphabet (``alphabet``). The institution has other ``rules``. Some
    message costs otherwise (``price``)."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


def release(campaign, by, now, *, to_nobody=False):
    """Reserve the credit and let the campaign wait for its turn; the caller nudges the connection
    after the commit. ``to_nobody``: also where the check left no recipient, since who releases it
    must not learn that.

    :raises NotEnoughCredit: with what is missing; the campaign stays checked.
    :raises AccountClosed: the account pays for nothing new, or is gone.
    :raises WrongState: it is not checked, or was sent already.
    :raises NobodyToWriteTo: the check left no recipient.
    :raises Outdated: its connection has changed since, a price, or the institution's rules.
    :raises StoreHeld: nothing may leave from a store that was restored and not released.
    """
    require(campaign, states.RELEASE)
    if not campaign.counted("recipients") and not to_nobody:
        raise NobodyToWriteTo
    if code := outdated(campaign):
        raise Outdated(code)
    institution, connection = institution_of(campaign), connection_of(campaign)
    lives.refuse_held(root_of(institution))
    account = payer_of(campaign)
    rely_on(institution, connection, account)
    campaign.agreed = tuple(billing.terms(institution, connection))
    billing.reserve(account, campaign.__name__, campaign.counted("segments"), campaign.counted("cost"), by, now)
    campaign.sent_at = now
    campaign.become(states.SENDING)
    connection.join_line(campaign.path, campaign.urgent)
    holds.look_again(connection, now)
    journal.act(campaign, now, by, "released")


def outdated(campaign):
    """Why the check of a campaign does not hold any more, as the code of ``Outdated``; empty where it does."""
    try:
        connection = connection_of(campaign)
    except Outdated as reason:
        return reason.code
    institution = institution_of(campaign)
    now = billing.terms(institution, connection)
    then = Terms(*campaign.agreed) if campaign.agreed else now
    if then.rules != now.rules or _older_than_rules(campaign, institution):
        return "rules"
    if then.alphabet != now.alphabet:
        return "alphabet"
    return "price" if billing.costs_otherwise(campaign, now) else ""


def _older_than_rules(campaign, institution):
    """Whether a campaign that was checked before 2026-12, when no terms were kept, may be older than the rules."""
    changed = institution.policies_change
    return bool(not campaign.agreed and changed and changed[0] >= campaign.checked_at)


def payer_of(campaign):
    """The account that pays for a campaign.

    :raises AccountClosed: there is none of that name any more.
    """
    account = institution_of(campaign)["accounts"].get(campaign.account)
    if account is None:
        raise AccountClosed
    return account


def connection_of(campaign):
    """The connection over which a campaign is to leave.

    :raises Outdated: it is gone, or no longer accepts the sender ID.
    """
    institution = institution_of(campaign)
    connection = connections(institution).get(campaign.connection)
    if connection is None:
        raise Outdated("connection")
    if campaign.sender_id and campaign.sender_id not in connection.accepted(institution.__name__):
        raise Outdated("sender_id")
    return connection


def resend_uncertain(campaign, by, now, before=None):
    """Send every uncertain message again, as a new row that names the old one; the old one is written off.

    A person decides that, or the campaign's policy: it may reach somebody twice. With ``before`` (epoch seconds), only
    those that were uncertain then and were not sent again already. Return how many.

    :raises NotEnoughCredit: the account lacks what the new messages cost.
    :raises AccountClosed: the account pays for nothing new, or is gone.
    :raises Outdated: the connection is gone, or accepts the sender ID no longer.
    """
    require(campaign, states.RESEND)
    numbers = uncertain_numbers(campaign) if before is None else _long_uncertain(campaign, before)
    if not numbers:
        return 0  # an empty reservation would take the key of the next one
    institution, connection, account = institution_of(campaign), connection_of(campaign), payer_of(campaign)
    lives.refuse_held(root_of(institution))
    rely_on(institution, connection, account)
    again = [(campaign.row(number), campaign.values(number)) for number in numbers]
    segments = sum(row.segments for row, _ in again)
    cost = billing.cost_again(campaign, account, [(row.msisdn, row.segments) for row, _ in again])
    first = campaign.last_number() + 1
    billing.reserve(account, campaign.__name__, segments, cost, by, now, kind=f"resend-{first}")
    rows = [(first + i, (row.msisdn, states.QUEUED, "", row.segments, 0, None)) for i, (row, _) in enumerate(again)]
    named = [(first + i, values) for i, (_, values) in enumerate(again)]
    give_up(campaign, numbers, now)
    campaign.freeze(rows, named)
    campaign.repeat([(first + i, number) for i, number in enumerate(numbers)])
    if campaign.state == states.SENT:
        campaign.become(states.SENDING)
        campaign.ended_at = 0
    if campaign.state == states.SENDING:
        connection.join_line(campaign.path, campaign.urgent)
    journal.act(campaign, now, by, "resent", str(len(numbers)))
    return len(numbers)


def _long_uncertain(campaign, before):
    """What is uncertain since ``before``. A second try that is uncertain too is left to a person: a broker that never
    answers would be paid for ever."""
    return [
        number
        for number in uncertain_numbers(campaign)
        if not _is_young(campaign.row(number), before) and not campaign.repeated(number)
    ]


def _is_young(row, before):
    """Whether its last news came after ``before``; what came in the future, by a clock that was
    wrong, did not."""
    return before < row.changed_at <= before + days.SKEW


__all__ = [
    "AccountClosed",
    "BadDraft",
    "Check",
    "NobodyToWriteTo",
    "NotEnoughCredit",
    "Outdated",
    "Preview",
    "WrongState",
]
