"""Visits without exports: for sentences alone."""

from datetime import date

from dashboards.exports.selection import Selection
from dashboards.pages.asked import Asked
from dashboards.pages.names import Names
from dashboards.pages.speech import Speech
from dashboards.pages.visits import Visit

NOVEMBER = date(2026, 11, 1), date(2026, 11, 30)


def visit(language="fr", first=NOVEMBER[0], last=NOVEMBER[1], institutions=("pantheon",)):
    speech = Speech(language)
    selection = Selection(institutions, None, first, last)
    return Visit(None, Asked("overview"), selection, speech, Names(None, speech))


def flat(text):
    """Return the text with plain blanks and apostrophes."""
    for sign in ("\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"):
        text = text.replace(sign, " ")
    return text.replace("’", "'")
