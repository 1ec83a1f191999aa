"""What the service does for itself: find work left behind, forget what must be forgotten."""

from typing import NamedTuple

from unisms.model.accounts import NotEnoughCredit
from unisms.model.folder import dated_name, find, path_of
from unisms.services import composing, receipts, sessions, unread
from unisms.services.delivery import WrongState
from unisms.sms import states

LOOK_BACK = 7 * 86400  # seconds: older drafts are not waiting for us
DOUBT = 120  # seconds that an uncertain message waits for its receipt before the policy sends it again
IMPORTS_KEPT = 86400  # seconds that an upload and its cells are kept


class Waiting(NamedTuple):
    """Paths of what waits for a worker."""

    connections: list
    campaigns: list
    imports: list
    closing: list
    doubtful: list


def work_waiting(root, now):
    """Everything that a worker should be doing."""
    connections, closing, doubtful = [], [], []
    for connection in all_connections(root):
        if connection.open:
            connections.append(path_of(connection))
            closing.extend(connection.open)
            doubtful.extend(path for path in connection.open if find(root, path).on_doubt == "resend")
    campaigns, imports = [], []
    for institution in root["institutions"].values():
        recent = f"{dated_name({}, now - LOOK_BACK)[:8]}"
        for campaign in institution["campaigns"].values(recent):
            if campaign.state == states.PREPARING:
                campaigns.append(campaign.path)
        imports.extend(path_of(i) for i in institution["imports"].values(recent) if i.state == "uploaded")
    return Waiting(connections, campaigns, imports, closing, doubtful)


def at_work(root):
    """The paths of the connections whose campaigns are not closed yet: each needs a worker."""
    return [path_of(connection) for connection in all_connections(root) if connection.open]


def resend_doubtful(root, path, now):
    """Follow the policy of the campaign at ``path``: what is uncertain since two minutes is sent again, as far as the
    credit goes. Return the path of the connection to nudge, or ``None``."""
    campaign = find(root, path)
    try:
        sent_again = composing.resend_uncertain(campaign, "", now, now - DOUBT)
    except (WrongState, NotEnoughCredit):
        return None
    return campaign.connection if sent_again else None


def all_connections(root):
    """Every broker connection of the installation."""
    yield from root["brokers"].values()
    for institution in root["institutions"].values():
        yield from institution["brokers"].values()


def forget(root, now):
    """Erase what was only needed for a while: parked news and what could not be read for seven
    days, uploads and the marks of replies for one, ended sessions for some hours."""
    sessions.forget(root, now)
    for connection in all_connections(root):
        receipts.forget_parked(connection, now)
        receipts.forget_replies_seen(connection, now)
        unread.forget_old(connection, now)
    for institution in root["institutions"].values():
        for record in institution["imports"].values():
            if record.created_at < now - IMPORTS_KEPT and record.state != "forgotten":
                record.forget()
                record.state = "forgotten"
