"""Placeholders found, with their defaults, and filled once for all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unisms.sms.encoding import encode
from unisms.sms.placeholders import filled, lacking, parts, placeholders, unknown
from unisms.sms.template import columns_used, fits, prepare, room

COLUMNS = ("Nom", "Prénom")
TEXTS = st.text("ab[]| \nn")
VALUES = st.text("ab[]| n", max_size=8)


@pytest.mark.parametrize(
    ("text", "values", "rendered"),
    [
        ("[prenom|cher lecteur]", ("N", "Zoé"), "Zoé"),
        ("[prenom|cher lecteur]", ("N", " "), "cher lecteur"),
        ("[prenom|cher lecteur]", ("N",), "cher lecteur"),
        ("[ PRÉNOM | cher lecteur ]", ("N", ""), "cher lecteur"),
        ("a[prenom|]b", ("N", ""), "ab"),
        ("[prenom|a|b]", ("N", ""), "a|b"),
        ("[salle|B12] [nom]", ("N", ""), "B12 N"),
        ("[|B12] [ | B12]", (), "[|B12] [ | B12]"),
        ("[[prenom|cher]", (), "[prenom|cher]"),
        ("[prenom|a\nb]", ("N", "Z"), "[prenom|a\nb]"),
    ],
)
def test_a_default_stands_where_a_value_is_missing(text, values, rendered):
    assert prepare(text, COLUMNS).render(values) == rendered
    assert prepare(text, COLUMNS).beginning(values, 3) == rendered[:3]


def test_a_placeholder_with_a_default_is_never_missing():
    template = prepare("[nom] [prenom|] [salle|ici] [cours]", COLUMNS)
    assert template.missing(("", "")) == ("cours", "Nom")
    assert template.unknown == ("cours",)
    assert template.used == {0, 1}


def test_a_placeholder_needs_a_value_where_it_has_a_default_elsewhere_only():
    assert unknown("[salle|B12] [salle]", COLUMNS) == ("salle",)
    assert prepare("[nom|x] [nom]", COLUMNS).missing(("",)) == ("Nom",)


def test_names_are_told_without_their_defaults():
    text = "[prenom|cher lecteur] [Prénom] [salle|]"
    assert placeholders(text) == ("prenom", "salle")
    assert columns_used(text, COLUMNS) == ("Prénom",)
    assert [(one.name, one.default) for one in lacking(text, COLUMNS)] == [("salle", "")]


def test_a_column_whose_own_title_has_a_bar_comes_first():
    columns = ("Nom", "Nom|Prénom")
    assert prepare("[nom|prenom] [nom|x]", columns).render(("a", "b")) == "b a"
    assert columns_used("[Nom|Prénom]", columns) == ("Nom|Prénom",)
    assert prepare("[[ [nom]", columns).render(("a", "b")) == "[ a"


def test_the_dearest_form_of_a_text_has_the_longer_or_dearer_default():
    template = prepare("[nom|personne] [prenom|ê]", COLUMNS)
    assert template.dearest(("Zoé", "Christophe")) == "personne ê"
    assert template.dearest(("Alexandrine", "Noëlle")) == "Alexandrine Noëlle"
    assert template.dearest(()) == "personne ê"


def test_a_text_may_be_blank_if_only_values_say_something():
    assert prepare("[nom] [prenom|]", COLUMNS).may_be_blank
    assert prepare(" \n[salle|]", COLUMNS).may_be_blank
    assert not prepare("[nom].", COLUMNS).may_be_blank
    assert not prepare("[prenom|cher]", COLUMNS).may_be_blank


@given(st.text("abê ", max_size=9), st.text("abê ", max_size=9))
def test_no_text_costs_more_than_its_dearest_form(value, default):
    template = prepare(f"Bonjour [nom|{default}]", ("nom",))
    most = encode(template.dearest((value,)))
    for given_value in (value, ""):
        cost = encode(template.render((given_value,)))
        assert (cost.segments, cost.alphabet) <= (most.segments, most.alphabet)
        assert cost.alphabet != most.alphabet or cost.units <= most.units


@pytest.mark.parametrize(
    ("text", "form", "inside"),
    [
        ("Cher [prenom|lecteur]", "Cher [prenom|lecteur]", True),
        ("Cher [prenom|ami]", "Cher [prenom|lecteur]", True),
        ("Cher Zoé", "Cher [prenom|lecteur]", True),
        ("Cher [prenom|a text that is longer than what a blank takes]", "Cher [prenom]", False),
        ("Cher ", "Cher [prenom|]", False),
    ],
)
def test_a_default_is_written_into_a_template_within_its_blanks_only(text, form, inside):
    assert fits(text, form, 21) == inside


def test_a_template_has_room_for_its_own_defaults():
    assert room("Cher [prenom|lecteur]", 3) == len("Cher lecteur")
    assert room("Cher [prenom|lecteur]", 9) == len("Cher ") + 9
    assert room("[[ici] [prenom]", 3) == len("[ici] abc")


@pytest.mark.parametrize(
    ("text", "fills", "sent"),
    [
        ("en [salle]", (("salle", "B12"),), "en B12"),
        ("en [Salle] [SALLE]", (("salle", " B12 "),), "en B12 B12"),
        ("en [salle|ici]", (("salle", "B12"),), "en B12"),
        ("en [salle|ici]", (("salle", ""),), "en [salle|ici]"),
        ("[nom] en [salle]", (("salle", "B12"), ("nom", "X")), "[nom] en B12"),
        ("en [salle]", (("salle", "[nom]"),), "en [[nom]"),
        ("en [salle]", (("salle", "B [12"),), "en B [12"),
        ("[ en [salle]", (("salle", "B]"),), "[[ en B]"),
        ("[[en] [salle]", (("salle", "B"),), "[[en] B"),
        ("en [salle]", (), "en [salle]"),
    ],
)
def test_blanks_are_filled_and_brackets_in_a_value_are_literal(text, fills, sent):
    assert filled(text, fills, ("nom",)) == sent


@given(TEXTS, VALUES, VALUES)
def test_a_filled_text_reads_as_the_text_with_the_values_in_it(text, one, other):
    fills = (("a", one), ("b", other))
    columns = ("n",)
    read = prepare(text, ("n", "a", "b")).render(("NNN", one, other))
    kept = [part.name for part in lacking(text, ("n", "a", "b"))]
    sent = filled(text, fills, columns)
    whole = prepare(sent, columns)
    if one.strip() and other.strip() and not kept:
        assert whole.render(("NNN",)) == read
        assert whole.unknown == ()


@given(TEXTS)
def test_the_parts_of_a_text_are_the_whole_of_it(text):
    told = "".join(
        part.literal + (part.written if part.name else part.written * 2) for part in parts(text)
    )
    assert told == text
