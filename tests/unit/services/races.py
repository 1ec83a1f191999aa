"""Two acts on one thing at the same moment: both begin, both act, both commit."""

from ZODB.POSException import ConflictError

from unisms.services.money import ledgers

TOGETHER = "together"  # neither reads what the other writes: both stand
AGAIN = "again"  # the second one is tried again, and done


def race(store, first, second):
    """Let ``first`` and ``second``, functions of the root, act at the same moment, and ``first``
    commit first.

    Return what became of the second one: ``TOGETHER``, ``AGAIN``, or the class of what it raised
    when it was tried again, as a page or a task would.
    """
    rival = store.rival()
    try:
        first(store.root)
        second(rival.root)
        store.commit()
        try:
            rival.commit()
        except ConflictError:
            return _tried_again(rival, second)
        return TOGETHER
    finally:
        rival.close()
        store.manager.abort()
        store.manager.begin()


def _tried_again(rival, act):
    rival.manager.abort()
    rival.manager.begin()
    try:
        act(rival.root)
    except Exception as refusal:  # noqa: BLE001 the table says which
        return type(refusal)
    rival.commit()
    return AGAIN


def faults(root):
    """Yield everything that does not agree in any institution that is left."""
    return [fault for name in root["institutions"] for fault in ledgers.look(root, name).faults]
