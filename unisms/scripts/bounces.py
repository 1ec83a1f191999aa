"""``unisms bounces``: a mail that came back, as a mail server hands it to a program."""

import sys
from pathlib import Path

import click

from unisms.scripts.opening import config_option, initialised, opened
from unisms.tasks import mails

AGAIN = 75  # EX_TEMPFAIL of sysexits.h: a mail server keeps the mail, and tries again later


@click.command()
@config_option
@click.option("--recipient", default="", help="The address that it came to (Postfix: ${recipient})")
@click.option(
    "--maildir",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Read the mails of this folder, and remove them from it, in the place of one.",
)
def bounces(config, recipient, maildir):
    """Read a mail that came back from standard input, and write down what it tells.

    Where it cannot be done now the exit code is 75, by which a mail server keeps the mail and tries
    again.

    \b
    Examples:
      unisms bounces -c /etc/unisms/production.ini < mail
      unisms bounces --maildir /var/mail/sms-retours
    """
    try:
        with opened(config) as worker:
            initialised(worker, lambda _root: None)
            if maildir:
                click.echo(f"{mails.empty_maildir(worker, maildir)} read.")
            else:
                octets = sys.stdin.buffer.read(mails.LONGEST)
                click.echo(mails.read_bounce(worker, octets, recipient))
    except click.ClickException as error:
        error.show()
        sys.exit(AGAIN)
