"""Once-only keys: nobody of an institution gets two messages with the same one."""

from collections.abc import Callable, Iterable, Iterator

from BTrees.OOBTree import OOBTree

from unisms.model import digests
from unisms.model.campaigns import Campaign
from unisms.model.once_keys import OnceKey
from unisms.model.reliance import rely_on
from unisms.model.root import Institution, institution_of
from unisms.model.rows import MSISDN, STATE, is_erased
from unisms.services.exclusions.crowds import Crowd, crowd_of, with_former
from unisms.sms import names, states

LONGEST = 40  # characters of a key
DAY = 86400  # seconds
KEPT = 400  # days that somebody counts as told
PURPOSE = "once"  # of the digests of uids
MOST_GLANCED = 2_000  # rows that are looked at while somebody types
FIGURE = "once"  # of ``Campaign.check``


def read(typed: str) -> str:
    """Return the key that somebody has typed, folded; empty: there is no letter and no figure."""
    return "-".join(names.words(typed))[:LONGEST].strip("-")


class AlreadyTold:
    """Everybody who was handed a message of one key."""

    def __init__(self, institution: Institution, crowd: Crowd, record: OnceKey | None) -> None:
        self._institution, self._crowd = institution, crowd
        self._record = record if record is not None and record.has_told() else None

    def has(self, msisdn: str, uid: str) -> bool:
        """Whether somebody with this number or this uid was told."""
        if self._crowd.has(msisdn, uid):
            return True
        return self._record is not None and _is_kept(self._institution, self._record, msisdn, uid)


def _is_kept(institution: Institution, record: OnceKey, msisdn: str, uid: str) -> bool:
    told = record.is_told
    by_number = bool(msisdn) and told(digests.of_number(institution, msisdn))
    return by_number or (bool(uid) and told(digest_of_person(institution, uid)))


def digest_of_person(institution: Institution, uid: str) -> str:
    """Return the digest that is kept of a uid. It has a mark that those of numbers have not."""
    return f":{digests.of_word(institution, PURPOSE, uid)}"


def told_of(campaign: Campaign, now: int) -> AlreadyTold | None:
    """Return who was ``AlreadyTold`` with the key of a campaign; ``None``: it has none.

    ``now`` is in epoch seconds.
    """
    return None if not campaign.once else told_with(institution_of(campaign), campaign.once, now)


def told_with(institution: Institution, key: str, now: int) -> AlreadyTold:
    """Return who was ``AlreadyTold`` with a key."""
    record = _record(institution, key)
    handed = (pair for one in _others(institution, record, "", now) for pair in _handed(one))
    return AlreadyTold(institution, with_former(institution, crowd_of(handed)), record)


def glanced(institution: Institution, key: str, now: int) -> AlreadyTold | None:
    """Return who was ``AlreadyTold`` with a key, if they are few; else ``None``."""
    others = _others(institution, _record(institution, key), "", now)
    few = sum(one.last_number() for one in others) <= MOST_GLANCED
    return told_with(institution, key, now) if few else None


def _record(institution: Institution, key: str) -> OnceKey | None:
    return institution.once_keys.get(key) if institution.once_keys is not None else None


def _others(
    institution: Institution, record: OnceKey | None, but: str, now: int
) -> Iterator[Campaign]:
    """Yield the campaigns of a key that still have their rows, ``but`` one."""
    folder = institution["campaigns"]
    for name, at in record.campaigns if record is not None else ():
        campaign = folder.get(name)
        if name != but and campaign is not None and at >= now - KEPT * DAY:
            yield campaign


def _handed(campaign: Campaign) -> Iterator[tuple[str, str]]:
    """Yield number and uid of everybody who was handed the message of a campaign."""
    claimed = _claimed(campaign)
    for number, row in campaign.stored_rows():
        if (row[STATE] in states.LEFT or number in claimed) and not is_erased(row):
            yield row[MSISDN], campaign.uid(number)


def _claimed(campaign: Campaign) -> set[int]:
    return {number for claim in campaign.handover.claims for number in claim[0]}


def figures(campaign: Campaign, now: int) -> tuple[tuple[str, object], ...]:
    """Return for ``Campaign.check`` what it has seen of its key: releases, and which were over.

    Whoever was handed a message of those that were over has been judged. The others are looked at
    again when a message is taken out of the queue.
    """
    if not campaign.once:
        return ()
    record = _record(institution_of(campaign), campaign.once)
    others = _others(institution_of(campaign), record, campaign.__name__, now)
    over = tuple(one.__name__ for one in others if _is_over(one))
    return ((FIGURE, (_released(record), over)),)


