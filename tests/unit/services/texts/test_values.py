"""Dates and amounts written in the language of the text that somebody gets."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from factories import NOW, make_person, make_recipient
from hypothesis import given
from hypothesis import strategies as st

from unisms.model.wordings import NO_WORDING, OtherText, Wording
from unisms.services.imports import intake
from unisms.services.texts.languages import Languages
from unisms.services.texts.values import Writer, kinds_of_file, writer
from unisms.sms.encoding import GSM
from unisms.sms.notations import AMOUNT, DATE, ISO
from unisms.testing.factories import someone

PARIS = ZoneInfo("Europe/Paris")
TODAY = date(2026, 11, 30)
TWO = Wording("fr", "", (), (tuple(OtherText("en", "Hello")),))


@pytest.mark.parametrize(
    ("kind", "cell", "french", "english"),
    [
        (DATE, "03/12/2026", "3 décembre 2026", "3 December 2026"),
        (DATE, "2026-08-01 14:30", "1er aout 2026 à 14:30", "1 August 2026 at 14:30"),
        (DATE, "03/12/2026 00:00", "3 décembre 2026", "3 December 2026"),
        (DATE, "03/12/2026 99:00", "03/12/2026 99:00", "03/12/2026 99:00"),
        (DATE, "bientôt", "bientôt", "bientôt"),
        (DATE, "", "", ""),
        (ISO, "2026-12-03", "3 décembre 2026", "3 December 2026"),
        (ISO, "2026-12-03T23:30:00Z", "4 décembre 2026 à 00:30", "4 December 2026 at 00:30"),
        (ISO, "20261203133000Z", "3 décembre 2026 à 14:30", "3 December 2026 at 14:30"),
        (ISO, "03/12/2026", "03/12/2026", "03/12/2026"),
        (ISO, "20261203", "20261203", "20261203"),
        (AMOUNT, "12,5", "12,50 €", "€12.50"),
        (AMOUNT, "à voir", "à voir", "à voir"),
        ("text", "03/12/2026", "03/12/2026", "03/12/2026"),
        ("", "12,50 €", "12,50 €", "12,50 €"),
    ],
)
def test_a_value_is_written_as_its_column_and_the_language_have_it(kind, cell, french, english):
    told = [writer((kind,), PARIS, language, GSM)((cell,)) for language in ("fr", "en")]
    assert told == [(french,), (english,)]


def of_file(institution, *rows, titles=("Mobile", "Date retour", "Amende", "Titre")):
    lines = [";".join(row) for row in (titles, *rows)]
    record = intake.receive(someone(institution), "a.csv", "\n".join(lines).encode(), NOW)
    intake.read(record)
    return record


ROW = ("0639980001", "23/12/2026", "12,5", "Nana")


def test_the_columns_of_a_file_are_known_by_their_kind(institution):
    record = of_file(institution, ROW)
    assert kinds_of_file(record, (0, 1, 2, 3, None, 9), TODAY) == ("", DATE, AMOUNT, "", "", "")
    record.kinds = ()
    assert kinds_of_file(record, (1,), TODAY) == ("",)


def test_dates_that_may_be_the_other_way_round_stay_as_the_file_shows_them(institution):
    first = ("0639980001", "02/03/2026", "12,5", "Nana")
    record = of_file(institution, first, ("0639980002", "12/23/2026", "3", "Nana"))
    record.kinds = ("msisdn", DATE, AMOUNT, "text")
    assert kinds_of_file(record, (1,), TODAY) == ("",)


def test_amounts_stay_as_they_are_where_another_currency_is_at_home(institution):
    record = of_file(institution, ROW)
    institution.country = "NC"
    assert kinds_of_file(record, (1, 2), TODAY) == (DATE, "")


def test_each_recipient_reads_the_language_of_their_text(institution):
    make_person(institution, "john").language = "en"
    found = [make_recipient(1, values=("03/12/2026", "x"), uid=uid) for uid in ("john", "")]
    kinds = (DATE, "")
    both = Writer(institution, Languages(institution, TWO), GSM).written(found, kinds)
    assert [one.values for one in both] == [("3 December 2026", "x"), ("3 décembre 2026", "x")]
    alone = Writer(institution, Languages(institution, NO_WORDING), GSM)
    assert {one.values[0] for one in alone.written(found, kinds)} == {"3 décembre 2026"}
    assert alone.written(found, ("", "")) is found


@given(st.text(max_size=12))
def test_no_text_of_a_file_is_lost(cell):
    for kind in (DATE, ISO, AMOUNT):
        [told] = writer((kind,), PARIS, "fr", GSM)((cell,))
        assert told.strip() or not cell.strip()
