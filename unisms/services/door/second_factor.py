"""The second factor: six digits of an authenticator (TOTP, RFC 6238), and recovery codes.

The secret that the authenticator shares is read again at each sign-in, so it is not hashed but
sealed. Its key is derived from ``unisms.secret``: a copy of the store alone makes no code. If
``unisms.secret`` changes, people still have their recovery codes, which are random and kept as
digests.
"""

import base64
import binascii
import hashlib
import secrets
from typing import NamedTuple

import pyotp
from BTrees.OOBTree import OOBTree
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox
from pyotp.exceptions import OTPVerificationError

from unisms.model.acl import Permission
from unisms.model.root import Institution, Root
from unisms.services.ground.actor import Actor

STEP = 30  # seconds that a code is shown
DRIFT = 1  # steps of 30 seconds that a clock may be wrong, either way
RECOVERY_CODES = 10
RANDOM = 10  # bytes of a recovery code
OFF, ADMINISTRATORS = "off", "administrators"


class Enrolment(NamedTuple):
    """The second factor of a person, as code reads it; stored as a bare tuple."""

    sealed: str  #: the secret, and whose it is
    step: int  #: of the last code that was taken: neither it nor an older one is taken again
    recovery: tuple[str, ...]  #: digests of the recovery codes that are left
    since: int  #: epoch seconds


class WrongCode(ValueError):
    """It is not what the authenticator shows now."""


class NotSealedHere(ValueError):
    """Raised where a sealed secret cannot be opened.

    It was altered, is another person's, or was sealed under another ``unisms.secret``.
    """


def box_of(secret: str) -> SecretBox:
    """Return the box that seals and opens secrets, by a key for this purpose only.

    ``secret`` is the setting ``unisms.secret``.
    """
    return SecretBox(
        hashlib.blake2b(
            secret.encode(), digest_size=SecretBox.KEY_SIZE, person=b"second factor"
        ).digest()
    )


def begin(box: SecretBox, holder: Institution | Root, uid: str) -> str:
    """Return a new sealed secret for ``uid`` of ``holder`` (an institution, or the root).

    It is theirs once they enrol.
    """
    return _seal(box, holder, uid, pyotp.random_base32())


def secret_in(box: SecretBox, holder: Institution | Root, uid: str, sealed: str) -> str:
    """The secret that was sealed for this person, as an authenticator takes it: letters and digits.

    :raises NotSealedHere: it was not.
    """
    try:
        owner, _, secret = (
            box.decrypt(base64.b64decode(sealed, validate=True)).decode().rpartition(" ")
        )
    except (CryptoError, binascii.Error, ValueError, TypeError):
        raise NotSealedHere from None
    if owner != _owner(holder, uid):
        raise NotSealedHere
    return secret


def address_of(secret: str, uid: str, title: str) -> str:
    """Return the ``otpauth:`` address of a secret, for the QR code.

    ``title`` is the name of the service.
    """
    return pyotp.TOTP(secret).provisioning_uri(name=uid, issuer_name=title)


def enrolled(holder: Institution | Root, uid: str) -> Enrolment | None:
    """The ``Enrolment`` of ``uid``, or ``None``."""
    stored = (holder.second_factors or {}).get(uid)
    return stored and Enrolment(*stored)


def enrol(
    box: SecretBox, holder: Institution | Root, uid: str, sealed: str, code: str, now: int
) -> list[str]:
    """Keep the sealed secret, once a code proves that an authenticator has it.

    Return the recovery codes, which nobody can tell again.

    :raises WrongCode: the code does not prove it.
    :raises NotSealedHere: it is no secret of ours for this person.
    """
    step = _step(secret_in(box, holder, uid, sealed), code, now)
    if step is None:
        raise WrongCode
    codes = [_drawn() for _ in range(RECOVERY_CODES)]
    if holder.second_factors is None:
        holder.second_factors = OOBTree()
    holder.second_factors[uid] = tuple(Enrolment(sealed, step, tuple(map(_digest, codes)), now))
    return codes


def accept(box: SecretBox, holder: Institution | Root, uid: str, typed: str, now: int) -> bool:
    """Whether ``typed`` is a code of this moment or a recovery code; each is taken once."""
    known = enrolled(holder, uid)
    if known is None:
        return False
    left = _left(box, holder, uid, known, typed, now)
    if left:
        holder.second_factors[uid] = tuple(left)
    return left is not None


def is_shown(box: SecretBox, holder: Institution | Root, uid: str, typed: str, now: int) -> bool:
    """Whether ``accept`` would take it; nothing is taken.

    It takes as long for somebody without a second factor.
    """
    known = enrolled(holder, uid)
    looked_at = known or Enrolment(begin(box, holder, uid), 0, (), 0)
    return _left(box, holder, uid, looked_at, typed, now) is not None and known is not None


def _left(
    box: SecretBox, holder: Institution | Root, uid: str, known: Enrolment, typed: str, now: int
) -> Enrolment | None:
    """The enrolment once what was typed is taken, or ``None``."""
    return _after_code(box, holder, uid, known, typed, now) or _after_recovery(known, typed)


def remove(holder: Institution | Root, uid: str) -> None:
    """The password of ``uid`` is enough again; nothing happens where it was."""
    if holder.second_factors is not None:
        holder.second_factors.pop(uid, None)


def is_required(actor: Actor) -> bool:
    """Whether the policy of their institution asks ``actor`` for a second factor."""
    if actor.institution.second_factor != ADMINISTRATORS:
        return False
    return actor.may(Permission.ROLE_MANAGE)


def _after_code(
    box: SecretBox, holder: Institution | Root, uid: str, known: Enrolment, typed: str, now: int
) -> Enrolment | None:
    """The enrolment once this code is taken, or ``None``."""
    try:
        step = _step(secret_in(box, holder, uid, known.sealed), typed, now)
    except NotSealedHere:
        return None
    if step is None or step <= _believed(known.step, now):
        return None
    return known._replace(step=step)


def _believed(step: int, now: int) -> int:
    """Return the step of the last code, or 0 if a clock that was ahead has made it.

    If that step were believed, no code would be right until its moment has come.
    """
    return step if step <= now // STEP + DRIFT else 0


def _after_recovery(known: Enrolment, typed: str) -> Enrolment | None:
    digest = _digest(typed)
    return (
        known._replace(recovery=tuple(d for d in known.recovery if d != digest))
        if digest in known.recovery
        else None
    )


def _step(secret: str, typed: str, now: int) -> int | None:
    """The step whose code was typed, or ``None``."""
    digits = "".join(typed.split())
    if not (digits.isascii() and digits.isdecimal()):
        return None
    try:
        return pyotp.TOTP(secret).verify_and_get_timecode(digits, for_time=now, valid_window=DRIFT)
    except OTPVerificationError:
        return None


def _drawn() -> str:
    """A recovery code: four groups of four letters and digits."""
    letters = base64.b32encode(secrets.token_bytes(RANDOM)).decode().lower()
    return "-".join(letters[place : place + 4] for place in range(0, len(letters), 4))


def _digest(code: str) -> str:
    """Return the digest of a recovery code: 80 random bits need no slow hash."""
    return hashlib.sha256("".join(filter(str.isalnum, code)).lower().encode()).hexdigest()


def _seal(box: SecretBox, holder: Institution | Root, uid: str, secret: str) -> str:
    return base64.b64encode(box.encrypt(f"{_owner(holder, uid)} {secret}".encode())).decode()


def _owner(holder: Institution | Root, uid: str) -> str:
    return f"{holder.__name__}/{uid}"
