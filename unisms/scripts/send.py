"""``unisms send``: a message, or a message to the people of a file, from the command line."""

import sys
import time
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import click

from unisms.model.acl import Permission
from unisms.model.campaigns import Campaign
from unisms.model.root import institution_of
from unisms.scripts import following
from unisms.scripts.opening import (
    Refused,
    config_option,
    in_transaction,
    initialised,
    json_option,
    opened,
    show_json,
)
from unisms.scripts.selection import Selection, facts, nobody, receive, sentences
from unisms.scripts.sentences import causes, of_draft, of_sending
from unisms.services.audience import audience, kinds
from unisms.services.brokers import connections
from unisms.services.campaigns import checks, drafts, guards, refusals
from unisms.services.campaigns.composition import Draft
from unisms.services.files import texts
from unisms.services.imports import importing
from unisms.services.rights import reaches, rights
from unisms.sms import msisdn, states
from unisms.sms.money import written
from unisms.sms.visible import visible

TITLE = 40  # characters of the text that make a title where none is given


class Wish(NamedTuple):
    """What the command line asks for."""

    institution: str
    author: str
    to: tuple
    text: str
    template: str
    title: str
    account: str
    connection: str
    sender_id: str
    urgent: bool
    selection: Selection | None  #: the file and who of it, where there is one


@click.command()
@config_option
@click.option(
    "--institution", required=True, metavar="NAME", help="Who sends, by its address: pantheon."
)
@click.option(
    "--as",
    "author",
    required=True,
    metavar="UID",
    help="The person who writes; their rights apply.",
)
@click.option(
    "--to",
    multiple=True,
    metavar="WHO",
    help="A number, group:NAME, person:UID or a uid; again for more.",
)
@click.option(
    "--text",
    default="",
    help="The text, with [placeholders]; `-` reads it from the standard input.",
)
@click.option("--template", default="", metavar="NAME", help="A saved text instead: FOLDER/NAME.")
@click.option("--title", default="", help="Title of the campaign [the text's beginning].")
@click.option(
    "--account", default="", metavar="NAME", help="The account that pays [the only account]."
)
@click.option(
    "--connection",
    default="",
    metavar="NAME",
    help="The broker connection to use [the first of its own].",
)
@click.option("--sender-id", default="", metavar="NAME", help="The sender name that phones show.")
@click.option("--urgent", is_flag=True, help="Go ahead of what is being sent.")
@click.option(
    "--file", type=click.Path(exists=True, dir_okay=False), help="Write to the people in a file."
)
@click.option(
    "--number-column",
    multiple=True,
    metavar="TITLE",
    help="Column of the numbers; again: the first usable.",
)
@click.option("--name-column", multiple=True, metavar="TITLE", help="Column of the names.")
@click.option(
    "--key-column", metavar="TITLE", help="Column that tells people apart; `-`: no merging."
)
@click.option(
    "--country-column", metavar="TITLE", help="Column of the country of numbers; `-`: none."
)
@click.option(
    "--where",
    multiple=True,
    metavar="RULE",
    help="Only rows where this is true; again: all must be.",
)
@click.option(
    "--sheet",
    default="",
    metavar="TITLE",
    help="Which sheet of a spreadsheet [the first with rows].",
)
@click.option(
    "--encoding",
    type=click.Choice(texts.ENCODINGS),
    help="How a text file is written [as recognised].",
)
@click.option(
    "--with-hidden",
    multiple=True,
    type=click.Choice(importing.HIDDEN),
    help="Also read hidden rows or columns.",
)
@click.option("--dry-run", is_flag=True, help="Show the check, and send and keep nothing.")
@click.option(
    "--wait", is_flag=True, help="Follow with a bar until the end; the exit code is then 0 or 5."
)
@click.option(
    "--timeout",
    default=600,
    show_default=True,
    help="Seconds to wait; the campaign itself goes on.",
)
@json_option
def send(config, dry_run, wait, timeout, as_json, **options):
    """Send a message to numbers, groups, or the people in a file.

    The check is shown first: who gets it, who is set aside and why, what it costs. A worker then hands it over.

    \b
    Examples:
      unisms send --institution pantheon --as zlefevre --account scolarite \\
          --to 0639980001 --to group:l2-histoire --text "Cours déplacé en amphi 2A" --dry-run
      unisms send --institution pantheon --as abenali --account scd --template bibliotheques/retard-pret \\
          --file loans.csv --number-column Mobile --number-column "Tél. domicile" \\
          --where "Catégorie is Etudiant L|Etudiant M" --where "Date retour prévue days-before 1" \\
          --key-column "N° lecteur" --wait
      date | unisms send --institution anges --as admin --account scd --to 0639980001 --text - --json

    \b
    A rule is COLUMN WORD VALUE:
      is, is not          one of several values, between |
      contains            a part of the cell
      filled, blank       no value
      days-before N       the date is N days before today; days-after N: after
      longer-ago N        the date is more than N days ago; since N: less
      days-apart N OTHER  at least N days from this date to that of the column OTHER
    """
    wish = wish_of(options)
    with opened(config) as worker:
        if dry_run:
            told = in_transaction(worker, lambda connection: tried(connection, wish), keep=False)
        else:
            told = initialised(worker, sent, wish)
            worker.enqueue("deliver", told["connection"])
        if not as_json:
            show(told, dry_run)
        if wait and not dry_run:
            told["result"] = following.follow(worker, told["path"], timeout)
            if not as_json:
                click.echo(following.sentence(told["result"]))
    if as_json:
        show_json(told)
    sys.exit(exit_code(told))


