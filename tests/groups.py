"""Which tests run in one process, where several run at once.

pytest-xdist 3.8.0 puts the name of a group into ``_nodeid`` of a test, which pytest 9.2 no longer
reads: its own ``loadgroup`` keeps nothing together. Here the group is told by the test's id alone.
"""

import functools
import re
from pathlib import Path

from xdist.scheduler import LoadScopeScheduling

ROOT = Path(__file__).parents[1]
SPREAD = "mark.spread"
#: a page in a look, as ``browser.test_pages`` calls it: a look stays in one process
LOOK = re.compile(r"-(\d+-(?:light|dark)-\w+)\]$")
#: modules that look at one thing which is dear to make
TOGETHER = {"tests/journeys/test_a_month_in_": "a month"}


class GroupScheduling(LoadScopeScheduling):
    """Hands tests out group by group."""

    def _split_scope(self, nodeid):
        return group_of(nodeid)


def group_of(nodeid):
    """Return the group of a test by its id: its module, or itself where its module is spread."""
    path = nodeid.partition("::")[0]
    for beginning, group in TOGETHER.items():
        if path.startswith(beginning):
            return group
    if is_spread(path):
        return nodeid
    look = LOOK.search(nodeid)
    return f"{path} in {look[1]}" if look else path


@functools.cache
def is_spread(path):
    """Whether the tests of a module share nothing costly: each may run in any process."""
    return SPREAD in (ROOT / path).read_text()
