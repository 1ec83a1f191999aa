"""The memory of a leave, which a page carries so that it can be taken back: sealed, for an hour."""

import base64
import json
from typing import Any

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from unisms.model import digests
from unisms.services.links.departures import FollowedLink, Left

GOOD_FOR = 3600  # seconds
KEY = "undo"  # the purpose of the key that seals


def seal(link: FollowedLink, left: Left) -> str:
    """Return what ``departures.leave`` has returned, and when, sealed."""
    told = json.dumps([left.at, *_place(link), left.before])
    return base64.urlsafe_b64encode(_box(link).encrypt(told.encode())).decode()


def opened(link: FollowedLink, sealed: str, now: int) -> Left:
    """Return what was sealed for this link within the last hour; else nothing is in it."""
    try:
        told = json.loads(_box(link).decrypt(base64.urlsafe_b64decode(sealed)))
    except (CryptoError, ValueError):
        return Left()
    at, *place, before = told
    is_good = place == _place(link) and 0 <= now - at <= GOOD_FOR
    return Left(at, tuple(map(_bare, before))) if is_good else Left()


def _place(link: FollowedLink) -> list[int]:
    return [link.campaign.link_number, link.row]


def _box(link: FollowedLink) -> SecretBox:
    return SecretBox(digests.key_for(link.institution, KEY))


def _bare(told: Any) -> Any:
    """Return lists as tuples, as the store keeps them."""
    return tuple(map(_bare, told)) if isinstance(told, list) else told
