"""``unisms clock``: what waits because a clock tells another day, and how to go on at once."""

import getpass
import os
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
from unisms.services.ground import days, lives
from unisms.services.ground.actor import service
from unisms.services.ground.days import moment

WAITS = (
    "texts, numbers, files, replies and journals that are too old, messages that wait "
    "for late receipts,"
    " and the packing of the store"
)


@click.command()
@config_option
@click.option("--confirm", is_flag=True, help="This machine's clock is right: go on at once.")
@json_option
def clock(config, confirm, as_json):
    """Tell what waits because the clock shows another day than the last work; or go on (--confirm).

    A clock that is ahead erases nothing: after a jump, what is erased by age waits for a day of
    work. If the service was off for some weeks, the clock is right: confirm it, and nothing waits.
    If the clock is wrong, set it instead (timedatectl): what is erased is gone for good.

    \b
    Examples:
      unisms clock
      unisms clock --confirm
    """
    now = int(time.time())
    with opened(config) as worker:
        held = initialised(worker, _confirm if confirm else days.held_clock, now)
    if as_json:
        show_json(
            {
                "held": held is not None and not confirm,
                "now": now,
                **(held._asdict() if held else {}),
            }
        )
    elif held is None:
        click.echo(f"The clock is believed: it is {moment(now)}. Nothing waits.")
    else:
        click.echo(sentence(held, now))
        click.echo(
            "Confirmed: what is too old goes again, from the next minute on." if confirm else ""
        )
    if held is not None and not confirm:
        raise Refused(
            "Is it right? unisms clock --confirm. Is it wrong? Set it (timedatectl); then "
            "nothing waits."
        )


def _confirm(root, now):
    """Believe the clock; return the ``days.HeldClock`` of before, or ``None``."""
    return lives.confirm_clock(service(), root, now, account())


def account():
    """Return the machine's account that runs the command, also under ``sudo``."""
    try:
        return os.environ.get("SUDO_USER") or getpass.getuser()
    except (KeyError, OSError):  # in a container that has no name for it
        return str(os.getuid())


def sentence(held, now):
    """Return what waits, since when and why."""
    lines = [
        f"This machine's clock tells {moment(now)}; the last work was at {moment(held.believed)}."
    ]
    if held.since:
        lines.append(
            f"Since {moment(held.since)}, when a worker first told that day, these wait: {WAITS}."
        )
        lines.append(
            f"They go on by themselves after 24 hours of work there; {held.lived // 3600} "
            "have passed."
        )
    else:
        lines.append(f"No worker was at work on that day yet. These wait: {WAITS}.")
    return "\n".join(lines)
