"""The parts of a dossier that are about somebody: the directory, replies, files and the journal."""

import json
from collections.abc import Callable, Iterator

from unisms.model.audit import AuditEntry
from unisms.model.outbox import Mail
from unisms.model.root import Institution
from unisms.model.themes import Member
from unisms.services.directory.local_people import LocalPeople
from unisms.services.dossiers.owners import owners, traces
from unisms.services.dossiers.subjects import Subject, digests_of
from unisms.services.ground.facts import Facts, facts
from unisms.services.people import unsent_forms
from unisms.services.register.changes import PersonChange, changes
from unisms.services.rights import rights


def person(institution: Institution, subject: Subject) -> Iterator[Facts]:
    """Yield what the directory knows of them, and how they sign in."""
    known = institution["people"].get(subject.uid)
    if known is not None:
        signs_in = subject.uid in institution.passwords
        called = [uid for uid, _ in known.called]
        told = {"former_uids": called, "former_numbers": len(subject.former)}
        yield facts(known, uid=subject.uid, password=signs_in, **told)


def proofs(institution: Institution, subject: Subject) -> Iterator[Facts]:
    """Yield each yes and no that they have said."""
    yield from (proof._asdict() for proof in institution["people"].proofs(subject.uid))


def refusals(institution: Institution, subject: Subject) -> Iterator[Facts]:
    """Yield the latest no that is kept with their number, as a digest."""
    at = institution["people"].refused_at(subject.msisdn)
    if at:
        yield {"at": at}


def groups(institution: Institution, subject: Subject) -> Iterator[Facts]:
    """Yield the groups that they are in, also those of remote directories."""
    for name, group in LocalPeople({"institution": institution}).groups_of(subject.uid):
        yield {"name": name, "title": group.title}


def directories(institution: Institution, subject: Subject) -> Iterator[Facts]:
    """Yield where answers of remote directories are kept that name them."""
    for connection in institution["directories"].values() if subject.uid else ():
        shown = [name for sample in connection.found[3:] for name, *_ in sample]
        if subject.name in shown:
            yield {"title": connection.title, "why": "shown", "at": connection.tested[0]}
        if subject.uid in connection.missing:
            yield {"title": connection.title, "why": "missing", "at": connection.refreshed[0]}
        for query in connection.values():
            if subject.uid in [uid for uid, _ in query.numberless]:
                yield {"title": query.title, "why": "numberless", "at": query.counted[0]}


def themes(institution: Institution, subject: Subject) -> Iterator[Facts]:
    """Yield the themes that they have joined, asked for, or left."""
    uid = subject.uid
    for name, theme in institution["themes"].items():
        asked, left = theme.has_asked(uid), theme.left_at(uid)
        member = theme.member(uid)
        if member or asked or left:
            told = (member or Member(0))._asdict()
            yield {"name": name, "title": theme.title, "asked": asked, "left_at": left, **told}


def roles(institution: Institution, subject: Subject) -> Iterator[Facts]:
    """Yield the roles that they have, and the group that brings each."""
    for held in rights.held(institution, subject.uid) if subject.uid else ():
        yield held._asdict()


def replies(institution: Institution, subject: Subject) -> Iterator[Facts]:
    """Yield each reply that they wrote."""
    wrote = owners(institution, subject).wrote
    for month in institution.replies.months():
        for _, one in institution.replies.keyed(month):
            if wrote(one):
                yield {"at": one.at, "msisdn": one.msisdn, "to": one.to, "text": one.text}


def drafts(institution: Institution, subject: Subject) -> Iterator[Facts]:
    """Yield the forms that they have typed and not sent."""
    for name, form in unsent_forms.drafts(institution, subject.uid) if subject.uid else ():
        told = {"name": name, "saved_at": form.saved_at, "place": form.place, "view": form.view}
        yield {**told, "fields": [list(pair) for pair in form.fields]}


def mails(institution: Institution, subject: Subject) -> Iterator[Facts]:
    """Yield each mail to them that waits, left lately or failed."""
    for _, mail in mails_to(institution, subject):
        yield mail._asdict()


def mails_to(institution: Institution, subject: Subject) -> list[tuple[str, Mail]]:
    """Return the pairs of name and mail of those that go to the person, or to their address.

    A mail that goes to somebody else of that address is not theirs.
    """
    box = institution.outbox
    told = [*box.waiting(), *box.left(), *box.failed()] if box is not None else []
    return [
        (name, mail)
        for name, mail in told
        if (subject.uid and mail.uid == subject.uid)
        or (subject.email and mail.to == subject.email and not mail.uid)
    ]


def leavings(institution: Institution, subject: Subject) -> Iterator[Facts]:
    """Yield each time that they said that they want no more, or took that back."""
    if institution.leavings is None:
        return
    numbers = traces(institution, subject).numbers
    for month in institution.leavings.months():
        for one in institution.leavings.of(month):
            is_theirs = subject.uid and one.uid == subject.uid
            if is_theirs or (not one.uid and one.msisdn in numbers):
                yield one._asdict()


def health(institution: Institution, subject: Subject) -> Iterator[Facts]:
    """Yield the failures of each of their numbers, and whether it is set aside."""
    known = institution.numbers
    if known is None:
        return
    for digest in digests_of(institution, subject):
        flag = known.flag_of(digest)
        if flag or known.has_past(digest):
            strikes = [one._asdict() for one in known.past(digest).read()]
            yield {"strikes": strikes, "since": flag.since if flag else 0}


def files(institution: Institution, subject: Subject) -> Iterator[Facts]:
    """Yield what files of people told of them, when the directory was compared with these."""
    for name, register in institution["registers"].items():
        for one in changes(register, 1, len(register.changes)):
            if _is_about(institution, one, subject):
                told = {**one._asdict(), "before": one.before._asdict()}
                yield {"register": name, **told, "after": one.after._asdict()}


def _is_about(institution: Institution, change: PersonChange, subject: Subject) -> bool:
    """Whether a line of a file is about somebody: by uid or, where that is nobody's, by number."""
    uids = {change.uid, change.former} - {""}
    if uids.intersection(subject.uids):
        return True
    is_anothers = any(uid in institution["people"] for uid in uids)
    numbers = {change.before.msisdn, change.after.msisdn} - {""}
    return not is_anothers and subject.msisdn in numbers


def journal(institution: Institution, subject: Subject) -> Iterator[Facts]:
    """Yield each entry of the audit journal that they made, or that is about them.

    From where others acted is not told: that is theirs (GDPR, article 15, paragraph 4).
    """
    told = concerns(subject, keeps_acts=False)
    sealed = (one.entry for one in institution.audit.sealed())
    for entries in (sealed, institution.audit.waiting()):
        for entry in filter(told, entries):
            is_theirs = subject.uid and entry.by == subject.uid
            yield (entry if is_theirs else entry._replace(address=""))._asdict()


def concerns(subject: Subject, *, keeps_acts: bool) -> Callable[[AuditEntry], bool]:
    """Return whether an entry of the journal is about a person or, unless it ``keeps_acts``, by
    them."""
    words = [json.dumps(word, ensure_ascii=False) for word in subject.words]

    def told(entry: AuditEntry) -> bool:
        uids = subject.is_called(entry.at)
        at, values = f"{entry.path}/", entry.before + entry.after
        is_at = any(at.startswith(f"/people/{uid}/") for uid in uids)
        is_by = not keeps_acts and entry.by in uids
        is_anothers = at.startswith("/people/") and at != "/people/"
        named = (*(() if is_anothers else words), *(f'"{uid}"' for uid in uids))
        return is_at or is_by or any(word in values for word in named)

    return told
