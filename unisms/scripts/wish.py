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
from unisms.services.rights import reaches


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
