"""The ``report`` command: months of institutions or accounts, as text, HTML, PNG and PDF."""

import logging
import sys
from pathlib import Path

import click

from dashboards.reports import making
from dashboards.reports.wishes import BadFile

SOME_BROKEN, NONE_READ = 1, 2  # exit codes


@click.command()
@click.option(
    "--exports",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder that `unisms export` writes.",
)
@click.option(
    "--requests",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A JSON file: the reports that are wanted.",
)
@click.option(
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder in which each report gets a folder of its own.",
)
def report(exports: Path, requests: Path, out: Path) -> None:
    """Make reports of months, all in one go.

    \b
    A request: {"id": "1", "institution": "pantheon", "accounts": null, "month": "2026-11",
                "lang": "fr", "link": "https://…"}
    "accounts" are the keys of the accounts that the report may tell of; null: all.
    One that breaks leaves the others made; the exit code is 1 then.
    """
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    try:
        made = making.make(exports, requests, out)
    except BadFile as fault:
        click.echo(f"report: {fault}", err=True)
        sys.exit(NONE_READ)
    click.echo(f"{made.count} made, {len(made.broken)} broken")
    sys.exit(SOME_BROKEN if made.broken else 0)
