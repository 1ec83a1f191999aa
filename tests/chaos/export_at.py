"""``unisms export``, with a death in it: ``python -m tests.chaos.export_at POINT NTH -c INI NOW``.

At the NTH call of the function that POINT names the process kills itself, before or after it.
"""

import sys

from tests.chaos import crash_at
from unisms.scripts import export as command
from unisms.services.exports import editions, folders, manifests, surveys
from unisms.services.exports.engine import ExportEngine
from unisms.services.exports.messages.kept import KeptCounts
from unisms.tasks.exports import run

#: as ``crash_at.POINTS``
POINTS = {
    "locked, nothing looked at": (folders, "clear", "before"),
    "files of before removed": (folders, "clear", "after"),
    "manifest written": (manifests, "write", "after"),
    "keys given": (surveys, "keys_of", "after"),
    "some counted, none kept": (surveys, "read_some", "after"),
    "counts put, not saved": (KeptCounts, "put", "after"),
    "counts saved": (KeptCounts, "save", "after"),
    "rows given, not taken": (ExportEngine, "take", "before"),
    "rows taken": (ExportEngine, "take", "after"),
    "a draft begun": (ExportEngine, "copy", "before"),
    "a draft written, not safe": (editions, "_keep", "before"),
    "a file named": (editions, "_keep", "after"),
    "all files written": (folders, "let_go", "before"),
    "old files let go": (folders, "let_go", "after"),
    "manifest not begun": (manifests, "write", "before"),
    "manifest drafted, not named": (manifests.os, "replace", "before"),
    "manifest named": (manifests, "sync", "after"),
    "done": (run, "_write", "after"),
}


def main():
    point, nth, ini, now = sys.argv[1:5]
    crash_at.POINTS.update(POINTS)
    crash_at.arm(point, int(nth))
    command.time = type("Clock", (), {"time": staticmethod(lambda: int(now))})
    sys.argv[1:] = ["-c", ini]
    command.export(prog_name="export")


if __name__ == "__main__":
    main()