def wish_of(options):
    """The command line's options as a ``Wish``."""
    file, columns = options.pop("file"), options.pop("number_column")
    names, where = options.pop("name_column"), options.pop("where")
    key, country = options.pop("key_column"), options.pop("country_column")
    sheet, encoding, with_hidden = (
        options.pop("sheet"),
        options.pop("encoding") or "",
        options.pop("with_hidden"),
    )
    chosen = (columns, names, key, where, sheet, encoding, with_hidden, country)
    if any(chosen) and not file:
        raise click.UsageError("Options about columns, lines, sheets and encodings need --file.")
    if options["text"] == "-":
        options["text"] = texts.decode(sys.stdin.buffer.read()).text
    return Wish(**options, selection=Selection(Path(file), *chosen) if file else None)


def exit_code(told):
    if "result" in told:
        return following.exit_code(told["result"])
    return 3 if told["check"]["missing_credit"] or not told["check"]["recipients"] else 0


def tried(connection, wish):
    """What the check of this wish says; the caller takes everything back."""
    from unisms.model.evolve import NotInitialised, get_root

    try:
        campaign = composed(get_root(connection), wish, int(time.time()))
    except NotInitialised:
        raise Refused("Nothing is stored yet. Make a demonstration: unisms demo") from None
    return {
        "check": checks.check_of(campaign)._asdict(),
        "files": facts(campaign, today(campaign)),
        "assumed": assumed(campaign),
        "as_typed": list(audience.strays_of(campaign)),
    }


def sent(root, wish):
    """Compose, check and release; return the facts of it.

    :raises Refused: credit, rights or an empty audience forbid it.
    """
    now = int(time.time())
    campaign = composed(root, wish, now)
    check = checks.check_of(campaign)
    try:
        institution = institution_of(campaign)
        guards.release(
            institution, rights.held(institution, wish.author), wish.author, campaign, now
        )
    except refusals.REFUSALS as refusal:
        problem = refusals.problem_of(refusal, "send", campaign)
        told = of_sending(problem, wish.author, campaign.account, check)
        raise Refused(told) from None
    return {
        "path": campaign.path,
        "connection": campaign.connection,
        "check": check._asdict(),
        "files": facts(campaign, today(campaign)),
        "assumed": assumed(campaign),
        "as_typed": list(audience.strays_of(campaign)),
    }


def assumed(campaign):
    """Return the foreign numbers that were typed without their plus: ``{as typed: as read}``."""
    country = institution_of(campaign).country
    readings = {
        name: msisdn.read(name, country) for kind, name in campaign.audience if kind == "number"
    }
    return {name: one.msisdn for name, one in readings.items() if one.assumed}


def today(campaign):
    """The day it is at the institution."""
    return datetime.now(ZoneInfo(institution_of(campaign).time_zone)).date()


def composed(root, wish, now):
    """A checked campaign of what is wished.

    :raises Refused: it cannot be one.
    """
    institution = sending_institution(root, wish)
    found, wanted = rights.held(institution, wish.author), draft_of(institution, wish, now)
    campaign = drafts.write(institution, found, wish.author, wanted, now=now)
    if not isinstance(campaign, Campaign):
        columns = kinds.columns_for(institution, wanted.audience, wish.author)
        raise Refused("\n".join(of_draft(one, columns) for one in campaign))
    drafts.submit(campaign)
    guards.prepare(root, campaign.path, now)
    if campaign.state != states.CHECKED:
        raise Refused(nobody(facts(campaign, today(campaign))))
    return campaign


