"""Many small things stored as few larger ones: their number is what costs the store time."""

from collections.abc import Sequence

from BTrees.IOBTree import IOBTree

BETWEEN = "\x1f"  # the unit separator of ASCII


class RowTree(IOBTree):
    """Rows by number, a hundred to a record. Added 2026-12; older rows stay in plain trees.

    Rows are written in order: a leaf is split once full and stays half full. The usual sixty would
    leave thirty.
    """

    max_leaf_size = 200


def pack(texts: Sequence[str]) -> str:
    """Return one text of several, since a tuple takes the store three times as long.

    A separator within the texts, which no person types, becomes a space.
    """
    packed = BETWEEN.join(texts)
    if packed.count(BETWEEN) == len(texts) - 1:
        return packed
    return BETWEEN.join(text.replace(BETWEEN, " ") for text in texts)


def pack_all(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return each of many rows packed; it is the quicker way for a whole file."""
    packed = list(map(BETWEEN.join, rows))
    if "".join(packed).count(BETWEEN) == sum(map(len, rows)) - len(rows):
        return packed
    return [pack(texts) for texts in rows]


def unpack(packed: str) -> tuple[str, ...]:
    """The texts again, as a tuple."""
    return tuple(packed.split(BETWEEN))
