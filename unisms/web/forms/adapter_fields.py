"""The settings of an adapter as form fields: those that it declares, or all in one."""

import re
from functools import partial

from unisms.services.ground.records import HIDDEN
from unisms.web.forms.fields import Field, Wrong
from unisms.web.forms.readers import one_of, text, yes

LONGEST = 2_000  # characters of a setting: a list of codes may be long
LONGEST_LINES = 4_000  # characters of the settings of an adapter that declares none
SETTING = "setting-"  # before the name of a setting, so that it meets no field of ours
_NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,6})?")
_NAME = re.compile(r"[A-Za-z][\w.-]{0,60}")


def setting_fields(factory):
    """Return a field for each declared setting, or a single field for all undeclared ones."""
    declared = getattr(factory, "settings_fields", None)
    if declared is None:
        return (
            Field("settings", _lines, private=True, tell=_hidden, read=_pairs, write=_write_pairs),
        )
    return tuple(_field(setting) for setting in declared)


def told_elsewhere(declared, settings, before):
    """The names of the secrets of ``before`` that somebody else would be told with ``settings``."""
    moved = any(settings.get(one.name) != before.get(one.name) for one in declared if one.where)
    secrets = (one.name for one in declared if one.kind == "secret")
    return [
        name
        for name in secrets
        if moved and settings.get(name) and settings[name] == before.get(name)
    ]


def _field(setting):
    kinds = {
        "number": _decimal,
        "yes": _yes_or_no,
        "choice": one_of(setting.choices),
        "secret": _secret,
    }
    return Field(
        f"{SETTING}{setting.name}",
        kinds.get(setting.kind, text(LONGEST, least=0)),
        secret=setting.kind == "secret",
        read=lambda record: record.settings.get(setting.name, setting.default),
        write=partial(_write, setting),
    )


def _write(setting, record, value):
    if value in ("", setting.default):
        record.settings.pop(setting.name, None)
    else:
        record.settings[setting.name] = value


def _secret(typed):
    """As it is: a blank may be a part of it."""
    if len(typed) > LONGEST or not typed.isprintable():
        raise Wrong("secret", LONGEST)
    return typed


def _decimal(typed):
    """A number with a point or a comma; as text, as an adapter wants it."""
    value = "".join(typed.split()).replace(",", ".")
    if value and not _NUMBER.fullmatch(value):
        raise Wrong("decimal")
    return value


def _yes_or_no(typed):
    return "yes" if yes(typed) else "no"


# Settings that nobody declares, as pairs of name and value: any may be a secret, so none is shown.


def _lines(typed):
    """Read lines of ``name = value``; the bullet stands for a value that was not typed anew."""
    if len(typed) > LONGEST_LINES:
        raise Wrong("long", LONGEST_LINES)
    found = {}
    for line in filter(str.strip, typed.splitlines()):
        name, _, value = (part.strip() for part in line.partition("="))
        if not value or not _NAME.fullmatch(name):
            raise Wrong("line", line.strip()[:60])
        found[name] = value
    return tuple(found.items())


def _hidden(pairs):
    return "\n".join(f"{name} = {HIDDEN}" for name, _ in pairs)


def revealed(pairs, settings):
    """Return the pairs with the value of ``settings`` for each bullet, if it has a value."""
    known = ((name, settings.get(name, "") if value == HIDDEN else value) for name, value in pairs)
    return tuple((name, value) for name, value in known if value)


def hides(pairs):
    """Whether a bullet stands for some value."""
    return any(value == HIDDEN for _, value in pairs)


def reveals(pairs, settings, before):
    """Whether bullets stand for values of ``before`` beside another value than it has.

    Nobody knows which of the values names the receiver of the others: all are typed again.
    """
    kept = [name for name, value in pairs if value == HIDDEN and name in settings]
    other = any(value not in (HIDDEN, before.get(name)) for name, value in pairs)
    return other and any(settings[name] == before.get(name) for name in kept)


def _pairs(record):
    return tuple(record.settings.items())


def _write_pairs(record, pairs):
    record.settings.clear()
    record.settings.update(pairs)
