"""``unisms evolve``: the steps by which what is stored follows the code."""

import datetime

import click

from unisms.model import evolve as evolution
from unisms.scripts.opening import (
    NOTHING_STORED,
    Refused,
    config_option,
    in_transaction,
    json_option,
    opened,
    show_json,
)


@click.command()
@config_option
@click.option(
    "--run", "run", is_flag=True, help="Run what is pending, each step in its own transaction."
)
@click.option(
    "--dry-run", is_flag=True, help="Run what is pending, then undo it, to see whether it works."
)
@json_option
def evolve(config, run, dry_run, as_json):
    """List the evolution steps, finished and pending, and run those that are pending.

    The pages do not start while a step is pending. A new store gets its root, and has no step to
    run.

    \b
    Examples, at an upgrade, with pages and workers stopped:
      unisms backup before.fs -c production.ini
      unisms evolve --dry-run -c production.ini
      unisms evolve --run -c production.ini
    """
    if run and dry_run:
        raise click.UsageError("Either --run or --dry-run.")
    with opened(config) as worker:
        steps = worker.registry.evolution_steps
        if run:
            in_transaction(
                worker, lambda connection: evolution.initialise(connection, steps), keep=True
            )
        pending = look(worker, lambda connection: evolution.pending(connection, steps))
        for step in pending if run or dry_run else ():
            in_transaction(
                worker, lambda connection, step=step: evolution.run(connection, step), keep=run
            )
            if not as_json:
                click.echo(f"{'ran' if run else 'works'}    {evolution.name_of(step)}")
        finished = look(worker, evolution.finished)
        left = look(worker, lambda connection: evolution.pending(connection, steps))
    show(finished, left, as_json)


def look(worker, func):
    """``func(connection)``, with a word for a store that is new."""
    try:
        return in_transaction(worker, func, keep=False)
    except (evolution.NotInitialised, KeyError):
        raise Refused(NOTHING_STORED) from None


def show(finished, pending, as_json):
    names = [evolution.name_of(step) for step in pending]
    if as_json:
        show_json({"finished": dict(finished), "pending": names})
        return
    for name, at in finished:
        click.echo(f"finished {datetime.datetime.fromtimestamp(at, datetime.UTC):%Y-%m-%d} {name}")
    for name in names:
        click.echo(f"pending             {name}")
    click.echo(
        f"{len(finished)} finished, {len(names)} pending."
        + (" Run them: unisms evolve --run" if names else "")
    )
