"""For how long the leases of other machines have not been renewed."""

Holding = tuple[str, float]  # the holder of a lease, and its end


class Silences:
    """Since when this worker has seen the leases of other machines unchanged, on its own clock.

    A holder renews its lease every ten seconds. One that does not is gone, whatever the lease says:
    a clock that was ahead may have written it for days, or ours may be ahead of the holder's.
    """

    def __init__(self) -> None:
        # path -> the lease as it was seen, and when first so
        self._seen: dict[str, tuple[Holding | None, float]] = {}

    def saw(self, path: str, lease: Holding | None, now: float) -> None:
        """Remember the ``lease`` (holder and until) of another one at ``path``, seen at ``now``."""
        if self._seen.get(path, (None, 0))[0] != lease:
            self._seen[path] = lease, now

    def silent(self, path: str, now: float) -> tuple[Holding | None, float]:
        """Return the lease last seen at ``path``, and for how many seconds it is unchanged."""
        lease, since = self._seen.get(path, (None, now))
        return lease, now - since
