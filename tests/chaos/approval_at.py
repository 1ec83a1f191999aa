"""``unisms``, with a death in an act about a yes.

``UNISMS_DEATH=POINT python -m tests.chaos.approval_at web -c service.ini``

At the first call of the function that POINT names, before or after it, the process kills itself; or
at a step of the first commit that follows it.
"""

import os
from functools import wraps

from tests.chaos import crash_at
from unisms.scripts import main
from unisms.services.approvals import approvals, upkeep
from unisms.services.campaigns import releases
from unisms.services.money import billing
from unisms.tasks.queue import Queue

#: as ``crash_at.POINTS``
POINTS = {
    "asked, not committed": (approvals, "go", "after"),
    "a yes said, nothing released": (releases, "release", "before"),
    "the credit reserved, not in the line": (billing, "reserve", "after"),
    "released, the yes not written down": (releases, "release", "after"),
    "a yes said, not committed": (approvals, "approve", "after"),
    "a yes committed, and no worker told": (Queue, "enqueue", "before"),
    "looked after, not committed": (upkeep, "tend", "after"),
}
#: deaths in the commit that follows an act: the act, and the step of its commit
COMMITS = {
    f"{told}, {step}": (act, of_commit)
    for told, act in {
        "asked": (approvals, "go"),
        "a yes": (approvals, "approve"),
        "looked after": (upkeep, "tend"),
    }.items()
    for step, of_commit in {
        "before the vote": "in a commit, before its vote",
        "after the vote": "in a commit, after its vote",
        "committed": "committed, and nobody told",
    }.items()
}
EVERY = (*POINTS, *COMMITS)


def arm(point):
    """Put death at ``point``."""
    crash_at.POINTS.update(POINTS)
    if point in POINTS:
        crash_at.arm(point, 1)
        return
    (owner, name), step = COMMITS[point]
    original = getattr(owner, name)

    @wraps(original)
    def ominous(*args, **kwargs):
        result = original(*args, **kwargs)
        crash_at.arm(step, 1)
        return result

    setattr(owner, name, ominous)


if __name__ == "__main__":
    arm(os.environ["UNISMS_DEATH"])
    main()
