"""What the service does for itself: find work left behind, forget what must be forgotten."""

from typing import NamedTuple

from unisms.model.folder import dated_name, path_of
from unisms.services import receipts
from unisms.sms import states

LOOK_BACK = 7 * 86400  # seconds: older drafts are not waiting for us
IMPORTS_KEPT = 86400  # seconds that an upload and its cells are kept


class Waiting(NamedTuple):
    """Paths of what waits for a worker."""

    connections: list
    campaigns: list
    imports: list
    closing: list


def work_waiting(root, now):
    """Everything that a worker should be doing."""
    connections, closing = [], []
    for connection in all_connections(root):
        if connection.open:
            connections.append(path_of(connection))
            closing.extend(connection.open)
    campaigns, imports = [], []
    for institution in root["institutions"].values():
        recent = f"{dated_name({}, now - LOOK_BACK)[:8]}"
        for campaign in institution["campaigns"].values(recent):
            if campaign.state == states.PREPARING:
                campaigns.append(campaign.path)
        imports.extend(path_of(i) for i in institution["imports"].values(recent) if i.state == "uploaded")
    return Waiting(connections, campaigns, imports, closing)


def all_connections(root):
    """Every broker connection of the installation."""
    yield from root["brokers"].values()
    for institution in root["institutions"].values():
        yield from institution["brokers"].values()


def forget(root, now):
    """Erase what was only needed for a while: parked news after seven days, uploads after one."""
    for connection in all_connections(root):
        receipts.forget_parked(connection, now)
    for institution in root["institutions"].values():
        for record in institution["imports"].values():
            if record.created_at < now - IMPORTS_KEPT and record.state != "forgotten":
                record.forget()
                record.state = "forgotten"
