"""Pyramid's registry as tasks know it: with the worker, and the tasks that were announced."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

from ZODB import DB

from unisms.seams.registry import Announcements

if TYPE_CHECKING:
    from unisms.tasks.worker import Worker


class Registry(Announcements, Protocol):
    """The announcements, the worker, and the tasks that it does."""

    worker: "Worker"
    tasks: dict[str, Any]  #: name -> Huey's wrapper
    _zodb_databases: Mapping[str, DB]  #: those of ``pyramid_zodbconn``; ours is ``""``
