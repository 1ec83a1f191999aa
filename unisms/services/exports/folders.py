"""The folder of the exports: its lock, files that count no more, institutions that are gone."""

import contextlib
import fcntl
import os
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from unisms.services.exports import manifests, tables
from unisms.services.exports.manifests import ExportFile, Manifest

SETTING = "unisms.exports"
READ = 3600  # seconds that somebody may still read a file that counts no more
LOCK = ".lock"
DRAFTS = (".work-*", ".manifest.json")


class ExportRuns(Exception):
    """Another process writes exports at this moment."""


def folder_of(settings: Mapping[str, str], var: Path) -> Path:
    """Return the folder of the exports of these settings."""
    told = settings.get(SETTING, "")
    return Path(told) if told else var / "dashboards"


@contextlib.contextmanager
def locked(folder: Path, patience: float = 0) -> Iterator[None]:
    """Be the only one who writes in a folder; it is made where there is none.

    :raises ExportRuns: somebody else still does, after ``patience`` seconds.
    """
    folder.mkdir(mode=0o750, parents=True, exist_ok=True)
    deadline = time.monotonic() + patience
    with (folder / LOCK).open("w") as lock:
        while not _takes(lock.fileno()):
            if time.monotonic() >= deadline:
                raise ExportRuns
            time.sleep(0.05)
        yield


def _takes(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def clear(folder: Path, manifest: Manifest, now: float) -> None:
    """Remove what a run that was killed has left, and files that nobody can be reading.

    Those have not counted for an hour at ``now`` (epoch seconds).
    """
    for pattern in DRAFTS:
        for left in folder.glob(pattern):
            shutil.rmtree(left) if left.is_dir() else left.unlink()
    counting = {one.path for one in manifest.files}
    for name in tables.TABLES:
        for file in (folder / name).glob("*/.*.draft"):
            file.unlink()
        for file in (folder / name).glob("*/*.parquet"):
            is_old = file.stat().st_mtime < now - READ
            if is_old and str(file.relative_to(folder)) not in counting:
                file.unlink()


def let_go(folder: Path, before: Iterable[ExportFile], after: Iterable[ExportFile]) -> None:
    """Count the hour of files that count no more from now on, just before the manifest says so."""
    for path in {one.path for one in before} - {one.path for one in after}:
        with contextlib.suppress(FileNotFoundError):
            os.utime(folder / path)


def forget(folder: Path, names: Iterable[str], now: int) -> list[str]:
    """Remove all files of institutions that are not among these ``names``; return which.

    The manifest of ``now`` (epoch seconds) tells of them no more before that.
    """
    known = {*names}
    manifest = manifests.read(folder)
    gone = sorted(_institutions(folder, manifest) - known)
    for name in gone:
        manifest = manifest.without(name)
    if gone:
        manifests.write(folder, manifest, now)
    for name in gone:
        for table in tables.TABLES:
            shutil.rmtree(folder / table / name, ignore_errors=True)
    return gone


def _institutions(folder: Path, manifest: Manifest) -> set[str]:
    """Return the institutions of which the folder has anything."""
    found = {one.name for table in tables.TABLES for one in (folder / table).glob("*")}
    return found | {*manifest.institutions}
