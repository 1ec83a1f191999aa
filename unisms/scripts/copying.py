"""A whole store into a file and back: every record that can be reached from the root, at one moment."""

from contextlib import closing

from ZODB.Connection import TransactionMetaData
from ZODB.FileStorage import FileStorage
from ZODB.POSException import POSKeyError
from ZODB.serialize import referencesf
from ZODB.utils import z64

from unisms.model import evolve
from unisms.services import composing, delivery
from unisms.sms import states

MAGIC = (b"FS21", b"FS30")  # how a FileStorage begins


class NotEmpty(Exception):
    """Something of this service is stored already."""


class NotACopy(Exception):
    """The file is not a whole copy of a store; the message says why."""


def save(connection, file):
    """Copy every record that ``connection`` sees into a new FileStorage at ``file``; return how many.

    The connection's snapshot does not move while others commit, so the copy is of one moment.
    """
    target = FileStorage(str(file), create=True)
    try:
        transaction = TransactionMetaData(description="unisms backup")
        target.tpc_begin(transaction)
        records = 0
        for oid, data in records_of(connection._storage):
            target.store(oid, z64, data, "", transaction)
            records += 1
        target.tpc_vote(transaction)
        target.tpc_finish(transaction)
    finally:
        target.close()
    return records


def load(file, open_storage):
    """Copy the FileStorage at ``file`` into an empty store, then compare them record by record; return how many.

    ``open_storage()`` opens the store: anew to compare, so that nothing is believed that was only remembered.

    :raises NotACopy: the file is damaged, or holds something else; nothing is copied.
    :raises NotEmpty: something is stored there already; nothing is copied.
    """
    source = open_copy(file)
    try:
        with closing(open_storage()) as target:
            if not is_empty(target):
                raise NotEmpty
        with closing(open_storage()) as target:
            target.copyTransactionsFrom(source)
        with closing(open_storage()) as target:
            same = [target.load(oid)[0] == data for oid, data in records_of(source)]
    finally:
        source.close()
    if not all(same):
        raise NotACopy(f"came out otherwise in {same.count(False)} records: empty the store and try again")
    return len(same)


def open_copy(file):
    """The FileStorage at ``file``, once every record of it was read.

    :raises NotACopy: it is damaged, or not a copy of such a store.
    """
    with file.open("rb") as beginning:
        if beginning.read(4) not in MAGIC:
            raise NotACopy("is not a copy of a store")
    source = FileStorage(str(file), read_only=True)
    try:
        if not any(evolve.ROOT.encode() in data for _, data in records_of(source)):
            raise NotACopy("holds nothing of this service")
    except POSKeyError as error:
        source.close()
        raise NotACopy("is damaged, or cut short: a record is missing") from error
    except NotACopy:
        source.close()
        raise
    return source


def records_of(storage):
    """Pairs of oid and record of everything that can be reached from the root."""
    seen, waiting = {z64}, [z64]
    while waiting:
        oid = waiting.pop()
        data, _ = storage.load(oid)
        yield oid, data
        new = set(referencesf(data)) - seen
        seen |= new
        waiting.extend(new)


def is_empty(storage):
    """Whether nothing of this service is in ``storage``: a bare root, or not even that."""
    try:
        return sum(1 for _ in records_of(storage)) == 1 and evolve.ROOT.encode() not in storage.load(z64)[0]
    except POSKeyError:
        return True


def pause_all(root, now):
    """Hold every campaign that is being sent, until a person has looked at it; return their paths."""
    paused = []
    for institution in root["institutions"].values():
        for campaign in institution["campaigns"].values():
            if campaign.state == states.SENDING:
                delivery.pause(campaign, composing.connections(institution)[campaign.connection], "", now)
                paused.append(campaign.path)
    return paused


def forget_handover(var):
    """Remove the hand-over journals: they tell of batches that the store that was restored knows nothing about."""
    for journal in (var / "handover").glob("*.journal*"):
        journal.unlink()


def forget_files(file):
    """Remove the files that a FileStorage at ``file`` leaves beside it, and itself."""
    for name in ("", ".index", ".lock", ".tmp"):
        file.with_name(file.name + name).unlink(missing_ok=True)
