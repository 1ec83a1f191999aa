"""Placeholders, personalisation and the worst case."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unisms.sms.encoding import GSM_WITH_SMALL_C_CEDILLA, encode
from unisms.sms.template import (
    columns_used,
    fits,
    placeholders,
    prepare,
    unknown,
    worst_case,
)

COLUMNS = ("Nom", "Prénom", "Date retour prévue", "N° d’adhérent")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Bonjour", ()),
        ("[nom] [date] [NOM] [ nom ]", ("nom", "date")),
        ("[Prénom], [prenom]", ("Prénom",)),
        ("[[nom]", ()),
        ("[[[nom]", ("nom",)),
        ("[] [ ] [nom", ()),
        ("[nom [prénom]", ("prénom",)),
        ("[a\nb]", ()),
        ("[date  retour\u00a0prévue] [date retour prévue]", ("date  retour\u00a0prévue",)),
    ],
)
def test_placeholders_are_names_between_brackets_told_once_in_order(text, names):
    assert placeholders(text) == names


@pytest.mark.parametrize(
    ("text", "rendered"),
    [
        ("", ""),
        ("Bonjour [Prénom] [nom].", "Bonjour Zoé N’Diaye."),
        ("[PRENOM][ prénom ]", "ZoéZoé"),
        ("pour le [date retour prevue]", "pour le 19/11/2026"),
        ("n° [n° d'adhérent]", "n° 0042"),
        ("[[nom] [nom]] [", "[nom] N’Diaye] ["),
        ("[xyz] [nom]", "[xyz] N’Diaye"),
    ],
)
def test_a_text_is_rendered_for_one_recipient(text, rendered):
    assert prepare(text, COLUMNS).render(("N’Diaye", " Zoé ", "19/11/2026", "0042")) == rendered


def test_a_value_is_never_a_template():
    assert prepare("[nom] [prénom]", COLUMNS).render(("[prénom]", "[[", "", "")) == "[prénom] [["


def test_of_two_columns_with_the_same_name_the_first_is_used():
    assert prepare("[tel]", ("Tél", "TEL")).render(("a", "b")) == "a"


def test_a_column_without_a_name_cannot_be_called():
    assert prepare("[] [nom]", ("", "nom")).render(("a", "b")) == "[] b"


def test_unknown_placeholders_are_told_before_any_recipient():
    assert unknown("[nom] [xyz] [adresse] [XYZ]", COLUMNS) == ("xyz", "adresse")
    assert prepare("[nom] [xyz]", COLUMNS).unknown == ("xyz",)


def test_the_columns_that_a_text_names_are_told_in_their_order():
    assert columns_used("[prenom] [xyz] [NOM] [prénom]", COLUMNS) == ("Nom", "Prénom")


@pytest.mark.parametrize(
    ("values", "missing"),
    [
        (("N’Diaye", "Zoé", "19/11", ""), ()),
        (("N’Diaye", " ", "", "42"), ("Prénom", "Date retour prévue")),
        (("N’Diaye",), ("Prénom", "Date retour prévue")),
        ((), ("Nom", "Prénom", "Date retour prévue")),
    ],
)
def test_empty_values_are_told_for_each_recipient(values, missing):
    assert prepare("[nom] [prénom] [date retour prévue] [nom]", COLUMNS).missing(values) == missing


def test_an_unknown_placeholder_is_missing_for_everybody():
    assert prepare("[nom] [xyz] [xyz]", COLUMNS).missing(("", "", "", "")) == ("xyz", "Nom")


@given(st.text(), st.lists(st.text("ab[] é"), max_size=3))
def test_any_text_is_prepared_and_tells_its_unknown_names(text, columns):
    template = prepare(text, columns)
    assert set(template.unknown) <= set(placeholders(text))
    template.render([""] * len(columns))


@given(st.text())
def test_a_text_whose_brackets_are_doubled_is_rendered_as_it_was(text):
    template = prepare(text.replace("[", "[["), ())
    assert (template.render(()), template.unknown) == (text, ())


@given(st.text("ab[]| \n"), st.lists(st.text("cd ", max_size=9), max_size=3), st.integers(1, 40))
def test_the_beginning_of_a_text_is_that_of_the_whole(text, values, most):
    template = prepare(text.replace("|", "[a] [b]"), ("a", "b"))
    assert template.beginning(values, most) == template.render(values)[:most]


def test_the_beginning_of_a_text_is_made_without_the_rest():
    endless = "x" * (1 << 26)
    assert prepare("[nom]" * 20_000, ("nom",)).beginning((endless,), 1000) == "x" * 1000


def test_the_worst_case_is_the_dearest_row_not_the_longest():
    template = prepare("Bonjour [nom], " + "a" * 80, ("nom",))
    rows = [("Christophe-Alexandre",), ("Loïc",), ("Zoé",)]
    assert worst_case(template, rows) == encode(template.render(("Loïc",)))
    assert worst_case(template, rows[::2]) == encode(template.render(("Christophe-Alexandre",)))


def test_the_worst_case_of_equal_segments_leaves_the_least_room():
    template = prepare("[nom]", ("nom",))
    assert worst_case(template, [("a" * 10,), ("a" * 30,), ("a" * 20,)]).units == 30


def test_the_worst_case_of_no_row_is_the_text_without_values():
    assert worst_case(prepare("Bonjour [nom]", ("nom",)), []) == encode("Bonjour ")


def test_the_worst_case_depends_on_the_broker():
    template = prepare("[nom]", ("nom",))
    assert worst_case(template, [("Françoise",)]).alphabet == "ucs2"
    assert worst_case(template, [("Françoise",)], GSM_WITH_SMALL_C_CEDILLA).alphabet == "gsm7"


@pytest.mark.parametrize(
    ("text", "form", "inside"),
    [
        ("Cours en salle 12", "Cours en salle [salle]", True),
        ("Cours en salle [salle]", "Cours en salle [salle]", True),
        ("Cours en salle ", "Cours en salle [salle]", False),
        ("Cours en salle 12\nVenez", "Cours en salle [salle]", False),
        ("Cours en salle 1234567", "Cours en salle [salle]", False),
        ("Cours [[ici]", "Cours [[ici]", True),
        ("Cours", " Cours ", True),
        ("Cours.", "Cours+", False),
    ],
)
def test_a_text_fits_a_form_when_only_its_placeholders_are_filled(text, form, inside):
    assert fits(text, form, 6) is inside


def plainly_fits(text, parts, most):
    """Whether ``text`` is its parts one after the other, a blank being a pair of brackets.

    It tries every way.
    """
    if not parts:
        return text == ""
    ways = [text[: len(parts[0])] == parts[0] and len(parts[0])]
    if parts[0].startswith("[b"):
        ways += [
            size for size in range(1, most + 1) if size <= len(text) and "\n" not in text[:size]
        ]
    return any(plainly_fits(text[size:], parts[1:], most) for size in ways if size)


PARTS = st.lists(st.sampled_from(["a", "b", "aa", "\n", "[[", "[b]", "[b c]"]), max_size=5)


@given(PARTS, st.text("ab\n[]", max_size=8) | PARTS.map("".join), st.integers(1, 3))
def test_a_text_fits_a_form_when_there_is_any_way_to_fill_it(parts, text, most):
    parts = "".join(("a", *parts, "b")), ["a", *parts, "b"]
    assert fits(f"a{text}b", parts[0], most) is plainly_fits(f"a{text}b", parts[1], most)


def test_a_form_of_many_blanks_is_followed_in_all_its_ways_at_once():
    form = "[c] " * 40 + "fin"
    assert not fits("a " * 2000 + "x", form, 40)
    assert not fits("a " * 800 + "x", form, 40)
    assert fits("a " * 800 + "fin", form, 40)
    assert not fits("a" * 4001, "[c]" * 100, 40)
    assert fits("a" * 4000, "[c]" * 100, 40)
