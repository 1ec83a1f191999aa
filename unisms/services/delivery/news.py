"""News as adapters tell them: whether they are as ``ports`` promises, and the way to put others
aside.
"""

import json
from collections.abc import Callable, Sequence
from math import isfinite
from numbers import Real
from typing import Any, cast

from unisms.ports import LONGEST_UNREAD, Part, Receipt, Reply, Unread
from unisms.sms import networks, states

COVERED = frozenset({"", "segment", "message"})
LONGEST_ID = 255  # characters
MOST_PARTS = 255  # of a long reply
KINDS = {"receipt": Receipt, "reply": Reply}


def fault(item: Receipt | Reply | Unread) -> str:
    """The name of the first field that is not as ``ports`` promises; empty where all is well.

    Stored, such an item would be in the way of all that come after it.
    """
    if isinstance(item, Receipt):
        return (
            ""
            if _is_usual(item)
            else _not_text(item, "cause", "otherwise", "of_form") or _fault_of_receipt(item)
        )
    if isinstance(item, Reply):
        return _not_text(item, "at", "part") or _fault_of_reply(item)
    if isinstance(item, Unread):
        return _fault_of_unread(item)
    return "item"


def _is_usual(receipt: Receipt) -> bool:
    """Whether it is as nearly all are: thousands of them come in a second."""
    id, state, reference, msisdn, cause, code, also, covers, otherwise, of_form, network = receipt
    try:
        words = "" + id + reference + msisdn + code + also
        plain = words.isascii() and id.isalnum() and len(id) <= LONGEST_ID and not also
        return (
            plain
            and state in states.TOLD
            and covers in COVERED
            and cause is None
            and otherwise is None
            and of_form is False
            and (network == "" or networks.is_network(network))
        )
    except TypeError:
        return False


def _not_text(item: Receipt | Reply, *but: str) -> str:
    names = (
        name for name, value in zip(item._fields, item, strict=True) if not isinstance(value, str)
    )
    return next((name for name in names if name not in but), "")


def _fault_of_receipt(receipt: Receipt) -> str:
    id, state, reference, msisdn, cause, code, also, covers, otherwise, of_form, network = receipt
    if state not in states.TOLD:
        return "state"
    if not (cause is None or isinstance(cause, str)):
        return "cause"
    if id and not _is_id(id):
        return "id"
    if also and not _is_id(also):
        return "also"
    if covers not in COVERED:
        return "covers"
    if otherwise is not None and not (isinstance(otherwise, Reply) and not fault(otherwise)):
        return "otherwise"
    if not isinstance(of_form, bool):
        return "of_form"
    if network and not networks.is_network(network):
        return "network"
    words = f"{reference}{msisdn}{cause}{code}"
    return "" if words.isascii() or _can_be_shown(words) else "code"


def _fault_of_reply(reply: Reply) -> str:
    if not (isinstance(reply.at, Real) and isfinite(reply.at)):
        return "at"
    return "" if reply.part is None or _is_part(reply.part) else "part"


def _is_part(part: object) -> bool:
    if not isinstance(part, Part):
        return False
    reference, total, number, alphabet, octets = part
    if not all(isinstance(count, int) for count in (reference, total, number)):
        return False
    is_read = isinstance(alphabet, str) and isinstance(octets, bytes)
    return is_read and 1 <= number <= total <= MOST_PARTS


def _is_id(id: str) -> bool:
    """A row keeps ids with blanks between them, and a ``+`` before those that are delivered."""
    return (
        id.split() == [id]
        and id[0] != "+"
        and len(id) <= LONGEST_ID
        and (id.isascii() or _can_be_shown(id))
    )


def _can_be_shown(text: str) -> bool:
    try:
        return bool(text.encode())
    except UnicodeEncodeError:  # half a pair of surrogates
        return False


def _fault_of_unread(item: Unread) -> str:
    command, what, octet, raw = item
    kinds = (
        isinstance(command, str),
        isinstance(what, str),
        isinstance(octet, int),
        isinstance(raw, bytes),
    )
    return "" if all(kinds) else "item"


def bare(receipt: Receipt) -> tuple[object, ...]:
    """Return the receipt as the store keeps it, without any class; ``receipt_of`` restores it."""
    *values, otherwise, of_form, network = receipt
    return (*values, otherwise and bare_reply(otherwise), int(of_form), network)


def receipt_of(values: Sequence[Any]) -> Receipt:
    """Return the ``Receipt`` of these values of ``bare`` or JSON.

    Former releases wrote fewer of them.
    """
    receipt = Receipt(*values)
    otherwise = receipt.otherwise
    return receipt._replace(
        otherwise=otherwise and reply_of(otherwise), of_form=bool(receipt.of_form)
    )


def bare_reply(reply: Reply) -> tuple[object, ...]:
    """The reply as the store keeps it, without any class; ``reply_of`` makes one of it again."""
    part = reply.part
    if part is None:
        return tuple(reply)
    return (*reply[:-1], (*part[:-1], part.octets.decode("latin-1")))


def reply_of(values: Sequence[Any]) -> Reply:
    """The ``Reply`` of these values, or fewer: those of former releases."""
    reply = Reply(*values)
    if reply.part is None:
        return reply
    *place, octets = cast("tuple[Any, ...]", reply.part)  # as it is stored
    return reply._replace(part=Part._make((*place, octets.encode("latin-1"))))


def aside(item: Receipt | Reply | Unread, what: str) -> Unread:
    """An ``Unread`` of an item that cannot be stored, for the reason ``what``.

    ``read_again`` understands it. A part of a long reply stands for itself then.
    """
    if isinstance(item, Reply):
        item = item._replace(part=None)
    kind = next((name for name, kind in KINDS.items() if isinstance(item, kind)), "item")
    values = list(item) if isinstance(item, tuple) else [item]
    return Unread(kind, what, 0, json.dumps(values, default=_unlike)[:LONGEST_UNREAD].encode())


def _unlike(value: bytes) -> list[str]:
    """A value that no JSON holds, such that it is not taken for text when it is read again."""
    return [repr(value)]


def is_unread(item: object) -> bool:
    """Whether it is no news, but what could not be read of them."""
    return isinstance(item, Unread)


def is_ours(command: str) -> bool:
    """Whether ``aside`` made it, and no adapter."""
    return command in KINDS or command == "item"


MAKERS: dict[str, Callable[[Sequence[Any]], Receipt | Reply]] = {
    "receipt": receipt_of,
    "reply": lambda values: Reply(*values),
}


def read_again(command: str, raw: bytes) -> list[Receipt | Reply]:
    """The news that ``aside`` put aside, if it can be stored by now.

    :raises ValueError: it cannot.
    """
    try:
        item = MAKERS[command](json.loads(raw))
    except (KeyError, TypeError) as trouble:
        raise ValueError(command) from trouble
    if found := fault(item):
        raise ValueError(found)
    return [item]
