"""``unisms``, which notes in a file what it has claimed, and when the store had each reply.

``NOTED=file python -m tests.chaos.noted worker -c service.ini``

A line is a kind, when its transaction began and when it had ended, in nanoseconds of the monotonic
clock, and the numbers of handsets.
"""

import json
import os
import time
from functools import wraps
from pathlib import Path

from unisms.scripts import main
from unisms.tasks.delivery import baton
from unisms.tasks.delivery.letterbox import Letterbox

FILE = "NOTED"  # the variable that names the file
CLAIM, REPLY = "claim", "reply"


def note(kind, begun, msisdns):
    """Append a line; one short write is whole or not at all."""
    line = json.dumps([kind, begun, time.monotonic_ns(), sorted(msisdns)]) + "\n"
    with Path(os.environ[FILE]).open("a") as lines:
        lines.write(line)


def noting_claims(claim):
    """Return ``baton.claim``, which notes each batch once it is committed."""

    @wraps(claim)
    def noting(worker, lease):
        begun = time.monotonic_ns()
        batch = claim(worker, lease)
        if batch is not None:
            note(CLAIM, begun, [one.msisdn for one in batch.messages])
        return batch

    return noting


def noting_replies(run):
    """Return ``Letterbox._run``, which notes the replies once they are committed."""

    @wraps(run)
    def noting(self, matched, replies, *rest):
        begun = time.monotonic_ns()
        stored = run(self, matched, replies, *rest)
        if replies:
            note(REPLY, begun, [one.msisdn for one in replies])
        return stored

    return noting


if __name__ == "__main__":
    baton.claim = noting_claims(baton.claim)
    Letterbox._run = noting_replies(Letterbox._run)
    main()
