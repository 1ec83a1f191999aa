"""The settings of an ini file: those we know, and values that stand elsewhere than in the file."""

import os
import secrets
from pathlib import Path
from typing import NamedTuple

from pyramid.settings import asbool, aslist


class Setting(NamedTuple):
    """A setting, as the documentation and ``unisms check`` tell it."""

    name: str
    meaning: str
    needed: bool = False


SETTINGS = (
    Setting(
        "unisms.var",
        "the folder of everything written: store, queue, hand-over journals",
        needed=True,
    ),
    Setting(
        "unisms.secret",
        "signs sessions and forms; 32 characters or more, the same on every machine",
        needed=True,
    ),
    Setting(
        "unisms.numbers_key",
        "makes the digests of phone numbers; unisms.secret when nothing is said",
    ),
    Setting("unisms.addons", "the add-ons switched on, by name, separated by spaces"),
    Setting("unisms.queue", "sqlite (default), memory, redis://… or postgresql://…"),
    Setting(
        "unisms.sign_in", "the ways to sign in, asked in this order; local when nothing is said"
    ),
    Setting(
        "unisms.production",
        "yes where people really use it: cookies over https only, and `unisms check` is stricter",
    ),
    Setting(
        "unisms.hosts",
        "the names that the service answers to, separated by spaces; any when nothing is said",
    ),
    Setting(
        "unisms.public_url",
        "the address of the service in messages and mails; made of the first of unisms.hosts",
    ),
    Setting(
        "unisms.frame_ancestors",
        "the sites that may show our pages in a frame, as in Content-Security-Policy",
    ),
    Setting(
        "unisms.upload_megabytes",
        "the largest file of recipients that may be uploaded; 50 by default",
    ),
    Setting(
        "unisms.dashboards",
        "where `unisms serve` starts the dashboards, as HOST:PORT; nowhere when nothing is said",
    ),
    Setting(
        "unisms.dashboards_url",
        "the address of the dashboards, an origin of their own; without one no page leads there",
    ),
    Setting(
        "unisms.dashboards_key",
        "signs the tickets of the dashboards; made of unisms.secret when nothing is said",
    ),
    Setting(
        "unisms.exports",
        "the folder of the files that dashboards read; dashboards in unisms.var by default",
    ),
    Setting("unisms.mail.host", "the mail server; without one no mail leaves"),
    Setting("unisms.mail.port", "its port; 587, or 465 with tls"),
    Setting("unisms.mail.security", "starttls (default), tls; none on this machine alone"),
    Setting("unisms.mail.authorities", "a PEM file of those whose certificates count"),
    Setting("unisms.mail.user", "who signs in there; nobody when nothing is said"),
    Setting("unisms.mail.password", "the password, as file:… or env:…"),
    Setting("unisms.mail.from", "the address that mails come from"),
    Setting("unisms.mail.bounces", "the address that bounces come back to, with a +"),
    Setting("unisms.mail.maildir", "the folder in which the mail server leaves bounces"),
    Setting("unisms.mail.rate", "mails a minute; 300 by default"),
    Setting("zodbconn.uri", "the store, as a zodburi", needed=True),
)
FOLDERS = ("store", "handover", "queue")  # of ``unisms.var``
LOST = (
    "{name} was kept in {path}, which is gone. With it, sessions were signed, authenticators and "
    "what cannot be read were sealed, and digests of numbers were made. Put the file back from a "
    "copy. If it is lost for good, begin with another one, and know what that ends: "
    "unisms secret --help"
)
SECRET_LENGTH = 32  # characters; fewer can be guessed


class BadSetting(ValueError):
    """A setting names a place without a value; the message says which, where, and what to do."""


def resolved(settings):
    """Return the settings with the values of ``env:NAME``, ``file:PATH`` and ``generated:PATH``.

    ``env:`` reads a variable of the environment. ``file:`` reads a file, as systemd and containers
    hand secrets over. ``generated:`` is for one machine only: a random word, kept in that file for
    its owner. It is drawn before anything is stored in ``unisms.var``, and never again by itself.

    :raises BadSetting: the variable or the file does not exist, or cannot be read.
    """
    var = str(settings.get("unisms.var", ""))
    return {name: _value(name, text, var) for name, text in settings.items()}


def _value(name, text, var):
    kind, _, place = str(text).partition(":")
    if not name.startswith("unisms.") or kind not in PLACES:
        return text
    return PLACES[kind](name, place, var)


def _from_environment(name, variable, _var):
    if not os.environ.get(variable):
        raise BadSetting(
            f"{name} is read from the environment, and {variable} is not set there. Set {variable}."
        )
    return os.environ[variable]


def _from_file(name, path, _var):
    try:
        return Path(path).read_text().strip()
    except OSError as error:
        raise BadSetting(
            f"{name} is read from {path}, which cannot be read: {error.strerror}."
        ) from error


def _generated(name, path, var):
    file = Path(path)
    try:
        if not file.exists():
            if _holds_something(var):
                raise BadSetting(LOST.format(name=name, path=path))
            draw(file)
    except OSError as error:
        raise BadSetting(
            f"{name} is kept in {path}, which cannot be written: {error.strerror}."
        ) from error
    return _from_file(name, path, var)


def _holds_something(var):
    """Whether something was written in the folder ``var`` under a secret that was there then."""
    return bool(var) and any((Path(var) / folder).exists() for folder in FOLDERS)


def draw(file):
    """Write a random word into ``file``, for its owner alone; one that is there already stays."""
    file.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_urlsafe(48))
    try:
        os.link(draft, file)  # of several processes that start at once, the first one's word stays
    except FileExistsError:
        pass
    finally:
        draft.unlink()


PLACES = {"env": _from_environment, "file": _from_file, "generated": _generated}


def complaints(settings):
    """Return faults of (resolved) settings: pairs of severity (``warn``, ``fail``), sentence."""
    from unisms.services.mail import servers  # which takes a tenth of a second

    known = {setting.name for setting in SETTINGS}
    for name in settings:
        if name.startswith("unisms.") and name not in known:
            yield (
                "warn",
                (
                    f"{name} is not a setting: a slip of the pen, or of an add-on that is not "
                    "switched on?"
                ),
            )
    for setting in SETTINGS:
        if setting.needed and not settings.get(setting.name):
            yield "fail", f"{setting.name} is missing: {setting.meaning}."
    for name in ("unisms.secret", "unisms.numbers_key", "unisms.dashboards_key"):
        if 0 < len(settings.get(name, "")) < SECRET_LENGTH:
            yield "fail", f"{name} is short: give it {SECRET_LENGTH} characters or more."
    yield from (("warn", fault) for fault in servers.faults(settings))
    production = asbool(settings.get("unisms.production", ""))
    address = settings.get("unisms.public_url", "")
    if address and not address.startswith("https://" if production else ("https://", "http://")):
        yield "fail", "unisms.public_url is no address that every phone opens: begin with https://."
    if production and not aslist(settings.get("unisms.hosts", "")):
        yield (
            "warn",
            "unisms.hosts is empty: name the hosts that people type, or any name is answered to.",
        )
