"""Sentences on what is missing: each thing is told once, and not too many."""

from datetime import date

import pandas as pd
import pytest

from dashboards.exports import notes
from dashboards.exports.notes import Note
from dashboards.pages.names import Names
from dashboards.pages.remarks import MOST, remarks
from tests.unit.dashboards.pages.saying import flat, visit

DAY = date(2026, 11, 3)
CODES = [value for name, value in vars(notes).items() if name.isupper()]


def told(*found, language="fr", institutions=("pantheon",)):
    one = visit(language, institutions=institutions)
    nobody = pd.DataFrame(columns=["institution", "key", "name", "name_en"])
    one.names = Names(lambda kind, keys: nobody, one.speech)
    one.missing = dict.fromkeys(found)
    return [flat(sentence) for sentence in remarks(one)]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("code", CODES)
def test_everything_that_may_be_missing_has_a_sentence(code, language):
    note = Note(code, "pantheon", "facts", DAY, DAY, "account", 3)
    sentences = told(note, language=language)
    if code == notes.MANIFEST_NEWER:  # a page of its own
        assert sentences == []
        return
    assert len(sentences) == 1
    assert "%(" not in sentences[0]


def test_the_same_days_of_several_tables_are_told_once():
    found = [Note(notes.MISSING_DAYS, "pantheon", table, DAY, DAY) for table in ("facts", "names")]
    assert told(*found) == ["Rien n'a été reçu du service le 3 novembre 2026 : ces jours manquent."]


def test_of_several_institutions_it_is_told_which():
    names = tuple(f"i{number}" for number in range(5))
    few = [Note(notes.NOT_YET, name, "facts", DAY, DAY) for name in names[:2]]
    assert told(*few, institutions=names)[0].endswith("(i0, i1)")
    many = [Note(notes.NOT_YET, name, "facts", DAY, DAY) for name in names]
    assert told(*many, institutions=names)[0].endswith("(5 établissements)")


def test_many_things_are_counted_in_the_end():
    found = [
        Note(notes.MISSING_DAYS, "pantheon", "facts", date(2026, 1, day), date(2026, 1, day))
        for day in range(1, 29, 2)
    ]
    sentences = told(*found)
    assert len(sentences) == MOST + 1
    assert sentences[-1] == "… et 8 autres manques."
