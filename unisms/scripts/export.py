"""``unisms export``: the files that dashboards, DuckDB, pandas and spreadsheets read."""

import os
import re
import sys
import time

import click

from unisms.scripts.opening import (
    Misconfigured,
    Refused,
    config_option,
    initialised,
    json_option,
    opened,
    show_json,
)
from unisms.services.exports import engine, folders, plans
from unisms.tasks.exports import folder_of, run

MONTH = re.compile(r"20[0-9]{2}-(?:0[1-9]|1[0-2])")
LOWEST = 19  # of priorities


@click.command()
@config_option
@click.argument("institution", default="")
@click.option("--month", metavar="YYYY-MM", help="Write this month anew, though it is closed.")
@click.option("--all", "whole", is_flag=True, help="Write every day anew.")
@json_option
def export(config, institution, month, whole, as_json):
    """Write the files that dashboards read: of INSTITUTION, or of every one.

    A worker does it each night. What has not changed stays as it is; what a closed month told is
    told for good, unless --month or --all ask for it. The page docs/exports.md tells what is in
    them. Other work goes first: they are written at the lowest priority.

    \b
    Examples:
      unisms export                          what is new, of every institution
      unisms export pantheon                 of one
      unisms export pantheon --month 2026-10
      unisms export --all --json             everything anew
    """
    if month and not MONTH.fullmatch(month):
        raise click.BadParameter("a month is written 2026-10", param_hint="--month")
    if month and whole:
        raise click.UsageError("--month or --all, not both.")
    wish = plans.ExportWish(institution, month or "", whole)
    with opened(config) as worker:
        initialised(worker, refuse_unknown, institution)
        done = written(worker, wish, told=None if as_json else progress())
        folder = folder_of(worker)
    show(done, folder, as_json)
    sys.exit(1 if any(one.trouble for one in done) else 0)


def refuse_unknown(root, name):
    """:raises Refused: there is no institution of this name."""
    if name and name not in root["institutions"]:
        known = ", ".join(root["institutions"]) or "none"
        raise Refused(f"There is no institution {name}; there is: {known}.")


def written(worker, wish, told):
    """Return what ``run`` has done.

    :raises Misconfigured: DuckDB is not installed.
    :raises Refused: another process writes exports, or the clock is not believed.
    """
    os.nice(LOWEST)
    try:
        return run.run(worker, folder_of(worker), wish, int(time.time()), told or ignore)
    except engine.EngineMissing:
        raise Misconfigured(
            "DuckDB is not installed. It comes with: pip install 'unisms[dashboards]'"
        ) from None
    except folders.ExportRuns:
        raise Refused("Exports are being written at this moment. Try again later.") from None
    except run.NotBelieved:
        raise Refused(
            "The clock made a leap, and is not believed yet: no day is told. See: unisms clock"
        ) from None


def ignore(_institution, _done, _of):
    """Show no progress."""


def progress():
    """Return what shows how far an institution has come, if somebody looks."""
    if not sys.stderr.isatty():
        return ignore

    def told(institution, done, of):
        end = "\n" if done >= of else ""
        click.echo(f"\r{institution}: {done:,} of {of:,} messages read{end}", err=True, nl=False)

    return told


def show(done, folder, as_json):
    """Write what was done."""
    if as_json:
        show_json({"folder": str(folder), "institutions": [one._asdict() for one in done]})
        return
    for one in done:
        if one.trouble:
            click.secho(f"{one.institution}: not written ({one.trouble}); see the log", fg="red")
        else:
            until = f", until {one.until}" if one.until else ""
            click.echo(f"{one.institution}: {one.written:,} new of {one.files:,} files{until}")
    click.echo(f"They are in {folder}")
