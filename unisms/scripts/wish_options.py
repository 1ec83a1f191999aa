"""The options of ``unisms send``."""

import click

from unisms.services.files import texts
from unisms.services.imports import intake

OPTIONS = (
    click.option(
        "--institution", required=True, metavar="NAME", help="Who sends, by its address: pantheon."
    ),
    click.option(
        "--as",
        "author",
        required=True,
        metavar="UID",
        help="The person who writes; their rights apply.",
    ),
    click.option(
        "--to",
        multiple=True,
        metavar="WHO",
        help="A number, a uid, or KIND:NAME: group:NAME, theme:NAME, person:UID, or a kind of an "
        "add-on; again for more.",
    ),
    click.option(
        "--except",
        "minus",
        multiple=True,
        metavar="WHO",
        help="Whom to leave out, as for --to: group:NAME, received:CAMPAIGN; again for more.",
    ),
    click.option(
        "--since",
        default="",
        metavar="CAMPAIGN",
        help="Leave out everybody who was chosen for this campaign: only who joined since gets it.",
    ),
    click.option(
        "--once",
        default="",
        metavar="KEY",
        help="A word for several campaigns: nobody gets two messages with it.",
    ),
    click.option(
        "--text",
        default="",
        help="The text, with [placeholders]; `-` reads it from the standard input.",
    ),
    click.option(
        "--fill",
        multiple=True,
        metavar="NAME=VALUE",
        help="The value of a [placeholder] that the audience has none for; again for more.",
    ),
    click.option(
        "--text-en",
        default="",
        help="The text for people whose language is English; --text is then in French.",
    ),
    click.option(
        "--template", default="", metavar="NAME", help="A saved text instead: FOLDER/NAME."
    ),
    click.option("--title", default="", help="Title of the campaign [the text's beginning]."),
    click.option(
        "--account", default="", metavar="NAME", help="The account that pays [the only account]."
    ),
    click.option(
        "--connection",
        default="",
        metavar="NAME",
        help="The broker connection to use [the first of its own].",
    ),
    click.option(
        "--sender-id", default="", metavar="NAME", help="The sender name that phones show."
    ),
    click.option("--urgent", is_flag=True, help="Go ahead of what is being sent."),
    click.option(
        "--emergency",
        default="",
        metavar="REASON",
        help="Reach people who said no too; the reason goes into the journal.",
    ),
    click.option(
        "--leaving-link", is_flag=True, help="End each message with a link to receive no more."
    ),
    click.option(
        "--at",
        default="",
        metavar="MOMENT",
        help='When it leaves, by the clock of the institution: "2027-01-12 10:00" [at once].',
    ),
    click.option(
        "--until",
        default="",
        metavar="MOMENT",
        help="Until when it is of use: what has not left by then never will [always].",
    ),
    click.option(
        "--spread",
        default="",
        metavar="MINUTES",
        help="Minutes from the first message to the last [as fast as it goes].",
    ),
    click.option(
        "--file",
        type=click.Path(exists=True, dir_okay=False),
        help="Write to the people in a file.",
    ),
    click.option(
        "--number-column",
        multiple=True,
        metavar="TITLE",
        help="Column of the numbers; again: the first usable.",
    ),
    click.option("--name-column", multiple=True, metavar="TITLE", help="Column of the names."),
    click.option(
        "--key-column", metavar="TITLE", help="Column that tells people apart; `-`: no merging."
    ),
    click.option(
        "--country-column", metavar="TITLE", help="Column of the country of numbers; `-`: none."
    ),
    click.option(
        "--where",
        multiple=True,
        metavar="RULE",
        help="Only rows where this is true; again: all must be.",
    ),
    click.option(
        "--sheet",
        default="",
        metavar="TITLE",
        help="Which sheet of a spreadsheet [the first with rows].",
    ),
    click.option(
        "--encoding",
        type=click.Choice(texts.ENCODINGS),
        help="How a text file is written [as recognised].",
    ),
    click.option(
        "--with-hidden",
        multiple=True,
        type=click.Choice(intake.HIDDEN),
        help="Also read hidden rows or columns.",
    ),
)


def wish_options(command):
    """Give a command the options of a ``Wish``."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command
