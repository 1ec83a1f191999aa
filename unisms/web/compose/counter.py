"""The counter beside a text that is written: its cost, its recipients, a message as it is read."""

import re
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
from unisms.web.compose import blanks, chips, minus
from unisms.web.frame import formats
from unisms.web.frame.sight import seen_whole


def of(composer, draft):
    """Return the values for the live parts of ``composer``'s page (a ``compose.Composing``)."""
    chosen = _reached(composer, draft.everyone)
    columns = _columns(composer, chosen)
    parts = blanks.facts(composer, draft, columns, is_for_somebody=bool(chosen))
    filled = manuscripts.completed(composer.request.actor, draft, composer.changed)
    return {
        **parts,
        **_whom(composer, draft, chosen),
        "columns": columns,
        "offered": blanks.offered(composer, chosen),
        "longest_text": audience.LONGEST_TEXT,
        "most_segments": freezes.MOST_SEGMENTS,
        **_counted(composer, filled, chosen, columns),
        "draft": draft,
    }


def _counted(composer, draft, chosen, columns):
    """Return the cost and the recipients of a draft whose blanks are filled, and it as is read."""
    institution = composer.institution
    connection = connections.usable(institution).get(draft.connection)
    alphabet = alphabet_of(institution, draft)
    text = draft.text[: audience.LONGEST_TEXT]
    wanted = manuscripts.purposeful(institution, draft)
    plain, ending, today = draft.plain_values, _ending(institution, wanted), _today(composer)
    pairs, judge = _judged(composer, chosen, draft, wanted, today)
    people = glances.first_people(institution, pairs, judge, PERSON_COLUMNS)
    asked = institution, pairs, columns, _needed(text, columns), alphabet, people, today
    known = samples(*asked, plain=plain, language=draft.wording.language)
    counted = estimates.preview(
        f"{draft.text}{ending}", columns, known.dearest, alphabet, plain_values=plain
    )
    mistaken = strays.mistaken(text, columns)
    tariff = billing.tariff(institution, connection) if connection and counted.units else None
    hides = not seen_whole(composer.request)
    glance = glances.glance(institution, pairs, tariff, judge, people=people, discreet=hides)
    place = _place(composer.request, len(known.rows))
    other = _other(composer, draft, wanted, columns, asked)
    segments = max(one.segments for one in (counted, other["other_counted"]) if one)
    return {
        "counted": counted,
        "dear": _dear(columns, known, template.columns_used(text, columns)),
        "mistaken": mistaken,
        "unclosed": _unclosed(text, mistaken),
        "glance": glance,
        "cost": money.thousandths(segments * glance.price * glance.people),
        "shown": _shown(composer, draft, columns, known.rows[place], alphabet, ending),
        "place": place,
        "turns": len(known.rows),
        **other,
        **_purpose(institution, wanted, columns, alphabet, ending),
        "sender_ids": _sender_ids(composer, connection, draft.account),
    }


def _place(request, count):
    """Return which of ``count`` recipients the phone shows, from 0 on: it is turned by one."""
    asked = [request.POST.get(name, "") for name in ("at", "turn")]
    return sum(int(one) for one in asked if TURNED.fullmatch(one)) % count


def _needed(text, columns):
    """Return the columns without which nobody gets a text: no default stands for them."""
    return {columns[column] for _, column in template.prepare(text, columns).slots}


def _other(composer, draft, wanted, columns, asked):
    """Return the cost of the text in the other language, and that text as it is read."""
    other = next(iter(draft.wording.texts), None)
    if other is None:
        return {"other_counted": None, "other_shown": ""}
    institution, plain, language = composer.institution, draft.plain_values, other.language
    linked = wanted.leaving_link, wanted.purpose, language
    ending = endings.sample(institution, *linked)
    alphabet, own = asked[4], draft._replace(text=other.text)
    known = samples(*asked, plain=plain, language=language)
    counted = estimates.preview(
        f"{other.text}{ending}", columns, known.dearest, alphabet, plain_values=plain
    )
    place = _place(composer.request, len(known.rows))
    shown = _shown(composer, own, columns, known.rows[place], alphabet, ending)
    return {"other_counted": counted, "other_shown": shown}


def _whom(composer, draft, chosen):
    """Return the values for the line of chips, the list to browse and the box of typed numbers."""
    institution = composer.institution
    box = box_of(institution, draft.numbers)
    return {
        "chips": chips.chips(institution, draft, box),
        "may_import": composer.may(IMPORT),
        "ticked": [institution["groups"][name].title for kind, name in chosen if kind == GROUP],
        "many_groups": len(institution["groups"]) > AT_A_GLANCE,
        "box": box,
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


TURNED = re.compile("-?[0-9]{1,4}")
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
