"""A settings file of its own for each test, empty or with two universities, and the ``unisms``
command on it."""

import functools
import json
import logging
import shutil
import time
from functools import partial
from pathlib import Path

import click
import paris
import plaster.loaders
import pytest
from click.testing import CliRunner

from unisms.scripts import main
from unisms.scripts.opening import in_transaction, opened

PASSWORD = "marron-tilleul"
INI = """
[app:main]
use = egg:unisms
unisms.var = {var}
unisms.secret = generated:{var}/secret
unisms.queue = sqlite
unisms.addons = {addons}
zodbconn.uri = zconfig:package:unisms:store.conf

[server:main]
use = egg:waitress#main
listen = 127.0.0.1:{port}
"""


class Command:
    """``unisms`` on one settings file:
    ``run`` returns click's result, ``json`` what a script would read."""

    def __init__(self, config: Path, var: Path):
        self.config, self.var = str(config), var

    def run(self, *words, code=0, stdin=None):
        depth = 2 if isinstance(main.get_command(None, words[0]), click.Group) else 1
        result = CliRunner().invoke(
            main, [*words[:depth], "-c", self.config, *words[depth:]], input=stdin
        )
        assert code in (None, result.exit_code), result.output + repr(result.exception)
        return result

    def json(self, *words, code=0):
        return json.loads(self.run(*words, "--json", code=code).stdout)

    def look(self, func, *args):
        """Return ``func(root, *args)``."""
        with opened(self.config) as worker:
            return worker.run(func, *args)


def write_ini(folder, port=6543, addons="console simulator smpp"):
    config = folder / "test.ini"
    config.write_text(INI.format(var=folder / "var", port=port, addons=addons))
    return Command(config, folder / "var")


@pytest.fixture(autouse=True)
def _as_before(monkeypatch):
    """Commands set a variable of the environment, and logging: the next test shall not see it."""
    monkeypatch.setenv("UNISMS_VAR", "")
    handlers, level = logging.root.handlers[:], logging.root.level
    yield
    logging.root.handlers[:], logging.root.level = handlers, level


@pytest.fixture(scope="session", autouse=True)
def _nothing_is_installed_meanwhile():
    """Plaster reads what each installed package tells of itself, for every settings file that it
    opens."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            plaster.loaders, "find_loaders", functools.cache(plaster.loaders.find_loaders)
        )
        yield


@pytest.fixture(scope="session")
def demo_var(tmp_path_factory):
    """The folder of a store with two universities, made once, to be copied."""
    command = write_ini(tmp_path_factory.mktemp("demo"))
    with opened(command.config) as worker:
        build = partial(
            paris.build,
            steps=worker.registry.evolution_steps,
            password=PASSWORD,
            now=int(time.time()),
        )
        in_transaction(worker, build, keep=True)
    return command.var


@pytest.fixture
def empty(tmp_path):
    return write_ini(tmp_path)


@pytest.fixture
def harmless(tmp_path):
    """An empty store on which no message could leave: a demonstration may be made."""
    return write_ini(tmp_path, addons="console simulator")


@pytest.fixture
def demo(tmp_path, demo_var):
    command = write_ini(tmp_path)
    shutil.copytree(demo_var, command.var)
    return command


@pytest.fixture
def other(tmp_path):
    """A second, empty store beside."""
    (tmp_path / "other").mkdir()
    return write_ini(tmp_path / "other")
