"""A person erased on request: out of the directory at once, then out of messages and the journal.

A message under way keeps its rows until it is over, because receipts find them by their number. A
night after that erases these too.
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Protocol

from unisms.model import digests
from unisms.model.campaigns import Campaign
from unisms.model.erasures import WAITING, WORKING, Erasure
from unisms.model.folder import dated_name, look_up
from unisms.model.history import mark_of_number
from unisms.model.root import Institution, Root, institution_of
from unisms.model.rows import erased, known
from unisms.services.dossiers import leftovers, mails, remains
from unisms.services.dossiers.owners import Owners, Traces, traces
from unisms.services.dossiers.parts import concerns
from unisms.services.dossiers.subjects import Subject, of_person, with_former
from unisms.services.ground import journal
from unisms.services.ground.actor import Actor
from unisms.services.ground.facts import Facts, facts
from unisms.services.people import enrolment
from unisms.services.subscribers import petitions
from unisms.sms import states
from unisms.sms.names import words

__all__ = ["Subject", "of_person"]  # for whoever repeats erasures

LOOKED_AT, ROWS = 200, 50_000  # campaigns in one transaction; messages in them, more or less
DAY = 86400  # seconds


class DossierPart(Protocol):
    """A part that a wing or an add-on announces (``seams.dossiers``)."""

    @property
    def erase(self) -> Callable[[Institution, Subject, int], int] | None:
        """Return the function that erases it and counts; ``None``: another part's goes with it."""


def begin(actor: Actor, subject: Subject, now: int, *, refuses: bool) -> Erasure:
    """Take somebody out of the directory, and let a worker erase the rest; return the record.

    If they ``refuses`` messages, a digest of their number stays, so that nobody writes to it.

    :raises NotYours: they may do more than ``actor``.
    :raises LastAdministrator: nobody would be left who can give roles.
    """
    institution, people = actor.institution, actor.institution["people"]
    keeps_acts = bool(subject.uid) and enrolment.is_author(institution, subject.uid)
    told = remains.of(institution, subject, refuses=refuses)
    language = people[subject.uid].language if subject.uid in people else ""
    kept = traces(institution, subject)
    subject = with_former(institution, subject, kept.numbers)
    concerned = mails.concerning(institution, subject, Owners(institution, subject, kept))
    if subject.uid in people:  # first of all: it may be refused
        keeps_acts = bool(enrolment.remove(actor, subject.uid, now)) or keeps_acts
    mails.forget(institution, concerned)
    petitions.tell_erased(institution, subject.name, subject.email, language, now)
    if refuses and subject.msisdn:
        people.refuse_number(subject.msisdn, now)
    folder = institution["erasures"]
    record = Erasure(tuple(subject), actor.uid, now, keeps_acts)
    record.remains, record.traces = told, tuple(kept)
    uid = mark_of(institution, subject.uid) if subject.uid else ""
    record.marks = (refuses, uid, tuple(mark_of(institution, one) for one in kept.numbers))
    folder.add(dated_name(folder, now), record)
    record.become(WORKING)
    record.count("replies", _forget_replies(institution, _owners(record)))
    record.count("mails", len(concerned))
    for part, count in leftovers.forget(institution, subject, kept.numbers):
        record.count(part, count)
    return record


def mark_of(institution: Institution, word: str) -> str:
    """Return the digest by which it is told that whoever has this uid, or number, was erased."""
    return digests.of_word(institution, "erased", word)


def _owners(record: Erasure) -> Owners:
    """Return the ``Owners`` of somebody whom the directory knows no more."""
    return Owners(institution_of(record), Subject(*record.subject), _traces(record))


def _traces(record: Erasure) -> Traces:
    """Return the ``Traces`` that were kept when the erasure began; before 2027-01 none were."""
    if record.traces:
        return Traces(*record.traces)
    return traces(institution_of(record), Subject(*record.subject))


def _forget_replies(institution: Institution, owners: Owners) -> int:
    replies = institution.replies
    keyed = ((month, *one) for month in replies.months() for one in replies.keyed(month))
    places = [(month, key) for month, key, reply in keyed if owners.wrote(reply)]
    for place in places:
        replies.take(*place)
    return len(places)


