"""The room that an SMSC has: the window, and the time to hold back when it says that it is full."""

SHORTEST, LONGEST = 0.2, 5.0  # seconds to hold back, doubling


class Pace:
    """``room``: PDUs that may wait for an answer; ``until``: when to write on (loop's clock)."""

    def __init__(self, window):
        self.window = self.room = window
        self.until = 0.0
        self._pause = SHORTEST
        self._since = None  # when the SMSC last began to take nothing

    def start(self):
        """A new batch has all its patience before it."""
        self._since = None

    def taken(self, count):
        self._pause, self._since = SHORTEST, None
        self.room = min(self.window, self.room + count)

    def hold(self, now):
        """Slow down: the SMSC is throttled or full.

        PDUs that were in flight when it first said so say it again, and count once.
        """
        if now < self.until:
            return
        self._since = now if self._since is None else self._since
        self.until = now + self._pause
        self._pause = min(LONGEST, self._pause * 2)
        self.room = max(1, self.room // 2)

    def held_for(self, now):
        """For how long the SMSC has taken nothing, in seconds."""
        return 0.0 if self._since is None else now - self._since
