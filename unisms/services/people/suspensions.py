"""Suspensions: the numbers that receive nothing (``model.health``), asked of many at a time."""

from collections.abc import Callable
from functools import cached_property

from unisms.model import digests
from unisms.model.root import Institution
from unisms.sms import causes
from unisms.sms.purposes import EMERGENCY


class Suspensions:
    """The numbers that a message of a kind of purpose is not sent to, for their ill health.

    An emergency tries all of them. ``asks`` is whether there may be any.
    """

    def __init__(self, institution: Institution, kind: str) -> None:
        self._institution, self._health = institution, institution.numbers
        has_flags = self._health is not None and self._health.has_flags()
        self.asks = has_flags and kind != EMERGENCY

    @cached_property
    def may_concern(self) -> Callable[[str], bool]:
        """Return whether a number may be one of them: seldom, and quick to be told."""
        return digests.among(self._institution, self._health.hints() if self._health else ())

    def refusal(self, number: str) -> str | None:
        """Return the cause why a number is not written to, or ``None``."""
        if not (self.asks and self._health is not None and self.may_concern(number)):
            return None
        digest = digests.of_number(self._institution, number)
        return causes.SUSPENDED if self._health.is_flagged(digest) else None
