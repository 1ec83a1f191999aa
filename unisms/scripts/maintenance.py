"""``unisms maintenance``: close the pages while the installation is serviced, and open them."""

import time
from importlib.resources import files
from pathlib import Path

import click

from unisms.scripts.opening import config_option, initialised, json_option, opened, show_json
from unisms.services.ground.actor import service
from unisms.services.operators import maintenance as pages


@click.group()
def maintenance():
    """Close the pages during maintenance, and open them again. Messages are still sent."""


@maintenance.command()
@config_option
@click.option(
    "--minutes",
    type=click.IntRange(0, pages.LONGEST),
    default=30,
    show_default=True,
    help="0: not known.",
)
@click.option("--say", default="", help="Message shown to users, as it is.")
def on(config, minutes, say):
    """Close the pages to all but operators, from now on.

    \b
    Examples:
      unisms maintenance on --minutes 20 --say "Nouvelle version, merci de votre patience."
    """
    with opened(config) as worker:
        initialised(worker, close, minutes, " ".join(say.split())[:200])
    click.echo("The pages are closed. Open them again: unisms maintenance off")


def close(root, minutes, said):
    pages.close(service(), root, int(time.time()), minutes, said)


@maintenance.command()
@config_option
def off(config):
    """Open the pages again.

    \b
    Example:
      unisms maintenance off
    """
    with opened(config) as worker:
        initialised(worker, reopen)
    click.echo("The pages are open.")


def reopen(root):
    pages.reopen(service(), root, int(time.time()))


@maintenance.command()
@config_option
@json_option
def status(config, as_json):
    """Say whether the pages are closed.

    \b
    Example:
      unisms maintenance status --json
    """
    with opened(config) as worker:
        closed = initialised(worker, pages.closed)
    if as_json:
        show_json({"closed": closed is not None, **(closed._asdict() if closed else {})})
    elif closed:
        ending = (
            time.strftime(", until about %H:%M", time.localtime(closed.until))
            if closed.until
            else ""
        )
        click.echo(
            time.strftime("The pages are closed since %H:%M", time.localtime(closed.since)) + ending
        )
    else:
        click.echo("The pages are open.")


@maintenance.command()
@config_option
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def page(config, file):  # noqa: ARG001 (every command takes it)
    """Write the page that a proxy shows while no process of ours answers, in French and English.

    \b
    Example:
      unisms maintenance page /var/www/html/unisms-closed.html
    """
    file.write_bytes(files("unisms.web.operators").joinpath("closed.html").read_bytes())
    click.echo(f"Wrote {file}. In nginx: error_page 502 503 504 /{file.name};")
