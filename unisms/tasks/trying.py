"""Trying a connection's settings, saved or proposed, with an adapter of its own.

An adapter that a lease has open is left alone.
"""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from pyramid.config import Configurator

from unisms import seams
from unisms.model.folder import look_up
from unisms.model.root import Root
from unisms.ports import BrokerError, Checked, DirectoryError
from unisms.seams.registry import Announcements
from unisms.services.brokers import connections, proposals
from unisms.tasks.lanes import TRIES
from unisms.tasks.worker import Worker

log = logging.getLogger(__name__)
PATIENCE = 30  # seconds that a broker has to answer

#: whether it works, a code, the adapter's words, and what a directory has
Tried = tuple[bool, str, str, tuple]
T = TypeVar("T")


def includeme(config: Configurator) -> None:
    config.add_task(try_connection, lane=TRIES)
    config.add_task(try_proposal, lane=TRIES)


def try_connection(worker: Worker, path: str) -> None:
    """Try the connection at ``path``, and write down how it went."""
    _try(worker, lambda root: look_up(root, path), path)


def try_proposal(worker: Worker, owner: str, name: str) -> None:
    """Try the proposal ``name`` of the institution, or the root, at the path ``owner``."""
    _try(worker, lambda root: proposals.look(root, owner, name), f"{owner} (proposed)")


def _try(worker: Worker, find: Callable[[Root], Any], told_as: str) -> None:
    """Try what ``find`` finds, unless a try that ended since it was asked for has answered."""
    made_with = worker.run(lambda root: _to_try(find(root)))
    if made_with:
        outcome = attempt(worker.registry, *made_with)  # no transaction is open here
        worker.run(lambda root: _note(find(root), made_with, outcome, int(time.time())))
        log.info("connection %s: tried (%s)", told_as, outcome[1])


def _to_try(found: Any) -> tuple[str, dict[str, str], str] | None:
    wanted = found is not None and connections.is_wanted(found)
    return (*found.made_with(), found.port) if wanted else None


def _note(found: Any, made_with: tuple[str, dict[str, str], str], outcome: Tried, now: int) -> None:
    """Write down how it went, unless other settings were saved meanwhile: these are tried next."""
    if found is not None and (*found.made_with(), found.port) == made_with:
        connections.note_try(found, outcome, now)


def attempt(
    registry: Announcements, adapter: str, settings: Mapping[str, str], kind: str = "broker"
) -> Tried:
    """Return whether it works, a code, the adapter's words, and what a directory has.

    Codes are ``ok``, ``untried`` (there is nothing to try), ``refused``, ``away`` and ``fault``,
    and those of a ``DirectoryError``.
    """
    try:
        tried = seams.make_adapter(registry, adapter, settings, kind)
        if not hasattr(tried, "check"):
            return True, "untried", "", ()
        facts = within(PATIENCE, tried.check)
        return True, "ok", told(facts), found(facts)
    except (BrokerError, DirectoryError, seams.UnknownAdapter) as trouble:
        return False, getattr(trouble, "kind", "fault"), str(trouble), ()
    except OSError as trouble:  # a timeout is one
        return False, "away", str(trouble) or type(trouble).__name__, ()
    # The adapter is somebody else's: whatever it raises is an answer for people.
    except Exception as trouble:  # noqa: BLE001
        log.error("the adapter %s failed: %s", adapter, seams.risen(trouble))
        return False, "fault", f"the adapter failed: {type(trouble).__name__}", ()


def told(facts: object) -> str:
    """Return the result of ``check`` as words."""
    if isinstance(facts, Checked):
        return facts.said
    if isinstance(facts, dict):
        return ", ".join(f"{name} {value}" for name, value in facts.items())
    return "" if facts is None else str(facts)


def found(facts: object) -> tuple:
    """Return what a try of a directory has found, as it is stored; else ``()``."""
    if not isinstance(facts, Checked):
        return ()
    first = (
        (one.name, next(iter(one.msisdns), ""), one.found_in, one.confidence) for one in facts.first
    )
    return facts.people, facts.numbers, facts.groups, tuple(first)


def within(seconds: float, func: Callable[[], T]) -> T:
    """Return the result of ``func``, if it comes in time.

    :raises TimeoutError: it does not.
    """
    outcome: dict[str, Any] = {}

    def call() -> None:
        try:
            outcome["answer"] = func()
        except BaseException as error:  # noqa: BLE001 raised again below, in the thread that asked
            outcome["error"] = error

    thread = threading.Thread(target=call, daemon=True)
    thread.start()
    thread.join(seconds)
    if "error" in outcome:
        raise outcome["error"]
    if "answer" not in outcome:
        raise TimeoutError(f"no answer within {seconds} seconds")
    return outcome["answer"]
