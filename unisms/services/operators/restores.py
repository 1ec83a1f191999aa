"""A store that was brought back to an earlier moment: held, read, released."""

import secrets
from typing import NamedTuple

from unisms.model.folder import find, path_of
from unisms.model.reliance import rely_on
from unisms.model.root import Institution, Root, holders
from unisms.ports import Acceptance
from unisms.services.brokers.connections import all_connections, usable
from unisms.services.campaigns import drafts
from unisms.services.delivery import moments, settlement, steering
from unisms.services.ground import journal, outbox
from unisms.services.ground.actor import Actor, service
from unisms.services.ground.lives import Restore, is_held, life_of, new_mark, restore_of
from unisms.sms import states

READY = states.where(page=states.CHECK) & states.before(states.DRAFT)


class Unknown(NamedTuple):
    """The batches that were in hand when the copy was made; nothing is known of their messages."""

    answered: dict[str, Acceptance]
    left: frozenset[str]
    trusted: bool


def hold(root: Root, until: int, now: int) -> Restore:
    """Let nothing leave any more, until somebody has looked; return the ``Restore``.

    What was being sent is paused, what was in hand is uncertain, what was ready is a draft again:
    since the copy, all of it may have left. ``until`` is the last moment that somebody remembers of
    the store as it was, ``now`` that of the finding, in epoch seconds; 0 where nobody does.
    """
    life = life_of(root)
    since = life.beaten_at or max(life.beats, default=0)
    _doubt_what_was_in_hand(root, now)
    for holder in holders(root):
        outbox.doubt(holder, now)
    institutions = root["institutions"].items()
    held = ((name, _hold(root, institution, now)) for name, institution in institutions)
    found = tuple((name, *counted) for name, counted in held if any(counted))
    restore = Restore(now, since, until, found)
    life.restored = tuple(restore)
    _begin_anew(root, now)
    journal.write(service(), "store.restored", root, now)
    return restore


def _begin_anew(root: Root, now: int) -> None:
    """Begin a new life: the notes that machines have taken are about the former one."""
    life = life_of(root)
    life.generation, life.beats = secrets.token_hex(8), (new_mark(),)
    life.count, life.beaten_at = life.count + 1, now


def _doubt_what_was_in_hand(root: Root, now: int) -> None:
    nothing = Unknown({}, frozenset(), trusted=False)
    for connection in all_connections(root):
        # A task that joins the line at this moment, or claims, has not seen that the store is held.
        rely_on(connection.line, *(find(root, path).handover for path in connection.open))
        settlement.recover(root, path_of(connection), nothing, "", now)


def _hold(root: Root, institution: Institution, now: int) -> tuple[int, int, int]:
    """Hold the campaigns of an institution; return the counts of campaigns and messages.

    They are the campaigns under way, the ready ones, and the messages in doubt.
    """
    paused = ready = uncertain = 0
    connections = usable(institution)
    for campaign in list(institution["campaigns"].values()):
        moments.redate_campaign(root, campaign, now)  # it was not sent after the restore
        if states.PAUSE in states.STAGES[campaign.state].offers:
            steering.pause(service(), campaign, connections.get(campaign.connection), now)
        if campaign.state == states.PAUSED:
            paused += 1
        if campaign.state in READY:
            drafts.back_to_draft(campaign, "restored")
            ready += 1
        if states.STAGES[campaign.state].is_open:
            uncertain += len(steering.uncertain_numbers(campaign))
    return paused, ready, uncertain


def release(actor: Actor, root: Root, now: int) -> bool:
    """Let messages leave again; whoever asks has read what may have left.

    Return whether it was held.
    """
    restore = restore_of(root)
    if restore is None or not is_held(root):
        return False
    life_of(root).restored = tuple(restore._replace(released_at=now, by=actor.name))
    journal.write(actor, "store.released", root, now)
    return True


def renew(root: Root, now: int) -> None:
    """Begin a new life that holds nothing: the store was moved, and nothing has left since."""
    life_of(root).restored = ()
    _begin_anew(root, now)
