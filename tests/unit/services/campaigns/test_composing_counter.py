"""The live counter: what a text costs while it is written."""

import pytest

from unisms.services.campaigns import estimates


def test_the_counter_tells_alphabet_segments_and_room():
    preview = estimates.preview("Bonjour")
    assert (preview.alphabet, preview.segments, preview.units, preview.room) == ("gsm7", 1, 7, 153)
    assert (preview.placeholders, preview.unknown, preview.costly, preview.simplified) == (
        (),
        (),
        (),
        False,
    )


def test_the_counter_reckons_with_the_longest_values():
    preview = estimates.preview("[nom]", ("nom",), ("x" * 161,))
    assert (preview.segments, preview.placeholders) == (2, ("nom",))


def test_the_counter_knows_no_value_of_a_column_of_which_none_is_given():
    assert estimates.preview("[nom]", ("nom",)).units == 0


def test_the_counter_tells_what_the_text_itself_costs_whatever_fills_its_placeholders():
    preview = estimates.preview("Zut ! [nom] €", ("nom",), ("Zoë",))
    assert (preview.alphabet, preview.own) == ("ucs2", estimates.alone("Zut ! [nom] €", ("nom",)))
    assert (preview.own.alphabet, preview.own.units) == ("gsm7", 9)
    assert (
        [one.character for one in preview.costly],
        [one.character for one in preview.own_costly],
    ) == (["ë"], ["€"])
    assert estimates.alone("ç", alphabet="gsm-c-cedilla").alphabet == "gsm7"


def test_the_counter_names_unknown_placeholders():
    assert estimates.preview("[nom] [prix]", ("nom",)).unknown == ("prix",)


def test_the_counter_offers_what_is_cheaper():
    preview = estimates.preview("ça va " * 20)
    assert (preview.alphabet, preview.segments) == ("ucs2", 2)
    assert preview.simplified_segments == 1
    assert preview.simplified
    assert preview.costly


def test_the_counter_offers_to_simplify_the_values_as_well():
    titles = ("« Les Œuvres » " * 9,)
    preview = estimates.preview("Rendez [titre]", ("titre",), titles)
    assert (preview.segments, preview.simplified_segments) == (3, 1)
    assert estimates.preview("Rendez [titre]", ("titre",), titles, plain_values=True).segments == 1


@pytest.mark.parametrize("plain", [False, True])
def test_the_counter_counts_no_further_than_a_text_may_be_written_and_says_so(plain):
    most = estimates.preview("[nom][nom]", ("nom",), ("x" * 2000,), plain_values=plain)
    assert (most.units, most.cut) == (4000, False)
    for text, name in (
        ("[nom][nom]", "x" * 2001),
        ("[nom]" * 800, "x" * 1_000_000),
        ("x" * 4001, ""),
    ):
        preview = estimates.preview(text, ("nom",), (name,), plain_values=plain)
        assert (preview.units, preview.cut) == (4000, True)


def test_the_counter_follows_the_alphabet_of_the_connection():
    assert estimates.preview("ça va", alphabet="gsm-c-cedilla").alphabet == "gsm7"
