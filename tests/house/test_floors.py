"""The floors of the house, and what is stored: its names are a contract."""

import importlib
import pkgutil
from pathlib import Path

from importlinter.application.use_cases import lint_imports
from importlinter.configuration import configure
from persistent import Persistent

from unisms import model

HOUSE = Path(__file__).parent
STORED = HOUSE / "stored_classes.txt"


def test_arrows_point_down_only():
    configure()
    assert lint_imports(config_filename=str(HOUSE.parent.parent / ".importlinter"), cache_dir=None) is True


def stored_classes():
    for module in pkgutil.iter_modules(model.__path__, "unisms.model."):
        for thing in vars(importlib.import_module(module.name)).values():
            if isinstance(thing, type) and issubclass(thing, Persistent) and thing.__module__ == module.name:
                yield f"{thing.__module__}.{thing.__qualname__}"


def test_stored_class_names_only_grow():
    """To take or to move a class away is a migration; a new one is added to the list."""
    assert sorted(stored_classes()) == STORED.read_text().split()
