"""The settings of an institution as options of the command line."""

import click

from unisms.model.root import Institution
from unisms.scripts.sentences import sentence
from unisms.sms.homes import HOMES
from unisms.web.forms.fields import Wrong
from unisms.web.operators import institutions as pages

#: field of ``pages.FIELDS`` -> the option that tells it, what it is, and what the command line says
#: better than the pages of a value that cannot be
OPTIONS = {
    "name": ("NAME", "", "small letters, digits and hyphens, 2 to 40, a letter first"),
    "title": ("--title", "Its name.", ""),
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
    "accent": ("--accent", "The colour of its pages.", ""),
    "consent": ("--consent", "Who gets messages: everybody, or said_yes.", "everybody or said_yes"),
    "policy_theme": (
        "--theme-policy",
        "Who gets messages of themes: opt_in, or opt_out.",
        "opt_in or opt_out",
    ),
    "policy_partner": (
        "--partner-policy",
        "Who gets messages of partners: opt_in, or opt_out.",
        "opt_in or opt_out",
    ),
    "policy_emergency": (
        "--emergency-policy",
        "Who gets emergency alerts: overrides, opt_out, or opt_in.",
        "overrides, opt_out or opt_in",
    ),
    "quiet_hours": (
        "--quiet-hours",
        "When only urgent messages leave.",
        "",
    ),
    "foreign_numbers": ("--foreign-numbers", "Numbers abroad: allow or refuse.", "allow or refuse"),
    "foreign_price": ("--foreign-price", "Euros for one SMS abroad.", ""),
    "retention": (
        "--retention",
        "Days that texts and numbers are kept.",
        "",
    ),
    "alerts_by_command": (
        "--alerts-by-command",
        "Whether a command sends an emergency alert without a click: yes or no.",
        "yes or no",
    ),
    "keeps_history": (
        "--keep-history",
        "Whether a line a message is kept after that, for three years: yes or no.",
        "yes or no",
    ),
    "second_factor": (
        "--second-factor",
        "Who must have one: off, or administrators.",
        "off or administrators",
    ),
    "conditions": ("--conditions", "", ""),
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
    except Wrong as wrong:
        option, _, own = OPTIONS[field.name]
        said = own or sentence(wrong.of(field.name))
        raise click.BadParameter(said, param_hint=option) from None
