"""``unisms processors``: who else handles the data, and for how long each institution keeps it."""

import os
from functools import partial

import click

from unisms.scripts.opening import (
    config_option,
    initialised,
    json_option,
    opened,
    read_settings,
    show_json,
)
from unisms.services.dossiers import processors as known

DSN = "UNISMS_STORE_DSN"  # of the environment, which the store's own file names


@click.command()
@config_option
@json_option
def processors(config, as_json):
    """List the processors behind the service, from the live settings, as tables in Markdown.

    They go into the two entries of docs/registers.md: the university's register (GDPR, article
    30(1)) and the host's (article 30(2)).

    \b
    Examples:
      unisms processors > processors.md
      unisms processors --json
    """
    settings = read_settings(config)
    if "postgresql" in settings.get("zodbconn.uri", ""):
        settings = {**settings, "zodbconn.uri": os.environ.get(DSN, "")}
    with opened(config) as worker:
        told = initialised(worker, told_of, settings, partial(where, worker.registry.factories))
    show_json(told) if as_json else _show(told)


def where(factories, port, adapter):
    """Yield the names of the settings of an adapter that say where its outsider is.

    One that is switched off declares none.
    """
    for field in getattr(factories.get((port, adapter)), "settings_fields", ()):
        if field.where:
            yield field.name


def told_of(root, settings, where):
    """Return the processors, and the periods of each institution, as plain values."""
    periods = {
        name: [one._asdict() for one in known.kept(institution)]
        for name, institution in root["institutions"].items()
    }
    found = [one._asdict() for one in known.processors(root, settings, where)]
    return {"processors": found, "periods": periods}


def _show(told):
    click.echo(
        "| who | what it does | where | whose contract | which data |\n|---|---|---|---|---|"
    )
    for one in told["processors"]:
        whose = one["whose"] or "of all"
        cells = one["title"], one["role"], one["host"], whose, one["data"]
        click.echo(f"| {' | '.join(cells)} |")
    for name, kept in told["periods"].items():
        click.echo(f"\n| kept by {name} | days |\n|---|---|")
        for one in kept:
            click.echo(f"| {one['what']} | {one['days']} |")
