"""Audiences that people keep under a name, for themselves or for the colleagues of an account."""

from collections.abc import Iterable, Iterator

from unisms.model.audiences import SavedAudience
from unisms.model.folder import Folder, dated_name
from unisms.model.kinds import kinds_behind
from unisms.model.roles import OPERATOR
from unisms.model.root import Institution, Root
from unisms.services.exclusions.crowds import Part
from unisms.services.ground import journal
from unisms.services.ground.actor import Actor
from unisms.services.ground.problem import Problem
from unisms.services.rights import payers, reaches

SAVED = "saved"  # the kind of audience
FOLDER = "audiences"
LONGEST = 80  # characters of a title
MOST = 50  # audiences that one person keeps
MOST_PARTS = 50  # of one audience, and as many that it leaves out


class Unkept(ValueError):
    """An audience that cannot be kept, with its ``Problem``."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


def audiences_have_a_place(root: Root) -> None:
    """Institutions have a folder of the audiences that people keep."""
    for institution in root["institutions"].values():
        if FOLDER not in institution:
            institution.add(FOLDER, Folder())


def every(institution: Institution) -> Iterable[SavedAudience]:
    """Return all saved audiences; a store of before has no place for them until it is evolved."""
    return institution[FOLDER].values() if FOLDER in institution else ()


def find(institution: Institution, name: str) -> SavedAudience | None:
    """Return the saved audience of that name, or ``None``."""
    return institution[FOLDER].get(name) if FOLDER in institution else None


def of(actor: Actor) -> list[SavedAudience]:
    """Return the audiences that ``actor`` may use: their own, and those shared with them."""
    accounts: dict[str, bool] = {}
    return [one for one in every(actor.institution) if _may_see(actor, one, accounts)]


def may_see(actor: Actor, one: SavedAudience) -> bool:
    """Whether an audience is theirs, or is shared with whoever may charge an account of theirs."""
    return _may_see(actor, one, {})


def _may_see(actor: Actor, one: SavedAudience, accounts: dict[str, bool]) -> bool:
    if one.owner == actor.uid:
        return True
    if not one.account:
        return False
    if one.account not in accounts:
        accounts[one.account] = reaches.of(actor, one.account) is not None
    return accounts[one.account]


def may_use(actor: Actor, one: SavedAudience) -> bool:
    """Whether ``actor`` may write to an audience: they see it, and may choose each part of it."""
    return may_see(actor, one) and all(map_parts(actor, (*one.pairs, *one.minus)))


def map_parts(actor: Actor, parts: Iterable[Part]) -> Iterator[bool]:
    """Yield for each part whether ``actor`` may choose it."""
    known = kinds_behind(actor.institution)
    for kind, name in parts:
        needed = known[kind].permission
        is_permitted = needed is None or actor.may_here(needed)
        yield is_permitted and known[kind].may_use(actor, name)


def keepable(institution: Institution, parts: Iterable[Part]) -> tuple[Part, ...]:
    """Return the parts that can be kept: no file, which soon goes, and no number that was typed.

    A saved audience is kept as what it stands for now.
    """
    known, found = kinds_behind(institution), dict[Part, None]()
    for kind, name in parts:
        if not (known[kind].is_typed or known[kind].is_private or kind == SAVED):
            found[kind, name] = None
    return tuple(found)


def keep(
    actor: Actor,
    title: str,
    pairs: Iterable[Part],
    minus: Iterable[Part],
    now: int,
    *,
    account: str = "",
) -> SavedAudience:
    """Keep an audience of ``actor``; with an ``account``, share it with whoever may charge that.

    :raises Unkept: it has no title, nothing that can be kept, or they keep as many as they may.
    """
    institution = actor.institution
    kept, left_out = keepable(institution, pairs), keepable(institution, minus)
    title = _titled(actor, title)
    if not kept:
        raise Unkept(Problem("audience", "nothing_to_keep"))
    if max(len(kept), len(left_out)) > MOST_PARTS:
        raise Unkept(Problem("audience", "too_many_parts", MOST_PARTS))
    if sum(one.owner == actor.uid for one in institution[FOLDER].values()) >= MOST:
        raise Unkept(Problem("audience", "too_many_saved", MOST))
    made = SavedAudience(actor.uid, title, kept, left_out, now)
    made.account = _shared(actor, account)
    institution[FOLDER].add(dated_name(institution[FOLDER], now), made)
    journal.write(actor, "audience.saved", made, now, after={"title": title})
    return made


def _titled(actor: Actor, title: str, but: SavedAudience | None = None) -> str:
    """Return a title in its form.

    :raises Unkept: it is empty, or another audience of theirs has it.
    """
    title = " ".join(title.split())[:LONGEST]
    if not title:
        raise Unkept(Problem("title", "empty_audience_title"))
    others = (one for one in actor.institution[FOLDER].values() if one is not but)
    if any(one.owner == actor.uid and one.title == title for one in others):
        raise Unkept(Problem("title", "audience_title_taken"))
    return title


def _shared(actor: Actor, account: str) -> str:
    """Return the account with whose colleagues an audience is shared; theirs alone counts."""
    return account if account and account in payers.offered(actor, "") else ""


def retitle(actor: Actor, one: SavedAudience, title: str, now: int) -> None:
    """Give an audience another title.

    :raises Unkept: it is empty, or another audience of theirs has it.
    """
    before, one.title = one.title, _titled(actor, title, one)
    after = {"title": one.title}
    journal.write(actor, "audience.renamed", one, now, before={"title": before}, after=after)


def share(actor: Actor, one: SavedAudience, account: str, now: int) -> None:
    """Share an audience with whoever may charge ``account``; empty: with nobody any more."""
    before, one.account = one.account, _shared(actor, account)
    told = ({"accounts": before}, {"accounts": one.account})
    journal.write(actor, "audience.shared", one, now, before=told[0], after=told[1])


def delete(actor: Actor, one: SavedAudience, now: int) -> None:
    """Forget an audience. Messages that were written to it have their own recipients."""
    journal.write(actor, "audience.deleted", one, now, before={"title": one.title})
    one.__parent__.remove(one.__name__)


def forget(institution: Institution, _now: int) -> None:
    """Forget the audiences whose owner is gone: a namesake does not get them."""
    people = institution["people"]
    for one in list(every(institution)):
        if people.present(one.owner) not in people and not one.owner.startswith(OPERATOR):
            one.__parent__.remove(one.__name__)
