"""Silence: a thing that must not happen has no event to wait for, so it is watched for a while."""

import time


def stays(look, seconds):
    """Whether ``look()`` is true all the time, for so many seconds."""
    deadline = time.monotonic() + seconds
    while look():
        if time.monotonic() > deadline:
            return True
        time.sleep(0.02)
    return False
