"""``unisms campaign``: what became of what was sent."""

import datetime
import sys

import click

from unisms.scripts import following
from unisms.scripts.opening import (
    Refused,
    config_option,
    initialised,
    json_option,
    opened,
    show_json,
)
from unisms.scripts.sentences import sentence
from unisms.services.audience.sentences import of_check


@click.group()
def campaign():
    """See what became of messages."""


@campaign.command()
@config_option
@click.argument("reference", metavar="PATH|NAME")
@click.option(
    "--watch", is_flag=True, help="Show a bar until the end; the exit code is then 0 or 5."
)
@click.option(
    "--timeout",
    default=600,
    show_default=True,
    help="Seconds to watch; the campaign itself goes on.",
)
@json_option
def status(config, reference, watch, timeout, as_json):
    """Tell what became of one campaign.

    \b
    Examples:
      unisms campaign status 20270112-k7qf
      unisms campaign status /institutions/paris1/campaigns/20270112-k7qf --watch
      unisms campaign status 20270112-k7qf --json | jq .delivered
    """
    with opened(config) as worker:
        path = initialised(worker, following.campaign_path, reference)
        told = (
            following.follow(worker, path, timeout) if watch else worker.run(following.facts, path)
        )
    show(told, as_json)
    if watch:
        sys.exit(following.exit_code(told))


@campaign.command("list")
@config_option
@click.option("--institution", metavar="NAME", help="Only the campaigns of this institution.")
@click.option(
    "--limit",
    default=20,
    show_default=True,
    help="How many to list, latest first, of each institution.",
)
@json_option
def list_(config, institution, limit, as_json):
    """List the latest campaigns.

    \b
    Examples:
      unisms campaign list
      unisms campaign list --institution paris1 --limit 100 --json
    """
    with opened(config) as worker:
        lines = initialised(worker, latest, institution, limit)
    if as_json:
        show_json(lines)
        return
    for line in lines:
        day = datetime.datetime.fromtimestamp(line["created_at"], datetime.UTC)
        click.echo(f"{day:%Y-%m-%d %H:%M}Z  {line['state']:<18} {line['path']}  {line['title']}")
    if not lines:
        click.echo("No campaign yet. Send one: unisms send --help")


def latest(root, institution, limit):
    """The last ``limit`` campaigns of one institution, or of each, the newest first.

    :raises Refused: there is no such institution.
    """
    institutions = root["institutions"]
    if institution and institution not in institutions:
        raise Refused(
            f"There is no institution {institution}; there is: {', '.join(institutions) or 'none'}."
        )
    return [
        {
            "path": f"/institutions/{name}/campaigns/{campaign.__name__}",
            "title": campaign.title,
            "state": campaign.state,
            "created_at": campaign.created_at,
        }
        for name in ([institution] if institution else institutions)
        for campaign in sorted(
            institutions[name]["campaigns"].values(), key=lambda one: -one.created_at
        )[:limit]
    ]


def show(told, as_json):
    if as_json:
        show_json(told)
        return
    click.echo(f"{told['title']}  {told['path']}")
    click.echo(following.sentence(told))
    for cause, count in sorted(told["causes"].items(), key=lambda pair: -pair[1]):
        click.echo(f"  {count:>6} {cause}")
    if told["problem"]:
        why = " ".join(map(sentence, of_check(told["problem"])))
        click.echo(f"  could not be prepared: {why}")
