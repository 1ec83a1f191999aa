"""Tones that colour-blind people tell apart, in two schemes, each with a dash and a pattern.

They are those of Okabe and Ito, darkened or lightened until they stand out from the paper by three
to one at least. Colour never is alone: lines differ by dash and mark, bars by pattern.
"""

from typing import NamedTuple

LIGHT, DARK = "light", "dark"


class Tone(NamedTuple):
    """A colour in both schemes, and the dash, mark and pattern that go with it."""

    light: str
    dark: str
    dash: str = "solid"
    mark: str = "circle"
    pattern: str = ""

    def of(self, scheme: str) -> str:
        """Return the colour in a ``scheme``: ``light`` or ``dark``."""
        return self.dark if scheme == DARK else self.light

    def alone(self) -> "Tone":
        """Return the colour without dash and pattern, for a mark that is the only one."""
        return Tone(self.light, self.dark)


#: name -> tone; drawings bear the name as a class
TONES = {
    "blue": Tone("#0072b2", "#56b4e9", "solid", "circle", ""),
    "vermillion": Tone("#c24e00", "#ff8f52", "dash", "x", "/"),
    "green": Tone("#00755a", "#35c397", "dot", "square", "\\"),
    "purple": Tone("#9b4a86", "#e39bc8", "dashdot", "diamond", "-"),
    "amber": Tone("#8a6100", "#f0b83c", "longdash", "triangle-up", "x"),
    "grey": Tone("#67625a", "#b5b0a7", "longdashdot", "circle-open", "."),
}
#: the tones of several series, in this order
SERIES = ("blue", "vermillion", "green", "purple", "amber", "grey")
#: Tones of states: as on the pages of the service, where a colour goes with a word and a shape.
STATES = {
    "delivered": Tone(*TONES["green"][:2], "solid", "circle", ""),
    "accepted": Tone(*TONES["grey"][:2], "dot", "circle-open", "."),
    "queued": Tone(*TONES["grey"][:2], "dot", "circle-open", "."),
    "waiting": Tone(*TONES["grey"][:2], "dot", "circle-open", "."),
    "failed": Tone(*TONES["vermillion"][:2], "dash", "x", "/"),
    "expired": Tone(*TONES["amber"][:2], "longdash", "triangle-up", "x"),
    "uncertain": Tone(*TONES["blue"][:2], "dashdot", "square", "\\"),
    "set_aside": Tone(*TONES["purple"][:2], "longdashdot", "diamond", "-"),
    "stopped": Tone(*TONES["grey"][:2], "longdash", "square", "+"),
}
#: of what is no series: letters, soft letters, rules, paper
INKS = {
    "ink": Tone("#1d1b18", "#ece9e3"),
    "soft": Tone("#5a564f", "#b1aca2"),
    "rule": Tone("#e4dfd6", "#3a3732"),
    "paper": Tone("#ffffff", "#1f1e1b"),
}


def series(index: int) -> Tone:
    """Return the tone of the series number ``index``, counted from 0."""
    return TONES[SERIES[index % len(SERIES)]]


def name_of(colour: str) -> str:
    """Return the name of the tone that has ``colour`` in either scheme; empty: it is none."""
    return _NAMES.get(colour.lower(), "")


_NAMES = {
    colour: name for name, tone in {**TONES, **INKS}.items() for colour in (tone.light, tone.dark)
}
