"""The beginning of every command: its settings file, and the service on it without pages."""

import contextlib
import json
import logging
from pathlib import Path

import click
import plaster

from unisms.settings import BadSetting, resolved

NOTHING_STORED = (
    "Nothing is stored yet. Begin: unisms evolve --run. Or make a demonstration: unisms demo"
)


class Refused(click.ClickException):
    """The request cannot be fulfilled as things stand."""

    exit_code = 3


class Misconfigured(click.ClickException):
    """A setting is missing or wrong, or what it names does not open."""

    exit_code = 4


config_option = click.option(
    "-c",
    "--config",
    default="development.ini",
    show_default=True,
    envvar="UNISMS_CONFIG",
    type=click.Path(dir_okay=False),
    help="The settings file (or set UNISMS_CONFIG).",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for scripts.")


def read_settings(config):
    """The settings of the service in the ini file ``config``.

    :raises Misconfigured: the file, or a value it refers to, is not there.
    """
    if not Path(config).exists():
        raise Misconfigured(
            f"There is no {config} here. Name the settings file: -c /etc/unisms/production.ini"
        )
    try:
        return resolved(plaster.get_settings(config, "app:main"))
    except BadSetting as error:
        raise Misconfigured(str(error)) from error


@contextlib.contextmanager
def opened(config):
    """Yield the worker of a service without pages; close it at the end.

    It has ``run``, ``enqueue`` and ``registry``.

    :raises Misconfigured: the settings do not let the service start.
    """
    logging.basicConfig(level=logging.ERROR)
    registry = make_registry(read_settings(config))
    try:
        yield registry.worker
    finally:
        registry.worker.close()
        registry.worker.db.close()


def make_registry(settings):
    """Return the registry of a service without pages: seams, tasks, store, and add-ons.

    :raises Misconfigured: a setting is missing, an add-on is not installed, the store or the queue
        does not open.
    """
    from pyramid.config import Configurator

    from unisms import addon_modules

    with explained(settings):
        configurator = Configurator(settings=settings)
        for part in (
            "unisms.model.store",
            "unisms.seams",
            "unisms.tasks",
            *addon_modules(settings),
        ):
            configurator.include(part)
        configurator.commit()
    return configurator.registry


@contextlib.contextmanager
def explained(settings):
    """Begin only with complete settings; tell in a sentence why the service does not start.

    :raises Misconfigured: it does not.
    """
    from pyramid.exceptions import ConfigurationError

    from unisms.model.store import CannotOpen
    from unisms.settings import complaints

    for severity, sentence in complaints(settings):
        if severity == "fail":
            raise Misconfigured(sentence)
    relstorage = logging.getLogger("relstorage")
    level = relstorage.level
    relstorage.setLevel(logging.CRITICAL)  # it logs what it raises
    try:
        yield
    except (CannotOpen, LookupError, ValueError, ConfigurationError, ImportError) as error:
        raise Misconfigured(str(error).strip()) from error
    finally:
        relstorage.setLevel(level)


def initialised(worker, func, *args):
    """``worker.run(func, *args)``, with a word for those who ask before anything is stored.

    :raises Misconfigured: the store has digests of another key.
    """
    from unisms.model import digests
    from unisms.model.evolve import NotInitialised
    from unisms.tasks import memory

    def verified(root):
        digests.verify(root)
        return func(root, *args)

    try:
        memory.compare(worker)
        return worker.run(verified)
    except NotInitialised:
        raise Refused(NOTHING_STORED) from None
    except digests.AnotherKey as error:
        raise Misconfigured(str(error)) from None


def in_transaction(worker, func, *, keep):
    """Return ``func(connection)``, and keep what it wrote or take it back."""
    from transaction import TransactionManager

    manager = TransactionManager(explicit=True)
    manager.begin()
    connection = worker.db.open(manager)
    try:
        result = func(connection)
        if keep:
            manager.commit()
        else:
            manager.abort()
    except BaseException:
        manager.abort()
        raise
    finally:
        connection.close()
    return result


def show_json(value):
    """Print ``value`` for a script to read."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
