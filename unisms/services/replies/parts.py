"""Long replies: each part waits in the store until all have come, and they are then one reply.

A part is stored and acknowledged like any other news, because an SMSC may send the next one only
when it has our answer.
"""

from collections.abc import Container, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from unisms.model.connections import BrokerConnection
from unisms.ports import Part, Reply
from unisms.sms import octets

PATIENCE = 60  # seconds after the first part, when what has come of a reply is given as it is
MOST = 10_000  # parts that wait on a connection: beyond, the oldest are given as they are
MOST_OCTETS = 4 << 20  # of those parts: beyond, too


#: of the parts of a reply: who wrote it and to whom, its reference and how many they are
Key: TypeAlias = tuple[str, str, int, int]


class Piece(NamedTuple):
    """A part, as code reads it; stored as a bare tuple."""

    number: int
    alphabet: str  #: a name of ``sms.octets``
    content: str  #: its octets, a character each


class Waiting(NamedTuple):
    """The parts that have come of a reply, as code reads them; stored as a bare tuple."""

    since: int  #: when its first part came, epoch seconds
    at: int  #: when its last one came, as the broker tells
    pieces: tuple[tuple[int, str, str], ...] = ()  #: each a ``Piece``, in their order


class WholeReply(NamedTuple):
    """A reply as it shall be stored, whole or joined of its parts."""

    reply: Reply
    name: tuple[str, ...]  #: the words by which the same one is known
    marks: tuple[tuple[str, ...], ...]  #: the words of each of its parts; of a whole one, its name
    is_cut: bool = False  #: whether some of its parts never came


def gather(connection: BrokerConnection, replies: Sequence[Reply], now: int) -> list[WholeReply]:
    """Return the ``WholeReply`` of each that is whole by now, in their order; the parts wait."""
    wholes = []
    for reply in replies:
        if reply.part is None:
            wholes.append(whole(reply))
        else:
            wholes += _add(connection, reply, reply.part, now)
    return [*wholes, *_beyond(connection)] if connection.parts else wholes


def overdue(connection: BrokerConnection, now: int) -> list[WholeReply]:
    """Return the ``WholeReply`` of each that waited for its other parts for too long.

    A clock that was set back makes everything overdue, which would wait until the old hour comes.
    """
    waiting = _parts(connection).items()
    late = [key for key, stored in waiting if not 0 <= now - stored[0] <= PATIENCE]
    return [_give(connection, key) for key in late]


def forget(connection: BrokerConnection, numbers: Container[str]) -> None:
    """Erase the parts that these numbers wrote."""
    for key in [key for key in _parts(connection) if key[0] in numbers]:
        del connection.parts[key]


def _parts(
    connection: BrokerConnection,
) -> Mapping[Key, tuple[int, int, tuple[tuple[int, str, str], ...]]]:
    return connection.parts or {}


def whole(reply: Reply) -> WholeReply:
    """Return the ``WholeReply`` of a reply that is no part of another."""
    name = (reply.msisdn, reply.to, reply.text, reply.id)
    return WholeReply(reply, name, (name,))


def _add(connection: BrokerConnection, reply: Reply, part: Part, now: int) -> list[WholeReply]:
    """Return each ``WholeReply`` that this part completes, or takes the place of.

    The same part again changes nothing. Another one for a place that is taken begins another reply:
    some handsets have one reference for all.
    """
    wholes: list[WholeReply] = []
    key = (reply.msisdn, reply.to, part.reference, part.total)
    content = part.octets if part.alphabet else reply.text.encode()
    piece = Piece(part.number, part.alphabet or octets.UTF8, content.decode("latin-1"))
    waiting = Waiting(*connection.kept("parts").get(key, (now, reply.at)))
    before = [one for one in waiting.pieces if one[0] == part.number]
    if before == [piece]:
        return []
    if before:
        wholes.append(_give(connection, key))
        waiting = Waiting(now, reply.at)
    pieces = tuple(sorted((*waiting.pieces, tuple(piece))))
    connection.parts[key] = (waiting.since, reply.at, pieces)
    return [*wholes, _give(connection, key)] if len(pieces) == part.total else wholes


def _give(connection: BrokerConnection, key: Key) -> WholeReply:
    """Take out the parts that have come of a reply; return its ``WholeReply``."""
    _, at, pieces = connection.parts.pop(key)
    msisdn, to, reference, total = key
    text = octets.joined((alphabet, content.encode("latin-1")) for _, alphabet, content in pieces)
    name = (msisdn, to, "", f"{reference}/{total}", "")
    marks = tuple((*name, str(number), alphabet, content) for number, alphabet, content in pieces)
    reply = Reply(msisdn, text, to, at, str(reference))
    return WholeReply(reply, name, marks, is_cut=len(pieces) < total)


def _beyond(connection: BrokerConnection) -> list[WholeReply]:
    """Return the ``WholeReply`` of the oldest, as far as they came, if too many parts wait."""
    wholes = []
    waiting = connection.parts.items()
    sizes = [(stored[0], key, len(stored[2]), _octets(stored)) for key, stored in waiting]
    parts, size = sum(one[2] for one in sizes), sum(one[3] for one in sizes)
    for _, key, its_parts, its_size in sorted(sizes):
        if parts <= MOST and size <= MOST_OCTETS:
            break
        wholes.append(_give(connection, key))
        parts, size = parts - its_parts, size - its_size
    return wholes


def _octets(stored: tuple[int, int, tuple[tuple[int, str, str], ...]]) -> int:
    return sum(len(content) for _, _, content in stored[2])
