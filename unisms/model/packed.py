"""Many small things stored as few larger ones: what the store takes its time for is their number."""

from BTrees.IOBTree import IOBTree

BETWEEN = "\x1f"  # the unit separator of ASCII


class RowTree(IOBTree):
    """Rows by number, a hundred to a record: written in order, a leaf is split once full and stays half full, which of
    the usual sixty leaves thirty. Added 2026-12; what was written before stays in plain trees."""

    max_leaf_size = 200


def pack(texts):
    """One text of several, since a tuple takes the store three times as long; a separator among them, which no person
    types, becomes a space."""
    packed = BETWEEN.join(texts)
    if packed.count(BETWEEN) == len(texts) - 1:
        return packed
    return BETWEEN.join(text.replace(BETWEEN, " ") for text in texts)


def pack_all(rows):
    """Return each of many rows packed; it is the quicker way for a whole file."""
    packed = [BETWEEN.join(texts) for texts in rows]
    if "".join(packed).count(BETWEEN) == sum(map(len, rows)) - len(rows):
        return packed
    return [pack(texts) for texts in rows]


def unpack(packed):
    """The texts again, as a tuple."""
    return tuple(packed.split(BETWEEN))
