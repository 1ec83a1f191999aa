"""The mails that an erasure takes along: to the person, about them, and what forwards a reply."""

import re
from collections.abc import Iterable

from unisms.model.outbox import Mail, Outbox, outbox_of
from unisms.model.root import Institution
from unisms.services.dossiers.owners import Owners
from unisms.services.dossiers.parts import mails_to
from unisms.services.dossiers.subjects import Subject
from unisms.services.replies import mails as forwarded


def concerning(institution: Institution, subject: Subject, owners: Owners) -> list[str]:
    """Return the names of the mails that go to the person, name them, or quote a reply of theirs.

    A uid alone names nobody in a text: it may be a word.
    """
    box = institution.outbox
    if box is None:
        return []
    links, words = _links(institution, owners), _words(subject)
    found = {name for name, _ in mails_to(institution, subject)}
    return [name for name, mail in _all(box) if name in found or _is_about(mail, links, words)]


def quoting(institution: Institution, owners: Owners) -> list[str]:
    """Return the names of the mails that forward a reply of theirs."""
    box, links = institution.outbox, _links(institution, owners)
    return [name for name, mail in _all(box) if _is_about(mail, links, None)] if box else []


def _all(box: Outbox) -> list[tuple[str, Mail]]:
    return [*box.waiting(), *box.left(), *box.failed()]


def _is_about(mail: Mail, links: tuple[str, ...], words: re.Pattern[str] | None) -> bool:
    told = [(one,) if isinstance(one, str) else one for _, one in mail.values]
    texts = [text for one in told for text in one]
    if words is not None and any(map(words.search, texts)):
        return True
    return mail.kind == forwarded.KIND and any(text.endswith(links) for text in texts)


def _words(subject: Subject) -> re.Pattern[str] | None:
    """Return what finds their name, address or number as whole words; ``None``: they have none."""
    told = filter(None, (subject.name, subject.email, subject.msisdn))
    pattern = "|".join(map(re.escape, told))
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE) if pattern else None


def _links(institution: Institution, owners: Owners) -> tuple[str, ...]:
    """Return the paths of the pages of the replies that the person wrote."""
    return tuple(
        forwarded.link_to(institution, (month, key), "")
        for month in institution.replies.months()
        for key, kept in institution.replies.keyed(month)
        if owners.wrote(kept)
    )


def forget(institution: Institution, names: Iterable[str]) -> None:
    """Forget the mails of these names that are still there."""
    for name in names:
        if outbox_of(institution).get(name) is not None:
            outbox_of(institution).remove(name)
