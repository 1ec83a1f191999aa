"""The message of a link found, its reader's leave, and that taken back.

Whoever opens a link has the handset, so it counts as a STOP from there does: for the person whom
the message was for, else for those who have its number, else for the number. It leaves the themes
of the message or, if it has none, everything but emergencies.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from unisms.model import digests
from unisms.model.campaigns import Campaign
from unisms.model.folder import Resource
from unisms.model.leavings import BACK, LEFT, Leaving, Leavings
from unisms.model.links import LinkedCampaign
from unisms.model.proofs import LINK, NO, WHOLE, YES, Proof
from unisms.model.recent import RecentChanges
from unisms.model.refusals import HANDSET
from unisms.model.root import Institution, Root
from unisms.model.rows import MSISDN, is_erased
from unisms.model.themes import Member, Theme
from unisms.services.ground import journal
from unisms.services.ground.actor import service
from unisms.services.links.endings import KEY
from unisms.services.people import consent, themes
from unisms.sms import purposes, tokens
from unisms.sms.purposes import OF_THEMES, SERVICE

NOBODY = b"\0" * 32  # a key under which tokens of no institution are read

#: of each who has left: the theme, or nothing; the uid, or nothing for the number; what they were
#: before, as a bare ``Member`` or the conditions that they had said yes to
Before = tuple[str, str, tuple[Any, ...]]


class FollowedLink(NamedTuple):
    """A link that leads to a message, and whose it is."""

    institution: Institution
    campaign: Campaign
    record: LinkedCampaign
    row: int
    uids: tuple[str, ...]  #: of those for whom it counts; none: it counts for the number
    digest: str  #: of the number
    msisdn: str = ""  #: the number; empty: it is erased

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
    people, uid = institution["people"], campaign.uid(number)
    uids = (uid,) if uid in people else people.with_number(row[MSISDN])
    digest = digests.of_number(institution, row[MSISDN])
    return FollowedLink(institution, campaign, record, number, uids, digest, row[MSISDN])


def leave(link: FollowedLink, now: int) -> list[Before]:
    """Let whoever opened the link leave at ``now`` (epoch seconds).

    Return what each was before, for ``take_back``; nothing where all had left already.
    """
    found = [one for theme in link.themes for one in _leave_theme(link, theme, now)]
    found += _leave_all(link, now) if not link.themes else []
    if found:
        link.record.leave(link.row, now)
        _note(link, found, LEFT, now)
    return found


def _note(link: FollowedLink, of: Sequence[Before], action: str, now: int) -> None:
    """Keep for departments and the source who has left, or come back, by which message."""
    if link.institution.leavings is None:
        link.institution.leavings = Leavings()
    name = link.campaign.__name__
    for theme, uid, _ in of:
        leaving = Leaving(now, uid, link.msisdn, LINK, theme, name, action)
        link.institution.leavings.add(leaving)


def _leave_theme(link: FollowedLink, theme: Theme, now: int) -> list[Before]:
    found: list[Before] = []
    for uid in link.uids:
        if not theme.left_at(uid):
            found.append((theme.__name__, uid, theme.member(uid) or ()))
            themes.leave(service(), theme, uid, now, source=LINK)
    if not link.uids and not theme.refusals.has(link.digest, HANDSET):
        found.append((theme.__name__, "", ()))
        _refuse(link, theme.refusals.keep, now)
        journal.write(service(), "theme.left", theme, now)
    return found


def _leave_all(link: FollowedLink, now: int) -> list[Before]:
    people, found = link.institution["people"], list[Before]()
    for uid in link.uids:
        if people.word(uid) != NO:
            version = people[uid].consented_to
            found.append(("", uid, (version,)))
            consent.keep(link.institution, uid, Proof(now, WHOLE, answer=NO, source=LINK))
            journal.write(service(), "link.left", people[uid], now)
    if not link.uids and not people.refusals.has(link.digest, HANDSET):
        found.append(("", "", ()))
        _refuse(link, people.refusals.keep, now)
        journal.write(service(), "link.left", people, now)
    return found


def _refuse(link: FollowedLink, keep: Callable[[str, str, int], None], now: int) -> None:
    people = link.institution["people"]
    if people.recent is None:
        people.recent = RecentChanges()
    people.recent.mark([link.digest])
    digests.note_key(people)
    keep(link.digest, HANDSET, now)


def take_back(link: FollowedLink, before: Sequence[Before], now: int) -> bool:
    """Let whoever left by the link be again what they were ``before``; return whether they are.

    Who has said something else since is left as they are.
    """
    taken = [one for one in before if _take_back(link, *one, now)]
    if taken:
        link.record.come_back(link.row)
        _note(link, taken, BACK, now)
    return bool(taken)


def _take_back(link: FollowedLink, name: str, uid: str, was: tuple[Any, ...], now: int) -> bool:
    theme = link.institution["themes"].get(name) if name else None
    if name and theme is None:
        return False
    if not uid:
        return _allow(link, theme, now)
    return _rejoin(link, theme, uid, was, now) if theme else _accept(link, uid, was, now)


def _allow(link: FollowedLink, theme: Theme | None, now: int) -> bool:
    """Let the number be written to again."""
    holder = theme or link.institution["people"]
    is_ours = holder.refusals.has(link.digest, HANDSET)
    if is_ours:
        holder.refusals.take_back(link.digest, HANDSET)
        journal.write(service(), "link.taken_back", holder, now)
    return is_ours


def _rejoin(link: FollowedLink, theme: Theme, uid: str, was: tuple[Any, ...], now: int) -> bool:
    if uid not in link.uids or not theme.left_at(uid):
        return False
    basis = consent.basis_of(link.institution, theme.kind)
    proof = Proof(now, theme.kind, theme.__name__, YES, 0, LINK, basis)
    if was:
        member = Member(*was)
        proof = proof._replace(version=member.version)
        themes.keep(theme, uid, proof, member.since, member.choices)
    else:
        theme.unleave(uid)
        link.institution["people"].note(uid, proof)
    return _written(theme, uid, now)


def _accept(link: FollowedLink, uid: str, was: tuple[Any, ...], now: int) -> bool:
    people = link.institution["people"]
    if uid not in link.uids or people.word(uid) != NO:
        return False
    basis = consent.basis_of(link.institution, SERVICE)
    proof = Proof(now, SERVICE, "", YES, was[0], LINK, basis)
    consent.keep(link.institution, uid, proof)
    return _written(people[uid], "", now)


def _written(resource: Resource, uid: str, now: int) -> bool:
    after = {"person": uid} if uid else None
    journal.write(service(), "link.taken_back", resource, now, after=after)
    return True
