"""The people chosen for a message, and the rows they become.

It may call ``texts`` and every room below it. Open to others:

- ``audience``: an audience judged, merged, set aside, counted, priced and frozen
- ``choices``: the names that a page offers as audience
- ``freezes``: the counts of one freeze, and how long a message may be
- ``glances``: an audience counted quickly while it is chosen
- ``kinds``: what may be chosen: files, groups, themes, persons, numbers, and those of add-ons
- ``questions``: the audiences that outsiders know, as plain values to ask them with
- ``samples``: rows that stand for all recipients of a text
- ``sentences``: the sentences of checks that stop
- ``sources``: the columns of one's own file beside each message that came from it
"""

from typing import Any

__all__ = [
    "audience",
    "choices",
    "freezes",
    "glances",
    "kinds",
    "questions",
    "samples",
    "sentences",
    "sources",
]


def includeme(config: Any) -> None:
    config.include(".kinds")
