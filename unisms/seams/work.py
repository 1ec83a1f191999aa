"""Work that comes by itself: what is done each night, and what the sweep finds waiting."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from pyramid.config import Configurator
from pyramid.exceptions import ConfigurationError

from unisms.model.root import Root
from unisms.seams.announcement import announce

#: of the root and a moment, the tasks that wait: tuples of a name and its arguments
FindTasks = Callable[[Root, int], Iterable[tuple]]
INSTITUTIONS, ROOT, EVERY_HOLDER = "institutions", "root", "every holder"
HOLDERS = (INSTITUTIONS, ROOT, EVERY_HOLDER)


class NightlyJob(NamedTuple):
    """A job of each night, done for one holder (an institution, or the root) after the other."""

    func: Callable
    of: str  #: the holders that it is done for: ``institutions``, ``root`` or ``every holder``
    erases: bool  #: whether it waits while the clock is not to be believed
    own_transactions: bool  #: whether it opens its transactions itself

    def concerns(self, name: str) -> bool:
        """Whether it is done for the holder called ``name``; the root has no name."""
        return self.of in (EVERY_HOLDER, INSTITUTIONS if name else ROOT)


def includeme(config: Configurator) -> None:
    config.registry.nightly_jobs = {}  # name -> NightlyJob, in the order of their announcement
    config.registry.waiting = {}  # name -> function that finds tasks, in that order too
    config.add_directive("add_nightly_job", add_nightly_job)
    config.add_directive("add_waiting", add_waiting)


def add_nightly_job(
    config: Configurator,
    name: str,
    func: Callable[..., object],
    *,
    of: str = EVERY_HOLDER,
    erases: bool = True,
    own_transactions: bool = False,
) -> None:
    """Announce the nightly job ``func(holder, now)``.

    It is called for each holder in a transaction of its own.

    If it raises, the log tells its ``name`` and the holder, and the other jobs go on. With
    ``own_transactions`` it is called as ``func(worker, name_of_holder, now)``, outside of any
    transaction.

    :raises ConfigurationError: ``of`` are no holders.
    """
    if of not in HOLDERS:
        raise ConfigurationError(f"{name}: {of} is none of the holders {HOLDERS}")
    job = NightlyJob(func, of, erases, own_transactions)
    announce(config, "unisms nightly jobs", name, job, config.registry.nightly_jobs)


def add_waiting(config: Configurator, name: str, func: FindTasks) -> None:
    """Announce ``func(root, now)``, which yields the tasks that a worker should be doing.

    It reads them from the store, as tuples of a task's name and its arguments. The sweep queues
    them, each minute.
    """
    announce(config, "unisms waiting work", name, func, config.registry.waiting)
