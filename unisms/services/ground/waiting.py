"""Children of the institutions' folders that a worker must see to: the folders know their names."""

from collections.abc import Iterator

from unisms.model.folder import path_of
from unisms.model.root import Root


def tasks(root: Root, folder: str, task: str) -> Iterator[tuple[str, ...]]:
    """Yield a ``task`` for each child that waits in the ``folder`` of each institution.

    The tuple is the task's name, a path and the uid of the child's author.
    """
    for institution in root["institutions"].values():
        for name in institution[folder].waiting():
            child = institution[folder].get(name)
            if child is not None:
                yield task, path_of(child), child.author
