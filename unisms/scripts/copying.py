"""A whole store into a file and back: every record that can be reached, at one moment.

A copy is a ZODB FileStorage. Beside the records it holds a seal: the digest of each record, and one
of all digests. What was flipped, cut or lost on the way is so found before anything is written.
"""

import os
from contextlib import closing, contextmanager
from hashlib import blake2b
from typing import NamedTuple

from ZODB.Connection import TransactionMetaData
from ZODB.FileStorage import FileStorage
from ZODB.POSException import POSKeyError
from ZODB.serialize import referencesf
from ZODB.utils import p64, z64

from unisms.model import evolve

MAGIC = (b"FS21", b"FS30")  # how a FileStorage begins
SEAL = p64(2**63 - 2)  # an oid that no store gives out: the seal stands there
TITLE = b"unisms copy 1\n"
SEALED = "unisms backup, sealed"  # the description of the copy's only transaction
SIZE = 16  # octets of a digest


class NotEmpty(Exception):
    """Something of this service is stored already."""


class NotACopy(Exception):
    """The file is not a whole copy of a store; the message says why."""


class Restored(NamedTuple):
    """The work of a restore."""

    records: int
    sealed: bool  #: the copy carried digests; older ones carry none, and were only read through


def save(connection, file):
    """Copy each record that ``connection`` sees into a new FileStorage ``file``; return how many.

    The connection's snapshot does not move while others commit, so the copy is of one moment. The
    file is for its owner alone: it holds numbers, texts and digests of passwords.
    """
    with _for_owner_alone():
        target = FileStorage(str(file), create=True)
    digests = []
    try:
        transaction = TransactionMetaData(description=SEALED)
        target.tpc_begin(transaction)
        for oid, data in records_of(connection._storage):
            target.store(oid, z64, data, "", transaction)
            digests.append(oid + _digest(data))
        target.store(SEAL, z64, _seal(digests), "", transaction)
        target.tpc_vote(transaction)
        target.tpc_finish(transaction)
    finally:
        target.close()
    return len(digests)


@contextmanager
def _for_owner_alone():
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def _digest(data):
    return blake2b(data, digest_size=SIZE).digest()


def _seal(digests):
    told = b"".join(digests)
    return TITLE + blake2b(told).digest() + told


def load(file, open_storage):
    """Copy the FileStorage at ``file`` into an empty store, then compare; return a ``Restored``.

    The copy is one transaction.

    ``open_storage()`` opens the store: anew to compare, so that nothing is believed that was only
    remembered. Whatever goes wrong, the store is as empty as before, and one can try again.

    :raises NotACopy: the file is damaged, or holds something else.
    :raises NotEmpty: something is stored there already.
    """
    source, sealed = open_copy(file)
    try:
        with closing(open_storage()) as target:
            if not is_empty(target):
                raise NotEmpty
            _fill(target, source)
        with closing(open_storage()) as target:
            records, others = _compared(target, source)
            if others:
                target.zap_all()
    finally:
        source.close()
    if others:
        raise NotACopy(f"came out otherwise in {others} records, and was taken back: try again")
    return Restored(records, sealed)


def _fill(target, source):
    """Write every record in one transaction: all of them, or none."""
    transaction = TransactionMetaData(description="unisms restore")
    target.tpc_begin(transaction)
    try:
        for oid, data in records_of(source):
            target.store(oid, _serial(target, oid), data, "", transaction)
        target.tpc_vote(transaction)
        target.tpc_finish(transaction)
    except BaseException:
        target.tpc_abort(transaction)
        raise


def _serial(target, oid):
    """Return the record to be replaced: a bare root, if somebody has looked at the store."""
    try:
        return target.load(oid)[1] if oid == z64 else z64
    except POSKeyError:
        return z64


def _compared(target, source):
    """Return how many records there are, and how many of them the store has otherwise."""
    records = others = 0
    for records, (oid, data) in enumerate(records_of(source), 1):  # noqa: B007
        others += target.load(oid)[0] != data
    return records, others


def open_copy(file):
    """Return the FileStorage at ``file``, each record of it read, and whether it is sealed.

    :raises NotACopy: it is damaged, or not a copy of such a store.
    """
    with file.open("rb") as beginning:
        if beginning.read(4) not in MAGIC:
            raise NotACopy("is not a copy of a store")
    try:
        source = FileStorage(str(file), read_only=True)
    except Exception as error:  # whatever a damaged file makes of the reader
        raise NotACopy("is damaged, or cut short") from error
    try:
        return source, _examine(source)
    except NotACopy:
        source.close()
        raise
    except Exception as error:
        source.close()
        raise NotACopy("is damaged, or cut short: a record is missing") from error


def _examine(source):
    """Read every record; return whether each is the one that was sealed, or no seal is there.

    Digests are compared before the first record is unpickled: one wrong octet in a pickle can ask
    for all the memory of the machine.
    """
    sealed = _sealed(source)
    if sealed is not None:
        _compare_with_seal(source, sealed)
    reached, ours = set(), False
    for oid, data in records_of(source):
        reached.add(oid)
        ours = ours or evolve.ROOT.encode() in data
    if not ours:
        raise NotACopy("holds nothing of this service")
    if sealed is None:
        return False
    if reached != sealed.keys():
        raise NotACopy(f"is damaged: {len(reached ^ sealed.keys())} records are out of reach")
    return True


def _compare_with_seal(source, sealed):
    wrong = sum(_digest(source.load(oid)[0]) != digest for oid, digest in sealed.items())
    if wrong:
        raise NotACopy(f"is damaged: {wrong} records are not those that were saved")


def _sealed(source):
    """Return the sealed digest of each record; ``None``: made before copies had a seal.

    :raises NotACopy: the seal itself is damaged.
    """
    try:
        seal = source.load(SEAL)[0]
    except POSKeyError:
        with closing(source.iterator()) as transactions:
            promised = any(one.description == SEALED.encode() for one in transactions)
        if promised:
            raise NotACopy("is damaged: its seal is missing") from None
        return None
    told = seal[len(TITLE) + 64 :]
    if not seal.startswith(TITLE) or blake2b(told).digest() != seal[len(TITLE) :][:64]:
        raise NotACopy("is damaged: its seal is broken")
    parts = (told[at : at + 8 + SIZE] for at in range(0, len(told), 8 + SIZE))
    return {part[:8]: part[8:] for part in parts}


def records_of(storage):
    """Yield the oid and the record of everything that can be reached from the root."""
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
        alone = sum(1 for _ in records_of(storage)) == 1
        return alone and evolve.ROOT.encode() not in storage.load(z64)[0]
    except POSKeyError:
        return True


def is_copy(file):
    """Whether a file says at its beginning that it is a sealed copy of a store."""
    with file.open("rb") as opened:
        beginning = opened.read(200)
    return beginning.startswith(MAGIC) and SEALED.encode() in beginning


def forget_files(file):
    """Remove the files that a FileStorage at ``file`` leaves beside it, and itself."""
    for name in ("", ".index", ".lock", ".tmp"):
        file.with_name(file.name + name).unlink(missing_ok=True)
