"""The counter beside a text that is written: its cost, its recipients, a message as it is read."""

from datetime import datetime
from zoneinfo import ZoneInfo

from unisms.model.senders import sender_of
from unisms.services.audience import audience, freezes, glances, kinds
from unisms.services.audience.kinds import GROUP, IMPORT, PERSON_COLUMNS
from unisms.services.audience.samples import samples
from unisms.services.brokers import connections
from unisms.services.campaigns import estimates, manuscripts
from unisms.services.exclusions import once_keys
from unisms.services.exclusions.judges import glancing
from unisms.services.links import endings
from unisms.services.money import billing
from unisms.services.people.consent import Reader
from unisms.services.rights import payers, reaches
from unisms.services.rules import policies
from unisms.services.rules.notices import Notices
from unisms.services.rules.typed_numbers import MOST, box_of
from unisms.sms import money, purposes, strays, template
from unisms.sms.encoding import ALPHABETS
from unisms.sms.homes import home_of
from unisms.web.compose import minus
from unisms.web.frame import formats
from unisms.web.frame.sight import seen_whole


def of(composer, draft):
    """Return the values for the live parts of ``composer``'s page (a ``compose.Composing``)."""
    institution = composer.institution
    connection = connections.usable(institution).get(draft.connection)
    alphabet = alphabet_of(institution, draft)
    chosen = _reached(composer, draft.everyone)
    columns, text = _columns(composer, chosen), draft.text[: audience.LONGEST_TEXT]
    used = template.columns_used(text, columns)
    wanted = manuscripts.purposeful(institution, draft)
    plain, today = draft.plain_values, _today(composer)
    pairs, judge = _judged(composer, chosen, draft, wanted, today)
    people = glances.first_people(institution, pairs, judge, PERSON_COLUMNS)
    ending = _ending(institution, wanted)
    known = samples(institution, pairs, columns, used, alphabet, people, today, plain=plain)
    whole, dearest = f"{draft.text}{ending}", known.dearest
    counted = estimates.preview(whole, columns, dearest, alphabet, plain_values=plain)
    mistaken = strays.mistaken(text, columns)
    tariff = billing.tariff(institution, connection) if connection and counted.units else None
    hides = not seen_whole(composer.request)
    glance = glances.glance(institution, pairs, tariff, judge, people=people, discreet=hides)
    return {
        "draft": draft,
        **_numbers(institution, draft),
        "may_import": composer.may(IMPORT),
        "ticked": [institution["groups"][name].title for kind, name in chosen if kind == GROUP],
        "many_groups": len(institution["groups"]) > AT_A_GLANCE,
        "columns": columns,
        "counted": counted,
        "dear": _dear(columns, known, used),
        "mistaken": mistaken,
        "unclosed": _unclosed(text, mistaken),
        "meant": template.meant(counted.unknown, columns),
        "glance": glance,
        "cost": money.thousandths(counted.segments * glance.price * glance.people),
        "shown": _shown(composer, draft, columns, known.first, alphabet, ending),
        "longest_text": audience.LONGEST_TEXT,
        "most_segments": freezes.MOST_SEGMENTS,
        **_purpose(institution, wanted, columns, alphabet, ending),
        "sender_ids": _sender_ids(composer, connection, draft.account),
    }


def _numbers(institution, draft):
    """Return the values for the box of typed numbers."""
    return {
        "box": box_of(institution, draft.numbers),
        "most_numbers": MOST,
        "example": home_of(institution.country).example,
    }


def _ending(institution, wanted):
    """Return a link as long as those at the end of a message; nothing while it has no text."""
    if not wanted.text.strip():
        return ""
    return endings.sample(institution, wanted.leaving_link, wanted.purpose)


def _judged(composer, chosen, draft, wanted, today):
    """Return the ``chosen`` parts spelled out, and the judge of whom the message would reach."""
    institution, now = composer.institution, composer.request.now
    pairs, left_out = minus.spelled(composer, chosen, draft)
    sender = sender_of(draft.sender_id, draft.connection)
    reader = Reader(institution, wanted.purpose, now, sender)
    key = once_keys.read(draft.once)
    return pairs, glancing(institution, reader, left_out, key, today, now)


def _purpose(institution, wanted, columns, alphabet, ending):
    """Return the purpose that the message would have, its policy, its ending, and its notices.

    The latter are triples of a theme, its notice, and the segments of a first message with it.
    """
    purpose = purposes.purpose(wanted.purpose)
    notices = Notices(institution, wanted.purpose)
    texts = notices.texts(ALPHABETS[alphabet])
    whole = (f"{wanted.text}{text}{ending}" for text in texts)
    counted = (estimates.alone(one, columns, alphabet) for one in whole)
    told = [
        (theme, text.strip(), one.segments)
        for theme, text, one in zip(notices.themes, texts, counted, strict=True)
    ]
    policy = policies.policy_of(institution, purpose.kind)
    can_link = endings.can_be_sent(institution)
    return {
        "purpose": purpose,
        "policy": policy,
        "notices": told,
        "ending": ending,
        "can_link": can_link,
    }


def _dear(columns, known, used):
    """Return the columns in use whose values need the dearer alphabet, each with its ``Dear``."""
    pairs = zip(columns, known.dear, strict=True)
    return [(column, dear) for column, dear in pairs if column in used and dear.letters]


def _unclosed(text, mistaken):
    """Return the brackets that are not closed, without those told among the ``mistaken``."""
    return [
        one for one in strays.unclosed(text) if not any(other.startswith(one) for other in mistaken)
    ]


AT_A_GLANCE = 7  # groups of which all are seen


def alphabet_of(institution, draft):
    """The name of the alphabet in which the message would leave."""
    connection = connections.usable(institution).get(draft.connection)
    return connection.alphabet if connection else "gsm"


def _columns(composer, chosen):
    named = [pair for pair in chosen if not composer.kinds[pair[0]].is_typed]
    return kinds.columns_for(composer.request.actor, named, composer.changed)


def _reached(composer, everyone):
    """Return those of ``everyone`` that are there, but no group that this person may not write to.

    Their members are not theirs to read. Groups of the message that they change stay.
    """
    there = [pair for pair in everyone if kinds.exists(composer.institution, *pair)]
    allowed = reaches.groups(composer.request.actor)
    if allowed is None:
        return there
    kept = composer.changed.audience if composer.changed is not None else ()
    return [
        pair
        for pair in there
        if pair in kept or reaches.may_read(composer.institution, allowed, pair)
    ]


def _today(composer):
    return datetime.fromtimestamp(
        composer.request.now, ZoneInfo(composer.institution.time_zone)
    ).date()


def _shown(composer, draft, columns, values, alphabet, ending):
    """The text as the first person will read it; cut where nobody will."""
    if composer.hides:
        values = [formats.veiled(value) for value in values]
    text = f"{draft.text}{ending}"
    shown, cut = estimates.filled_in(
        text, columns, values, alphabet, plain_values=draft.plain_values
    )
    most = freezes.MOST_SEGMENTS * 153
    return f"{shown[:most]}…" if cut or len(shown) > most else shown


def _sender_ids(composer, connection, account):
    """Return the words that may be shown as sender.

    A changed message keeps its own word in the list, even if it will be refused: a list without it
    would choose another one.
    """
    known = connection.accepted(composer.institution.__name__) if connection else ()
    reach = payers.reach(composer.request.actor, account)
    allowed = reach.limits.sender_ids if reach else ()
    found = [one for one in known if not allowed or one in allowed]
    kept = composer.changed.sender_id if composer.changed is not None else ""
    return [kept, *found] if kept and kept not in found else found
