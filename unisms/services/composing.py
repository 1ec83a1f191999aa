"""From a draft to a released campaign: text and audience, the check, the reservation of credit."""

from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from unisms.model.accounts import NotEnoughCredit
from unisms.model.campaigns import Campaign
from unisms.model.folder import dated_name, find
from unisms.model.root import institution_of
from unisms.services import audience, billing, lives
from unisms.services.delivery import WrongState, give_up, require, uncertain_numbers
from unisms.services.personalising import renderer
from unisms.sms import states, template
from unisms.sms.encoding import ALPHABETS, costly, encode, simplify

AGAIN = "#"  # before the number of the row that a second try is of, in its source
LONGEST_TEXT = 4000  # characters, of a text as it is written
USUAL_PACE = 50  # messages a second, to estimate the time before any was measured


class BadDraft(ValueError):
    """A draft that cannot be kept; ``problems`` are pairs of field and code for the page."""

    def __init__(self, problems):
        super().__init__(problems)
        self.problems = problems


def draft(institution, author, *, now, **fields):
    """A new draft among the institution's campaigns. ``fields`` as for ``change``."""
    campaign = Campaign(author, now)
    _fill(institution, campaign, fields, author)
    institution["campaigns"].add(free_name(institution, now), campaign)
    campaign.remember(now, author, "drafted")
    return campaign


def free_name(institution, now):
    """A name for a new campaign that no institution has for another: where they share a connection, the references of
    messages begin with it, and nothing else tells whose the news are. The others are looked at, never written to."""
    others = [other["campaigns"] for other in institution.__parent__.values()]
    return dated_name(institution["campaigns"], now, others)


def change(campaign, *, now, by, **fields):
    """Change title, text, audience, account, connection (its path), sender_id, urgent, on_doubt or plain_values;
    what was frozen is forgotten.

    :raises BadDraft: with every field at fault; nothing has changed.
    """
    require(campaign, states.DRAFT, states.PREPARING, states.CHECKED)
    _fill(institution_of(campaign), campaign, fields, by)
    back_to_draft(campaign)
    campaign.remember(now, by, "changed")


def _fill(institution, campaign, fields, by):
    problems = problems_of(institution, fields, by)
    if problems:
        raise BadDraft(problems)
    for field, value in fields.items():
        setattr(campaign, field, value)


def back_to_draft(campaign, problem=""):
    """Forget what was frozen; ``problem`` is the reason, for the page of the draft."""
    campaign.state, campaign.problem = states.DRAFT, problem
    campaign.check = ()
    campaign.clear_rows()


def problems_of(institution, fields, by):
    """Pairs of field and code: what keeps these fields from being a draft of the person ``by``."""
    problems, text = [], fields.get("text", "")
    if not text.strip():
        problems.append(("text", "empty"))
    elif len(text) > LONGEST_TEXT:
        problems.append(("text", f"too_long:{LONGEST_TEXT}"))
        text = ""  # its placeholders can wait: there may be a great many
    if not fields.get("audience"):
        problems.append(("audience", "empty"))
    elif not all(may_use(institution, kind, name, by) for kind, name in fields["audience"]):
        problems.append(("audience", "unknown"))
    elif unknown := template.unknown(text, audience.columns_of(institution, fields["audience"])):
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
    folder = {"group": "groups", "person": "people", "import": "imports"}.get(kind)
    return name in institution[folder] if folder else kind == "number"


def may_use(institution, kind, name, by):
    """Whether the person ``by`` may write to this: a file of people is its author's alone."""
    return exists(institution, kind, name) and (kind != "import" or institution["imports"][name].author == by)


def connections(institution):
    """The broker connections that this institution may use, its own first: ``{path: connection}``."""
    root = institution.__parent__.__parent__
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
    simplified: bool  #: whether French simplifications of text and values change anything
    simplified_segments: int
    cut: bool  #: whether text or values are so long that the rest of them was not counted


def preview(text, columns=(), longest=(), alphabet="gsm", *, plain_values=False):
    """The ``Preview`` of ``text``, each placeholder filled with the longest value known (``longest``, by column)."""
    table = ALPHABETS[alphabet]
    filled, cut = filled_in(text, columns, longest, alphabet, plain_values=plain_values)
    text = text[:LONGEST_TEXT]
    named = template.placeholders(text)
    unknown = template.unknown(text, columns)
    simplified = simplify(filled, table)
    encoded = encode(filled, table)
    return Preview(
        encoded.alphabet,
        encoded.segments,
        encoded.units,
        encoded.room,
        named,
        unknown,
        costly(filled, table),
        simplified != filled,
        encode(simplified, table).segments,
        cut,
    )


def filled_in(text, columns, values, alphabet="gsm", *, plain_values=False):
    """``text`` with one value for each of ``columns``, and whether it was cut: of a text that is longer than may be
    written, or becomes so by its values, as many characters as may be written are made."""
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
    require(campaign, states.DRAFT, states.CHECKED)
    campaign.state, campaign.problem = states.PREPARING, ""


