"""Signed facts: ``base64url(JSON).base64url(HMAC-SHA256)``, as tickets and sessions are written."""

import base64
import binascii
import hashlib
import hmac
import json

LONGEST = 8_000  # characters; longer ones are not looked at


class Forged(ValueError):
    """The text is not facts that this key has signed."""


def derived(key: str, purpose: str) -> bytes:
    """Return the key of a purpose: what is signed for one is worth nothing for another."""
    return hmac.new(key.encode(), purpose.encode(), hashlib.sha256).digest()


def sealed(facts: dict, key: bytes) -> str:
    """Return the facts as text, with their signature."""
    body = _text(json.dumps(facts, separators=(",", ":"), sort_keys=True).encode())
    return f"{body}.{_text(_signature(body, key))}"


def opened(text: str, key: bytes) -> dict:
    """Return the facts of ``text``.

    :raises Forged: ``key`` has not signed it, or it is not of that form.
    """
    body, _, signature = text.partition(".")
    if len(text) > LONGEST or not hmac.compare_digest(_octets(signature), _signature(body, key)):
        raise Forged
    return _facts(_octets(body))


def _facts(octets: bytes) -> dict:
    try:
        facts = json.loads(octets)
    except (ValueError, RecursionError) as error:
        raise Forged from error
    if not isinstance(facts, dict):
        raise Forged
    return facts


def _signature(body: str, key: bytes) -> bytes:
    return hmac.new(key, body.encode(errors="replace"), hashlib.sha256).digest()


def _text(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def _octets(text: str) -> bytes:
    """Return the octets of ``text``, which has one spelling only."""
    try:
        octets = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error) as error:
        raise Forged from error
    if _text(octets) != text:
        raise Forged
    return octets
