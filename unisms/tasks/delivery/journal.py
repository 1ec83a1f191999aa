"""The hand-over journal: a small append-only file per connection, so that a crash explains itself.

Each call writes to the kernel at once, which survives the death of the process. Nothing is forced
to the disk: after a loss of power the boot id differs, and each claimed message that was not seen
answered is then uncertain.
"""

import logging
import os
import time
from collections.abc import Callable, Iterable, Sequence, Set
from pathlib import Path
from typing import NamedTuple

from unisms.ports import Acceptance

log = logging.getLogger(__name__)


class Outcome(NamedTuple):
    """The knowledge of a batch that was handed over."""

    answered: dict[str, Acceptance]  #: by reference
    left: Set[str]  #: references written to the broker and neither answered nor returned
    trusted: bool = True  #: a message that is not in here certainly never left


def boot_id() -> str:
    """Return the id that changes when the machine starts again."""
    return Path("/proc/sys/kernel/random/boot_id").read_text().strip()


class FileJournal:
    """Fulfils ``ports.Journal`` for one batch at a time."""

    def __init__(
        self,
        path: Path,
        machine: str,
        on_answered: Callable[[Sequence[Acceptance]], object] = lambda _: None,
    ) -> None:
        self._head = f"unisms {machine} {boot_id()}\n".encode()
        self._on_answered = on_answered
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        os.ftruncate(self._file, 0)
        self._write(self._head)
        self.begin()

    def begin(self) -> None:
        """Forget the batch before: it is settled.

        The head stays, because a journal without it is not believed: neither a crash at this very
        moment nor a full disk may cost it.
        """
        os.ftruncate(self._file, len(self._head))
        self._answered: dict[str, Acceptance] = {}
        self._left: set[str] = set()
        self.first_answer: float | None = None  # when they came, on the monotonic clock
        self.last_answer: float | None = None
        self.given_back = 0  # messages that the broker did not take, and may later

    def leaving(self, references: Sequence[str]) -> None:
        self._write(f"L {' '.join(references)}\n".encode())
        self._left.update(references)

    def answered(self, acceptances: Sequence[Acceptance]) -> None:
        self.last_answer = time.monotonic()
        self.first_answer = self.first_answer or self.last_answer
        for acceptance in acceptances:
            self._answered[acceptance.reference] = acceptance
            self._left.discard(acceptance.reference)
        self._on_answered(acceptances)
        self._note("".join(map(_line, acceptances)))

    def returned(self, references: Sequence[str]) -> None:
        self._left.difference_update(references)
        self.given_back += len(references)
        self._note("R " + " ".join(references) + "\n")

    def outcome(self) -> Outcome:
        return Outcome(dict(self._answered), set(self._left))

    def close(self) -> None:
        os.close(self._file)

    def _note(self, lines: str) -> None:
        """Write news of what has left; on a full disk memory still has it, and the settle waits."""
        try:
            self._write(lines.encode())
        except OSError as trouble:
            log.error("a hand-over journal cannot be written (%s)", trouble)

    def _write(self, data: bytes) -> None:
        written = os.write(self._file, data)
        if written != len(
            data
        ):  # a full disk: what follows must not leave, nor be written on the same line
            os.ftruncate(self._file, os.fstat(self._file).st_size - written)
            raise OSError(28, "the hand-over journal cannot be written")


def _line(acceptance: Acceptance) -> str:
    if acceptance.cause is None:
        return f"A {acceptance.reference} {' '.join(acceptance.ids)}\n"
    reference, ids = acceptance.reference, " ".join(acceptance.ids)
    return f"F {reference} {acceptance.cause} {_word(acceptance.code)} {ids}\n"


def _word(code: str) -> str:
    return "_".join(code.split()) or "-"


def replay(paths: Iterable[Path], machine: str) -> Outcome:
    """Return the outcome that the journals at ``paths`` tell of batches which a crash cut short."""
    answered: dict[str, Acceptance] = {}
    left: set[str] = set()
    heads: list[str] = []
    for path in paths:
        head, *lines = _lines(path)
        heads.append(head)
        known, gone = _replay(
            lines
        )  # apart: what one batch gave back may have left with a later one
        answered |= {
            name: one for name, one in known.items() if name not in answered or one.cause is None
        }
        left |= gone
    # A later batch may have offered a refused message again: if it left without an answer, the
    # refusal is void.
    answered = {
        name: one for name, one in answered.items() if one.cause is None or name not in left
    }
    ours = f"unisms {machine} {boot_id()}"
    return Outcome(answered, left - answered.keys(), trusted=all(head == ours for head in heads))


def _lines(path: Path) -> list[str]:
    try:
        text = Path(path).read_bytes().decode(errors="replace")
    except FileNotFoundError:
        return [""]
    lines = text.split("\n")
    return lines[:-1] or [""]  # after the last newline stands nothing, or what a crash cut short


def _replay(lines: Iterable[str]) -> tuple[dict[str, Acceptance], set[str]]:
    """Return what a journal tells: answers by reference, and what left without an answer."""
    answered: dict[str, Acceptance] = {}
    left: set[str] = set()
    for line in lines:
        kind, *words = line.split(" ")
        if kind == "L":
            left.update(words)
        elif kind == "R":
            left.difference_update(words)
        elif kind in ("A", "F"):
            acceptance = _acceptance(kind, words)
            answered[acceptance.reference] = acceptance
    return answered, left - answered.keys()


def _acceptance(kind: str, words: Sequence[str]) -> Acceptance:
    if kind == "A":
        return Acceptance(words[0], ids=tuple(filter(None, words[1:])))
    reference, cause, code, *ids = words
    return Acceptance(
        reference, ids=tuple(filter(None, ids)), cause=cause, code="" if code == "-" else code
    )
