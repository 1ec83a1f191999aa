"""The floors of the house, and what is stored: its names are a contract."""

import re
import subprocess
import sys
from pathlib import Path

import places
from persistent import Persistent

STORED = Path(__file__).with_name("stored_classes.txt")


def test_arrows_point_down_only():
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    told = subprocess.run(command, cwd=places.ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout
    assert int(re.search(r"Analyzed (\d+) files", told.stdout)[1]) == len(places.everywhere())


def stored_classes():
    for module in places.imported("model", at_least=28):
        for thing in vars(module).values():
            if (
                isinstance(thing, type)
                and issubclass(thing, Persistent)
                and thing.__module__ == module.__name__
            ):
                yield f"{thing.__module__}.{thing.__qualname__}"


def test_every_folder_with_modules_is_a_package():
    """A folder that is no package is passed over by the scan for views, the arrows and the
    coverage."""
    folders = {file.parent for file in places.everywhere()}
    assert [folder for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


def test_stored_class_names_only_grow():
    """To take or to move a class away is a migration; a new one is added to the list."""
    assert sorted(stored_classes()) == STORED.read_text().split()
