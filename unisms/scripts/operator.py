"""``unisms operator``: the people who open institutions and keep the shared contracts."""

import time

import click

from unisms.scripts.opening import (
    Refused,
    config_option,
    initialised,
    json_option,
    opened,
    show_json,
)
from unisms.services.ground.actor import service
from unisms.services.operators import operators


@click.group()
def operator():
    """Add, list and remove the operators, who run the installation."""


@operator.command()
@config_option
@click.argument("uid")
@click.option("--new-password", is_flag=True, help="Give an existing operator another password.")
@json_option
def add(config, uid, new_password, as_json):
    """Let UID open institutions and keep the shared contracts, at /operators.

    The password is shown here only, once. Operators read no message, number or name of an
    institution, unless it gives them a role.

    \b
    Examples:
      unisms operator add mroux
      unisms operator add mroux --new-password
    """
    with opened(config) as worker:
        password = initialised(worker, admit, uid, new_password)
    if as_json:
        show_json({"uid": uid, "password": password})
        return
    click.echo(f"{uid} signs in at /operators with the password {password}")
    click.echo("It is kept nowhere: write it down now.")


def admit(root, uid, again):
    give = operators.give_password if again else operators.admit
    try:
        return give(service(), root, uid, int(time.time()))
    except operators.IsOperator:
        raise Refused(f"{uid} is an operator already; see --new-password.") from None
    except operators.NoOperator:
        raise Refused(f"{uid} is no operator.") from None
    except operators.StillNamed as kept:
        raise Refused(
            f"A former operator called {uid} has written messages that are kept "
            f"({', '.join(kept.institutions)}): a namesake would open them. Choose another UID."
        ) from None


@operator.command()
@config_option
@click.argument("uid")
def remove(config, uid):
    """Stop UID from running the installation. Their sessions end at once.

    They lose their second factor and the roles that institutions have given them: nobody who has
    the same user name later gets these.

    \b
    Example:
      unisms operator remove mroux
    """
    with opened(config) as worker:
        lost = initialised(worker, dismiss, uid)
    click.echo(f"{uid} is no operator any more.")
    if lost.institutions:
        click.echo(f"The roles that they had are withdrawn: {', '.join(lost.institutions)}.")


def dismiss(root, uid):
    try:
        return operators.dismiss(service(), root, uid, int(time.time()))
    except operators.NoOperator:
        raise Refused(f"{uid} is no operator. See: unisms operator list") from None


@operator.command("list")
@config_option
@json_option
def list_(config, as_json):
    """List the operators.

    \b
    Example:
      unisms operator list --json
    """
    with opened(config) as worker:
        uids = initialised(worker, lambda root: list(root.passwords))
    if as_json:
        show_json(uids)
    else:
        click.echo("\n".join(uids) or "No operator yet. Add one: unisms operator add --help")
