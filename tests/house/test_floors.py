"""The floors of the house, and what is stored: its names are a contract."""

import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

from persistent import Persistent

from unisms import model

HOUSE = Path(__file__).parent
STORED = HOUSE / "stored_classes.txt"


def test_arrows_point_down_only():
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    told = subprocess.run(command, cwd=HOUSE.parent.parent, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout


def stored_classes():
    for module in pkgutil.iter_modules(model.__path__, "unisms.model."):
        for thing in vars(importlib.import_module(module.name)).values():
            if isinstance(thing, type) and issubclass(thing, Persistent) and thing.__module__ == module.name:
                yield f"{thing.__module__}.{thing.__qualname__}"


def test_stored_class_names_only_grow():
    """To take or to move a class away is a migration; a new one is added to the list."""
    assert sorted(stored_classes()) == STORED.read_text().split()
