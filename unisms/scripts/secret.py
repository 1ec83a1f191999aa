"""``unisms secret``: begin with another secret where the one that was generated is lost."""

from pathlib import Path

import click
import plaster

from unisms.scripts.opening import Misconfigured, Refused, config_option, opened
from unisms.services import rekeying
from unisms.settings import draw


@click.command()
@config_option
@click.option("--new", is_flag=True, help="Draw another one in the place of the one that is gone.")
@click.option("--new-digests", is_flag=True, help="Make the digests of numbers anew: the former key is lost for good.")
def secret(config, new, new_digests):
    """Draw another secret where the file of `generated:PATH` is lost for good; look for a copy of it first.

    It ends what the lost one made: everybody signs in again; whoever has an authenticator adds it
    anew (until then, their recovery is yours: unisms institution, unisms operator); what could not be
    read of the providers is lost; and the noes that are kept by digests of numbers are known no more,
    so that nothing starts until the former key is back (unisms.numbers_key) or, where it is lost too,
    the digests are made anew: of people who are there, a no is known by their number; of those who
    are gone it is lost.

    \b
    Examples:
      unisms secret --new
      unisms secret --new-digests
    """
    if new_digests:
        renew_digests(config)
        return
    if not Path(config).exists():
        raise Misconfigured(f"There is no {config} here. Name the settings file: -c FILE")
    path = place(config)
    if path is None:
        raise Refused("unisms.secret is not of the kind generated:PATH: change it where it is kept.")
    if path.exists():
        raise Refused(f"{path} is there: nothing is lost, nothing was changed.")
    if not new:
        raise Refused(f"{path} is gone. Put it back from a copy, or begin with another: unisms secret --new")
    draw(path)
    click.echo(f"Drew another secret: {path}. Keep a copy of it apart from the copies of the store.")


def renew_digests(config):
    """Make the digests of numbers anew under the key of the settings, and say what is lost.

    :raises Refused: they are of that key.
    """
    with opened(config) as worker:
        try:
            renewed = worker.run(rekeying.begin_anew)
        except rekeying.NothingLost:
            raise Refused("The digests are of the key in use: nothing is lost, nothing was changed.") from None
    click.echo(f"Noes known by their people: {renewed.kept:,}.")
    click.echo(f"Digests dropped, theirs among them: {renewed.dropped:,}.")


def place(config):
    """Return the file of a secret that is generated, or ``None``: it is kept elsewhere."""
    settings = plaster.get_settings(config, "app:main")
    kind, _, path = str(settings.get("unisms.secret", "")).partition(":")
    return Path(path) if kind == "generated" else None
