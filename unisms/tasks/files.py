"""The files of broker connections on this machine: their locks and hand-over journals."""

import os

from unisms.tasks.delivery.journal import boot_id


def place_of(file):
    """What tells a file, or a folder, from its copy on a machine that was copied with all that is
    on it, and from itself before the machine started: a lock of that one keeps nobody out."""
    found = os.stat(file)
    return f"{boot_id()} {found.st_dev:x}:{found.st_ino:x}"


def file_name(path):
    """How the files of the connection at ``path`` begin."""
    return path.strip("/").replace("/", "+")


def institutions_with_files(var):
    """The names of the institutions of whose connections there are files here."""
    begin = "institutions+"
    names = (file.name for file in (var / "handover").iterdir() if file.name.startswith(begin))
    return {name.removeprefix(begin).partition("+")[0] for name in names}


def forget_files(var, path):
    """Remove the locks and journals of what is gone: the connection at ``path``, or those of the institution there."""
    name = file_name(path)
    for file in (var / "handover").iterdir():
        if file.name.startswith((f"{name}.", f"{name}+")):
            file.unlink(missing_ok=True)
