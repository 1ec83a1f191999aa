"""Each problem that keeps a message from being written as somebody has composed it."""

from collections.abc import Iterator, Sequence
from itertools import islice

from unisms.model.acl import Permission
from unisms.model.campaigns import Campaign
from unisms.model.kinds import kinds_behind, parts_behind
from unisms.model.mail_copies import MailCopy
from unisms.model.narrowed import MOST_PARTS
from unisms.model.root import Institution
from unisms.model.wordings import Wording
from unisms.services.audience.audience import LONGEST_TEXT
from unisms.services.audience.freezes import MOST_SEGMENTS
from unisms.services.audience.kinds import columns_for, may_keep, may_write
from unisms.services.brokers.connections import usable
from unisms.services.campaigns.estimates import alone
from unisms.services.campaigns.manuscripts import Draft, columns_of
from unisms.services.copies import copies
from unisms.services.exclusions import once_keys, pasts
from unisms.services.ground.actor import Actor
from unisms.services.ground.problem import Problem
from unisms.services.links import endings
from unisms.services.rights import daily, payers, reaches
from unisms.services.rights.reaches import DraftFields
from unisms.services.rules import timings, typed_numbers
from unisms.sms import purposes, states, template
from unisms.sms.purposes import EMERGENCY
from unisms.sms.visible import visible

MOST_UNSENT = 100  # messages that somebody has begun: each checked one holds its recipients
UNSENT = states.where(released=False)
FEW = 5  # numbers typed beside people, by somebody who may not see those of people


def problems_of(
    actor: Actor,
    wanted: Draft,
    now: int,
    campaign: Campaign | None = None,
    edition: str | None = None,
) -> tuple[Problem, ...]:
    """Return each ``Problem`` that keeps ``actor`` from writing a ``Draft``, one a field.

    As for ``drafts.write``. How much was checked today, and whether others came first, is only
    asked of a draft that has no other fault.
    """
    return (
        _first_of_fields(actor, wanted, now, campaign)
        or _too_much_today(actor.institution, campaign.author if campaign else actor.uid, now)
        or _late(campaign, edition)
    )


def _first_of_fields(
    actor: Actor, wanted: Draft, now: int, campaign: Campaign | None
) -> tuple[Problem, ...]:
    """Return the first ``Problem`` of each field; those of the draft itself go first."""
    known: dict[str, Problem] = {}
    for one in (
        *_of_numbers(actor.institution, wanted),
        *_of_blanks(actor, wanted, campaign),
        *_of_draft(actor, wanted, campaign),
        *reaches.problems(actor, wanted.fields()),
        *_of_length(actor, wanted, campaign),
        *(_crowd(actor) if campaign is None else ()),
        *_mixtures(actor, wanted, campaign),
        *_of_copies(actor, wanted, campaign),
        *timings.problems(
            actor.institution, wanted.hours, now, purposes.purpose(wanted.purpose).kind
        ),
    ):
        known.setdefault(one.field, one)
    if "numbers" in known and known.get("audience", known["numbers"]).code.startswith("empty"):
        del known["audience"]  # somebody was typed
    return tuple(known.values())


def _of_numbers(institution: Institution, wanted: Draft) -> Iterator[Problem]:
    wrong = typed_numbers.problem_of(typed_numbers.box_of(institution, wanted.numbers))
    if wrong:
        yield wrong


def _of_draft(actor: Actor, wanted: Draft, campaign: Campaign | None) -> Iterator[Problem]:
    """Yield each ``Problem`` of the fields, as this person may solve it."""
    if wanted.once and not once_keys.read(wanted.once):
        yield Problem("once", "unreadable")
    may_import = actor.may_somewhere(Permission.IMPORT_FILE)
    kept = campaign.account if campaign else ""
    for one in problems_of_fields(actor, wanted.fields(), campaign):
        if one == Problem("audience", "empty") and not may_import:
            yield Problem("audience", "empty_without_files")
        elif one == Problem("account", "unknown") and not payers.offered(actor, kept):
            yield Problem("account", "none")
        else:
            yield one


def _of_blanks(actor: Actor, wanted: Draft, campaign: Campaign | None) -> Iterator[Problem]:
    """Yield the ``Problem`` of blanks that nothing fills, for whomever the message is."""
    columns = columns_of(actor, wanted, campaign)
    texts = [wanted.text, *(one.text for one in wanted.wording.texts)]
    if wanted.everyone and (missing := _missing(texts, columns)):
        yield Problem("blanks", "missing", missing)


