"""``unisms people``: the directory of an institution kept up to date by a file."""

import time
from pathlib import Path

import click

from unisms.model.acl import Permission
from unisms.model.folder import find, path_of
from unisms.scripts.opening import (
    Refused,
    config_option,
    initialised,
    json_option,
    opened,
    show_json,
)
from unisms.scripts.sentences import of_unread
from unisms.services.files import texts
from unisms.services.register import application, changes, comparison, requests
from unisms.services.register import columns as people_columns
from unisms.services.tables import columns, countries, dialcodes, tables

WORDS = {
    changes.MOVED: "get another identifier",
    changes.NEW: "are new",
    changes.CHANGED: "change",
    changes.LISTED: "stand in this list from now on",
    changes.UNLISTED: "leave this list, and stay in another",
    changes.GONE: "are taken out",
    changes.BAD: "rows are left out",
    changes.REPEATED: "rows tell of somebody again",
    changes.CELL: "cells are left out",
    changes.MADE: "groups are made",
    changes.SHARED: "have the number of somebody else",
    changes.WITHOUT: "have no number",
    changes.HELD: "are not in the file, and stay because they have a role or a password",
}
WHY = {
    "nothing": "Nothing changes.",
    "half": "It would take out {count} people, half of this list or more. Is the file complete?",
    "untyped": "{count} people would be taken out. If that is right, add --removals {count}.",
    "no_column": "{file} has no column of identifiers. Call it uid.",
    "many_groups": "{file} names too many groups that do not exist. Is that column right?",
    "missing": "Give the list a title: --list TITLE.",
    "long": "The title of the list is too long.",
    "too_many": "There are too many lists. Name one that there is.",
}
EXAMPLES = 5  # remarks of each kind


@click.command()
@config_option
@click.option(
    "--file",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The file: CSV, XLSX, XLS or ODS, with titles.",
)
@click.option("--institution", required=True, help="The institution whose people they are.")
@click.option("--list", "roll", default="Annuaire", show_default=True, help="The list it keeps.")
@click.option("--whole", is_flag=True, help="It names everybody of its list; the others are gone.")
@click.option("--as", "uid", default="", help="The person who does it; else the service itself.")
@click.option("--encoding", default="", help="How a text is written; else it is recognised.")
@click.option("--sheet", default="", help="The sheet of a workbook; else the first with rows.")
@click.option("--removals", default="", help="How many people are taken out, where it asks.")
@click.option("--apply", "run", is_flag=True, help="Do it; else it is only told.")
@json_option
def people(config, as_json, run, **wish):
    """Bring the people of an institution up to date by a file.

    Its columns are known by their titles, of a spreadsheet or of a directory (uid, displayName,
    mail, mobile, supannEtuId, memberOf). Nothing changes without --apply.

    \b
    Examples:
      unisms people --file students.csv --institution pantheon --list Students
      unisms people --file students.csv --institution pantheon --list Students --whole --apply
    """
    with opened(config) as worker:
        told, path = initialised(worker, compared, wish, run)
        while path and worker.run(application.apply_some, path, int(time.time())):
            pass
        if path:
            told["overtaken"] = worker.run(lambda root: find(root, path).overtaken)
    show_json(told) if as_json else _show(told, run)


def _show(told, run):
    for kind, count in told["counts"].items():
        click.echo(f"{count:>8}  {WORDS[kind]}")
    click.echo(f"{told['unchanged']:>8}  do not change")
    for line in told["examples"]:
        click.echo(line)
    if not run:
        click.echo("Nothing is changed yet: add --apply.")
    elif told["overtaken"]:
        click.echo(f"{told['overtaken']} had changed meanwhile, and are left as they are.")


def compared(root, wish, run):
    """Compare the file and, if it is to ``run``, keep that; return the counts and its path.

    :raises Refused: there is no such institution, or it cannot be done so.
    """
    institution, now = root["institutions"].get(wish["institution"]), int(time.time())
    if institution is None:
        raise Refused(f"There is no institution {wish['institution']}.")
    actor = application.actor_of(institution, wish["uid"])
    if not actor.may(Permission.PERSON_MANAGE):
        told = f"{wish['uid']} may not do this at {wish['institution']}"
        raise Refused(f"{told}: no role gives person:manage.")
    chosen, rows = read(wish, institution.country)
    try:
        people_columns.check(chosen.columns, len(rows[0][1]))
        found = comparison.compare(actor, chosen, rows)
        path = kept(actor, wish, chosen, found, now) if run else ""
    except people_columns.BadColumns as bad:
        raise Refused(WHY[bad.problem.code].format(file=wish["file"])) from None
    except application.Unapproved as why:
        raise Refused(WHY[why.problem.code].format(count=why.problem.detail)) from None
    return told_of(found), path


def kept(actor, wish, chosen, found, now):
    """Keep a comparison and approve it; return its path."""
    register = requests.begin_compared(actor, wish["file"].name, chosen, found, now)
    application.approve(actor, register, now, wish["removals"])
    return path_of(register)


def read(wish, country):
    """Return what is wished of the file, and its rows.

    :raises Refused: it cannot be read.
    """
    if wish["encoding"] not in ("", *texts.ENCODINGS):
        raise Refused(f"There is no encoding {wish['encoding']}: {', '.join(texts.ENCODINGS)}.")
    content, how = wish["file"].read_bytes(), {name: wish[name] for name in ("encoding", "sheet")}
    try:
        table = tables.read(content, **how)
    except tables.Unreadable as error:
        told = of_unread(error.problem, error.detail)
        raise Refused(f"{wish['file']} cannot be read. {told}") from None
    known = columns.recognise(table.columns, table.rows, country)
    numbers = known.number_columns
    place = countries.column_of(table.columns, table.rows, numbers, country)
    rows, _ = dialcodes.joined(table.columns, table.rows, numbers, country)
    recognised = (known.kinds, numbers, known.name_columns, known.key_column, place)
    chosen = people_columns.propose(table.columns, people_columns.ReadColumns(*recognised))
    return comparison.Declared(wish["roll"], wish["whole"], chosen), rows


def told_of(found):
    """Return the counts of a comparison, by kind, and a few lines that cannot be used."""
    kinds = [one.kind for one in (*found.changes, *found.remarks)]
    lines = [
        f"line {one.line or '—'}: {one.uid or '—'}: {one.code.replace('_', ' ')}"
        for kind in (changes.BAD, changes.CELL)
        for one in [one for one in found.remarks if one.kind == kind][:EXAMPLES]
    ]
    return {
        "counts": {kind: kinds.count(kind) for kind in WORDS if kind in kinds},
        "unchanged": found.unchanged,
        "examples": lines,
        "overtaken": 0,
    }
