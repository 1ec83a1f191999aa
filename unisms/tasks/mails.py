"""Sending the mails that wait: taken in a transaction, handed over outside, written down after."""

import logging
import mailbox
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from pyramid.config import Configurator

from unisms import seams
from unisms.model import store
from unisms.services.copies import posts
from unisms.services.mail import bounces, line
from unisms.services.mail.causes import TEXT
from unisms.services.mail.envelopes import Letter, MailAnswer, MailLine, MailServerAway
from unisms.services.mail.line import HandedOver
from unisms.services.mail.reports import LONGEST
from unisms.services.mail.servers import MailServer, server_of
from unisms.tasks.lanes import MAILS
from unisms.tasks.smtp import SmtpLine
from unisms.tasks.worker import Worker

log = logging.getLogger(__name__)
EACH_MINUTE = {"minute": "*"}
READ_AT_ONCE = 200  # bounces
TURN = 180  # seconds after which a task begins no more letters: much less than their lease


def includeme(config: Configurator) -> None:
    config.add_task(send_mails, lane=MAILS)
    config.add_task(read_bounces, every=EACH_MINUTE, lane=MAILS)
    config.add_task(post_copies, lane=MAILS)
    config.add_waiting("send_mails", line.to_send)
    config.add_waiting("post_copies", posts.waiting)


def send_mails(worker: Worker) -> None:
    """Send what waits, batch after batch; what is left when the turn is over has another turn."""
    server = server_of(worker.registry.settings)
    if server is not None:
        with SmtpLine(server) as session:
            is_over = send_through(worker, server, session)
        if worker.stopping.is_set():
            return
        for task in worker.run(lambda root: [*posts.waiting(root, int(time.time()))]):
            worker.enqueue(*task)
        if is_over:
            worker.enqueue("send_mails")


def post_copies(worker: Worker, path: str) -> None:
    """Write mails of a campaign into the outbox, as its messages leave; and let them leave."""
    before = worker.run(posts.written, path)
    while worker.run(posts.post, path, int(time.time())) and not worker.stopping.is_set():
        pass
    if worker.run(posts.written, path) > before:  # else two tasks would call each other for ever
        worker.enqueue("send_mails")


def send_through(
    worker: Worker, server: MailServer, session: MailLine, clock: Callable[[], float] = time.time
) -> bool:
    """Send what waits through a session; return whether the turn is over, and more may wait.

    ``clock`` tells epoch seconds.
    """
    ends = clock() + TURN

    def is_over() -> bool:
        return clock() >= ends or worker.stopping.is_set()

    trouble, makers = None, worker.registry.mail_makers
    while not trouble and not is_over():
        letters = worker.run(line.claim, worker.registry.mails, server, int(clock()), makers)
        if not letters:
            return False
        outcomes, trouble = hand_over(session, letters, is_over)  # no transaction is open here
        counts = worker.run(line.settle, outcomes, trouble, int(clock()), makers)
        log.info("mails: %(left)d left, %(waiting)d wait, %(failed)d failed", counts)
    return not trouble


def hand_over(
    session: MailLine, letters: Iterable[Letter], is_over: Callable[[], bool]
) -> tuple[list[HandedOver], MailServerAway | None]:
    """Hand letters over until the server is away or the time is over; return what became of each.

    The trouble of the server stands beside it.
    """
    outcomes, trouble = [], None
    for letter in letters:
        answer = None
        if trouble is None and not is_over():
            try:
                answer = session.send(letter)
            except MailServerAway as away:
                trouble = away
                log.warning("mail server: %s", away.why)
            except Exception as fault:  # noqa: BLE001 of this letter alone
                log.error("mail %s: %s", letter.name, seams.risen(fault))
                answer = MailAnswer(554, type(fault).__name__, TEXT)
        outcomes.append(HandedOver(letter, answer))
    return outcomes, trouble


def read_bounces(worker: Worker) -> None:
    """Read what came back into the folder that the settings name, and take it out of there."""
    if folder := worker.registry.settings.get("unisms.mail.maildir"):
        try:
            empty_maildir(worker, Path(folder))
        except (OSError, KeyError, mailbox.Error) as trouble:  # another worker may be at it
            log.error("bounces: %s cannot be read: %s", folder, type(trouble).__name__)


def read_bounce(worker: Worker, octets: bytes, recipient: str = "") -> str:
    """Take in a mail that came back, as ``bounces.read``; whoever made it is told."""
    now, makers = int(time.time()), worker.registry.mail_makers
    return worker.run(bounces.read, octets, now, recipient, makers)


def empty_maildir(worker: Worker, folder: Path) -> int:
    """Read the mails of a Maildir; return how many. Each is removed once it is written down."""
    box = mailbox.Maildir(folder, factory=None, create=False)
    keys = sorted(box.keys())[:READ_AT_ONCE]
    return sum(_is_read(worker, box, key) for key in keys)


def _is_read(worker: Worker, box: mailbox.Maildir, key: str) -> bool:
    """Whether this mail could be read, and was removed; one that cannot stays, for a person."""
    with box.get_file(key) as file:
        octets = file.read(LONGEST)
    try:
        kind = read_bounce(worker, octets)
    except Exception as fault:
        if store.is_away(fault):
            raise
        log.error("bounce %s: %s", key, seams.risen(fault))
        return False
    box.discard(key)
    log.info("bounce: %s", kind)
    return True
