"""``unisms pack``, ``backup`` and ``restore``: the care of the store."""

import os
import secrets
import time
from pathlib import Path

import click
from zodburi import resolve_uri

from unisms.model.store import prepare
from unisms.scripts import copying, release, secret
from unisms.scripts.opening import (
    Refused,
    config_option,
    in_transaction,
    json_option,
    opened,
    read_settings,
    show_json,
)
from unisms.services.operators import restores


@click.command()
@config_option
def pack(config):
    """Free the space of what was changed or erased. A worker does so each night; pages may stay
    open.

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
@click.option("--replace", is_flag=True, help="Replace FILE if it exists.")
@json_option
def backup(config, file, replace, as_json):
    """Copy the whole store into FILE, as it is at one moment, while everything runs.

    FILE is a ZODB FileStorage, whatever the store is: it restores into SQLite as into PostgreSQL,
    and can be opened to look inside. Every record is read on the way and its digest written beside
    it, so that a restore finds what was changed since. It holds numbers and texts, and only its
    owner may read it: keep it as safe as the store.

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
            records = in_transaction(
                worker, lambda connection: copying.save(connection, draft), keep=False
            )
        os.replace(draft, file)  # nobody sees FILE without seeing all of it
    finally:
        copying.forget_files(draft)
    told = {"file": str(file), "records": records, "bytes": file.stat().st_size}
    tell(told, f"Saved {records:,} records in {time.monotonic() - started:.1f} s: {file}", as_json)


@click.command()
@config_option
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--moved",
    is_flag=True,
    help="Everything was stopped before FILE was made: nothing was sent since.",
)
@json_option
def restore(config, file, moved, as_json):
    """Fill an empty store from FILE, all of it or nothing, and verify it.

    Then nothing leaves: what was sent since FILE was made is not recorded here, and must not be
    sent twice. Campaigns that were being sent are paused, those that were ready are drafts again,
    messages that were being handed over are uncertain. Read what was found, then: unisms release

    \b
    Examples, with pages and workers stopped:
      unisms restore /backup/unisms-2027-01-12.fs -c production.ini
      unisms restore /backup/moving.fs --moved -c production.ini
    """
    refuse_without_secret(config)
    filled = fill(read_settings(config), file)
    now = int(time.time())
    with opened(config) as worker:
        worker.huey.flush()
        found = worker.run(restores.renew if moved else _hold, now)
    read = (
        "all verified" if filled.sealed else "all read; this copy is from before copies were sealed"
    )
    facts = {"file": str(file), "records": filled.records, "sealed": filled.sealed, "moved": moved}
    lines = [f"Restored {filled.records:,} records, {read}."]
    if found is not None:
        lines += [release.sentence(found), "Nothing leaves until it is released: unisms release"]
    tell(facts | release.told(found), "\n".join(lines), as_json)


def refuse_without_secret(config):
    """:raises Refused: the secret would be drawn anew, and the store was made with another."""
    path = secret.place(config) if Path(config).exists() else None
    if path is not None and not path.exists():
        raise Refused(
            f"First put the secret back at {path}: no copy of a store holds it, and without it "
            "authenticators and digests of numbers are lost. If it is gone for good: unisms "
            "secret --new"
        )


def _hold(root, now):
    return restores.hold(root, 0, now)


def fill(settings, file):
    """Copy ``file`` into the store that the settings name; return a ``copying.Restored``.

    :raises Refused: the store is not empty.
    """
    prepare(settings)
    try:
        return copying.load(file, resolve_uri(settings["zodbconn.uri"])[0])
    except copying.NotEmpty:
        raise Refused(
            "The store is not empty: restore into a new one (another unisms.var or database)."
        ) from None
    except copying.NotACopy as error:
        raise click.ClickException(f"{file} {error}") from None


def tell(facts, sentence, as_json):
    if as_json:
        show_json(facts)
    else:
        click.echo(sentence)
