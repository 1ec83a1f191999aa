"""A second look at what could not be read, by an adapter of its own: not the one a lease has."""

import logging
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from nacl.secret import SecretBox
from pyramid.config import Configurator

from unisms import seams
from unisms.model.folder import look_up
from unisms.model.root import Root
from unisms.model.unread import Kept
from unisms.ports import Receipt, Reply
from unisms.seams.registry import Announcements
from unisms.services.delivery import news as told
from unisms.services.delivery import unread
from unisms.tasks.lanes import TRIES
from unisms.tasks.worker import Worker

log = logging.getLogger(__name__)
TOGETHER = 100  # in one transaction


def includeme(config: Configurator) -> None:
    config.add_task(read_again, lane=TRIES)


def read_again(worker: Worker, path: str, key: str = "") -> None:
    """Read again what is kept under ``key`` for the connection at ``path``, or all (``""``).

    The holder of the lease applies what can be read now.
    """
    found = worker.run(_kept, path, key)
    if found is None:
        return
    made_with, kept = found
    box = unread.box_of(worker.registry.settings.get("unisms.secret", ""))
    adapter = _adapter(worker.registry, path, *made_with)
    outcomes = [(key, _read(adapter, one, box)) for key, one in kept]
    for begin in range(0, len(outcomes), TOGETHER):
        worker.run(_note, path, outcomes[begin : begin + TOGETHER], int(time.time()))
    read = sum(news is not None for _, news in outcomes)
    log.info(
        "connection %s: %d news read again, %d of them in vain",
        path,
        len(outcomes),
        len(outcomes) - read,
    )
    if read:
        worker.enqueue("deliver", path)


def _kept(
    root: Root, path: str, key: str
) -> tuple[tuple[str, dict[str, str]], list[tuple[str, Kept]]] | None:
    connection = look_up(root, path)
    if connection is None:
        return None
    return connection.opened_with(), [
        pair for pair in unread.waiting(connection) if key in ("", pair[0])
    ]


def _adapter(registry: Announcements, path: str, name: str, settings: Mapping[str, str]) -> Any:
    try:
        return seams.make_adapter(registry, name, settings)
    # The adapter is somebody else's; news that we set aside need none.
    except Exception as trouble:  # noqa: BLE001
        log.warning("connection %s: no adapter to read with (%s)", path, type(trouble).__name__)
        return None


def _read(adapter: Any, kept: Kept, box: SecretBox) -> list[Receipt | Reply] | None:
    """The news that this ``Kept`` turns out to hold, or ``None``."""
    raw = unread.opened(kept, box)
    if raw is None:
        return None
    try:
        news = list(_news(adapter, kept.command, raw))
    except Exception as trouble:  # noqa: BLE001 what it stumbled over may name people
        if not isinstance(trouble, ValueError):
            log.error("an adapter failed on what it reads again: %s", seams.risen(trouble))
        return None
    return None if any(map(told.fault, news)) or any(map(told.is_unread, news)) else news


def _news(adapter: Any, command: str, raw: bytes) -> Iterable[Receipt | Reply]:
    if told.is_ours(command):
        return told.read_again(command, raw)
    if command == unread.REQUEST:
        request = unread.request_of(raw)
        return [*adapter.read_receipts(request), *adapter.read_replies(request)]
    return adapter.read_again(command, raw)


def _note(
    root: Root, path: str, outcomes: Sequence[tuple[str, list[Receipt | Reply] | None]], now: int
) -> None:
    connection = look_up(root, path)
    for key, news in outcomes if connection is not None else ():
        unread.note_read_again(connection, key, news, now)
