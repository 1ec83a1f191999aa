"""Digests of phone numbers: what may be kept of a number where the number itself may not be kept.

Every French mobile number can be tried in two minutes, so a plain digest of a number is no secret. These digests are
HMAC-SHA-256 (RFC 2104), cut to their first half as its section 5 allows, under a key of the installation and the
institution. The key comes from the settings: it is neither in the store nor in any copy of the store.

A digest is personal data all the same, because the service can tell whose number it is. What is kept by a digest
belongs into the register, has an age at which it goes, and is found when somebody asks for their data.
"""

import hashlib
import hmac

from unisms.model.root import institution_of

HALF = 16  # bytes of a digest that are kept
MARK = "#fingerprint"  # no institution is called so: what names the key of an installation without telling it


class NoKey(LookupError):
    """The store was opened without a key for digests."""


class AnotherKey(Exception):
    """The digests in the store were made under another key than the one of the settings."""

    def __init__(self):
        super().__init__(
            "The digests of phone numbers (who said no) were made under another key than the one in use. "
            "Put the former key back: unisms.numbers_key = the unisms.secret, or the unisms.numbers_key, of before."
        )


def key_of(settings):
    """The key of the installation: made of ``unisms.numbers_key`` or, where that is empty, of ``unisms.secret``.

    Both give the same key for the same word, so that who changes ``unisms.secret`` keeps the digests by moving the
    former secret into ``unisms.numbers_key``.
    """
    word = settings.get("unisms.numbers_key") or settings.get("unisms.secret", "")
    return hashlib.blake2b(word.encode(), digest_size=32, person=b"numbers").digest()


def give_key(database, settings):
    """Let everything that is read from this ZODB database make its digests under the key of ``settings``."""
    database.numbers_key = key_of(settings)


class Digests:
    """The digests of one institution, for as long as a transaction lasts."""

    def __init__(self, institution):
        self._key = _derived(_key_behind(institution), institution_of(institution).__name__)

    def of(self, msisdn):
        """The digest of a number (E.164): 32 hexadecimal digits."""
        return hmac.digest(self._key, msisdn.encode(), "sha256")[:HALF].hex()


def of_number(institution, msisdn):
    """The digest of one number, to look something up. Who asks for many makes ``Digests`` once."""
    return Digests(institution).of(msisdn)


def of_word(holder, purpose, word):
    """The digest of any other word that an institution, or the root, keeps for a while and
    nobody shall read."""
    key = _derived(_key_behind(holder), f"{MARK} {purpose} {holder.__name__}")
    return hmac.digest(key, word.encode(), "sha256")[:HALF].hex()


def to_keep(institution, msisdn):
    """The digest of one number, to be stored: the store then remembers under which key its digests are made.

    :raises AnotherKey: those that it has were made under another one.
    """
    root = institution.__parent__.__parent__
    verify(root)
    if not root.numbers_key:
        root.numbers_key = fingerprint(root)
    return of_number(institution, msisdn)


def verify(root):
    """Look whether the digests in the store were made under the key in use.

    :raises AnotherKey: they were not.
    """
    if root.numbers_key and root.numbers_key != fingerprint(root):
        raise AnotherKey


def fingerprint(root):
    """The name of the key in use: 16 hexadecimal digits, from which nobody finds the key."""
    return _derived(_key_behind(root), MARK)[:8].hex()


def _derived(key, purpose):
    return hmac.digest(key, purpose.encode(), "sha256")


def _key_behind(resource):
    """The key given to the database that ``resource``, or something above it, is stored in.

    :raises NoKey: none was given.
    """
    while resource is not None and resource._p_jar is None:
        resource = resource.__parent__
    key = resource and getattr(resource._p_jar.db(), "numbers_key", None)
    if key is None:
        raise NoKey
    return key
