"""Asking directories, between two transactions and with none open: who is in a saved query.

And, each night, what they tell of the people whom they have brought.
"""

import logging
import time
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from pyramid.config import Configurator

from unisms import seams
from unisms.model.root import Root, institution_of
from unisms.ports import DirectoryError, Person, RemoteDirectory
from unisms.seams.work import INSTITUTIONS
from unisms.services.directory import queries
from unisms.services.directory.directories import Ask
from unisms.services.directory.queries import Count, QueryQuestion
from unisms.services.people import refreshes
from unisms.services.people.refreshes import Refreshed, RefreshQuestion
from unisms.tasks.lanes import TRIES
from unisms.tasks.trying import within
from unisms.tasks.worker import Worker

log = logging.getLogger(__name__)
PATIENCE = 60  # seconds that a directory has for all its people
NIGHT = 900  # seconds that it has for those whom it has brought
SOME = 500  # people in one transaction
GONE = "gone"
T = TypeVar("T")


def includeme(config: Configurator) -> None:
    config.add_task(count_query, lane=TRIES)
    config.add_waiting("count_query", queries.to_count)
    config.add_nightly_job("people_of_directories", refresh, of=INSTITUTIONS, own_transactions=True)


def count_query(worker: Worker, path: str) -> None:
    """Count the people of the query at ``path``, and keep them where they have roles."""
    found = worker.run(_question, path)
    if found is None:
        return
    question, country = found
    told = ask(worker, question, country)  # no transaction is open here
    worker.run(_note, path, question, told, int(time.time()))
    log.info("query %s: %s", path, told if isinstance(told, str) else "counted")


def ask(worker: Worker, question: QueryQuestion, country: str) -> Count | str:
    """Return the count, or the code of why there is none."""

    def count(directory: RemoteDirectory) -> Count:
        return queries.count(queries.people(directory, question), country)

    return answered(worker, question.ask, count, PATIENCE)


def answered(
    worker: Worker, ask: Ask, call: Callable[[RemoteDirectory], T], patience: int
) -> T | str:
    """Return what ``call`` makes of a directory, or the code of why there is no whole answer."""
    adapter, settings = ask.made_with()
    try:
        directory = seams.make_adapter(worker.registry, adapter, settings, "directory")
        return within(patience, lambda: call(directory))
    except DirectoryError as trouble:
        return trouble.code
    except TimeoutError:
        return DirectoryError.LATE
    except KeyError:
        return GONE
    # The adapter is somebody else's: whatever it raises is an answer for people.
    except Exception as trouble:  # noqa: BLE001
        log.error("the adapter %s failed: %s", adapter, seams.risen(trouble))
        return DirectoryError.FAULT


def _question(root: Root, path: str) -> tuple[QueryQuestion, str] | None:
    query = queries.at(root, path)
    return None if query is None else (queries.asked(query), institution_of(query).country)


def _note(root: Root, path: str, question: QueryQuestion, told: Count | str, now: int) -> None:
    """Write down the answer, unless the query was changed meanwhile."""
    query = queries.at(root, path)
    if query is None or queries.asked(query) != question:
        return
    if isinstance(told, str):
        queries.note_trouble(query, told, now)
    else:
        queries.note_count(query, told, now)


def refresh(worker: Worker, name: str, now: int) -> None:
    """Make the people whom the directories of an institution have brought what these tell now."""
    for question in worker.run(refreshes.questions, name):
        told = answered(worker, question.ask, partial(_people, question), NIGHT)
        if isinstance(told, str):
            worker.run(refreshes.note_trouble, question, told, now)
        else:
            _keep(worker, question, told, now)
        log.info("directory %s: %s", question.path, told if isinstance(told, str) else "refreshed")


def _people(question: RefreshQuestion, directory: RemoteDirectory) -> dict[str, Person]:
    return refreshes.told_of(directory.persons(question.uids))


def _keep(worker: Worker, question: RefreshQuestion, told: dict[str, Person], now: int) -> None:
    """Write down a whole answer, some people in each transaction."""
    changed = sum(
        worker.run(refreshes.refresh, question, part, now) for part in refreshes.parts(told, SOME)
    )
    goes, too_many = worker.run(refreshes.gone, question, frozenset(told))
    taken_out = sum(
        worker.run(refreshes.take_out, question, goes[begin : begin + SOME], now)
        for begin in range(0, len(goes), SOME)
    )
    outcome = Refreshed(now, len(told), changed, taken_out, 0, too_many)
    worker.run(refreshes.note, question, frozenset(told), outcome)