def _missing(texts: Sequence[str], columns: Sequence[str]) -> tuple[str, ...]:
    """Return the names of the placeholders that are none of ``columns``, each once.

    Those of a text that is too long are not looked for: there may be many.
    """
    short = [text for text in texts if len(text) <= LONGEST_TEXT]
    return tuple(dict.fromkeys(name for text in short for name in template.unknown(text, columns)))


def _of_length(actor: Actor, wanted: Draft, campaign: Campaign | None) -> Iterator[Problem]:
    """Yield the ``Problem`` of a text that is too long for everybody, whatever fills its fields."""
    connection = usable(actor.institution).get(wanted.connection)
    columns = columns_of(actor, wanted, campaign)
    alphabet = connection.alphabet if connection else "gsm"
    texts = [(wanted.text, "")]
    texts += [(one.text, one.language) for one in wanted.wording.texts]
    for text, language in texts:
        linked = wanted.leaving_link, wanted.purpose, language
        ending = endings.sample(actor.institution, *linked)
        segments = alone(f"{text}{ending}", columns, alphabet).segments
        if segments > MOST_SEGMENTS:
            told = segments, MOST_SEGMENTS
            yield Problem("other_text" if language else "text", "many_segments", told)


def _of_copies(actor: Actor, wanted: Draft, campaign: Campaign | None) -> Iterator[Problem]:
    """Yield each ``Problem`` of what is mailed beside the message."""
    if wanted.mail_copy != MailCopy():
        fills = [name for name, _ in wanted.wording.fills]
        yield from copies.problems(wanted.mail_copy, columns_of(actor, wanted, campaign), fills)


def _crowd(actor: Actor) -> Iterator[Problem]:
    """Yield the ``Problem`` of somebody who has begun as many messages as may wait.

    Only the latest ones are looked at.
    """
    folder = actor.institution["campaigns"]
    latest = (folder[name].state for name in islice(folder.latest_of(actor.uid), 3 * MOST_UNSENT))
    if sum(state in UNSENT for state in latest) >= MOST_UNSENT:
        yield Problem("audience", "crowded", MOST_UNSENT)


def _mixtures(actor: Actor, wanted: Draft, campaign: Campaign | None) -> Iterator[Problem]:
    """Yield the ``Problem`` of an audience that would tell somebody whose number a number is.

    Of two that are one number only one gets the message, and the check tells: so guesses would tell
    whose number it is. A few are no way to find six hidden digits. Whoever sees numbers whole may
    mix; in somebody else's message, the audience that it has may stay.
    """
    others = campaign if campaign is not None and campaign.author != actor.uid else None
    stays = others is not None and {*wanted.everyone} == {*others.audience}
    if stays or actor.may(Permission.NUMBER_VIEW):
        return
    known = kinds_behind(actor.institution)
    parts = parts_behind(actor.institution, (*wanted.audience, *wanted.minus))
    kinds = [known[kind] for kind, _ in parts]
    chosen = {kind for kind in kinds if not kind.is_typed}
    is_brought = any(kind.brings_numbers for kind in chosen)
    guesses = len(typed_numbers.pieces(wanted.numbers, wanted.country))
    guesses += sum(kind.is_typed for kind in kinds)
    if wanted.kept and (guesses or is_brought):
        yield Problem("numbers", "kept")
    elif any(kind.is_of_people for kind in chosen) and (wanted.kept or is_brought or guesses > FEW):
        yield Problem("audience", "mixed", FEW)


def _too_much_today(institution: Institution, author: str, now: int) -> tuple[Problem, ...]:
    is_full = daily.has_frozen_enough(institution, author, now)
    return (Problem("audience", daily.FULL),) if is_full else ()


def _late(campaign: Campaign | None, edition: str | None) -> tuple[Problem, ...]:
    """Return the ``Problem`` of a message that others changed after this person opened it."""
    changes = changes_of(campaign) if campaign is not None and edition is not None else []
    is_late = bool(changes) and edition != str(len(changes))
    return (Problem("edition", "late", changes[-1]),) if is_late else ()


def changes_of(campaign: Campaign) -> list[tuple[int, str]]:
    """Return each time that a campaign was changed, as ``(epoch seconds, uid)``."""
    return [(event.at, event.by) for event in campaign.events() if event.verb == "changed"]


