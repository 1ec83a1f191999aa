"""For how long the leases of other machines have not been renewed."""


class Silences:
    """Since when this worker has seen the leases of other machines unchanged, on its own clock.

    A holder renews its lease every ten seconds. One that does not is gone, whatever the lease says:
    a clock that was ahead may have written it for days, or ours may be ahead of the holder's.
    """

    def __init__(self):
        self._seen = {}  # path -> the lease as it was seen, and when first so

    def saw(self, path, lease, now):
        """Remember the ``lease`` (holder and until) of another one at ``path``, seen at ``now``."""
        if self._seen.get(path, (None, 0))[0] != lease:
            self._seen[path] = lease, now

    def silent(self, path, now):
        """Return the lease last seen at ``path``, and for how many seconds it is unchanged."""
        lease, since = self._seen.get(path, (None, now))
        return lease, now - since