def draft_of(institution, wish, now):
    """Return the ``Draft`` that is wished; a file of it is received."""
    text = visible(wish.text or template_text(institution, wish.template))
    pairs = [chosen(institution, who) for who in wish.to]
    if wish.selection:
        pairs.append(("import", receive(institution, wish.selection, wish.author, now)))
    return Draft(
        title=wish.title or text[:TITLE],
        text=text,
        audience=tuple(pair for pair in pairs if pair[0] != "number"),
        numbers="\n".join(typed for kind, typed in pairs if kind == "number"),
        account=wish.account or only(institution["accounts"], "account"),
        connection=connection_path(institution, wish.connection),
        sender_id=wish.sender_id,
        urgent=wish.urgent,
        country=institution.country,
    )


def sending_institution(root, wish):
    """The institution, once it is sure that its author may do this.

    :raises Refused: there is no such institution, or the author's roles do not allow it.
    """
    institution = root["institutions"].get(wish.institution)
    if institution is None:
        known = ", ".join(root["institutions"]) or "none"
        raise Refused(f"There is no institution {wish.institution}; there is: {known}.")
    may = rights.permissions(institution, rights.held(institution, wish.author))
    needed = [Permission.CAMPAIGN_COMPOSE]
    needed += [Permission.IMPORT_FILE] if wish.selection else []
    needed += [Permission.CAMPAIGN_URGENT] if wish.urgent else []
    if lacking := [permission.value for permission in needed if permission not in may]:
        raise Refused(
            f"{wish.author} may not do this at {wish.institution}: no role gives {', '.join(lacking)}."
        )
    return institution


def template_text(institution, name):
    if not name:
        return ""
    known = {one.place: one.text for one in reaches.templates(institution)}
    if name not in known:
        raise Refused(f"There is no template {name}; there is: {', '.join(known) or 'none'}.")
    return known[name]


def chosen(institution, who):
    """Return kind and name of one ``--to``; of numbers, which may be several, as they are typed."""
    kind, _, name = who.partition(":")
    if kind in ("group", "person"):
        folder = institution["groups" if kind == "group" else "people"]
        if name not in folder:
            raise Refused(f"There is no {kind} {name} at {institution.__name__}.")
        return (kind, name)
    if who in institution["people"]:
        return ("person", who)
    if any(char.isdigit() for char in who):
        return ("number", who)
    raise Refused(
        f"--to {who} is neither a number, nor group:NAME, nor the uid of a person of {institution.__name__}."
    )


def only(folder, kind):
    """The name of the one child of ``folder``."""
    if len(folder) != 1:
        raise Refused(f"Which {kind}? Give --{kind}: {', '.join(folder) or 'there is none yet'}.")
    return next(iter(folder))


def connection_path(institution, name):
    """The path of the connection called ``name``, or of the institution's first one; its own before the shared."""
    paths = list(connections.usable(institution))
    for path in paths:
        if not name or path.rsplit("/", 1)[1] == name:
            return path
    known = ", ".join(path.rsplit("/", 1)[1] for path in paths)
    raise Refused(f"There is no broker connection {name}; there is: {known or 'none'}.")


def show(told, dry_run):
    """The check, and where the campaign is."""
    check = told["check"]
    for file in told["files"]:
        for sentence in sentences(file):
            click.echo(sentence)
    for mark in told["as_typed"]:
        click.echo(f"{mark} leaves as it is typed: a placeholder is written [name]")
    for typed, number in told["assumed"].items():
        click.echo(f"{typed} is read as {number}: it lacks its +")
    click.echo(
        f"{check['recipients']:,} messages · {check['segments']:,} segments · {written(check['cost'])}"
        f"   credit {check['credit_before']:,} -> {check['credit_after']:,}"
    )
    if check["merged"]:
        click.echo(f"  merged          {check['merged']:,}")
    if check["set_aside"]:
        click.echo(
            f"  set aside       {sum(check['set_aside'].values()):,}: {causes(check['set_aside'])}"
        )
    for segments, messages in sorted(check["histogram"].items()):
        click.echo(f"  {segments} segment{'s' if segments > 1 else ' '}      {messages:,}")
    if check["unknown_ranges"]:
        click.echo(
            f"  unknown ranges  {check['unknown_ranges']:,}: numbers that look right, of a range in no table"
        )
    if check["longest"]:
        who, text, _ = check["longest"]
        click.echo(f"  the longest     {who}: {text}")
    click.echo(f"  leaves in       about {check['seconds']} s")
    if check["missing_credit"]:
        click.secho(f"  {check['missing_credit']:,} segments of credit are missing.", fg="red")
    click.echo("Nothing was sent (--dry-run)." if dry_run else f"Released: {told['path']}")
