"""Broker connections as people manage them: the last try, the address that takes news, the end."""

import hashlib
import hmac
import secrets
from collections.abc import Callable, Iterator
from typing import Any

from unisms.model.connections import BrokerConnection
from unisms.model.directories import DirectoryConnection
from unisms.model.folder import find, path_of, root_of
from unisms.model.reliance import rely_on
from unisms.model.root import Institution, Root
from unisms.services.brokers import holds
from unisms.services.ground import journal
from unisms.services.ground.actor import Actor

LATE = 60  # seconds after which a try that was asked for is not waited for any more
WORDS_KEPT = 30 * 86400  # seconds
LONGEST = 300  # characters kept of what an adapter says


class InUse(Exception):
    """Campaigns are not closed yet whose news come over this connection; ``count`` of them."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


def remove(actor: Actor, connection: BrokerConnection, now: int) -> None:
    """Take a connection away; its worker ends the session by itself.

    :raises InUse: campaigns are open on it.
    """
    if connection.open:
        raise InUse(len(connection.open))
    rely_on(connection.line)  # which a campaign joins that is released at this moment
    journal.write(actor, "connection.removed", connection, now, before={"title": connection.title})
    connection.__parent__.remove(connection.__name__)


def settings_changed(connection: BrokerConnection) -> None:
    """Count another edition of the settings, even if nothing differs.

    A connection that the broker refused may try again at once.
    """
    connection.settings._p_changed = True
    connection.tested = ()
    holds.release_all(connection)


def is_held(connection: BrokerConnection, now: int) -> bool:
    """Whether a worker has a session open, or might."""
    return bool(connection.line.holder) and connection.line.until > now


def in_trouble(connection: BrokerConnection) -> bool:
    """Whether nothing leaves."""
    return trouble_of(connection) is not None


def trouble_of(connection: BrokerConnection) -> tuple[int, str, str] | None:
    """Return why nothing leaves; ``None`` if all is well.

    That is since when, a code, and the adapter's words.

    A trouble that was written down is over once a later try works and nothing waits.
    """
    at, works = connection.tested[:2] if connection.tested else (0, False)
    if connection.trouble and not (
        works and at >= connection.trouble_at and not connection.line.waiting
    ):
        return connection.trouble_at, connection.trouble_kind, connection.trouble
    held = holds.of_all(connection)
    return held and (held.since, "held", " ".join(held.answer).strip())


def carries(connection: BrokerConnection) -> bool:
    """Whether messages leave by the connection: no trouble now, and no failed try of settings."""
    return not in_trouble(connection) and not (connection.tested and not connection.tested[1])


def try_now(actor: Actor, connection: BrokerConnection, now: int) -> None:
    """Ask for a try as ``ask_for_try``, because a person wants to know."""
    journal.write(actor, "connection.tried", connection, now)
    ask_for_try(connection, now)


def ask_for_try(connection: BrokerConnection | DirectoryConnection, now: int) -> None:
    """Ask for a try of the settings, because somebody wants to know whether they work.

    A try that ended in the future, by a clock that was wrong, ended before.
    """
    if connection.tested and connection.tested[0] >= now:
        connection.tested = (now - 1, *connection.tested[1:])
    connection.test_asked = now


def is_being_tried(tried: Any, now: int) -> bool:
    """Whether the answer is still to come, of a connection or of a proposal of one."""
    return is_wanted(tried) and abs(now - tried.test_asked) < LATE


def is_wanted(tried: Any) -> bool:
    """Whether a try was asked for since the last one ended, of a connection or a proposal."""
    return bool(tried.test_asked > (tried.tested[0] if tried.tested else 0))


def note_try(tried: Any, outcome: tuple[Any, ...], now: int) -> None:
    """Write down how a try of a connection, or of a proposal of a connection, ended.

    ``outcome`` is whether it works, a code, words, and of a directory what it found. ``tried`` is
    ``None`` if it is gone: then nothing is written.
    """
    if tried is not None:
        works, code, said, *others = outcome
        found = others[0] if others else ()
        if found or getattr(tried, "found", ()):
            tried.found = found
        tried.tested = (max(now, tried.test_asked), works, code, said[:LONGEST])


def forget_words(connection: BrokerConnection, now: int) -> None:
    """Forget what an adapter said at a try of long ago; how it ended stays."""
    if connection.tested and connection.tested[3] and connection.tested[0] < now - WORDS_KEPT:
        connection.tested = (*connection.tested[:3], "")


def draw_key(actor: Actor, connection: BrokerConnection, now: int) -> str:
    """Draw a new secret for the address that takes this connection's news, and return it.

    The one before is worth nothing any more.
    """
    journal.write(actor, "connection.address_drawn", connection, now)
    secret = secrets.token_urlsafe(24)
    connection.receipts_key = _digest(secret)
    return secret


def knows_key(connection: BrokerConnection, secret: str) -> bool:
    """Whether ``secret`` is the one drawn; any other takes as long. Nothing fits if none was."""
    return hmac.compare_digest(_digest(secret), connection.receipts_key)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="surrogatepass")).hexdigest()


def usable(institution: Institution) -> dict[str, BrokerConnection]:
    """The broker usable that this institution may use, its own first: ``{path: connection}``."""
    root = root_of(institution)
    found = {}
    for owner, path in (
        (institution, f"/institutions/{institution.__name__}/brokers"),
        (root, "/brokers"),
    ):
        found.update(
            {f"{path}/{name}": connection for name, connection in owner["brokers"].items()}
        )
    return found


def note_trouble(root: Root, path: str, trouble: str, now: int, kind: str = "away") -> None:
    """Write down why nothing leaves over the connection at ``path``; empty when all is well again.

    ``kind`` is ``away``, ``refused`` (they refuse us) or ``fault`` (the adapter or its settings).
    """
    connection = find(root, path)
    if connection.trouble != trouble:
        connection.trouble, connection.trouble_kind, connection.trouble_at = trouble, kind, now


def at_work(root: Root) -> list[str]:
    """The paths of the connections that a worker should hold."""
    return [path_of(connection) for connection in all_connections(root) if connection.is_at_work]


def all_connections(root: Root) -> Iterator[BrokerConnection]:
    """Every broker connection of the installation."""
    yield from root["brokers"].values()
    for institution in root["institutions"].values():
        yield from institution["brokers"].values()


def to_hold(root: Root, _now: int) -> Iterator[tuple[str, str]]:
    """Yield the tasks that hold the connections by which something leaves or comes."""
    for path in at_work(root):
        yield "deliver", path


def for_each(
    forget: Callable[[BrokerConnection, int], object],
) -> Callable[[Institution | Root, int], None]:
    """Return a nightly job: ``forget(connection, now)`` for each connection of a holder."""

    def job(holder: Institution | Root, now: int) -> None:
        for connection in holder["brokers"].values():
            forget(connection, now)

    return job
