"""Files are looked at when they are new, so that no page waits for it."""

import logging
import threading
import time
from collections.abc import Callable

from dashboards.exports.engine import Engine

PAUSE = 30  # seconds between two looks at the manifest
log = logging.getLogger(__name__)


def begin(engine: Engine) -> None:
    """Look at the files beside the pages, now and whenever the manifest is another one."""
    threading.Thread(target=follow, args=(engine,), name="warming", daemon=True).start()


def follow(engine: Engine, wait: Callable[[float], None] = time.sleep) -> None:
    """Look at the files of each new manifest, until ``wait`` raises."""
    seen = None
    while True:
        try:
            stamp = engine.catalogue.stamp
            if stamp != seen:
                engine.warm()
            seen = stamp
        # Pages look for themselves, and tell what is wrong with the files.
        except OSError as trouble:
            log.warning("the exports could not be looked at: %s", trouble.strerror)
        wait(PAUSE)
