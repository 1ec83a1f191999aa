"""The message of a link found, its reader's leave, and that taken back.

Whoever opens a link has the handset, so it counts as a STOP from there does: for the person whom
the message was for, else for those who have its number. It counts for the number too while that is
nobody's. It leaves the themes of the message or, if it has none, everything but emergencies.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from unisms.model import digests, leavings
from unisms.model.campaigns import Campaign
from unisms.model.folder import Resource
from unisms.model.leavings import BACK, Leaving
from unisms.model.links import LinkedCampaign
from unisms.model.proofs import LINK, NO, TASK, WHOLE, YES, Proof
from unisms.model.refusals import HANDSET
from unisms.model.root import Institution, Root
from unisms.model.rows import MSISDN, is_erased
from unisms.model.themes import Member, Theme
from unisms.services.ground import journal
from unisms.services.ground.actor import service
from unisms.services.links.endings import KEY
from unisms.services.people import consent, themes
from unisms.sms import purposes, tokens
from unisms.sms.purposes import OF_THEMES

NOBODY = b"\0" * 32  # a key under which tokens of no institution are read

#: of each who has left: the theme, or nothing; the uid, or nothing for the number; and as a bare
#: ``Member`` what a member was before
Before = tuple[str, str, tuple[Any, ...]]


class Left(NamedTuple):
    """A leave by a link, which can be taken back."""

    at: int = 0  #: epoch seconds
    before: Sequence[Before] = ()


class FollowedLink(NamedTuple):
    """A link that leads to a message, and whose it is."""

    institution: Institution
    campaign: Campaign
    record: LinkedCampaign
    row: int
    uids: tuple[str, ...]  #: of those for whom it counts
    digest: str  #: of the number
    msisdn: str = ""  #: the number; empty: it is erased
    is_nobodys: bool = True  #: whether nobody of the directory has the number: it counts for that

    @property
    def themes(self) -> list[Theme]:
        """Return the themes that it leaves; none: it leaves everything but emergencies."""
        wanted, folder = purposes.purpose(self.campaign.purpose), self.institution["themes"]
        names = wanted.themes if wanted.kind in OF_THEMES else ()
        return [folder[name] for name in names if name in folder]


def find(root: Root, code: str, token: str) -> FollowedLink | None:
    """Return the ``FollowedLink`` of a token at the institution that has this code, or ``None``.

    Both may be any text. The token is read first, whatever the code is: the time tells nothing.
    """
    name = root.link_codes.get(code, "") if root.link_codes is not None else ""
    institution = root["institutions"].get(name)
    key = NOBODY if institution is None else digests.key_for(institution, KEY)
    numbers = tokens.read(key, token)
    if institution is None or institution.links is None or numbers is None:
        return None
    record = institution.links.get(numbers[0])
    campaign = institution["campaigns"].get(record.name) if record is not None else None
    if record is None or campaign is None or not campaign.has_begun:
        return None
    return _of_row(institution, campaign, record, numbers[1])


def _of_row(
    institution: Institution, campaign: Campaign, record: LinkedCampaign, number: int
) -> FollowedLink | None:
    row = campaign.find_row(number) if number <= campaign.last_number() else None
    if row is None or is_erased(row):
        digest = record.digest(number)
        return FollowedLink(institution, campaign, record, number, (), digest) if digest else None
    people, uid, msisdn = institution["people"], campaign.uid(number), row[MSISDN]
    holders = people.with_number(msisdn)
    uids = (uid,) if uid in people else holders
    digest, nobodys = digests.of_number(institution, msisdn), not holders
    return FollowedLink(institution, campaign, record, number, uids, digest, msisdn, nobodys)


def refuses_all(link: FollowedLink) -> bool:
    """Whether each for whom the link counts, else the number, has refused everything already."""
    people = link.institution["people"]
    if link.uids:
        return all(people.word(uid) == NO for uid in link.uids)
    return people.refusals.has(link.digest, HANDSET)


def leave(link: FollowedLink, now: int) -> list[Before]:
    """Let whoever opened the link leave at ``now`` (epoch seconds).

    Return what each was before, for ``take_back``; nothing where all had left already.
    """
    found = [one for theme in link.themes for one in _leave_theme(link, theme, now)]
    found += _leave_all(link, now) if not link.themes else []
    if found:
        link.record.leave(link.row, now)
        _note_left(link, found, now)
    return found


def _note_left(link: FollowedLink, of: Sequence[Before], now: int) -> None:
    """Keep by which message each has left; that people have left, their proofs have told."""
    name = link.campaign.__name__
    for theme, _, _ in of if not link.uids else ():
        leavings.note(link.institution, Leaving(now, "", link.msisdn, LINK, theme, name))
    if link.uids:
        leavings.of(link.institution).answer(now, link.msisdn, name, link.uids)


def _note_back(link: FollowedLink, of: Sequence[Before], now: int) -> None:
    name = link.campaign.__name__
    for theme, uid, _ in [one for one in of if one[1] or not link.uids]:
        leaving = Leaving(now, uid, link.msisdn, LINK, theme, name, BACK)
        leavings.note(link.institution, leaving)


def _leave_theme(link: FollowedLink, theme: Theme, now: int) -> list[Before]:
    found: list[Before] = []
    for uid in link.uids:
        if not theme.left_at(uid):
            found.append((theme.__name__, uid, theme.member(uid) or ()))
            themes.leave(service(), theme, uid, now, source=LINK)
    if link.is_nobodys and not theme.refusals.has(link.digest, HANDSET):
        found.append((theme.__name__, "", ()))
        _refuse(link, theme.refusals.keep, now)
        journal.write(service(), "theme.left", theme, now)
    return found


def _leave_all(link: FollowedLink, now: int) -> list[Before]:
    people, found = link.institution["people"], list[Before]()
    for uid in link.uids:
        if people.word(uid) != NO:
            found.append(("", uid, ()))
            consent.keep(link.institution, uid, Proof(now, WHOLE, answer=NO, source=LINK))
            journal.write(service(), "link.left", people[uid], now)
    if link.is_nobodys and not people.refusals.has(link.digest, HANDSET):
        found.append(("", "", ()))
        _refuse(link, people.refusals.keep, now)
        journal.write(service(), "link.left", people, now)
    return found


def _refuse(link: FollowedLink, keep: Callable[[str, str, int], None], now: int) -> None:
    people = link.institution["people"]
    people.mark_all([link.digest])
    digests.note_key(people)
    keep(link.digest, HANDSET, now)


def take_back(link: FollowedLink, left: Left, now: int) -> bool:
    """Let whoever ``left`` by the link be again what they were before; return whether they are.

    Who has said something since, be it another no, is left as they are.
    """
    # A person who left may have got another uid since.
    present = link.institution["people"].present
    before = [(name, present(uid) if uid else "", was) for name, uid, was in left.before]
    taken = [one for one in before if _said_at(link, *one[:2]) == left.at > 0]
    for one in taken:
        _undo(link, one, now)
    if taken:
        link.record.come_back(link.row)
        _note_back(link, taken, now)
    return bool(taken)


def _said_at(link: FollowedLink, name: str, uid: str) -> int:
    """When the last no was said to the theme, or to everything; 0 where none counts."""
    people, themes = link.institution["people"], link.institution["themes"]
    if name and name not in themes:
        return 0
    if not uid:
        return (themes[name] if name else people).refusals.said_at(link.digest, HANDSET)
    if uid not in link.uids:
        return 0
    if name:
        return themes[name].left_at(uid)
    return people[uid].opt_out_at if people.word(uid) == NO else 0


def _undo(link: FollowedLink, one: Before, now: int) -> None:
    name, uid, was = one
    theme = link.institution["themes"][name] if name else None
    if not uid:
        _allow(link, theme, now)
    elif theme is not None:
        _rejoin(link, theme, uid, was, now)
    else:
        _unsay(link, uid, now)


def _allow(link: FollowedLink, theme: Theme | None, now: int) -> None:
    """Let the number be written to again."""
    holder = theme or link.institution["people"]
    holder.refusals.take_back(link.digest, HANDSET)
    _write(holder, "", now)


def _rejoin(link: FollowedLink, theme: Theme, uid: str, was: tuple[Any, ...], now: int) -> None:
    basis = consent.basis_of(link.institution, theme.kind)
    proof = Proof(now, theme.kind, theme.__name__, YES, 0, LINK, basis)
    if was:
        member = Member(*was)
        proof = proof._replace(version=member.version)
        themes.keep(theme, uid, proof, member.since, member.choices)
    else:
        theme.unleave(uid)
        link.institution["people"].note(uid, proof)
    _write(theme, uid, now)


def _unsay(link: FollowedLink, uid: str, now: int) -> None:
    """Let a no to everything be taken back: a yes of before counts again."""
    people = link.institution["people"]
    people.takes_back(uid)
    people.note(uid, Proof(now, WHOLE, answer=YES, source=LINK, basis=TASK))
    _write(people[uid], "", now)


def _write(resource: Resource, uid: str, now: int) -> None:
    after = {"person": uid} if uid else None
    journal.write(service(), "link.taken_back", resource, now, after=after)
