"""``unisms pack``, ``backup`` and ``restore``: the care of the store."""

import os
import secrets
import time
from pathlib import Path

import click
from zodburi import resolve_uri

from unisms.model import evolve
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
from unisms.services.operators import repeats, restores
from unisms.tasks import erased_list
from unisms.tasks.erasures import advance_erasure

DAY = 86400  # seconds


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
@click.option(
    "--keep",
    type=click.IntRange(1, 400),
    metavar="DAYS",
    help="Then remove the backups in the folder of FILE that are older.",
)
@json_option
def backup(config, file, replace, keep, as_json):
    """Copy the whole store into FILE, as it is at one moment, while everything runs.

    FILE is a ZODB FileStorage, whatever the store is: it restores into SQLite as into PostgreSQL,
    and can be opened to look inside. Every record is read on the way and its digest written beside
    it, so that a restore finds what was changed since. It holds numbers and texts, and only its
    owner may read it: keep it as safe as the store. Beside it stands erased.json, which tells by
    digests who was erased: a restore of an older copy erases them once more.

    \b
    Examples:
      unisms backup /backup/unisms-$(date +%F).fs --keep 30 -c production.ini
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
            note_erased(worker, file.parent)
        os.replace(draft, file)  # nobody sees FILE without seeing all of it
    finally:
        copying.forget_files(draft)
    gone = remove_old(file, keep) if keep else []
    told = {"file": str(file), "records": records, "bytes": file.stat().st_size, "removed": gone}
    lines = [f"Saved {records:,} records in {time.monotonic() - started:.1f} s: {file}"]
    tell(told, "\n".join(lines + [f"Removed, by its age: {one}" for one in gone]), as_json)


def note_erased(worker, folder):
    """Write beside a backup who was erased, as far as this machine and the store know."""
    if in_transaction(worker, lambda opened: evolve.ROOT in opened.root(), keep=False):
        known = erased_list.read(erased_list.file_of(worker.var))
        told = (*known, *worker.run(repeats.told))
        erased_list.add(folder / erased_list.FILE, told, int(time.time()))


def remove_old(file, days):
    """Remove the backups beside ``file`` that are more than so many days old; return their names.

    Only what says itself that it is one is removed, never ``file``.
    """
    before = time.time() - days * DAY
    old = [
        one
        for one in sorted(file.parent.glob(f"*{file.suffix}"))
        if one != file and one.is_file() and one.stat().st_mtime < before and copying.is_copy(one)
    ]
    for one in old:
        copying.forget_files(one)
    return [str(one) for one in old]


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
        repeated = erase_again(worker, file.parent, now)
    read = (
        "all verified" if filled.sealed else "all read; this copy is from before copies were sealed"
    )
    facts = {"file": str(file), "records": filled.records, "sealed": filled.sealed, "moved": moved}
    facts |= {"erased_again": len(repeated.begun), "to_erase_by_hand": repeated.refused}
    lines = [f"Restored {filled.records:,} records, {read}.", *sentences_of(repeated)]
    if found is not None:
        lines += [release.sentence(found), "Nothing leaves until it is released: unisms release"]
    tell(facts | release.told(found), "\n".join(lines), as_json)


def erase_again(worker, folder, now):
    """Erase once more who was erased after the copy, as this machine and the backups know it."""
    file = erased_list.file_of(worker.var)
    erased_list.add(file, erased_list.read(folder / erased_list.FILE), now)
    repeated = erased_list.look(worker, now)
    for path in repeated.begun:
        advance_erasure(worker, path)
    return repeated


def sentences_of(repeated):
    """Yield what was erased once more, and whom nobody could erase."""
    if repeated.begun:
        yield f"Erased once more, as they had asked after that copy: {len(repeated.begun):,}."
    for path in repeated.refused:
        yield f"Erase by hand, once somebody else may give roles: {path}"


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
