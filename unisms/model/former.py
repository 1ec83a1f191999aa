"""Numbers that people had before, by digest: what is kept of such a number is still theirs.

Once the messages to it are erased by their age, nothing else tells whose it was.
"""

from typing import TYPE_CHECKING, Any, NamedTuple

from BTrees.OOBTree import OOBTree

from unisms.model import digests


class Former(NamedTuple):
    """A number that somebody had, as code reads it; stored as a bare tuple."""

    digest: str  #: of ``model.digests``
    seen_at: int = 0  #: when a night first found it left, epoch seconds; 0: none has yet


class WithFormer:
    """The former numbers of ``People``, while nobody else has them; made at the first."""

    __parent__: Any
    _p_jar: Any
    _former: Any  # uid -> bare ``Former`` numbers
    _former_of: Any  # digest of each -> uid

    if TYPE_CHECKING:

        def with_number(self, msisdn: str) -> tuple[str, ...]: ...

    def former(self, uid: str) -> tuple[Former, ...]:
        """Return the numbers that the person called ``uid`` had, and nobody has since."""
        return tuple(Former(*one) for one in self._former.get(uid, ())) if self._former else ()

    def had_before(self, msisdn: str) -> Former | None:
        """Return the ``Former`` of whoever had a number that nobody has now, or ``None``."""
        if not self._former_of:
            return None
        digest = digests.of_number(self, msisdn)  # type: ignore[arg-type]
        known = self.former(self._former_of.get(digest, ""))
        return next((one for one in known if one.digest == digest), None)

    def has_former(self) -> bool:
        """Whether anybody had another number that nobody has now."""
        return bool(self._former_of)

    def had_by(self, msisdn: str) -> str:
        """Return the uid of whoever had a number that nobody has now, or ``""``."""
        if not self._former_of or not msisdn:
            return ""
        uid: str = self._former_of.get(digests.of_number(self, msisdn), "")  # type: ignore[arg-type]
        return uid

    def _note_former(self, uid: str, msisdn: str) -> None:
        """Note that ``uid`` has left a number; one that somebody else has is theirs alone."""
        if not msisdn or self.with_number(msisdn):
            return
        try:
            digest = digests.of_number(self, msisdn)  # type: ignore[arg-type]
            digests.note_key(self)  # type: ignore[arg-type]
        except (digests.NoKey, digests.AnotherKey):  # not stored yet; or the doctor tells of it
            return
        if self._former is None:
            self._former, self._former_of = OOBTree(), OOBTree()
        self._former[uid] = (*self._former.get(uid, ()), tuple(Former(digest)))
        self._former_of[digest] = uid

    def _take_former(self, msisdn: str) -> None:
        """Let a number be nobody's former one: somebody has it."""
        if self._former_of and msisdn:
            digest = digests.of_number(self, msisdn)  # type: ignore[arg-type]
            self._drop_former(self._former_of.pop(digest, ""), digest)

    def _drop_former(self, uid: str, digest: str) -> None:
        kept = tuple(tuple(one) for one in self.former(uid) if one.digest != digest)
        self._keep_former(uid, kept)

    def _keep_former(self, uid: str, kept: tuple[tuple, ...]) -> None:
        if kept:
            self._former[uid] = kept
        else:
            self._former.pop(uid, None)

    def _move_former(self, uid: str, new: str) -> None:
        """Call the person known as ``uid`` by the uid ``new``; empty: they are gone."""
        known = self.former(uid)
        if not known:
            return
        stored = self._former.pop(uid)
        if new:
            self._former[new] = stored
        for one in known:
            if new:
                self._former_of[one.digest] = new
            else:
                del self._former_of[one.digest]

    def forget_former(self, before: int, now: int) -> None:
        """Forget the numbers that were found left before ``before``; note at ``now`` those that
        no night has seen (epoch seconds)."""
        if self._former is None:
            return
        for uid, stored in list(self._former.items()):
            known = [one._replace(seen_at=min(one.seen_at or now, now)) for one in self.former(uid)]
            kept = tuple(tuple(one) for one in known if one.seen_at >= before)
            for one in known:
                if one.seen_at < before:
                    del self._former_of[one.digest]
            if kept != stored:
                self._keep_former(uid, kept)

    def drop_former(self) -> None:
        """Forget all of them: they were made under a key that is lost."""
        self._former = self._former_of = None
