"""The command of the dashboards: where the exports are, and where pages are served."""

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
    help="The file with the key of the service; without one everything is open, on this machine.",
)
@click.option("--var", type=click.Path(path_type=Path), help="A folder for used tickets.")
@click.option("--address", default="", help="Where browsers find the dashboards: https://…")
@click.option("--service", default="", help="Where browsers find the service: https://…")
@click.option("--supervised", type=int, hidden=True)
def main(exports, listen, key_file, var, address, service, supervised):
    """Serve the dashboards of a folder of exports.

    \b
    Examples:
      python -m dashboards --exports var/dashboards
      python -m dashboards --exports /srv/exports --listen 127.0.0.1:6600
    """
    leash = Leash(supervised)
    try:
        key = key_of(key_file) if key_file else ""
        door = checked(Door(key, var, address.rstrip("/"), service.rstrip("/")), listen)
        if door.is_open:
            click.echo("No key: everybody on this machine sees all of it, and nobody else.")
        serve(exports, listen, door, leash, _say)
    except (WrongDoor, Taken) as refused:
        click.echo(f"dashboards: {refused}", err=True)
        sys.exit(2)


def _say(listen):
    click.echo(f"The dashboards are ready at http://{listen}/ (Ctrl-C stops them).")