def advance(root: Root, path: str, parts: Mapping[str, DossierPart], now: int) -> bool:
    """Look through the next messages for the erasure at ``path``; return whether there are more.

    Once there are none, the journal and the ``parts`` of others are erased. ``now`` is in epoch
    seconds.
    """
    record = look_up(root, path)
    if record is None or record.state != WORKING:
        return False
    institution, subject = institution_of(record), Subject(*record.subject)
    rows, last, owners = 0, None, _owners(record)
    for name in islice(institution["campaigns"].keys(record.cursor, excludemin=True), LOOKED_AT):
        last = name
        rows += _erase_in(record, institution["campaigns"][name], owners, now)
        if rows >= ROWS:
            break
    if last is not None:
        record.cursor = last
        return True
    for name, part in parts.items():
        if part.erase is not None:
            record.count(name, part.erase(institution, subject, now))
    told = concerns(subject, keeps_acts=record.keeps_acts)
    record.count("journal", institution.audit.forget_about(told))
    _end(record, institution, now)
    return False


def _end(record: Erasure, institution: Institution, now: int) -> None:
    """Finish, or wait for the messages under way."""
    if record.under_way:
        record.become(WAITING)
        return
    _forget_late(record, institution)
    if institution.history is not None:
        for number in _traces(record).numbers:
            institution.history.forget(mark_of_number(institution, number))
    record.finish(now)
    actor = Actor(institution, record.author)
    people = institution["people"]
    journal.write(actor, "person.erased", people, now, after=dict(record.counts))


def _forget_late(record: Erasure, institution: Institution) -> None:
    """Forget what has come from them, and of messages to them, while they were being erased.

    It may be another's, if somebody is called so by now, or has one of the numbers.
    """
    people, kept = institution["people"], _traces(record)
    if Subject(*record.subject).uid in people or any(map(people.with_number, kept.numbers)):
        return
    known = _owners(record)
    quoting = mails.quoting(institution, known)
    mails.forget(institution, quoting)
    record.count("mails", len(quoting))
    record.count("replies", _forget_replies(institution, known))
    leftovers.forget_news(institution, kept.numbers)


def _erase_in(record: Erasure, campaign: Campaign, owners: Owners, now: int) -> int:
    """Erase the person in one campaign, or note that it is under way; return its rows."""
    subject, size = Subject(*record.subject), campaign.last_number()
    numbers, of_them = owners.rows_of(campaign), _traces(record).numbers
    own = {*(("person", uid) for uid in subject.uids), *(("number", one) for one in of_them)}
    chosen = tuple(pair for pair in campaign.audience if pair not in own)
    minus = tuple(pair for pair in campaign.minus if pair not in own)
    if not numbers and (chosen, minus) == (campaign.audience, campaign.minus):
        return size
    if states.STAGES[campaign.state].released and campaign.state != states.CLOSED and numbers:
        record.under_way = (*record.under_way, campaign.__name__)
        return size
    record.count("messages", len(numbers))
    _erase_rows(campaign, subject, numbers, now)
    if not campaign.erased_at:
        campaign.audience, campaign.minus = chosen, minus
        campaign.list_anew()
    return size


def _erase_rows(campaign: Campaign, subject: Subject, numbers: list[int], now: int) -> None:
    if not states.STAGES[campaign.state].released:
        if numbers:
            campaign.clear_rows()
            campaign.become(states.DRAFT)
        return
    named = {*words(subject.name)} & {*words(campaign.title)}
    if named or (subject.msisdn and subject.msisdn in campaign.title):
        campaign.title = campaign.__name__
    if len(numbers) == campaign.last_number():  # to nobody else: the text is theirs too
        campaign.erase(now)
        return
    rows = [(number, known(campaign.stored_row(number))) for number in numbers]
    blank = [(number, erased(row)) for number, row in rows]
    campaign.freeze(blank, [(number, ["" for _ in campaign.values(number)]) for number in numbers])
    if campaign.row_notes is not None:
        campaign.row_notes.forget(numbers)


def go_on(institution: Institution, now: int) -> None:
    """Erase people in messages that are over by now; forget erasures with the texts."""
    folder = institution["erasures"]
    for name, record in list(folder.items()):
        if record.state == WAITING:
            _look_again(record, institution, now)
        elif record.done_at and record.done_at < now - institution.retention * DAY:
            folder.remove(name)


def _look_again(record: Erasure, institution: Institution, now: int) -> None:
    names, record.under_way = record.under_way, ()
    owners = _owners(record)
    for campaign in _kept(institution, names):
        _erase_in(record, campaign, owners, now)
    _end(record, institution, now)


def _kept(institution: Institution, names: tuple[str, ...]) -> Iterator[Campaign]:
    folder = institution["campaigns"]
    return (folder[name] for name in names if name in folder)


def archived(institution: Institution) -> Iterator[Facts]:
    """Yield each erasure, for the archive: whom it names until it is done, and what was erased."""
    for name, record in institution["erasures"].items():
        yield facts(record, name=name)
