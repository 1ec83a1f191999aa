"""``unisms institution``: open one, list them, export all of its data, erase one."""

import os
import secrets
import time
from pathlib import Path

import click

from unisms.model.evolve import get_root
from unisms.model.folder import NameTaken
from unisms.scripts.opening import (
    Refused,
    config_option,
    in_transaction,
    initialised,
    json_option,
    opened,
    show_json,
)
from unisms.scripts.settings_options import OPTIONS, given_options, parsed, read, settings_options
from unisms.services.ground import records
from unisms.services.ground.actor import service
from unisms.services.institution import archive
from unisms.services.operators import institutions
from unisms.tasks import night
from unisms.web.institution import identity
from unisms.web.operators import institutions as pages


@click.group()
def institution():
    """Open institutions, list them, export their data, erase them."""


@institution.command()
@config_option
@click.argument("name")
@click.option("--title", required=True, help=OPTIONS["title"][1])
@click.option(
    "--administrator",
    metavar="UID:NAME",
    default="admin:Administration",
    show_default=True,
    help="The person who can do everything in it, and gives roles to the others.",
)
@settings_options
@click.option(
    "--conditions",
    type=click.File(encoding="utf-8"),
    help="What people agree to: the first version.",
)
@click.option("--logo", type=click.File("rb"), help="The picture in its header: PNG, JPEG or WebP.")
@json_option
def add(config, name, title, administrator, conditions, logo, as_json, **settings):
    """Open an institution. NAME is its place in the address: small letters, digits and hyphens.

    Its administrator signs in at /institutions/NAME/ with a password that is shown here only, once.
    The rest has pages: people, accounts, contracts with brokers.

    \b
    Examples:
      unisms institution add paris1 --title "Université Paris 1" \\
          --administrator "jfontaine:Jeanne Fontaine"
      unisms institution add reunion --title "Université de La Réunion" --time-zone Indian/Reunion
      unisms institution add lyon2 --title "Lyon 2" --consent said_yes \\
          --conditions conditions.txt --logo lyon2.png
    """
    uid, _, person = administrator.partition(":")
    typed = {"name": name, "title": title, "uid": uid, "person": person}
    typed |= {field: value for field, value in settings.items() if value is not None}
    typed["conditions"] = conditions.read() if conditions else ""
    values, picture = read(typed), logo.read() if logo else b""
    if picture and identity.fault_of(picture):
        raise click.BadParameter(
            f"a PNG, JPEG or WebP of {identity.MOST >> 10} KB at most", param_hint="--logo"
        )
    with opened(config) as worker:
        password = initialised(worker, open_one, values, picture)
    told = {
        "name": values["name"],
        "path": f"/institutions/{values['name']}/",
        "uid": values["uid"],
        "password": password,
    }
    if as_json:
        show_json(told)
        return
    click.echo(f"Opened {told['path']}: {told['uid']} signs in there with the password {password}")
    click.echo("It is kept nowhere: write it down now.")


def open_one(root, values, picture):
    now = int(time.time())
    try:
        _, password = pages.open_one(service(), root, values, picture, now)
    except NameTaken:
        raise Refused(f"There is an institution {values['name']} already.") from None
    return password


@institution.command("set")
@config_option
@click.argument("name")
@given_options
@json_option
def set_(config, name, as_json, **settings):
    """Change settings of the institution NAME: those that are given, and no other.

    What is stored already stays as it is: a number keeps its country code, a price that was
    reserved is reserved.

    \b
    Examples:
      unisms institution set nouvelle-caledonie --country NC --time-zone Pacific/Noumea
      unisms institution set paris1 --foreign-numbers refuse
    """
    given = {field: told for field, told in settings.items() if told is not None}
    if not given:
        raise click.UsageError("Nothing to change: give an option, like --country.")
    fields = {field.name: field for field in (pages.TITLE, *pages.SETTINGS)}
    values = {field: parsed(fields[field], told) for field, told in given.items()}
    with opened(config) as worker:
        changed = initialised(worker, change, name, values)
    if as_json:
        show_json(changed)
        return
    for field, (before, after) in changed.items():
        click.echo(f"{field}: {before or 'none'} -> {after or 'none'}")
    if not changed:
        click.echo("It was so already.")


