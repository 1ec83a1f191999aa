"""Passwords that are long enough and yet among the first that anybody tries."""

import re
from collections.abc import Sequence

from unisms.sms.template import fold

LEAST_LEFT = 5  # letters and digits beside the words everybody knows
VARIED = 5  # different characters beside them

WORDS = """
motdepasse password passwort azerty qwerty qwertz bonjour bienvenue welcome salut soleil sunshine
jetaime iloveyou
chocolat doudou loulou chouchou marseille paris france football superman batman dragon monkey
princesse princess
administrateur administrator admin root universite university etudiant student bibliotheque library
campus secret
changezmoi changeme letmein nouveau service printemps automne hiver summer winter janvier decembre
unisms sms
"""
ROWS = (
    "azertyuiopqsdfghjklmwxcvbn",
    "qwertyuiopasdfghjklzxcvbnm",
    "abcdefghijklmnopqrstuvwxyz",
    "0123456789",
)
RUNS = [run for row in ROWS for run in (row * 3, row[::-1] * 3)]
MEANT = str.maketrans("013457@$!", "oieastasi")  # how letters are disguised


def is_common(password: str, *names: str) -> bool:
    """Whether ``password`` is little more than words that everybody tries, or than ``names``.

    ``names`` are those of the person and of the institution.
    """
    plain = fold(password)
    known = sorted({*WORDS.split(), *(fold(name) for name in names if name)}, key=len, reverse=True)
    return any(_little_is_left(text, known) for text in (plain, plain.translate(MEANT)))


def _little_is_left(text: str, known: Sequence[str]) -> bool:
    for word in known:
        text = text.replace(word, "")
    rest = "".join(filter(str.isalnum, text))
    return len(rest) < LEAST_LEFT or len(set(text)) < VARIED or _is_run(rest)


def _is_run(text: str) -> bool:
    """Whether the text is a run of letters, of digits, or of both, as a keyboard has them."""
    pieces = re.findall(r"[^\W\d]+|\d+", text)
    return len(pieces) <= 2 and all(any(piece in run for run in RUNS) for piece in pieces)
