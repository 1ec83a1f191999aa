"""``unisms pack``, ``backup`` and ``restore``: the care of the store."""

import os
import secrets
import time
from pathlib import Path

import click
from zodburi import resolve_uri

from unisms.model.store import prepare
from unisms.scripts import copying
from unisms.scripts.opening import (
    Refused,
    config_option,
    in_transaction,
    json_option,
    opened,
    read_settings,
    show_json,
)


@click.command()
@config_option
def pack(config):
    """Give back the room of what was changed or erased. A worker does so each night; pages may stay open.

    \b
    Example:
      unisms pack
    """
    with opened(config) as worker:
        worker.db.pack(days=0)
        click.echo(f"Packed: about {len(worker.db.storage):,} records are left.")


@click.command()
@config_option
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Where FILE exists, put the new copy in its place.")
@json_option
def backup(config, file, replace, as_json):
    """Copy the whole store into FILE, as it is at one moment, while everything runs.

    FILE is a ZODB FileStorage, whatever the store is: it restores into SQLite as into PostgreSQL, and can be opened
    to look inside. Every record is read on the way, so that a copy that ends well is a copy that is whole. It holds
    numbers and texts: keep it as safe as the store.

    \b
    Examples:
      unisms backup /backup/unisms-$(date +%F).fs -c production.ini
      unisms backup /backup/latest.fs --replace --json
    """
    if file.exists() and not replace:
        raise Refused(f"{file} exists already: choose another name, or --replace it.")
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        with opened(config) as worker:
            started = time.monotonic()
            records = in_transaction(worker, lambda connection: copying.save(connection, draft), keep=False)
        os.replace(draft, file)  # whoever sees FILE sees all of it
    finally:
        copying.forget_files(draft)
    told = {"file": str(file), "records": records, "bytes": file.stat().st_size}
    tell(told, f"Saved {records:,} records in {time.monotonic() - started:.1f} s: {file}", as_json)


@click.command()
@config_option
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
def restore(config, file, as_json):
    """Fill an empty store from FILE, and verify it.

    Campaigns that were being sent when FILE was made are paused: what left since then, nobody remembers here, and it
    must not leave twice. Look at each, then resume or stop it. Messages that were then being handed over become
    uncertain, for the same reason.

    \b
    Example, with pages and workers stopped:
      unisms restore /backup/unisms-2027-01-12.fs -c production.ini
    """
    records = fill(read_settings(config), file)
    with opened(config) as worker:
        copying.forget_handover(worker.var)
        worker.huey.flush()
        paused = worker.run(copying.pause_all, int(time.time()))
    sentence = f"Restored {records:,} records, all verified."
    if paused:
        sentence += "\nPaused, to be looked at one by one:\n  " + "\n  ".join(paused)
    tell({"file": str(file), "records": records, "paused": paused}, sentence, as_json)


def fill(settings, file):
    """Copy ``file`` into the store that the settings name; return how many records.

    :raises Refused: the store is not empty.
    """
    prepare(settings)
    try:
        return copying.load(file, resolve_uri(settings["zodbconn.uri"])[0])
    except copying.NotEmpty:
        raise Refused("The store is not empty: restore into a new one (another unisms.var or database).") from None
    except copying.NotACopy as error:
        raise click.ClickException(f"{file} {error}") from None


def tell(facts, sentence, as_json):
    if as_json:
        show_json(facts)
    else:
        click.echo(sentence)
