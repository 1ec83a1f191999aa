"""Tickets: what the service says of somebody who goes to the dashboards, signed, for a minute.

A ticket is ``base64url(JSON).base64url(HMAC-SHA256)`` of the first part. It carries no name: only
a digest tells whether two tickets are the same person's.
"""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from typing import NamedTuple

from unisms.services.dashboards.scopes import Scope

LASTS = 60  # seconds
PURPOSE, PERSON = "dashboards ticket", "dashboards person"


class Visit(NamedTuple):
    """Somebody who goes to the dashboards, and how they come back."""

    who: str  #: institution and uid; it does not leave the service
    scope: Scope
    language: str
    back: str  #: the address of the service
    renew: str  #: the page of the service that makes the next ticket


def key(settings: Mapping[str, str]) -> str:
    """Return the key of tickets: ``unisms.dashboards_key``, else one made of ``unisms.secret``."""
    own = str(settings.get("unisms.dashboards_key", "")).strip()
    return own or _digest(str(settings["unisms.secret"]), PURPOSE).hex()


def made(visit: Visit, key: str, now: int) -> str:
    """Return a ticket for a visit that begins at the moment ``now``."""
    scope = visit.scope
    facts = {
        "id": secrets.token_hex(16),
        "iat": now,
        "exp": now + LASTS,
        "who": _digest(key, f"{PERSON} {visit.who}").hex()[:32],
        "institutions": scope.institutions,
        "accounts": scope.accounts,
        "role": scope.role,
        "lang": visit.language,
        "back": visit.back,
        "renew": visit.renew,
    }
    body = _text(json.dumps(facts, separators=(",", ":")).encode())
    return f"{body}.{_text(_digest(key, body))}"


def _digest(key: str, told: str) -> bytes:
    return hmac.new(key.encode(), told.encode(), hashlib.sha256).digest()


def _text(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()
