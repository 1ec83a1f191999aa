"""``unisms demo``: two universities in the middle of a term, to try everything on."""

import os
import time
from functools import partial

import click

from unisms.scripts.demonstration import building, universities
from unisms.scripts.demonstration.past import publication
from unisms.scripts.opening import Refused, config_option, in_transaction, opened
from unisms.services.door import passwords
from unisms.services.exports.engine import EngineMissing


@click.command()
@config_option
@click.option(
    "--if-empty", is_flag=True, help="Do nothing, successfully, if something is stored already."
)
@click.option("--password", help="The password of all demonstration logins [drawn at random].")
def demo(config, if_empty, password):
    """Make a demonstration: two invented universities in the middle of a term, with simulated
    brokers.

    Nothing it sends leaves this machine; where a real broker is switched on, it refuses to be made.
    Its logins are printed, and kept in demo-logins.txt beside the store.

    \b
    Examples:
      unisms demo && unisms serve
      make demo-reset             throws everything away and makes it anew
    """
    password, now = password or passwords.drawn(), int(time.time())
    with opened(config) as worker:
        fill = partial(building.build, worker=worker, password=password, now=now)
        try:
            made = in_transaction(worker, fill, keep=True)
        except building.RealBroker as refusal:
            raise Refused(
                f"A real broker is switched on here ({', '.join(refusal.names)}): a demonstration "
                "is only made where no message can leave. Make it with settings whose "
                "unisms.addons are console and simulator."
            ) from None
        var = worker.var
        if made:
            write_exports(worker, now)
    if made:
        write_logins(var / "demo-logins.txt", password)
        click.echo((var / "demo-logins.txt").read_text())
    elif not if_empty:
        raise Refused("Something is stored here already, and a demonstration does not mix with it.")


def write_exports(worker, now):
    """Write two years of exports, for the dashboards; say so where nothing here can."""
    try:
        publication.write(worker, now)
    except EngineMissing:
        click.echo("Without DuckDB there is nothing for dashboards: pip install unisms[dashboards]")


def write_logins(file, password):
    """Write the logins down, for the owner of the folder alone."""
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as text:
        text.write("Demonstration logins, at /sign-in\n")
        for university in universities.UNIVERSITIES:
            text.write(f"\n  {university.title}  /institutions/{university.name}/\n")
            for uid, login in universities.STAFF.items():
                text.write(f"    {uid:<10} {password}   {login.purpose}\n")
        text.write("\n  Who runs the installation  /operators\n")
        text.write(
            f"    {universities.OPERATOR:<10} {password}   opens institutions, keeps the "
            "shared contracts\n"
        )
