"""Local passwords, kept as argon2 hashes in an institution, or on the root for operators."""

import secrets
from collections.abc import Iterable

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from unisms.model.folder import LETTERS
from unisms.model.root import Institution, Root
from unisms.services.door.common_passwords import is_common

HASHER = PasswordHasher()
SHORTEST = 12  # characters
NOBODY = ""  # the uid of nobody: no password is theirs
#: of a random word that nobody has kept: to verify it costs as much as to verify any other
NOBODYS = (
    "$argon2id$v=19$m=65536,t=3,p=4"
    "$6YcI8a8+icldWOaLgmMZbA$AkhNBBFWijSJm85AXQC62LWM4umUXhz3VghaOh6tggI"
)


class TooWeak(ValueError):
    """The password could be guessed."""


class TooShort(TooWeak):
    """The password has fewer than ``SHORTEST`` characters."""


def set_password(holder: Institution | Root, uid: str, password: str) -> None:
    """Give the person called ``uid`` of ``holder`` (an institution, or the root) this password.

    :raises TooShort: it could be guessed.
    """
    holder.passwords[uid] = hash_password(password)


def set_chosen(holder: Institution | Root, uid: str, password: str, names: Iterable[str]) -> None:
    """Give ``uid`` a password that somebody has chosen.

    :raises TooWeak: it is short, or little more than words that everybody tries, or than ``uid``
        and ``names``.
    """
    if uid.casefold() in password.casefold() or is_common(password, uid, *names):
        raise TooWeak
    set_password(holder, uid, password)


def drawn() -> str:
    """A new password: three groups of letters that can be read aloud."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))


def hash_password(password: str) -> str:
    """Return the hash of a password, the only part of it that is kept.

    :raises TooShort: it could be guessed.
    """
    if len(password) < SHORTEST:
        raise TooShort
    return HASHER.hash(password)


def verify(holder: Institution | Root, uid: str, password: str) -> bool:
    """Whether this is the password of ``uid``.

    An unknown uid takes as long as a wrong password, also the first time in a process, so that the
    time tells nobody who exists. A hash of older parameters is made anew.
    """
    known = holder.passwords.get(uid)
    try:
        HASHER.verify(NOBODYS if known is None else known, password)
    except (VerificationError, InvalidHashError):
        return False
    if known is not None and HASHER.check_needs_rehash(known):
        holder.passwords[uid] = HASHER.hash(password)
    return known is not None
