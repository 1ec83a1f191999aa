"""The ``unisms`` command: one module per noun; this one holds the list."""

import importlib

import click

#: command -> module of this package; a module is imported when its command is asked for, so that
#: ``serve`` starts fast
COMMANDS = {
    "demo": "demo",
    "serve": "serve",
    "web": "serve",
    "worker": "worker",
    "send": "send",
    "campaign": "campaign",
    "institution": "institution",
    "export": "export",
    "people": "people",
    "consents": "consents",
    "bounces": "bounces",
    "processors": "processors",
    "operator": "operator",
    "maintenance": "maintenance",
    "evolve": "evolve",
    "check": "check",
    "secret": "secret",
    "audit": "audit",
    "pack": "store",
    "backup": "store",
    "restore": "store",
    "release": "release",
    "clock": "clock",
}

EXIT_CODES = """\b
Exit codes, of every command:
  0  done
  1  it did not work; the message says why and what to do
  2  wrong use: an option or an argument
  3  refused as things stand: too little credit, nobody to write to, a store that is not empty
  4  a setting is missing or wrong, or the store or the queue that it names does not open
  5  done, but not every message arrived (`send --wait`, `campaign status --watch`)
  6  an alert waits for a person's click, and has not left (`send --emergency`)
(`unisms check` has its own: 0 all is well, 1 look at the warnings, 2 something fails.)
"""


class Commands(click.Group):
    """The commands, in the order of the list."""

    def list_commands(self, ctx):
        return list(COMMANDS)

    def get_command(self, ctx, cmd_name):
        if cmd_name not in COMMANDS:
            return None
        return getattr(importlib.import_module(f"unisms.scripts.{COMMANDS[cmd_name]}"), cmd_name)


@click.command(
    cls=Commands, epilog=EXIT_CODES, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(package_name="unisms")
def main():
    """Send text messages for a group of universities.

    \b
    A first look:
      unisms demo                 two universities in the middle of a term
      unisms serve                the service, at http://127.0.0.1:6543/
      unisms check                is everything in order?
      unisms send --help          send from the command line

    Every command reads a settings file: -c FILE, or UNISMS_CONFIG, or development.ini of this
    folder.
    """
