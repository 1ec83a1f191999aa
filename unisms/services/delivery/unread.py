"""News of a broker that could not be read: kept sealed for seven days, read again on demand."""

import base64
import hashlib
import json
from collections.abc import Sequence

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from unisms.model.connections import BrokerConnection
from unisms.model.unread import Kept, UnreadNews
from unisms.ports import LONGEST_UNREAD, HttpRequest, Receipt, Reply, Unread
from unisms.services.delivery import inbox
from unisms.services.ground import journal
from unisms.services.ground.actor import Actor

KEPT_FOR = 7 * 86400  # seconds
REQUEST = "http"  # the command of what came over HTTP
LONGEST_WORD = 32  # characters of a command, and of what could not be read of it


def box_of(secret: str) -> SecretBox:
    """Return the box that seals and opens unread news; its key serves no other purpose.

    The key is made from ``unisms.secret``.
    """
    return SecretBox(
        hashlib.blake2b(secret.encode(), digest_size=SecretBox.KEY_SIZE, person=b"unread").digest()
    )


def keep(connection: BrokerConnection, items: Sequence[Unread], box: SecretBox, now: int) -> None:
    """Keep each ``ports.Unread`` of ``items``, sealed; ``now`` in epoch seconds."""
    if connection.unread is None:
        connection.unread = UnreadNews()
    for item in items:
        sealed = base64.b64encode(box.encrypt(item.raw[:LONGEST_UNREAD])).decode()
        kept = Kept(now, _word(item.command), _word(item.what), item.octet, sealed)
        connection.unread.add(kept)


def _word(text: str) -> str:
    """A short word that any page can show."""
    return "".join(char for char in text if char.isprintable())[:LONGEST_WORD]


def of_request(request: HttpRequest) -> Unread:
    """An ``Unread`` of an ``HttpRequest``, without its headers: they may hold secrets."""
    method, fields, body, content_type, _ = request
    told = [method, dict(fields), body.decode("latin-1"), content_type]
    return Unread(REQUEST, "request", 0, json.dumps(told).encode())


def request_of(raw: bytes) -> HttpRequest:
    """The ``HttpRequest`` of such an ``Unread``.

    :raises ValueError: it was longer than what is kept.
    """
    method, fields, body, content_type = json.loads(raw)
    return HttpRequest(method, fields, body.encode("latin-1"), content_type)


def waiting(connection: BrokerConnection) -> list[tuple[str, Kept]]:
    """Pairs of a key and a ``Kept``, the oldest first."""
    return connection.unread.items() if connection.unread is not None else []


def missed(connection: BrokerConnection) -> int:
    """Return how many news came while there was no room for them."""
    return connection.unread.missed if connection.unread is not None else 0


def opened(kept: Kept, box: SecretBox) -> bytes | None:
    """The octets that were sealed, or ``None``: ``unisms.secret`` is another one since."""
    try:
        return box.decrypt(base64.b64decode(kept.sealed))
    except CryptoError:
        return None


def ask_again(actor: Actor, connection: BrokerConnection, now: int) -> None:
    """Write down that ``actor`` has them read again; a worker does."""
    journal.write(actor, "connection.read_again", connection, now)


def forget(actor: Actor, connection: BrokerConnection, keys: Sequence[str], now: int) -> int:
    """Forget those of these keys, because a person wants it; return how many there were."""
    count = _discard(connection, keys)
    journal.write(actor, "connection.unread_forgotten", connection, now, after={"count": count})
    return count


def _discard(connection: BrokerConnection, keys: Sequence[str]) -> int:
    """Forget those of these keys; return how many there were."""
    return (
        sum(connection.unread.discard(key) for key in keys) if connection.unread is not None else 0
    )


def forget_old(connection: BrokerConnection, now: int) -> int:
    """Forget what came more than seven days ago; return how many."""
    if connection.unread is not None:
        connection.unread.forget_missed(now - KEPT_FOR)
    return _discard(
        connection, [key for key, kept in waiting(connection) if kept.at < now - KEPT_FOR]
    )


def note_read_again(
    connection: BrokerConnection, key: str, news: Sequence[Receipt | Reply] | None, now: int
) -> None:
    """Replace the news kept under ``key`` by ``news``, which the holder of the lease applies.

    If ``news`` is ``None``, it still cannot be read. Nothing happens if the kept news were
    forgotten meanwhile, or read by somebody else.
    """
    kept = connection.unread and connection.unread.get(key)
    if not kept:
        return
    if news is None:
        connection.unread.replace(key, kept._replace(tried=now))
        return
    inbox.put(connection, news, now)
    connection.unread.discard(key)
