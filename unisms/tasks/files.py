"""The files of broker connections on this machine: their locks and hand-over journals."""

import os
import shutil
from pathlib import Path

from unisms.tasks.delivery.journal import boot_id

LEAVINGS = "leavings"  # the folder of the files of who has left, of each institution


def place_of(file: Path | int) -> str:
    """Return what tells a file, or a folder, from its copies.

    It differs on a machine that was copied with all that is on it, and after each start of the
    machine: a lock of before keeps nobody out.
    """
    found = os.stat(file)
    return f"{boot_id()} {found.st_dev:x}:{found.st_ino:x}"


def file_name(path: str) -> str:
    """How the files of the connection at ``path`` begin."""
    return path.strip("/").replace("/", "+")


def institutions_with_files(var: Path) -> set[str]:
    """The names of the institutions of whose connections there are files here."""
    begin = "institutions+"
    names = (file.name for file in (var / "handover").iterdir() if file.name.startswith(begin))
    told = {folder.name for folder in (var / LEAVINGS).glob("*")}
    return told | {name.removeprefix(begin).partition("+")[0] for name in names}


def forget_files(var: Path, path: str) -> None:
    """Remove locks and journals of the connection, or institution, at ``path``: it is gone.

    Of an institution, the files of its leavings go too.
    """
    name = file_name(path)
    shutil.rmtree(var / LEAVINGS / name.removeprefix("institutions+"), ignore_errors=True)
    for file in (var / "handover").iterdir():
        if file.name.startswith((f"{name}.", f"{name}+")):
            file.unlink(missing_ok=True)
