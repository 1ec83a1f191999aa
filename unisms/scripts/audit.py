"""``unisms audit``: whether the audit journals are whole, and their heads to note elsewhere."""

import sys

import click

from unisms.scripts.opening import (
    Refused,
    config_option,
    initialised,
    json_option,
    opened,
    show_json,
)
from unisms.services.institution import audit_journals

MOST = 10_000  # entries read in one transaction
SENTENCES = {
    "edited": "entry {} is not what was sealed",
    "missing": "entry {} is missing",
    "added": "entry {} was never sealed",
    "erased": "entry {} was erased before its age",
    "noted": "the head that was noted is not in it: it was written anew",
}


@click.group()
def audit():
    """Prove that the audit journals are as they were written."""


@audit.command()
@config_option
@click.argument("institution", required=False)
@click.option(
    "--head",
    "noted",
    default="",
    metavar="DIGEST",
    help="A head that `unisms audit head` printed before.",
)
@json_option
def verify(config, institution, noted, as_json):
    """Look whether any sealed entry was edited, removed, added or moved.

    It looks in the journal of INSTITUTION, of the operators (/), or in all. Exit code: 0 all is
    whole, 1 something was touched.

    Each entry is sealed by a digest of itself and of the one before. Anyone who can write to the
    store can seal everything again: note the head elsewhere from time to time, and give it back
    here.

    \b
    Examples:
      unisms audit verify
      unisms audit verify paris1 --head 6c1f…
      unisms audit verify --json | jq .paris1.faults
    """
    if noted and not institution:
        raise click.UsageError("A head is one journal's: name the INSTITUTION.")
    with opened(config) as worker:
        names = initialised(worker, names_of, institution)
        told = {name: verified(worker, name, noted.strip().lower()) for name in names}
    if as_json:
        show_json(told)
    for name, facts in told.items() if not as_json else ():
        for number, what in facts["faults"]:
            click.echo(f"{name}: {SENTENCES[what].format(number)}")
        if not facts["faults"]:
            click.echo(
                f"{name}: {facts['entries']:,} entries, whole{erased(facts['erased_parts'])}"
            )
    sys.exit(1 if any(facts["faults"] for facts in told.values()) else 0)


@audit.command()
@config_option
@click.argument("institution", required=False)
@json_option
def head(config, institution, as_json):
    """Print the number and the digest of the last sealed entry.

    Note them where nobody of this machine can write.

    \b
    Examples:
      unisms audit head
      unisms audit head paris1 --json | mail -s "unisms $(date +%F)" notary@example.org
    """
    with opened(config) as worker:
        names = initialised(worker, names_of, institution)
        heads = worker.run(
            lambda root: {name: audit_journals.journal_of(root, name).head for name in names}
        )
    if as_json:
        show_json(
            {name: {"entries": number, "head": digest} for name, (number, digest) in heads.items()}
        )
        return
    for name, (number, digest) in heads.items():
        click.echo(f"{name}  {number}  {digest}")


def erased(parts):
    """Say how many parts of entries were erased at their age."""
    return f"; {parts:,} parts were erased at their age" if parts else ""


def names_of(root, institution):
    """The journals asked for.

    :raises Refused: there is no such institution.
    """
    known = list(audit_journals.journals(root))
    if institution and institution not in known:
        raise Refused(f"There is no institution {institution}; there is: {', '.join(known)}.")
    return [institution] if institution else known


def verified(worker, name, noted):
    """How many entries the journal called ``name`` has, its head, and its faults."""
    heads = []

    def pieces():
        after = 0
        while True:
            piece = worker.run(audit_journals.piece, name, after, MOST)
            heads.append(piece.head)
            yield piece
            if len(piece.links) < MOST:
                return
            after = piece.links[-1][0]

    proof = audit_journals.prove(pieces(), noted)
    number, digest = heads[-1]
    faults = [tuple(fault) for fault in proof.faults]
    return {"entries": number, "head": digest, "faults": faults, "erased_parts": proof.gone}
