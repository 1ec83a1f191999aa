"""Everything that an institution has stored, as a zip of JSON lines, written as it is read.

Each file holds one kind of thing, one to a line, under the names that the code uses;
``manifest.json``, written last, tells how many lines each has, with its SHA-256: an archive without
it is not whole. Times are epoch seconds, prices millionths of a euro per segment, amounts
thousandths of a euro.

Left out are what only we may know (hashes of passwords, the settings of broker connections), and
what only says how far the sending is (lines, leases, news that no message claims yet). An uploaded
file is its author's alone: only those of whoever takes the archive away are in it.
"""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Protocol

from unisms.model.root import Institution
from unisms.services.ground import journal
from unisms.services.ground.actor import Actor

FORMAT = 1
OFTEN = 1000  # lines after which what was read is let go of, and what was written handed on


class ArchiveFile(Protocol):
    """A file of the archive, as a wing or an add-on announces it (``seams.archive``)."""

    @property
    def lines(self) -> Callable[..., Iterable[Mapping[str, object]]]:
        """Return the function that yields the lines of an institution."""

    @property
    def own(self) -> bool:
        """Return whether it holds only the things of the person who takes the archive away."""


def archived(
    institution: Institution, parts: Mapping[str, ArchiveFile], now: int, by: str | None = None
) -> Iterator[bytes]:
    """Yield the bytes of the zip of ``parts``: the announcement of each file by its name.

    With ``by`` (a uid) the uploaded files of that person are in it. The institution must not change
    meanwhile: its transaction is only for this.
    """
    outbox = _Outbox()
    files = {}
    file: Any = outbox  # no more than a zip that is only written needs
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            with archive.open(f"{name}.jsonl", "w", force_zip64=True) as member:
                digest, count = hashlib.sha256(), 0
                lines = part.lines(institution, *((by,) if part.own else ()))
                for count, line in enumerate(lines, 1):
                    data = json.dumps(line, ensure_ascii=False, default=list).encode() + b"\n"
                    digest.update(data)
                    member.write(data)
                    if count % OFTEN == 0:
                        institution._p_jar.cacheGC()
                        yield outbox.taken()
            files[f"{name}.jsonl"] = {"lines": count, "sha256": digest.hexdigest()}
        if institution.logo:
            archive.writestr(
                f"logo.{institution.logo.kind.partition('/')[2]}", institution.logo.content
            )
        manifest = {"format": FORMAT, "institution": institution.__name__, "at": now}
        archive.writestr("manifest.json", json.dumps({**manifest, "files": files}, indent=2))
    yield outbox.taken()


def note_export(actor: Actor, institution: Institution, now: int) -> None:
    """Write into the journal that ``actor`` takes the archive away."""
    journal.write(actor, "institution.exported", institution, now)


class _Outbox:
    """A file that forgets what was taken out of it."""

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._written.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def taken(self) -> bytes:
        written, self._written = self._written, []
        return b"".join(written)
