"""Problems and their sentences."""

import re

import pytest

from unisms.services.ground.problem import (
    ANY,
    OTHER,
    Counted,
    Problem,
    Sentence,
    headline,
    tell,
)

SENTENCES = {
    ("text", "empty"): Sentence("Écrivez."),
    ("text", "long"): Sentence("%(most)s au plus.", "most"),
    ("text", "names"): Sentence("Pas de %(names)s.", "names|list"),
    (ANY, "missing"): Sentence("À remplir."),
    (ANY, OTHER): Sentence("À corriger."),
    ("send", "hours"): Sentence("De %(start)s à %(end)s.", "start|hour end|hour"),
    ("send", OTHER): Sentence("Pas parti.", headline=Sentence("Hélas")),
    ("proof", "wait"): Counted(
        "Une seconde.", "%(count)s secondes.", "count", headline=Sentence("Trop vite")
    ),
    ("dates", "unread"): Counted(
        "%(n)s date : %(cell)s.", "%(n)s dates, dont %(cell)s.", "n|hour cell"
    ),
}


class Shouted:
    """A language that speaks up, but for the names of the placeholders."""

    def gettext(self, message):
        return re.sub(r"(%\(\w+\)s)|(.)", lambda found: found[1] or found[2].upper(), message)

    def ngettext(self, msgid1, msgid2, n):
        return self.gettext(msgid1 if n < 2 else msgid2)


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        (Problem("text", "empty"), "ÉCRIVEZ."),
        (Problem("text", "empty", "more than it tells"), "ÉCRIVEZ."),
        (Problem("text", "long", 8), "8 AU PLUS."),
        (Problem("text", "long", (8, 9)), "8 AU PLUS."),
        (Problem("text", "names", ("a", "b")), "PAS DE a, b."),
        (Problem("text", "missing"), "À REMPLIR."),
        (Problem("text", "whatever"), "À CORRIGER."),
        (Problem("send", "hours", (8, 9)), "DE 8 h À 9 h."),
        (Problem("send", "whatever", 8), "PAS PARTI."),
        (Problem("send", "missing"), "PAS PARTI."),
        (Problem("proof", "wait", 1), "UNE SECONDE."),
        (Problem("proof", "wait", 40), "40 SECONDES."),
        (Problem("dates", "unread", (1, "x")), "1 h DATE : x."),
        (Problem("dates", "unread", (3, "x")), "3 h DATES, DONT x."),
    ],
)
def test_a_sentence_is_translated_and_filled_with_the_detail(problem, told):
    assert tell(problem, SENTENCES, Shouted(), {"hour": "{} h".format}) == told


@pytest.mark.parametrize(
    ("problem", "above"),
    [
        (Problem("text", "empty"), ""),
        (Problem("send", "whatever"), "HÉLAS"),
        (Problem("proof", "wait", 40), "TROP VITE"),
    ],
)
def test_a_headline_stands_above_a_sentence_that_has_one(problem, above):
    assert headline(problem, SENTENCES, Shouted()) == above
