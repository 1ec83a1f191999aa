"""Wishes for reports, as a file of JSON has them; it comes from elsewhere, so each is looked at."""

import json
import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

MARK = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,63}")
MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
LANGUAGES = ("fr", "en")
LONGEST = 1000  # characters of an address


class Wish(NamedTuple):
    """A report that is wanted."""

    id: str  #: of letters and digits: the name of its folder
    institution: str
    accounts: tuple[int, ...] | None  #: keys of those it may tell of; ``None``: all
    first: date
    last: date
    language: str
    link: str  #: the address of the page that tells more; empty where there is none


class BadWish(ValueError):
    """A wish that cannot be read; the message says why."""


class BadFile(ValueError):
    """A file without a list of wishes; the message says why."""


def read(file: Path) -> Iterator[tuple[str, Wish | BadWish]]:
    """Yield the id of each wish of a file, and the wish, or why it is none.

    :raises BadFile: it is no list.
    """
    try:
        wanted = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as fault:
        raise BadFile(f"{file.name}: {fault}") from None
    if not isinstance(wanted, list):
        raise BadFile(f"{file.name} is no list of reports")
    seen: set[str] = set()
    for number, facts in enumerate(wanted, 1):
        name = str(facts.get("id", "")) if isinstance(facts, dict) else ""
        try:
            wish = _wish(facts, seen)
        except BadWish as fault:
            yield (name if MARK.fullmatch(name) else f"number {number}"), fault
        else:
            seen.add(wish.id)
            yield wish.id, wish


def _wish(facts: Any, seen: set[str]) -> Wish:
    if not isinstance(facts, dict):
        raise BadWish("it is no object")
    name = _text(facts, "id")
    if not MARK.fullmatch(name) or name in seen:
        raise BadWish("its id is none, or is another's")
    if not (institution := _text(facts, "institution")):
        raise BadWish("it names no institution")
    first, last = _month(_text(facts, "month"))
    language = _text(facts, "lang")
    if language not in LANGUAGES:
        raise BadWish(f"its language is none of {', '.join(LANGUAGES)}")
    return Wish(name, institution, _accounts(facts), first, last, language, _link(facts))


def _text(facts: dict[str, Any], name: str) -> str:
    value = facts.get(name, "")
    return value if isinstance(value, str) else ""


def _month(text: str) -> tuple[date, date]:
    found = MONTH.fullmatch(text)
    if not found or found[1] == "0000":
        raise BadWish("its month is none, as 2026-11")
    year, month = int(found[1]), int(found[2])
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _accounts(facts: dict[str, Any]) -> tuple[int, ...] | None:
    """Return the keys; without a list nothing is told, where ``null`` tells everything."""
    if "accounts" not in facts:
        raise BadWish("it does not tell its accounts")
    keys = facts["accounts"]
    if keys is None:
        return None
    if not isinstance(keys, list) or not all(type(key) is int and key > 0 for key in keys):
        raise BadWish("its accounts are no list of keys")
    return tuple(keys)


def _link(facts: dict[str, Any]) -> str:
    link = _text(facts, "link")
    is_link = link.startswith(("https://", "http://")) and len(link) <= LONGEST
    return link if is_link and link.isprintable() and " " not in link else ""
