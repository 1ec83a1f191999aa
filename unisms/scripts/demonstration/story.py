"""The history of the demonstration: three weeks of messages, and what came back."""

from functools import partial
from typing import NamedTuple

from unisms.scripts.demonstration.messages import (
    ANGES,
    PANTHEON,
    RESERVATION,
    STAFF_CLOSING,
    begun,
)

FRESH = 2 * 3600  # seconds: a file is kept for a day, so it is never older than this


class Scene(NamedTuple):
    """An ``act()`` at a moment (epoch seconds)."""

    at: int
    act: partial


def pantheon(house, term, now):
    """Yield the scenes of the first university, in any order."""
    yield from _scenes(house, begun(PANTHEON, term))
    act = partial(_scene, house)
    yield act(term.at(12, "9:30"), "decide", "BUEtoile", "authorised")
    yield act(term.at(12, "9:35"), "decide", "ScolEtoile", "accepted")
    yield act(term.at(12, "10:10"), "receive", "retards.csv", "l1-histoire", "abenali")
    yield act(
        term.at(9, "15:10"), "rewrite", "bibliotheques", "reservation", RESERVATION, "abenali"
    )
    yield act(term.at(8, "16:05"), "answer", 171, "Bonne nouvelle, merci.", "BUEtoile")
    yield act(term.at(7, "11:20"), "answer", 3, "Merci, bien reçu", "ScolEtoile")
    yield act(term.at(7, "11:42"), "answer", 18, "Le TD de 16h est aussi déplacé ?", "ScolEtoile")
    yield act(term.at(7, "9:15"), "write_off", STAFF_CLOSING)
    yield act(term.at(6, "9:05"), "grant", "scd", 500)
    yield act(term.at(4, "10:31"), "answer", 90, "OK", "ScolEtoile")
    yield act(term.at(2, "17:02"), "answer", 12, "Stop svp, je ne suis plus inscrit", "BUEtoile")
    yield act(
        max(term.ago(75), now - FRESH),
        "receive",
        "retards de la semaine.csv",
        "l3-histoire",
        "abenali",
    )


def anges(house, term, _now):
    """Yield the scenes of the second one."""
    yield from _scenes(house, begun(ANGES, term))
    act = partial(_scene, house)
    yield act(term.at(11, "9:40"), "decide", "BUPhare", "authorised")
    yield act(term.at(6, "14:25"), "answer", 72, "Merci !", "38000", by="commun")


def _scenes(house, messages):
    return (Scene(message.at, partial(house.write, message)) for message in messages)


def _scene(house, at, act, *args, **options):
    return Scene(at, partial(getattr(house, act), *args, now=at, **options))


STORIES = {"pantheon": pantheon, "anges": anges}
