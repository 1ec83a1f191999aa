"""``unisms secret``: begin with another secret where the one that was generated is lost."""

from pathlib import Path

import click
import plaster

from unisms.scripts.opening import Misconfigured, Refused, config_option, opened
from unisms.services.institution import digest_keys
from unisms.settings import draw


@click.command()
@config_option
@click.option("--new", is_flag=True, help="Draw another one in place of the lost one.")
@click.option(
    "--new-digests",
    is_flag=True,
    help="Make the digests of numbers again: the former key is lost for good.",
)
def secret(config, new, new_digests):
    """Draw another secret where the file of `generated:PATH` is lost for good; look for a copy of
    it first.

    What the lost one made ends with it. Everybody must sign in again. People with two-step
    verification must add their authenticator again; until then, help them in with unisms
    institution and unisms operator. Reports of the providers that could not be read are lost.

    Opt-outs are kept as digests of numbers, and can no longer be matched. Nothing starts until the
    former key is back (unisms.numbers_key). If it is lost too, make the digests again: opt-outs of
    people who are in the directory are kept, those of people who have left it are lost. Links to
    leave in messages that were sent lead nowhere then; whoever has one can still reply STOP.

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
        raise Refused(
            "unisms.secret is not of the kind generated:PATH: change it where it is kept."
        )
    if path.exists():
        raise Refused(f"{path} is there: nothing is lost, nothing was changed.")
    if not new:
        raise Refused(
            f"{path} is gone. Put it back from a copy, or begin with another: unisms secret --new"
        )
    draw(path)
    click.echo(
        f"Drew another secret: {path}. Keep a copy of it apart from the copies of the store."
    )


def renew_digests(config):
    """Make the digests of numbers anew under the key of the settings, and say what is lost.

    :raises Refused: they are of that key.
    """
    with opened(config) as worker:
        try:
            renewed = worker.run(digest_keys.begin_anew)
        except digest_keys.NothingLost:
            raise Refused(
                "The digests are of the key in use: nothing is lost, nothing was changed."
            ) from None
    click.echo(f"Noes known by their people: {renewed.kept:,}.")
    click.echo(f"Digests dropped, theirs among them: {renewed.dropped:,}.")


def place(config):
    """Return the file of a secret that is generated, or ``None``: it is kept elsewhere."""
    settings = plaster.get_settings(config, "app:main")
    kind, _, path = str(settings.get("unisms.secret", "")).partition(":")
    return Path(path) if kind == "generated" else None
