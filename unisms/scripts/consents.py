"""``unisms consents``: answers that people gave elsewhere, taken over from a file."""

import time
from pathlib import Path

import click

from unisms import seams
from unisms.model.acl import Permission
from unisms.model.proofs import DIRECTORY
from unisms.ports import DirectoryError
from unisms.scripts.opening import (
    Refused,
    config_option,
    initialised,
    json_option,
    opened,
    show_json,
)
from unisms.scripts.sentences import of_unread
from unisms.services.directory import directories
from unisms.services.institution import answers
from unisms.services.rights import rights
from unisms.services.tables import tables

WORDS = {
    answers.JOINS: "would be noted as a yes",
    answers.LEAVES: "would be noted as a no",
    answers.SAME: "are known already",
    answers.OLDER: "are older than what is known",
    answers.STRANGER: "are of nobody here",
    answers.SAID_NO: "are a yes to a theme of somebody who wants no message at all",
    answers.CLOSED: "are a yes to a theme that is closed",
    answers.UNREAD_ANSWER: "say neither yes nor no",
    answers.UNREAD_PURPOSE: "name no theme of this institution",
    answers.UNREAD_DATE: "have a date that cannot be read",
}


@click.command()
@config_option
@click.argument(
    "file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--directory", default="", help="Instead of FILE, a directory of the institution.")
@click.option("--attribute", default="", help="Its attribute, where ESUP SMS-U keeps the answers.")
@click.option("--institution", required=True, help="The institution whose people they are of.")
@click.option("--as", "uid", required=True, help="The person who notes them: in each proof.")
@click.option("--run", is_flag=True, help="Note them; else they are only counted.")
@json_option
def consents(config, file, directory, attribute, institution, uid, run, as_json):
    """Take over the answers in FILE, a table with titles, or in a directory.

    Its columns are known by their titles: identifiant, finalité (service, or the name or the title
    of a theme), réponse (oui or non), date.

    Of a directory, each value {SMSU}KEY of the attribute is a yes to the theme of that name or
    title, and {SMSU}CG one to messages of service.

    \b
    Examples:
      unisms consents answers.csv --institution pantheon --as admin
      unisms consents answers.csv --institution pantheon --as admin --run
      unisms consents --directory ldap --attribute up1TermsOfUse --institution pantheon --as admin
    """
    if bool(file) == bool(directory and attribute):
        raise click.UsageError("Name a FILE, or a --directory and its --attribute.")
    with opened(config) as worker:
        if file:
            told = initialised(worker, taken_over, institution, uid, file, run)
        else:
            values = told_by(worker, institution, directory, attribute)
            told = initialised(worker, kept_of, institution, uid, values, run)
    if as_json:
        show_json(told)
        return
    for verdict, count in told["answers"].items():
        click.echo(f"{count:>8}  {WORDS[verdict]}")
    click.echo(f"{told['noted']} noted." if run else "Nothing is noted yet: add --run.")


def told_by(worker, name, directory, attribute):
    """Return the values of an attribute by uid; the directory is asked outside any transaction.

    :raises Refused: there is no such directory, or it gives no whole answer.
    """
    asked = initialised(worker, ask_of, name, directory)
    try:
        adapter = seams.make_adapter(worker.registry, *asked.made_with(), "directory")
        return dict(adapter.values(attribute))
    except (DirectoryError, LookupError, ValueError, OSError) as error:
        raise Refused(f"The directory {directory} gives no whole answer: {error}") from None


def ask_of(root, name, directory):
    institution = root["institutions"].get(name)
    asked = institution and directories.ask_named(institution, directory)
    if not asked:
        raise Refused(f"There is no directory {directory} at {name}.")
    return asked


def kept_of(root, name, uid, values, run):
    """Weigh the answers of a directory and, if it is to ``run``, keep them; return the counts.

    :raises Refused: they may not be kept so.
    """
    actor, now = _actor(root, name, uid), int(time.time())
    weighed = answers.weigh_directory(actor.institution, values, now)
    noted = answers.keep(actor, weighed, now, DIRECTORY) if run else 0
    return {"answers": weighed.counts(), "noted": noted}


def _actor(root, name, uid):
    institution = root["institutions"].get(name)
    if institution is None:
        raise Refused(f"There is no institution {name}.")
    actor = rights.person(institution, uid)
    if not actor.may(Permission.PERSON_MANAGE):
        raise Refused(f"{uid} may not do this at {name}: no role gives person:manage.")
    return actor


def taken_over(root, name, uid, file, run):
    """Weigh the answers of a file and, if it is to ``run``, keep them; return the counts.

    :raises Refused: there is no such institution, or it cannot be done so.
    """
    actor, now = _actor(root, name, uid), int(time.time())
    institution = actor.institution
    try:
        table = tables.read(file.read_bytes())
        weighed = answers.weigh(institution, table.columns, table.rows, now)
    except tables.Unreadable as error:
        told = of_unread(error.problem, error.detail)
        raise Refused(f"{file} cannot be read. {told}") from None
    except answers.NoColumn as missing:
        known = ", ".join(answers.TITLES[missing.what])
        raise Refused(f"{file} has no column {known}.") from None
    noted = answers.keep(actor, weighed, now) if run else 0
    return {"answers": weighed.counts(), "noted": noted}
