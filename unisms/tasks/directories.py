"""Asking directories, between two transactions and with none open: who is in a saved query."""

import logging
import time

from pyramid.config import Configurator

from unisms import seams
from unisms.model.root import Root, institution_of
from unisms.ports import DirectoryError
from unisms.services.directory import queries
from unisms.services.directory.queries import Count, QueryQuestion
from unisms.tasks.lanes import TRIES
from unisms.tasks.trying import within
from unisms.tasks.worker import Worker

log = logging.getLogger(__name__)
PATIENCE = 60  # seconds that a directory has for all its people
GONE = "gone"


def includeme(config: Configurator) -> None:
    config.add_task(count_query, lane=TRIES)
    config.add_waiting("count_query", queries.to_count)


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
    adapter, settings = question.ask.made_with()
    try:
        directory = seams.make_adapter(worker.registry, adapter, settings, "directory")
        return within(PATIENCE, lambda: queries.count(queries.people(directory, question), country))
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
