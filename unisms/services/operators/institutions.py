"""Institutions as a whole: opened with their first administrator, counted, erased."""

import re
import time
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from unisms.model.campaigns import Campaign
from unisms.model.connections import BrokerConnection
from unisms.model.folder import find, is_reserved, path_of
from unisms.model.people import Subscriber
from unisms.model.reliance import rely_on
from unisms.model.roles import PERSON
from unisms.model.root import Institution, Root
from unisms.model.rows import MSISDN
from unisms.ports import Receipt
from unisms.services.delivery import inbox
from unisms.services.door import passwords, sessions
from unisms.services.ground import journal
from unisms.services.ground.actor import Actor
from unisms.services.links import records
from unisms.services.replies import replies
from unisms.services.rights import rights
from unisms.sms import states

NAME = re.compile("[a-z][a-z0-9-]{1,39}")
ADMINISTRATOR = "administrator"
LOOKED_AT = 200  # campaigns
COUNTED = ("people", "groups", "templates", "accounts", "brokers", "imports", "campaigns")


class BadName(ValueError):
    """An institution cannot be called so: its name stands in addresses."""


class NoAdministrator(LookupError):
    """Nobody of that uid administers the institution."""


class StillLeaving(Exception):
    """Messages are being handed over; ``campaigns`` are the paths of those that they belong to."""

    def __init__(self, campaigns: Sequence[str]) -> None:
        super().__init__(campaigns)
        self.campaigns = campaigns


class Opening(NamedTuple):
    """The first settings of an institution."""

    name: str  #: its place in the address
    title: str
    uid: str  #: of its first administrator
    person: str  #: as people call them
    time_zone: str = Institution.time_zone
    language: str = Institution.language


def add(actor: Actor, root: Root, opening: Opening, now: int) -> tuple[Institution, str]:
    """Open an institution at ``now`` (epoch seconds); return it and its administrator's password.

    Nobody can read the password again.

    :raises BadName: it cannot stand in an address.
    :raises NameTaken: there is one of that name.
    """
    if not may_be_called(opening.name):
        raise BadName(opening.name)
    institution = root["institutions"].add(opening.name, Institution(opening.title))
    institution.time_zone, institution.language = opening.time_zone, opening.language
    institution.opened_at = now
    institution["people"].add(opening.uid, Subscriber(opening.person))
    institution.grants.give(f"{PERSON}{opening.uid}", ADMINISTRATOR)
    password = passwords.drawn()
    passwords.set_password(institution, opening.uid, password)
    after = {"name": opening.name, "title": opening.title}
    for resource in (root["institutions"], institution):
        journal.write(actor, "institution.opened", resource, now, after=after)
    return institution, password


def renew_password(actor: Actor, root: Root, name: str, uid: str, now: int) -> str:
    """Draw another password for ``uid``, who administers the institution ``name``; return it.

    They have lost theirs. Both journals tell it.

    :raises NoAdministrator: nobody of that uid administers it.
    """
    institution = root["institutions"][name]
    if uid not in institution["people"] or uid not in rights.administrators(institution):
        raise NoAdministrator(uid)
    rely_on(institution.grants)  # which whoever takes them out, or their role, changes
    password = passwords.drawn()
    passwords.set_password(institution, uid, password)
    sessions.end_all(institution, uid, now)
    for holder in (root, institution):
        journal.write(actor, "password.given", institution, now, after={"uid": uid}, holder=holder)
    return password


def last_sent(institution: Institution) -> int:
    """Return when the latest message left, in epoch seconds.

    Return 0 if none of the last ``LOOKED_AT`` has left.
    """
    names = islice(institution["campaigns"].latest(), LOOKED_AT)
    return max((institution["campaigns"][name].sent_at or 0 for name in names), default=0)


def may_be_called(name: str) -> bool:
    """Whether an institution may have this name in addresses."""
    return NAME.fullmatch(name) is not None and not is_reserved(name)


class Summary(NamedTuple):
    """The figures of an institution that operators may know: how much, and nothing of anybody."""

    name: str
    title: str
    accounts: int
    credit: int  #: segments left on all accounts
    campaigns: int  #: begun this month


def summary(institution: Institution, now: int) -> Summary:
    """The ``Summary`` of an institution at ``now`` (epoch seconds)."""
    accounts, month = institution["accounts"], time.strftime("%Y%m", time.gmtime(now))
    begun = len(institution["campaigns"].keys(month, f"{month}~"))
    credit = sum(account.available for account in accounts.values())
    return Summary(institution.__name__, institution.title, len(accounts), credit, begun)


def counted(institution: Institution) -> dict[str, int]:
    """Return the figures of an institution: ``{what: how many}``."""
    counts = {name: len(institution[name]) for name in COUNTED}
    counts["messages"] = sum(
        campaign.last_number() for campaign in institution["campaigns"].values()
    )
    counts["replies"] = sum(
        len(institution.replies.of(month)) for month in institution.replies.months()
    )
    counts["audit"] = len(institution.audit)
    return counts


def erase(actor: Actor, root: Root, name: str, now: int) -> None:
    """Take the institution ``name`` out of the tree, and its traces off shared connections.

    Nothing reaches it any more; once the store is packed, nothing is left of it.

    :raises StillLeaving: a campaign of it is leaving.
    :raises KeyError: there is none of that name.
    """
    institution = root["institutions"][name]
    refuse_while_leaving(root, institution)
    numbers = _Numbers(institution)
    for connection in root["brokers"].values():
        _clean(connection, institution, numbers)
    replies.forget_people(root, numbers)
    before = {"name": name, "title": institution.title}
    records.close(root, institution)
    journal.write(actor, "institution.erased", root["institutions"], now, before=before)
    root["institutions"].remove(name)


class _Numbers:
    """The numbers that an institution has in any way, without making a list of them."""

    def __init__(self, institution: Institution) -> None:
        self._people = institution["people"]
        campaigns = institution["campaigns"].values()
        self._rows = {row[MSISDN] for campaign in campaigns for _, row in campaign.stored_rows()}

    def __contains__(self, msisdn: object) -> bool:
        return msisdn in self._rows or bool(self._people.with_number(str(msisdn)))


def refuse_while_leaving(root: Root, institution: Institution) -> None:
    """:raises StillLeaving: messages of it are in the line, or in a broker's hands."""
    connections = (*root["brokers"].values(), *institution["brokers"].values())
    rely_on(
        *(connection.line for connection in connections)
    )  # which whatever leaves from this moment on joins
    paths = [
        path for connection in connections for path in connection.open_of(path_of(institution))
    ]
    leaving = [path for path in paths if _is_leaving(find(root, path))]
    if leaving:
        raise StillLeaving(leaving)


def _is_leaving(campaign: Campaign) -> bool:
    return campaign.state == states.SENDING or bool(campaign.handover.claims)


def _clean(connection: BrokerConnection, institution: Institution, numbers: _Numbers) -> None:
    if connection.parked or connection.inboxes:
        inbox.forget_news(connection, lambda news: _is_about(news, institution, numbers))
    connection.forget(path_of(institution))


def _is_about(receipt: Receipt, institution: Institution, numbers: _Numbers) -> bool:
    """Whether news are of its campaigns, or of somebody whom it may have written to."""
    return (
        receipt.reference.rpartition(".")[0] in institution["campaigns"]
        or receipt.msisdn in numbers
    )
