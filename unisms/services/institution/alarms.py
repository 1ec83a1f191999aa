"""Outages that the service notices by itself, told by mail: when one begins, and when it ends.

Of one thing, at most one beginning a day is told, and its end. While the mail server takes nothing
no mail could tell that: it is told once mails leave again.
"""

from collections.abc import Iterator
from typing import NamedTuple

from unisms.model import links
from unisms.model.acl import Permission
from unisms.model.directories import DirectoryConnection
from unisms.model.folder import path_of, root_of
from unisms.model.root import Institution
from unisms.services.brokers import connections
from unisms.services.ground import outbox
from unisms.services.ground.outbox import Value
from unisms.services.institution import mails
from unisms.services.mail import line
from unisms.services.rights import deciders

DAY = 86400  # seconds
BROKER, DIRECTORY, MAIL = "broker", "directory", "mail"
#: seconds that an outage lasts before it is told: many are over by then
PATIENCE = {BROKER: 600, DIRECTORY: 600, MAIL: 2 * 3600}
TOLD_TO = {
    BROKER: Permission.CONNECTION_MANAGE,
    DIRECTORY: Permission.DIRECTORY_MANAGE,
    MAIL: Permission.INSTITUTION_MANAGE,
}
PAGES = {BROKER: "brokers/", DIRECTORY: "directories/", MAIL: "mails"}


class Alarm(NamedTuple):
    """The mails that told of a thing, as code reads it; stored as a bare tuple."""

    thing: str  #: a kind of outage and, after a colon, the path of the connection
    since: int  #: when the outage began, epoch seconds
    told_at: int = 0  #: when a mail about this thing was last posted; 0: none was
    is_told: bool = False  #: whether its beginning was
    is_over: bool = False


class Broken(NamedTuple):
    """An outage that lasts."""

    thing: str
    since: int  #: epoch seconds
    title: str

    @property
    def kind(self) -> str:
        return self.thing.partition(":")[0]


def broken(institution: Institution, now: int) -> Iterator[Broken]:
    """Yield each outage that the institution meets at ``now`` (epoch seconds), and has for long."""
    for one in _broken(institution):
        if one.since <= now - PATIENCE[one.kind]:
            yield one


def _broken(institution: Institution) -> Iterator[Broken]:
    for path, connection in connections.usable(institution).items():
        trouble = connections.trouble_of(connection)
        if trouble is not None:
            yield Broken(f"{BROKER}:{path}", trouble[0], connection.title)
    for directory in institution["directories"].values():
        since = _since(directory)
        if since:
            yield Broken(f"{DIRECTORY}:{path_of(directory)}", since, directory.title)
    away = line.away_of(root_of(institution))
    if away is not None:
        yield Broken(MAIL, away.since, "")


def _since(directory: DirectoryConnection) -> int:
    """Return since when a directory gives no answer, epoch seconds; 0 where it does.

    Its last try tells that, or a later count of one of its queries.
    """
    tries = [(directory.tested[0], directory.tested[1])] if directory.tested else []
    for query in directory.values():
        tries += [(query.counted[0], True)] if query.counted else []
        tries += [(query.trouble[0], False)] if query.trouble else []
    worked = max((at for at, works in tries if works), default=0)
    return min((at for at, works in tries if not works and at > worked), default=0)


def tell(institution: Institution, now: int) -> None:
    """Let mails wait that tell of the outages that have begun, or are over, since the last look."""
    before = {one[0]: Alarm(*one) for one in institution.alarms}
    found = {one.thing: one for one in broken(institution, now)}
    kept = [_begun(institution, one, before.get(one.thing), now) for one in found.values()]
    for alarm in before.values():
        if alarm.thing not in found:
            kept += _ended(institution, alarm, now)
    told = tuple(map(tuple, kept))
    if told != institution.alarms:
        institution.alarms = told


def _begun(institution: Institution, one: Broken, known: Alarm | None, now: int) -> Alarm:
    if known is not None and known.is_told:
        return known
    told_at = known.told_at if known is not None else 0
    if told_at > now - DAY or one.kind == MAIL:
        return Alarm(one.thing, one.since, told_at)
    values: dict[str, Value] = {
        "title": one.title,
        "since": outbox.moment_of(institution, one.since),
    }
    _post(institution, one.kind, mails.BEGUN[one.kind], values, now)
    return Alarm(one.thing, one.since, now, is_told=True)


def _ended(institution: Institution, alarm: Alarm, now: int) -> list[Alarm]:
    """Tell that an outage is over whose beginning was told; return what is still to be known."""
    kind, _, path = alarm.thing.partition(":")
    is_due = alarm.is_told or (kind == MAIL and alarm.told_at <= now - DAY)
    if alarm.is_over or not is_due:
        over = alarm._replace(is_over=True)
        return [over] if alarm.told_at > now - DAY else []
    values: dict[str, Value] = {
        "title": _title(institution, kind, path),
        "since": outbox.moment_of(institution, alarm.since),
        "until": outbox.moment_of(institution, now),
    }
    _post(institution, kind, mails.ENDED[kind], values, now)
    return [Alarm(alarm.thing, alarm.since, now, is_over=True)]


def _title(institution: Institution, kind: str, path: str) -> str:
    """Return the title of what works again, or its name where it is gone."""
    name = path.rpartition("/")[2]
    known = connections.usable(institution) if kind == BROKER else {}
    record = known.get(path) or institution["directories"].get(name)
    return record.title if record is not None else name


def _post(
    institution: Institution, thing: str, kind: str, values: dict[str, Value], now: int
) -> None:
    address = links.address_behind(institution)
    link = f"{address}{path_of(institution)}/{PAGES[thing]}"
    for uid in deciders.who_may(institution, TOLD_TO[thing]):
        outbox.post_to(institution, uid, kind, {**values, "link": link}, now)
