"""Blanks filled once for all, and the texts that are sent then."""

from hypothesis import given
from hypothesis import strategies as st

from unisms.model.wordings import NO_WORDING, OtherText, Wording
from unisms.services.texts.wordings import LONGEST, Blank, blanks, completed
from unisms.sms.template import unknown

TEXT = "Votre cours de [matière] du [date] est déplacé en [salle|lieu à confirmer], [nom]"
FILLS = (("matiere", "Histoire"), ("date", " mardi\n3 décembre "))


def test_a_blank_is_what_the_audience_has_no_value_for():
    found = blanks(TEXT, FILLS, ("nom",))
    assert found == (
        Blank("matière", "Histoire"),
        Blank("date", "mardi 3 décembre"),
        Blank("salle", "", "lieu à confirmer"),
    )
    assert [one.key for one in found] == ["matiere", "date", "salle"]
    assert [one.is_missing for one in blanks(TEXT, (), ("nom",))] == [True, True, False]


def test_a_value_is_cut_and_one_of_blanks_alone_fills_nothing():
    [long], [empty] = (blanks("[a]", (("a", value),), ()) for value in ("x" * 999, " \u200b "))
    assert (len(long.value), empty.value) == (LONGEST, "")


def test_the_text_that_is_sent_has_its_values_and_the_wording_keeps_it_as_composed():
    sent, wording = completed(TEXT, Wording(fills=FILLS), ("nom",), "fr")
    told = (
        "Votre cours de Histoire du mardi 3 décembre est déplacé en [salle|lieu à confirmer], [nom]"
    )
    assert sent == told
    assert wording == Wording(
        "fr", TEXT, (("matière", "Histoire"), ("date", "mardi 3 décembre")), ()
    )
    assert wording.stored == tuple(wording)


def test_a_text_without_blanks_keeps_nothing_beside_it():
    sent, wording = completed("Bonjour [nom]\u200b", Wording(fills=FILLS), ("nom",), "fr")
    assert (sent, wording.stored) == ("Bonjour [nom]", ())
    assert NO_WORDING.stored == ()


def test_the_other_text_takes_the_values_of_the_first_where_it_has_no_own():
    other = OtherText("en", "", "Your [matière] class on [date], [who]", (("date", "Tuesday"),))
    wording = Wording(fills=(*FILLS, ("who", "")), others=(tuple(other),))
    [told] = completed(TEXT, wording, ("nom",), "fr")[1].texts
    assert told.text == "Your Histoire class on Tuesday, [who]"
    assert told.fills == (("date", "Tuesday"),)
    assert told.written == other.composed


def test_another_text_that_says_nothing_is_none():
    wording = Wording(others=(tuple(OtherText("en", "", " \n")),))
    assert completed("Bonjour", wording, (), "fr")[1].stored == ()


def test_the_language_of_a_text_stays_that_in_which_it_was_composed():
    assert completed("Hello", Wording("en"), (), "fr")[1].language == "en"


@given(st.text("ab[]| é", max_size=30), st.text("ab[]| é", min_size=1, max_size=9))
def test_a_text_whose_blanks_are_filled_has_none_left(text, value):
    found = blanks(text, (), ())
    sent, _ = completed(text, Wording(fills=tuple((one.name, value) for one in found)), (), "fr")
    if value.strip():
        assert unknown(sent, ()) == ()
