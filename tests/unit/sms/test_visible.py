"""Texts that look the same are the same, and cost the same."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unisms.sms.encoding import GSM, encode
from unisms.sms.visible import shown, visible, visible_values

INVISIBLE = (
    "\x00\x07\x08\x0e\x1b\x1e\x1f\x7f\x80\x92\x9f\u00ad\u034f\u061c\u115f\u17b4\u180b\u180e\u200b"
    "\u200c\u200d\u200e\u200f\u202a\u202d\u202e\u202c\u2060\u2063\u2066\u2069\u206f\ufe00\ufe0e"
    "\ufe0f\ufeff\ufff9\ufffb\U0001d173\U000e0001\U000e0041\U000e0100"
)
BLANKS = "\t\u00a0\u2000\u2002\u2003\u2007\u2009\u200a\u202f\u205f\u2800\u3000\u3164\uffa0"
BREAKS = ("\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029")
PICTURES = (
    "👩🏽‍🎓",
    "👨‍👩‍👧‍👦",
    "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "❤️‍🔥",
    "🏳️‍🌈",
    "1️⃣",
    "👁️‍🗨️",
    "🙂‍↔️",
    "☎︎",
    "©️",
    "🇫🇷",
    "✌🏾",
)


@pytest.mark.parametrize("sign", INVISIBLE)
def test_what_nobody_sees_is_taken_out(sign):
    assert visible(f"{sign}Cours dé{sign}placé{sign} en B12{sign}") == "Cours déplacé en B12"


@pytest.mark.parametrize("blank", BLANKS)
def test_blanks_of_every_width_are_spaces(blank):
    assert visible(f"Où{blank}? Là{blank}") == "Où ? Là"


@pytest.mark.parametrize("line_break", BREAKS)
def test_line_breaks_of_every_kind_are_line_feeds(line_break):
    assert visible(f"Bonjour,{line_break}à demain{line_break}") == "Bonjour,\nà demain"


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("e\u0301te\u0301", "été"),
        ("e\u034f\u0301", "é"),
        ("C\u0327a", "Ça"),
        ("\u212bngstro\u0308m \u2126", "Ångström Ω"),
        ("ﬁn, aﬀaire, oﬃce", "fin, affaire, office"),
        ("peut\u2010être\u2011là", "peut-être-là"),
        ("  Bonjour  \n\n à demain \n\n", "Bonjour\n\n à demain"),
        ("a  b", "a  b"),
        ("Вonjour", "Bonjour"),  # its first letter is Cyrillic
        ("САR, Αmphi", "CAR, Amphi"),
        ("Привет Ира", "Привет Ира"),
        ("\u0435\u0301t\u0435\u0301", "été"),  # of Cyrillic letters, their accents apart
        ("ёхо ӏ ԝһо", "ёхо ӏ ԝһо"),
        ("Сһоё ԝо", "Choë wo"),
        ("νοϲό", "vocó"),
        ("∆T = ∑ ∏", "ΔT = Σ Π"),
        ("⇒\ufe0e ●\ufe0e ☆\ufe0e", "⇒ ● ☆"),
        ("☎\ufe0e ⌚\ufe0e", "☎\ufe0e ⌚\ufe0e"),
        ("Καλημέρα Α", "Καλημέρα Α"),
        ("ΔΦΓΛΩΠΨΣΘΞ", "ΔΦΓΛΩΠΨΣΘΞ"),
        ("😀\ufe0f 🌍\ufe0f", "😀 🌍"),
        ("5\ufe0f a\ufe0f", "5 a"),
        ("👩\u200d", "👩"),
        ("a\u200d🎓", "a🎓"),
        ("‏abc", "abc"),
        ("", ""),
        (" \u200b\n", ""),
    ],
)
def test_texts_that_look_the_same_are_the_same(text, seen):
    assert visible(text) == seen


@pytest.mark.parametrize(
    "text",
    [
        *PICTURES,
        "می\u200cخواهم",
        "क्\u200dष",
        "שלום \u200fabc",
        "葛\U000e0100城",
        "ᠮᠣᠩ\u180bᠭᠣᠯ",
        "\u1160\u1161"[1:],
        "\u1100\u1160",
        "ogham\u1680ogham",
        "∩︀",
        "“Œuvre” d’été… 25 °C — n° 5 €",
        "¿Qué? Straße Łódź ŉ",
    ],
)
def test_whatever_is_seen_stays(text):
    assert visible(text) == text
    assert shown(text) == text


texts = st.text(
    st.sampled_from("abé ê€[]\n12") | st.sampled_from(INVISIBLE + BLANKS) | st.characters(),
    max_size=60,
)


@given(texts)
def test_what_is_seen_once_is_seen_alike_ever_after(text):
    assert visible(visible(text)) == visible(text)


@given(st.text(st.sampled_from("abcé ê12€\n[]"), max_size=80), st.data())
def test_what_looks_the_same_costs_the_same(text, data):
    """Anything that nobody sees, put anywhere; each blank of any width; accents typed apart."""
    made = [data.draw(st.sampled_from(BLANKS)) if char == " " else char for char in text]
    for _ in range(data.draw(st.integers(0, 6))):
        made.insert(data.draw(st.integers(0, len(made))), data.draw(st.sampled_from(INVISIBLE)))
    apart = unicodedata.normalize("NFD", "".join(made))
    other = apart.replace("\n", data.draw(st.sampled_from(BREAKS))) + data.draw(
        st.text(st.sampled_from(" \u00a0\t\n\u200b"), max_size=3)
    )
    assert visible(other) == visible(text)
    assert encode(visible(other)) == encode(visible(text))


@given(texts)
def test_a_text_as_it_is_seen_is_never_dearer_in_one_alphabet(text):
    seen = visible(text)
    if encode(text).alphabet == "gsm7":
        assert encode(seen).alphabet == "gsm7"
        assert encode(seen).segments <= encode(text).segments


@settings(deadline=None)
@given(st.text(st.sampled_from("".join(GSM.basic) + "’œê«»…–—"), max_size=80))
def test_typography_is_left_to_whoever_writes(text):
    kept = text.replace("\r\n", "\n").replace("\r", "\n").strip(" \n")
    assert [line.rstrip(" ") for line in kept.split("\n")] == visible(text).split("\n")


def test_values_are_those_very_ones_if_nothing_changes():
    values = ("Zoé", "B12", "«\u202fŒuvre\u202f»")
    assert visible_values(values) == ("Zoé", "B12", "« Œuvre »")
    assert visible_values(("a", "é", "n° 5")) == ("a", "é", "n° 5")
    for same in (("Zoe", " B12 "), ("Zoé", "Œuvre"), ()):
        assert visible_values(same) is same
    assert visible_values(("a \n b",)) == ("a\n b",)