def _released(record: OnceKey | None) -> tuple[str, ...]:
    return tuple(name for name, _ in record.campaigns) if record is not None else ()


def _is_over(campaign: Campaign) -> bool:
    stage = states.STAGES[campaign.state]
    return stage.waits == states.OVER and not campaign.handover.claims


def is_outdated(campaign: Campaign) -> bool:
    """Whether another message of its key was released since a campaign was checked."""
    if not campaign.once:
        return False
    seen = (campaign.__name__, *campaign.counted(FIGURE, ((), ()))[0])
    record = _record(institution_of(campaign), campaign.once)
    return any(name not in seen for name in _released(record))


def note_release(campaign: Campaign, now: int) -> None:
    """Let the key of a campaign know that it is released. Two releases of one key conflict."""
    if not campaign.once:
        return
    institution = institution_of(campaign)
    if institution.once_keys is None:
        institution.once_keys = OOBTree()
    if campaign.once not in institution.once_keys:
        institution.once_keys[campaign.once] = OnceKey()
    institution.once_keys[campaign.once].add(campaign.__name__, now)


def told_meanwhile(campaign: Campaign, now: int) -> Callable[[str, str], bool] | None:
    """Return whether somebody was told since a campaign was checked; ``None``: nobody can be.

    A claim asks it of each number and uid. It relies on the hand-over of each campaign that it has
    looked at: of two claims at one moment, the second one is tried again.
    """
    if not campaign.once:
        return None
    institution = institution_of(campaign)
    record = _record(institution, campaign.once)
    over = frozenset(campaign.counted(FIGURE, ((), ()))[1])
    found = _others(institution, record, campaign.__name__, now)
    rivals = [one for one in found if one.__name__ not in over and not one.erased_at]
    rely_on(*([record] if record is not None else []), *(one.handover for one in rivals))
    asked = [_handed_by(one) for one in rivals]
    if record is not None and record.has_told():
        asked.append(lambda msisdn, uid: _is_kept(institution, record, msisdn, uid))
    return (lambda msisdn, uid: any(one(msisdn, uid) for one in asked)) if asked else None


def _handed_by(campaign: Campaign) -> Callable[[str, str], bool]:
    """Return whether a campaign has handed its message to a number or a uid."""
    claimed, places = _claimed(campaign), _places(campaign)

    def is_handed(number: int) -> bool:
        return number in claimed or campaign.stored_row(number)[STATE] in states.LEFT

    def handed(msisdn: str, uid: str) -> bool:
        numbers = (*places.get(msisdn, ()), *(places.get(f":{uid}", ()) if uid else ()))
        return any(map(is_handed, numbers))

    return handed


def _places(campaign: Campaign) -> dict[str, tuple[int, ...]]:
    """Return the numbers of the rows by number and, after a colon, by uid.

    A process makes it once for each campaign: rows are only added, and a person who is erased is
    found no more.
    """
    known = getattr(campaign, "_v_places", None)
    if known is None or known[0] != campaign.last_number():
        found: dict[str, tuple[int, ...]] = {}
        for number, row in campaign.stored_rows():
            if not is_erased(row):
                uid = campaign.uid(number)
                for one in (row[MSISDN], *([f":{uid}"] if uid else [])):
                    found[one] = (*found.get(one, ()), number)
        known = (campaign.last_number(), found)
        campaign._v_places = known  # type: ignore[attr-defined]
    return known[1]


def keep_told(campaign: Campaign) -> None:
    """Keep digests of whoever was handed the message of a campaign: its rows are to be erased."""
    institution = institution_of(campaign)
    record = _record(institution, campaign.once) if campaign.once else None
    if record is None:
        return
    handed = [*_handed(campaign)]
    if handed:
        digests.note_key(campaign)
        record.keep(_digests(institution, handed), campaign.sent_at // DAY)


def _digests(institution: Institution, handed: Iterable[tuple[str, str]]) -> Iterator[str]:
    for msisdn, uid in handed:
        yield digests.of_number(institution, msisdn)
        if uid:
            yield digest_of_person(institution, uid)


def forget(institution: Institution, now: int) -> None:
    """Forget who was told 400 days ago, and the keys of which nothing is left."""
    before = now - KEPT * DAY
    known = institution.once_keys
    if known is None:
        return
    for key, record in list(known.items()):
        record.forget_before(before // DAY, before)
        if not record:
            known.pop(key)


def drop(institution: Institution) -> int:
    """Forget all digests, which were made under a key that is lost; return how many."""
    known = institution.once_keys.values() if institution.once_keys is not None else ()
    return sum(record.drop() for record in known)
