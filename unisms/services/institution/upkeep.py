"""What the service does for itself: find work left behind, forget what must be forgotten."""

from typing import NamedTuple

from unisms.model.accounts import AccountClosed, NotEnoughCredit
from unisms.model.campaigns import WrongState
from unisms.model.folder import find, look_up, path_of
from unisms.model.root import holder_names, holders
from unisms.services.brokers import connections, sender_ids
from unisms.services.campaigns import releases, resends
from unisms.services.delivery import inbox, moments, parking, unread
from unisms.services.door import sessions, throttle
from unisms.services.ground import days, lives
from unisms.services.ground.actor import service
from unisms.services.imports import uploads
from unisms.services.institution import retention
from unisms.services.people import consent, typed
from unisms.services.replies import replies
from unisms.services.rights import daily

DOUBT = (
    120  # seconds that an uncertain message waits for its receipt before the policy sends it again
)
DAY = 86400  # seconds
NIGHT = 3 * 3600 + 600  # seconds after midnight, UTC, when the night's work is due


class Waiting(NamedTuple):
    """Paths of what waits for a worker."""

    connections: list
    campaigns: list
    imports: list
    closing: list
    doubtful: list


def work_waiting(root):
    """Everything that a worker should be doing."""
    at_work, closing, doubtful = [], [], []
    for connection in all_connections(root):
        if connection.is_at_work:
            at_work.append(path_of(connection))
            closing.extend(connection.open)
            opened = {path: look_up(root, path) for path in connection.open}
            doubtful.extend(
                path for path, one in opened.items() if one is not None and one.on_doubt == "resend"
            )
    campaigns = [
        path
        for institution in root["institutions"].values()
        for path in _waiting(institution["campaigns"])
    ]
    imports = [
        path
        for institution in root["institutions"].values()
        for path in _waiting(institution["imports"])
    ]
    return Waiting(at_work, campaigns, imports, closing, doubtful)


def _waiting(folder):
    """The paths of what a worker must see to: the folder knows them, none is loaded."""
    place = path_of(folder)
    return [f"{place}/{name}" for name in folder.waiting()]


def at_work(root):
    """The paths of the connections that a worker should hold."""
    return [path_of(connection) for connection in all_connections(root) if connection.is_at_work]


def resend_doubtful(root, path, now):
    """Follow the policy of the campaign at ``path``: what is uncertain since two minutes is sent again, as far as the
    credit goes. Return the path of the connection to nudge, or ``None``."""
    campaign = find(root, path)
    if lives.is_older(root, campaign.sent_at):
        return None  # a restored store has forgotten what became of it
    try:
        sent_again = resends.resend_uncertain(service(), campaign, now, now - DOUBT)
    except (WrongState, NotEnoughCredit, AccountClosed, releases.Outdated):
        return None
    return campaign.connection if sent_again else None


def all_connections(root):
    """Every broker connection of the installation."""
    yield from root["brokers"].values()
    for institution in root["institutions"].values():
        yield from institution["brokers"].values()


def forget(root, now):
    """Erase what was only needed for a while, everywhere."""
    for name in holder_names(root):
        forget_of(root, name, now)


def forget_of(root, name, now):
    """Erase what the institution called ``name``, or with no name the root, needed for a while
    (parts of a reply that nobody works for are given):
    parked news and what could not be read for seven days, uploads and the marks of replies for
    one, replies that are nobody's, drafts that nobody touches and to whom messages left for thirty, the
    names of uploads as long as texts, words about sender IDs for a year, texts of templates that nobody uses for
    three, what was sent by whom for forty days, ended sessions for some hours, failures to sign in
    until they count no more, the numbers of people who are gone and had said no for 36 months."""
    holder = root["institutions"].get(name) if name else root
    if holder is None or not days.may_erase(root, now):
        return
    moments.redate(holder, now)
    sessions.forget(holder, now)
    throttle.forget(holder, now)
    typed.forget(holder, now)
    if name:
        consent.forget(holder, now)
        daily.forget_spent(holder, now)
        uploads.forget(holder, now)
        retention.forget_templates(holder, now)
    else:
        replies.forget_unclaimed(root, now)
    for connection in holder["brokers"].values():
        parking.forget_parked(connection, now)
        replies.give_late(root, path_of(connection), now)
        replies.forget_seen(connection, now)
        replies.forget_trails(connection, now)
        unread.forget_old(connection, now)
        sender_ids.forget(connection, now)
        connections.forget_words(connection, now)


def forget_uploads(root, name, now):
    """Erase the files of the institution called ``name`` that were uploaded over a day ago; a worker does so each
    hour, and each night with all that is older."""
    institution = root["institutions"].get(name)
    if institution is not None and days.may_erase(root, now):
        uploads.forget_lately(institution, now)


def empty_idle_inboxes(root, name, now):
    """Store what came over HTTP for the connections of this holder that nobody works for."""
    holder = root["institutions"].get(name) if name else root
    for connection in holder["brokers"].values() if holder is not None else ():
        inbox.empty_idle(root, path_of(connection), now)


def forget_carried(root, now):
    """Erase what people had typed when their session ended, and not sent within an hour."""
    for holder in holders(root):
        typed.forget_carried(holder, now)


def begin_night(root, now):
    """Whether a night's work is due: none was begun since 3:10 UTC. If so, it is noted as begun.

    A moment in the future is not believed: the clock was ahead when it was written. Neither is a
    clock that has made a leap, until a day has passed on it.
    """
    if not root.night_at:  # of a new store
        root.night_at = now
        return False
    if not days.may_erase(root, now):
        return False
    due = now - (now - NIGHT) % DAY
    if due <= root.night_at and not days.is_ahead(root.night_at, now):
        return False
    root.night_at = now
    return True


def tries_waiting(root, now):
    """Return the tasks, as tuples of name and arguments, of the tries of settings that somebody
    waits for."""
    tried = [one for one in all_connections(root) if connections.is_being_tried(one, now)]
    found = [("try_connection", path_of(connection)) for connection in tried]
    for holder in holders(root):
        for name, proposal in (holder.proposals or {}).items():
            if connections.is_being_tried(proposal, now):
                found.append(("try_proposal", path_of(holder), name))
    return found


def authored(root, paths):
    """Return pairs of path and author of those campaigns or files at ``paths`` that are there."""
    found = ((path, look_up(root, path)) for path in paths)
    return [(path, one.author) for path, one in found if one is not None]