def problems_of_fields(
    actor: Actor, fields: DraftFields, campaign: Campaign | None = None
) -> tuple[Problem, ...]:
    """Return every ``Problem`` that keeps these fields from being a draft of ``actor``.

    The audience that a ``campaign`` has already stays allowed when it is changed, though ``actor``
    could not choose it.
    """
    institution = actor.institution
    others = [one.text for one in Wording(*fields.get("wording", ())).texts]
    texts = [visible(fields.get("text", "")), *others]
    problems = [
        *_of_texts(texts),
        *_of_audience(actor, texts, fields.get("audience"), campaign),
        *_of_minus(actor, fields, campaign),
        *_of_account(institution, fields.get("account")),
        *_of_connection(institution, fields.get("connection"), fields.get("sender_id")),
        *_of_purpose(actor, fields, campaign),
    ]
    return tuple(problems)


def _of_texts(texts: Sequence[str]) -> Iterator[Problem]:
    """Yield each ``Problem`` of the texts, that in another language last."""
    if not texts[0]:
        yield Problem("text", "empty")
    for place, text in enumerate(texts):
        if len(text) > LONGEST_TEXT:
            yield Problem("other_text" if place else "text", "too_long", LONGEST_TEXT)


def _of_audience(
    actor: Actor,
    texts: Sequence[str],
    audience: Sequence[tuple[str, str]] | None,
    campaign: Campaign | None,
) -> Iterator[Problem]:
    if not audience:
        yield Problem("audience", "empty")
    elif not all(may_keep(actor, pair, campaign) for pair in audience):
        yield Problem("audience", "unknown")
    else:
        columns = columns_for(actor, audience, campaign)
        if (past := pasts.erased(actor.institution, audience)) is not None:
            yield Problem("audience", "past_erased", past.title or past.__name__)
        if missing := _missing(texts, columns):
            yield Problem("blanks", "missing", missing)
        elif texts[0] and _is_blank(template.prepare(texts[0][:LONGEST_TEXT], columns)):
            yield Problem("text", "empty")


def _is_blank(text: template.Template) -> bool:
    """Whether nothing is left of a text, whoever gets it."""
    return not text.used and not text.render(()).strip()


def _of_minus(actor: Actor, fields: DraftFields, campaign: Campaign | None) -> Iterator[Problem]:
    """Yield each ``Problem`` of those who are left out."""
    minus = fields.get("minus", ())
    if len(minus) > MOST_PARTS:
        yield Problem("minus", "too_many_out", MOST_PARTS)
    elif not all(may_keep(actor, pair, campaign) for pair in minus):
        yield Problem("minus", "unknown")
    elif (past := pasts.erased(actor.institution, minus)) is not None:
        yield Problem("minus", "past_erased", past.title or past.__name__)


def _of_purpose(actor: Actor, fields: DraftFields, campaign: Campaign | None) -> Iterator[Problem]:
    """Yield each ``Problem`` of a purpose; one that the campaign has already stays allowed."""
    stored, institution = fields.get("purpose", ()), actor.institution
    wanted = purposes.purpose(stored)
    kept = campaign is not None and campaign.purpose == stored
    if wanted.kind == EMERGENCY:
        if not kept and not actor.may(Permission.CAMPAIGN_EMERGENCY):
            yield Problem("purpose", "not_yours")
        elif not fields.get("reason", "").strip():
            yield Problem("reason", "missing")
        return
    known = [institution["themes"].get(name) for name in wanted.themes]
    found = [one for one in known if one and one.kind == wanted.kind and not one.archived]
    if len(found) < len(known):
        yield Problem("purpose", "unknown")
    elif not kept and not all(may_write(actor, one) for one in found):
        yield Problem("purpose", "theme_not_yours")
    of_audience = {
        kinds_behind(institution)[one].purpose(institution, name)[:1]
        for one, name in fields.get("audience") or ()
    }
    if len(of_audience - {()}) > 1:
        yield Problem("audience", "two_purposes")


def _of_account(institution: Institution, name: str | None) -> Iterator[Problem]:
    account = institution["accounts"].get(name or "")
    if account is None:
        yield Problem("account", "unknown")
    elif account.closed:
        yield Problem("account", "closed")


def _of_connection(
    institution: Institution, path: str | None, sender_id: str | None
) -> Iterator[Problem]:
    connection = usable(institution).get(path or "")
    if connection is None:
        yield Problem("connection", "unknown")
    elif sender_id and sender_id not in connection.accepted(institution.__name__):
        yield Problem("sender_id", "unknown")
