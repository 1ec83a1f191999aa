"""Digests of phone numbers: what may be kept of a number where the number itself may not be kept.

Every French mobile number can be tried in two minutes, so a plain digest of a number is no secret.
These digests are HMAC-SHA-256 (RFC 2104), cut to their first half as its section 5 allows, under a
key of the installation and the institution. The key comes from the settings: it is neither in the
store nor in any copy of the store.

A digest is personal data all the same, because the service can tell whose number it is. What is
kept by a digest belongs into the register, has an age at which it goes, and is found when somebody
asks for their data.
"""

import hashlib
import hmac
from array import array
from collections.abc import Callable, Container, Mapping
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any
from zlib import crc32

from ZODB import DB

from unisms.model.folder import Resource, path_of, root_of

if TYPE_CHECKING:
    from unisms.model.root import Root


HALF = 16  # bytes of a digest that are kept
MARK = "#fingerprint"  # no institution is called so: what names a key without telling it


class NoKey(LookupError):
    """The store was opened without a key for digests."""


class AnotherKey(Exception):
    """The digests in the store were made under another key than the one of the settings."""

    def __init__(self) -> None:
        super().__init__(
            "The digests of phone numbers (who said no) were made under another key than the one "
            "in use. Put the former key back: unisms.numbers_key = the unisms.secret, or the "
            "unisms.numbers_key, of before. Lost for good: unisms secret --new-digests"
        )


def key_of(settings: Mapping[str, str]) -> bytes:
    """Return the key of the installation, made of ``unisms.numbers_key`` or ``unisms.secret``.

    The second counts where the first is empty. Both give the same key for the same word, so whoever
    changes ``unisms.secret`` keeps the digests by moving the former secret into
    ``unisms.numbers_key``.
    """
    word = settings.get("unisms.numbers_key") or settings.get("unisms.secret", "")
    return hashlib.blake2b(word.encode(), digest_size=32, person=b"numbers").digest()


def give_key(database: DB, settings: Mapping[str, str]) -> None:
    """Let all that this ZODB database gives make its digests under the key of ``settings``."""
    database.numbers_key = key_of(settings)


def of_number(resource: Resource, msisdn: str) -> str:
    """Return the digest of a number (E.164) in the institution of ``resource``: 32 hexadecimal
    digits.

    A million of them take some seconds.
    """
    inner, outer = _begun(_key_behind(resource), path_of(resource).split("/")[2])
    inner, outer = inner.copy(), outer.copy()
    inner.update(msisdn.encode())
    outer.update(inner.digest())
    return outer.hexdigest()[: 2 * HALF]


def hint_of(resource: Resource) -> Callable[[str], int]:
    """Return the function from a number to its hint: two octets, by which few numbers are alike.

    It takes the twentieth part of the time of ``of_number``, which need only be asked where a hint
    is one of those looked for. Without the key a hint says no more of a number than a digest does.
    """
    hints = _hints(_key_behind(resource), path_of(resource).split("/")[2])
    return lambda msisdn: hints[crc32(msisdn.encode()) & 0xFFFF]


def among(resource: Resource, hints: Container[int]) -> Callable[[str], bool]:
    """Return whether a number's hint is one of these ``hints``."""
    table = _hints(_key_behind(resource), path_of(resource).split("/")[2])
    places = bytes(hint in hints for hint in table)
    return lambda msisdn: bool(places[crc32(msisdn.encode()) & 0xFFFF])


@lru_cache(maxsize=16)
def _hints(key: bytes, purpose: str) -> "array[int]":
    """Return the hint for each of the last two octets of a checksum, in no order without the key.

    It is the beginning of a keyed BLAKE2b (RFC 7693).
    """
    key = _derived(key, f"{MARK} hint {purpose}")
    digest = partial(hashlib.blake2b, digest_size=2, key=key)
    told = (digest(place.to_bytes(2, "big")).digest() for place in range(1 << 16))
    return array("H", (int.from_bytes(one, "big") for one in told))


def of_word(holder: Resource, purpose: str, word: str) -> str:
    """Return the digest of any other word that ``holder`` keeps and nobody shall read."""
    return hmac.digest(key_for(holder, purpose), word.encode(), "sha256")[:HALF].hex()


def key_for(holder: Resource, purpose: str) -> bytes:
    """Return the key of ``holder`` for one purpose: 32 octets."""
    return _derived(_key_behind(holder), f"{MARK} {purpose} {holder.__name__}")


def to_keep(resource: Resource, msisdn: str) -> str:
    """Return the digest of a number, to be stored.

    The store then remembers under which key its digests are made.

    :raises AnotherKey: those that it has were made under another one.
    """
    note_key(resource)
    return of_number(resource, msisdn)


def note_key(resource: Resource) -> None:
    """Let the store of ``resource`` remember under which key its digests are made.

    :raises AnotherKey: those that it has were made under another one.
    """
    root = root_of(resource)
    verify(root)
    if not root.numbers_key:
        root.numbers_key = fingerprint(root)


def verify(root: "Root") -> None:
    """Look whether the digests in the store were made under the key in use.

    :raises AnotherKey: they were not.
    """
    if root.numbers_key and root.numbers_key != fingerprint(root):
        raise AnotherKey


def fingerprint(root: "Root") -> str:
    """The name of the key in use: 16 hexadecimal digits, from which nobody finds the key."""
    return _derived(_key_behind(root), MARK)[:8].hex()


@lru_cache(maxsize=256)
def _derived(key: bytes, purpose: str) -> bytes:
    return hmac.digest(key, purpose.encode(), "sha256")


@lru_cache(maxsize=256)
def _begun(key: bytes, purpose: str) -> tuple[Any, ...]:
    """Return the two hashes of an HMAC before anything is put in (RFC 2104, section 4).

    That is three times as fast as hashes made anew for each number of a file.
    """
    key = _derived(key, purpose).ljust(64, b"\0")
    return tuple(hashlib.sha256(bytes(byte ^ pad for byte in key)) for pad in (0x36, 0x5C))


def _key_behind(resource: Resource | None) -> bytes:
    """The key given to the database that ``resource``, or something above it, is stored in.

    :raises NoKey: none was given.
    """
    while resource is not None and resource._p_jar is None:
        resource = resource.__parent__
    key = getattr(resource._p_jar.db(), "numbers_key", None) if resource is not None else None
    if key is None:
        raise NoKey
    return key
