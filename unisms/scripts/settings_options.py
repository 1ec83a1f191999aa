"""The settings of an institution as options of the command line."""

import click

from unisms.model.root import Institution
from unisms.sms.homes import HOMES
from unisms.web.frame.forms import Wrong
from unisms.web.operators import institutions as pages

#: field of ``pages.FIELDS`` -> the option that tells it, what it is, and what is said of a value
#: that cannot be
OPTIONS = {
    "name": ("NAME", "", "small letters, digits and hyphens, 2 to 40, a letter first"),
    "title": ("--title", "Its name.", "80 characters at most, and one at least"),
    "uid": ("--administrator", "", "the uid has small letters, digits, and . _ @ -"),
    "person": ("--administrator", "", "say UID:NAME, like jfontaine:Jeanne Fontaine"),
    "time_zone": (
        "--time-zone",
        "Time zone of its hours.",
        "no such time zone; they look like Europe/Paris",
    ),
    "country": (
        "--country",
        "Country of numbers typed without a code.",
        f"one of {', '.join(HOMES)}",
    ),
    "language": ("--language", "Language of its pages: fr or en.", "fr or en"),
    "accent": ("--accent", "The colour of its pages.", "a colour looks like #1a4f8b"),
    "consent": ("--consent", "Who gets messages: everybody, or said_yes.", "everybody or said_yes"),
    "quiet_hours": (
        "--quiet-hours",
        "When only urgent messages leave.",
        "two hours, like 22:00-07:30",
    ),
    "foreign_numbers": ("--foreign-numbers", "Numbers abroad: allow or refuse.", "allow or refuse"),
    "foreign_price": ("--foreign-price", "Euros for one SMS abroad.", "a price looks like 0.12"),
    "retention": (
        "--retention",
        "Days that texts and numbers are kept.",
        "a number of days from 7 to 365",
    ),
    "second_factor": (
        "--second-factor",
        "Who must have one: off, or administrators.",
        "off or administrators",
    ),
    "conditions": ("--conditions", "", "20,000 characters at most"),
}


def settings_options(command):
    """An option for each setting that an institution has from the beginning."""
    for field in reversed(pages.SETTINGS):
        option, what, _ = OPTIONS[field.name]
        held = field.value(Institution(""))
        command = click.option(option, field.name, help=f"{what} [{held or 'none'}]")(command)
    return command


def given_options(command):
    """An option for each setting that may be changed later."""
    for field in reversed((pages.TITLE, *pages.SETTINGS)):
        option, what, _ = OPTIONS[field.name]
        command = click.option(option, field.name, help=what)(command)
    return command


def read(typed):
    """Return each field's value that opens an institution: as typed, or else the default."""
    new = Institution("")
    told = {field: typed.get(field.name) for field in pages.FIELDS}
    return {
        field.name: field.value(new) if one is None else parsed(field, one)
        for field, one in told.items()
    }


def parsed(field, told):
    """The value of what was typed for one field."""
    try:
        return field.parse(told.split("-") if field.many else told)
    except Wrong:
        option, _, sentence = OPTIONS[field.name]
        raise click.BadParameter(sentence, param_hint=option) from None
