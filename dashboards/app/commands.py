"""The command of the dashboards: where the exports are, and where pages are served."""

import logging
import sys
from pathlib import Path

import click

from dashboards.access import Door, WrongDoor, checked, key_of
from dashboards.app.serving import Leash, Taken, serve

LISTEN = "127.0.0.1:6544"


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--exports",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder that `unisms export` writes.",
)
@click.option("--listen", default=LISTEN, show_default=True, metavar="HOST:PORT")
@click.option(
    "--key-file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The key of the service. Without one, everybody on this machine sees everything.",
)
@click.option(
    "--var", type=click.Path(path_type=Path), metavar="FOLDER", help="For notes on used tickets."
)
@click.option("--address", default="", metavar="URL", help="Where browsers find the dashboards.")
@click.option("--service", default="", metavar="URL", help="Where browsers find the service.")
@click.option("--supervised", type=int, hidden=True, help="The line to the supervisor.")
def main(exports, listen, key_file, var, address, service, supervised):
    """Serve the dashboards of a folder of exports.

    \b
    Examples:
      python -m dashboards --exports var/dashboards
      python -m dashboards --exports /srv/exports --listen 127.0.0.1:6600
      python -m dashboards report --help
    """
    leash = Leash(supervised)
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a page asks many files at once
    try:
        key = key_of(key_file) if key_file else ""
        door = checked(Door(key, var, address.rstrip("/"), service.rstrip("/")), listen)
        serve(exports, listen, door, leash, lambda: _announce(listen, door))
    except (WrongDoor, Taken) as refused:
        click.echo(f"dashboards: {refused}", err=True)
        sys.exit(2)


def _announce(listen, door):
    if door.is_open:
        click.echo("Without a key, everybody on this machine sees everything, and nobody else.")
    click.echo(f"The dashboards are ready at http://{listen}/ (Ctrl-C stops them).")
