"""Two acts on one thing conflict, though each writes another record of it."""

from persistent import Persistent


def rely_on(*records: Persistent) -> None:
    """Let the commit of this transaction conflict if another one has changed one of these records.

    ZODB compares what two transactions have written, and nothing that they have read. So a function
    that decides by a record names it here: a release its connection; the removal of a connection
    its line, which the release writes. Of the two, the second one is tried again, and finds what
    the first has done. A record that is not stored yet is nobody else's.
    """
    for record in records:
        if record._p_jar is not None:
            record._p_activate()
            record._p_jar.readCurrent(record)
