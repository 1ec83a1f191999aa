"""The options of ``unisms send``, and the names in them, as the institution knows them."""

import sys
from pathlib import Path
from typing import NamedTuple

import click

from unisms.model.kinds import kinds_behind
from unisms.model.timings import Timing
from unisms.scripts.opening import Refused
from unisms.scripts.selection import Selection
from unisms.services.audience.kinds import NUMBER, PERSON
from unisms.services.brokers import connections
from unisms.services.exclusions.pasts import CHOSEN
from unisms.services.files import texts
from unisms.services.imports import intake
from unisms.services.rights import reaches

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


#: kind of audience -> the folder that has its names


class Wish(NamedTuple):
    """A message, as the command line asks for it."""

    institution: str
    author: str
    to: tuple
    text: str
    template: str
    title: str
    account: str
    connection: str
    sender_id: str
    urgent: bool
    emergency: str  #: the reason, or nothing
    leaving_link: bool
    minus: tuple
    since: str
    once: str
    fill: tuple  #: as ``NAME=VALUE``
    text_en: str
    at: str
    until: str
    spread: str
    selection: Selection | None  #: the file and its people, where there is one


def timing_of(wish):
    """Return when a wished message leaves, as a bare ``Timing``; empty: at once."""
    wanted = Timing(at=_shown(wish.at), until=_shown(wish.until), spread=wish.spread)
    return tuple(wanted) if wanted != Timing() else ()


def _shown(typed):
    return typed.strip().replace(" ", "T", 1)


def wish_options(command):
    """Give a command the options of a ``Wish``."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


def wish_of(options):
    """Return the options of the command line as a ``Wish``."""
    file, columns = options.pop("file"), options.pop("number_column")
    names, where = options.pop("name_column"), options.pop("where")
    key, country = options.pop("key_column"), options.pop("country_column")
    sheet, encoding, with_hidden = (
        options.pop("sheet"),
        options.pop("encoding") or "",
        options.pop("with_hidden"),
    )
    chosen = (columns, names, key, where, sheet, encoding, with_hidden, country)
    if any(chosen) and not file:
        raise click.UsageError("Options about columns, lines, sheets and encodings need --file.")
    if options["text"] == "-":
        options["text"] = texts.decode(sys.stdin.buffer.read()).text
    return Wish(**options, selection=Selection(Path(file), *chosen) if file else None)


def template_named(institution, name):
    """Return the template in use that is called so, as ``FOLDER/NAME``, or ``None``."""
    if not name:
        return None
    known = {one.place: one for one in reaches.templates(institution)}
    if name not in known:
        raise Refused(f"There is no template {name}; there is: {', '.join(known) or 'none'}.")
    return known[name]


def left_out(author, wish):
    """Return the pairs of kind and name that a wish leaves out.

    :raises Refused: one names nothing, or what the author's roles do not let them choose.
    """
    wanted = [*wish.minus, *([f"{CHOSEN}:{wish.since}"] if wish.since else [])]
    return tuple(pair for who in wanted for pair in chosen(author, who, "--except"))


def chosen(author, who, option="--to"):
    """Return the pairs of kind and name of one ``--to``: several, if it holds several numbers.

    :raises Refused: it names nothing, or what the author's roles do not let them choose.
    """
    institution = author.institution
    known = kinds_behind(institution)
    kind, text = meant(institution, who, option)
    if not known[kind].is_named:
        raise Refused(
            f"{option} {who}: nobody is chosen by the name of {kind}. To write to the people in a "
            "file, give it with --file."
        )
    if needed := known[kind].permission:
        refuse_lacking(author, needed)
    names = known[kind].names_in(institution, text)
    if not names:
        raise Refused(f"There is no {kind} {text} at {institution.__name__}.")
    return tuple((kind, name) for name in names)


def meant(institution, who, option="--to"):
    """Return the kind that one ``--to`` is of, and the text in which that finds its names.

    :raises Refused: it is of none.
    """
    known = kinds_behind(institution)
    kind, colon, text = who.partition(":")
    if colon and kind in known:
        return kind, text
    if who in institution["people"]:
        return PERSON, who
    if any(char.isdigit() for char in who):
        return NUMBER, who
    named = ", ".join(f"{name}:NAME" for name, one in known.items() if one.is_named)
    raise Refused(
        f"{option} {who} is neither a number, nor the uid of a person of {institution.__name__}, "
        f"nor one of {named}."
    )


def refuse_lacking(author, *needed):
    """Refuse unless the author's roles permit all that is ``needed``, as pages do.

    :raises Refused: something is lacking, which is named.
    """
    if lacking := [str(one) for one in needed if not author.may_here(one)]:
        raise Refused(
            f"{author.uid} may not do this at {author.institution.__name__}: no role gives "
            f"{', '.join(lacking)}."
        )


def account_name(institution, name):
    """Return the name of the account that pays: the one named, or the institution's only one."""
    known = institution["accounts"]
    if name and name not in known:
        raise Refused(f"There is no such account: {name}; there is: {', '.join(known) or 'none'}.")
    return name or only(known, "account")


def only(folder, kind):
    """The name of the one child of ``folder``."""
    if len(folder) != 1:
        raise Refused(f"Which {kind}? Give --{kind}: {', '.join(folder) or 'there is none yet'}.")
    return next(iter(folder))


def connection_path(institution, name):
    """Return the path of the connection called ``name``, or of the first.

    The institution's own come before the shared ones.
    """
    paths = list(connections.usable(institution))
    for path in paths:
        if not name or path.rsplit("/", 1)[1] == name:
            return path
    known = ", ".join(path.rsplit("/", 1)[1] for path in paths)
    raise Refused(f"There is no broker connection {name}; there is: {known or 'none'}.")
