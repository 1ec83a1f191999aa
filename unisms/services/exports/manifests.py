"""The manifest: which files of the folder count. It is written last, whole, by a rename."""

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from unisms.services.exports import tables

FORMAT = "unisms-exports"
FILE = "manifest.json"


class ExportFile(NamedTuple):
    """A file that counts, as the manifest tells it."""

    table: str
    institution: str
    period: str
    path: str  #: from the folder of the exports on
    rows: int
    bytes: int
    sha256: str
    version: int = tables.VERSION
    content: str = ""  #: of its rows: the same where they are the same
    at: int = 0  #: when its rows were looked at, epoch seconds

    def is_there(self, folder: Path) -> bool:
        """Whether the file is in the folder, and as long as it was."""
        try:
            return (folder / self.path).stat().st_size == self.bytes
        except OSError:
            return False


class ExportedInstitution(NamedTuple):
    """An institution, as the manifest tells it; days as ``2026-11-29``."""

    key: str
    since: str = ""  #: the first day that files tell of
    until: str = ""  #: and the last
    open_since: str = ""  #: the first day of the earliest month that is open
    opened_at: int = 0  #: when the institution was opened, epoch seconds: another one has another
    #: the last day of which somebody else gave the rows: the store knows nothing of it
    given_until: str = ""
    zone: str = "Europe/Paris"
    keys: tuple[tuple[str, int], ...] = ()  #: the highest key of each kind that was given


class Manifest(NamedTuple):
    """The institutions, and the files that count."""

    institutions: dict[str, ExportedInstitution]
    files: tuple[ExportFile, ...] = ()

    def of(self, institution: str) -> tuple[ExportFile, ...]:
        """Return the files of an institution."""
        return tuple(one for one in self.files if one.institution == institution)

    def changed(self, told: ExportedInstitution, files: Iterable[ExportFile]) -> "Manifest":
        """Return the manifest with other files of one institution."""
        others = [one for one in self.files if one.institution != told.key]
        known = {**self.institutions, told.key: told}
        return Manifest(dict(sorted(known.items())), tuple(sorted([*others, *files])))

    def without(self, institution: str) -> "Manifest":
        """Return the manifest without an institution."""
        rest = {name: one for name, one in self.institutions.items() if name != institution}
        return Manifest(rest, tuple(one for one in self.files if one.institution != institution))


def read(folder: Path) -> Manifest:
    """Return the manifest of a folder; an empty one where there is none, or a damaged one."""
    try:
        told = json.loads((folder / FILE).read_text(encoding="utf-8"))
        zones = told["zone"]
        institutions = {name: _told(one, zones[name]) for name, one in told["institutions"].items()}
        return Manifest(institutions, tuple(_file(one) for one in told["files"]))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return Manifest({})


def _told(one: dict[str, Any], zone: str) -> ExportedInstitution:
    keys = tuple(sorted(one.pop("keys", {}).items()))
    known = {name: one[name] for name in ExportedInstitution._fields if name in one}
    return ExportedInstitution(**known)._replace(zone=zone, keys=keys)


def _file(one: dict[str, Any]) -> ExportFile:
    return ExportFile(**{name: one[name] for name in ExportFile._fields if name in one})


def write(folder: Path, manifest: Manifest, now: int) -> None:
    """Write the manifest of ``now`` (epoch seconds); whoever reads finds the old one or this."""
    draft = folder / f".{FILE}"
    with open(os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o640), "w") as opened:
        json.dump(_plain(manifest, now), opened, ensure_ascii=False, indent=1)
        opened.flush()
        os.fsync(opened.fileno())
    os.replace(draft, folder / FILE)
    sync(folder)


def sync(folder: Path) -> None:
    """Let the names in a folder outlive the power."""
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _plain(manifest: Manifest, now: int) -> dict[str, Any]:
    institutions = {
        name: {**one._asdict(), "keys": dict(one.keys)}
        for name, one in manifest.institutions.items()
    }
    return {
        "format": FORMAT,
        "version": tables.VERSION,
        "made_at": now,
        "zone": {name: one.pop("zone") for name, one in institutions.items()},
        "institutions": institutions,
        "files": [one._asdict() for one in manifest.files],
    }