def change(root, name, values):
    """Store these values, page by page as people do; return changes: before, and now."""
    institution, changed = named(root, name), {}
    for page in pages.OF_SETTINGS:
        facts = (page.fields, values, int(time.time()), page.mark)
        changed |= records.change(service(), page.verb, institution, *facts)
    return changed


@institution.command("list")
@config_option
@json_option
def list_(config, as_json):
    """List the institutions: accounts, credit, campaigns begun this month.

    \b
    Examples:
      unisms institution list
      unisms institution list --json | jq '.[].name'
    """
    with opened(config) as worker:
        now = int(time.time())
        found = initialised(
            worker,
            lambda root: [institutions.summary(one, now) for one in root["institutions"].values()],
        )
    if as_json:
        show_json([one._asdict() for one in found])
        return
    for one in found:
        figures = (
            f"{one.accounts:>4} accounts {one.credit:>12,} segments "
            f"{one.campaigns:>7,} campaigns this month"
        )
        click.echo(f"{one.name:<20} {figures}  {one.title}")
    if not found:
        click.echo("No institution yet. Open one: unisms institution add --help")


@institution.command()
@config_option
@click.argument("name")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@json_option
def export(config, name, file, as_json):
    """Write everything that the institution NAME has stored into FILE, a zip of JSON lines.

    Its manifest says what is in it. Passwords and the settings of broker connections are left out.
    It holds numbers and texts: keep it as safe as the store. The institution's audit journal tells
    that it was made.

    \b
    Example:
      unisms institution export paris1 /root/paris1.zip
    """
    if file.exists():
        raise Refused(f"{file} exists already: choose another name.")
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        with opened(config) as worker:
            initialised(worker, note_export, name)
            parts = worker.registry.archive_parts
            in_transaction(worker, lambda opened: write(opened, parts, name, draft), keep=False)
        os.replace(draft, file)
    finally:
        draft.unlink(missing_ok=True)
    told = {"file": str(file), "bytes": file.stat().st_size}
    if as_json:
        show_json(told)
    else:
        click.echo(f"Wrote {told['bytes']:,} bytes: {file}")


def note_export(root, name):
    archive.note_export(service(), named(root, name), int(time.time()))


def write(connection, parts, name, file):
    """Write the archive into a new file, for its owner alone."""
    institution = named(get_root(connection), name)
    with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as out:
        out.writelines(archive.archived(institution, parts, int(time.time())))


def named(root, name):
    """The institution called ``name``.

    :raises Refused: there is none.
    """
    if name not in root["institutions"]:
        raise Refused(
            f"There is no institution {name}; there is: "
            f"{', '.join(root['institutions']) or 'none'}."
        )
    return root["institutions"][name]


@institution.command()
@config_option
@click.argument("name")
@click.option("--yes", is_flag=True, help="Really erase it; without this, only say what would go.")
@json_option
def erase(config, name, yes, as_json):
    """Erase the institution NAME with everything in it: people, messages, accounts, contracts,
    journals.

    It is out of the pages' reach at once, and gone from the store when this command ends; copies
    (`unisms backup`) that were made before still hold it. Refused while a campaign of it is
    leaving. There is no way back.

    \b
    Examples:
      unisms institution export paris1 /root/paris1.zip && unisms institution erase paris1 --yes
      unisms institution erase paris1          says what would go
    """
    with opened(config) as worker:
        counts = initialised(worker, lambda root: institutions.counted(named(root, name)))
        if yes:
            worker.run(erase_one, name)
            night.clear_away(worker, name)
    if as_json:
        show_json({"name": name, "erased": yes, **counts})
    else:
        figures = ", ".join(f"{count:,} {what}" for what, count in counts.items())
        click.echo(f"Erased {name}: {figures}." if yes else f"{name} has {figures}.")
    if not yes:
        raise Refused("Nothing is erased. If all of that shall go: --yes")


def erase_one(root, name):
    try:
        institutions.erase(service(), root, name, int(time.time()))
    except institutions.StillLeaving as refusal:
        raise Refused(
            f"Messages are leaving. Wait, or stop them first: {', '.join(refusal.campaigns)}"
        ) from None
