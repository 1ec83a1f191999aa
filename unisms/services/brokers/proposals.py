"""Proposals of settings, kept while they are tried and decided.

The institution of their place keeps them, or the root.
"""

import secrets
from itertools import chain

from BTrees.OOBTree import OOBTree

from unisms.model.connections import BrokerConnection
from unisms.model.directories import DirectoryConnection
from unisms.model.folder import find as find_place
from unisms.model.folder import look_up, path_of, root_of
from unisms.model.proposals import Proposal
from unisms.model.root import Institution, Root, holders
from unisms.services.brokers import connections
from unisms.services.brokers.connections import all_connections
from unisms.services.directory import directories
from unisms.services.ground import journal
from unisms.services.ground.actor import Actor

KEPT = 3600  # seconds that what was typed is kept for its author to decide


def propose(actor: Actor, verb: str, owner: Institution | Root, proposal: Proposal) -> str:
    """Keep what ``actor`` proposes as ``start`` does; ``verb`` is of the journal."""
    journal.write(actor, verb, find_place(root_of(owner), proposal.place), proposal.test_asked)
    return start(owner, proposal)


def start(owner: Institution | Root, proposal: Proposal) -> str:
    """Keep ``proposal`` instead of its author's earlier one for this place; return its name."""
    if owner.proposals is None:
        owner.proposals = OOBTree()
    for name, earlier in list(owner.proposals.items()):
        if (earlier.place, earlier.by) == (proposal.place, proposal.by):
            del owner.proposals[name]
    name = secrets.token_hex(8)
    owner.proposals[name] = proposal
    return name


def find(owner: Institution, name: str, place: str, by: str) -> Proposal | None:
    """Return the proposal that ``by`` made for ``place``.

    ``None``: it is somebody else's, or decided, or too old.
    """
    proposal = (owner.proposals or {}).get(name)
    return (
        proposal if proposal is not None and (proposal.place, proposal.by) == (place, by) else None
    )


def end(owner: Institution, name: str) -> None:
    """It is decided: nothing of it is kept."""
    del owner.proposals[name]


def forget_person(owner: Institution | Root, uid: str) -> None:
    """Erase those of ``uid``."""
    for name, proposal in list((owner.proposals or {}).items()):
        if proposal.by == uid:
            del owner.proposals[name]


def look(root: Root, path: str, name: str) -> Proposal | None:
    """The proposal ``name`` of the owner at ``path``, for a task; ``None`` where it is gone."""
    owner = root if path == "/" else look_up(root, path)
    return (owner.proposals or {}).get(name) if owner is not None else None


def forget(root: Root, now: int) -> None:
    """Erase those that nobody decided in time."""
    for owner in holders(root):
        for name, proposal in list((owner.proposals or {}).items()):
            if abs(now - proposal.test_asked) > KEPT:  # or in the future, of a clock that was wrong
                del owner.proposals[name]


def tries_waiting(root: Root, now: int) -> list[tuple[str, ...]]:
    """Return the tasks of the tries that somebody waits for, as tuples of name and arguments."""
    every: chain[BrokerConnection | DirectoryConnection]
    every = chain(all_connections(root), directories.every(root))
    tried = [one for one in every if connections.is_being_tried(one, now)]
    found: list[tuple[str, ...]] = [("try_connection", path_of(connection)) for connection in tried]
    for holder in holders(root):
        for name, proposal in (holder.proposals or {}).items():
            if connections.is_being_tried(proposal, now):
                found.append(("try_proposal", path_of(holder), name))
    return found