def prepare(root, path, now):
    """Freeze the audience of the campaign at ``path``; on a problem it goes back to its draft, the reason noted."""
    campaign = find(root, path)
    if campaign.state != states.PREPARING:
        return  # changed meanwhile, or done already
    institution = institution_of(campaign)
    if campaign.connection not in connections(institution):
        back_to_draft(campaign, "connection_gone")
        return
    connection = find(root, campaign.connection)
    today = datetime.fromtimestamp(now, ZoneInfo(institution.time_zone)).date()
    try:
        wanted = template.columns_used(campaign.text, audience.columns_of(institution, campaign.audience))
        recipients = audience.expand(institution, campaign.audience, wanted, today)
        audience.freeze(campaign, recipients, wanted, connection, now)
    except (audience.EmptyAudience, KeyError) as reason:
        back_to_draft(campaign, "empty_audience" if isinstance(reason, audience.EmptyAudience) else "audience_gone")
        return
    campaign.state = states.CHECKED
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
    credit_before: int
    credit_after: int
    missing_credit: int  #: segments; 0 when there is enough
    seconds: int  #: estimated time until the last one has left


def check_of(campaign):
    """The ``Check`` of a prepared campaign."""
    institution = institution_of(campaign)
    figures = dict(campaign.check)
    before = institution["accounts"][campaign.account].available
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
        before,
        before - segments,
        max(0, segments - before),
        max(1, round(recipients / ((connection and connection.pace) or USUAL_PACE))),
    )


def _longest(campaign, number):
    if not number:
        return ()
    values = campaign.values(number)
    return values[0], renderer(campaign)(values), campaign.row(number).segments


class NobodyToWriteTo(Exception):
    """Every recipient was set aside."""


class Outdated(Exception):
    """Since the check the broker connection has gone, or accepts the sender ID no longer, or the institution has other
    rules; ``code`` says which: ``connection``, ``sender_id`` or ``rules``."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


def release(campaign, by, now):
    """Reserve the credit and let the campaign wait for its turn; the caller nudges the connection after the commit.

    :raises NotEnoughCredit: with what is missing; the campaign stays checked. ``AccountClosed`` is one.
    :raises WrongState: it is not checked, or was sent already.
    :raises NobodyToWriteTo: the check left no recipient.
    :raises Outdated: its connection has changed since, or the institution's rules.
    :raises StoreHeld: nothing may leave from a store that was restored and not released.
    """
    require(campaign, states.CHECKED)
    if not campaign.counted("recipients"):
        raise NobodyToWriteTo
    institution = institution_of(campaign)
    lives.refuse_held(institution.__parent__.__parent__)
    connection = connection_of(campaign)
    if institution.policies_change and institution.policies_change[0] >= campaign.checked_at:
        raise Outdated("rules")
    account = institution["accounts"][campaign.account]
    billing.reserve(account, campaign.__name__, campaign.counted("segments"), campaign.counted("cost"), by, now)
    campaign.state, campaign.sent_at = states.SENDING, now
    connection.join_line(campaign.path, campaign.urgent)
    campaign.remember(now, by, "released")


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
    """
    require(campaign, states.SENDING, states.PAUSED, states.SENT)
    numbers = uncertain_numbers(campaign) if before is None else _long_uncertain(campaign, before)
    if not numbers:
        return 0  # an empty reservation would take the key of the next one
    institution = institution_of(campaign)
    lives.refuse_held(institution.__parent__.__parent__)
    connection = connections(institution)[campaign.connection]
    again = [(campaign.row(number), campaign.values(number)) for number in numbers]
    segments = sum(row.segments for row, _ in again)
    tariff = billing.Tariff(institution, connection)
    cost = billing.thousandths(sum(row.segments * tariff.price(row.msisdn) for row, _ in again))
    account = institution["accounts"][campaign.account]
    first = campaign.last_number() + 1
    billing.reserve(account, campaign.__name__, segments, cost, by, now, kind=f"resend-{first}")
    rows = [(first + i, (row.msisdn, states.QUEUED, "", row.segments, 0, None)) for i, (row, _) in enumerate(again)]
    named = [
        (first + i, (values[0], f"{AGAIN}{number}", *values[2:]))
        for i, (number, (_, values)) in enumerate(zip(numbers, again, strict=True))
    ]
    give_up(campaign, numbers, now)
    campaign.freeze(rows, named)
    if campaign.state == states.SENT:
        campaign.state, campaign.ended_at = states.SENDING, 0
    if campaign.state == states.SENDING:
        connection.join_line(campaign.path, campaign.urgent)
    campaign.remember(now, by, "resent", str(len(numbers)))
    return len(numbers)


def _long_uncertain(campaign, before):
    """What is uncertain since ``before``. A second try that is uncertain too is left to a person: a broker that never
    answers would be paid for ever."""
    return [
        number
        for number in uncertain_numbers(campaign)
        if campaign.row(number).changed_at <= before and not campaign.values(number)[1].startswith(AGAIN)
    ]


__all__ = ["BadDraft", "Check", "NobodyToWriteTo", "NotEnoughCredit", "Outdated", "Preview", "WrongState"]
