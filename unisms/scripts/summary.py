"""The summary of a check, as ``unisms send`` shows it."""

import click

from unisms.scripts.selection import sentences
from unisms.scripts.sentences import causes
from unisms.sms.money import written


def show(told, dry_run):
    """Write the check, and the place of the campaign, for people."""
    check = told["check"]
    _show_read(told)
    _show_numbers(check)
    if check["longest"]:
        who, text, _ = check["longest"]
        click.echo(f"  the longest     {who}: {text}")
    click.echo(f"  leaves in       about {check['seconds']} s")
    if check["missing_credit"]:
        click.secho(f"  {check['missing_credit']:,} segments of credit are missing.", fg="red")
    for why in told.get("awaits_approval", ()):
        click.echo(f"  {why}")
    click.echo("Nothing was sent (--dry-run)." if dry_run else _place(told))


def _place(told):
    """Return where the campaign is, and whether it waits for somebody or for its hour."""
    if there := told.get("awaits_click"):
        return f"Nothing has left: this alert waits for a person's click on {there}"
    at = told.get("leaves_at")
    waits = "Awaits approval" if told.get("awaits_approval") else f"Scheduled for {at}"
    return f"{waits if at or told.get('awaits_approval') else 'Released'}: {told['path']}"


def _show_read(told):
    """Write how files, texts and numbers were read."""
    for file in told["files"]:
        for sentence in sentences(file):
            click.echo(sentence)
    for mark in told["as_typed"]:
        click.echo(f"{mark} leaves as it is typed: a placeholder is written [name]")
    for typed, number in told["assumed"].items():
        click.echo(f"{typed} is read as {number}: it lacks its +")


def _show_numbers(check):
    click.echo(
        f"{check['recipients']:,} messages · {check['segments']:,} segments · "
        f"{written(check['cost'])}"
        f"   credit {check['credit_before']:,} -> {check['credit_after']:,}"
    )
    for share in check["languages"]:
        click.echo(
            f"  {share['language']}              {share['recipients']:,} messages · "
            f"{share['segments']:,} segments · {written(share['cost'])}"
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
            f"  unknown ranges  {check['unknown_ranges']:,}: numbers that look right, of a "
            "range in no table"
        )
