"""Alphabets and segments: tables, properties, and two independent oracles on 100,000 texts."""

import random

import gsm0338
import pytest
import smsutil
from hypothesis import given, settings
from hypothesis import strategies as st
from tiers import in_all

from unisms.sms.encoding import (
    ALPHABETS,
    GSM,
    GSM_WITH_SMALL_C_CEDILLA,
    Encoded,
    costly,
    decode_gsm,
    encode,
    simplify,
    split,
)

BASIC = "".join(sorted(GSM.basic))
EXTENSION = "".join(sorted(GSM.extension))
FRENCH = "âêîôûëïÿçœŒÀÂÈÊËÎÏÔÙÛŸ«»’‘“”…–—°•²½©®™\u00a0\u202f\t`"
EMOJI = "😀📚🎓👩🏽‍🎓é\u0301"

gsm_texts = st.text(BASIC + EXTENSION * 3, max_size=500)
any_texts = st.text(
    st.one_of(
        st.sampled_from(BASIC),
        st.sampled_from(EXTENSION + FRENCH + EMOJI),
        st.characters(codec="utf-8"),
    ),
    max_size=300,
)


@pytest.mark.parametrize(
    ("text", "alphabet", "segments", "units"),
    [
        ("", "gsm7", 1, 0),
        ("é" * 160, "gsm7", 1, 160),
        ("é" * 161, "gsm7", 2, 161),
        ("é" * 306, "gsm7", 2, 306),
        ("é" * 307, "gsm7", 3, 307),
        ("€" * 80, "gsm7", 1, 160),
        ("a" * 159 + "€", "gsm7", 2, 161),
        ("a" * 152 + "€" + "a" * 152, "gsm7", 3, 306),
        ("a" * 151 + "€" + "a" * 153, "gsm7", 2, 306),
        ("€" * 153, "gsm7", 3, 306),
        ("ç", "ucs2", 1, 1),
        ("\0", "ucs2", 1, 1),
        ("\x1b", "ucs2", 1, 1),
        ("[\0]", "ucs2", 1, 3),
        ("ê" * 70, "ucs2", 1, 70),
        ("ê" * 71, "ucs2", 2, 71),
        ("ê" * 134, "ucs2", 2, 134),
        ("ê" * 135, "ucs2", 3, 135),
        ("😀" * 35, "ucs2", 1, 70),
        ("ê" * 66 + "😀" + "ê" * 66, "ucs2", 3, 134),
        ("ê" * 65 + "😀" + "ê" * 67, "ucs2", 2, 134),
        ("[ê]", "ucs2", 1, 3),
    ],
)
def test_a_text_is_billed_by_the_segment(text, alphabet, segments, units):
    assert encode(text)[:3] == (alphabet, segments, units)


@pytest.mark.parametrize(
    ("text", "room"),
    [
        ("", 160),
        ("a" * 160, 0),
        ("a" * 161, 145),
        ("ê", 69),
        ("ê" * 71, 63),
        ("a" * 152 + "€" + "a" * 152, 152),
    ],
)
def test_the_room_left_is_told(text, room):
    assert encode(text).room == room


@settings(deadline=None)
@given(gsm_texts)
def test_filling_the_room_costs_nothing_and_one_more_unit_costs_a_segment(text):
    cost = encode(text)
    assert encode(text + "a" * cost.room).segments == cost.segments
    assert encode(text + "a" * (cost.room + 1)).segments == cost.segments + 1


def test_the_basic_table_has_127_characters_and_the_extension_ten():
    assert (len(GSM.basic), len(GSM.extension)) == (127, 10)
    assert encode(BASIC)[:3] == ("gsm7", 1, 127)
    assert encode(EXTENSION)[:3] == ("gsm7", 1, 20)


@pytest.mark.parametrize("character", FRENCH)
def test_french_typing_needs_ucs2(character):
    assert encode(f"Bonjour{character}").alphabet == "ucs2"


@pytest.mark.parametrize(
    ("name", "text", "alphabet", "payload"),
    [
        ("gsm", "Ç", "gsm7", b"\x09"),
        ("gsm", "ç", "ucs2", b"\x00\xe7"),
        ("gsm-c-cedilla", "ç", "gsm7", b"\x09"),
        ("gsm-c-cedilla", "Ç", "gsm7", b"\x09"),
    ],
)
def test_each_broker_has_its_c_cedilla(name, text, alphabet, payload):
    assert split(text, ALPHABETS[name]) == (alphabet, (payload,))


def test_payloads_are_septets_with_their_escapes_or_utf16():
    assert split("@é€") == ("gsm7", (b"\x00\x05\x1b\x65",))
    assert split("ê😀") == ("ucs2", (b"\x00\xea\xd8\x3d\xde\x00",))


def test_no_pair_is_cut():
    assert [len(part) for part in split("a" * 152 + "€" + "a" * 152)[1]] == [152, 153, 1]
    assert [len(part) for part in split("ê" * 66 + "😀" + "ê" * 66)[1]] == [132, 134, 2]


@settings(deadline=None)
@given(st.text(st.characters(), max_size=200))
def test_half_a_surrogate_pair_is_shown_as_a_replacement_and_never_raises(text):
    alphabet, payloads = split(text)
    assert len(payloads) == encode(text).segments
    if alphabet == "ucs2":
        b"".join(payloads).decode("utf-16-be")


def test_a_lone_surrogate_takes_one_unit_and_two_halves_make_a_pair():
    assert split("\ud83d") == ("ucs2", (b"\xff\xfd",))
    assert split("\ud83d\ude00\ud83d") == ("ucs2", ("😀\ufffd".encode("utf-16-be"),))


@settings(deadline=None)
@given(any_texts, st.sampled_from(list(ALPHABETS.values())))
def test_what_is_split_is_what_is_billed_and_says_the_same(text, alphabet):
    name, payloads = split(text, alphabet)
    cost = encode(text, alphabet)
    octets = 1 if name == "gsm7" else 2
    alone, joined = (160, 153) if name == "gsm7" else (140, 134)
    assert cost[:3] == (name, len(payloads), sum(map(len, payloads)) // octets)
    assert all(len(payload) <= (joined if len(payloads) > 1 else alone) for payload in payloads)
    read = [
        decode_gsm(part, alphabet) if octets == 1 else part.decode("utf-16-be") for part in payloads
    ]
    expected = (
        text.replace("Ç", "ç") if (name, alphabet) == ("gsm7", GSM_WITH_SMALL_C_CEDILLA) else text
    )
    assert "".join(read) == expected


@pytest.mark.parametrize(
    ("septets", "text"),
    [
        (b"", ""),
        (b"\x00\x09\x1b\x65", "@Ç€"),
        (b"a\x1b", "a "),  # alone: a space
        (b"\x1bA", "A"),  # unknown: the basic character
        (b"\x1b\x1bA", " A"),
        (b"\x80a\x1b\xff", "\ufffda\ufffd"),
    ],
)
def test_septets_are_read_tolerantly(septets, text):
    assert decode_gsm(septets) == text


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_octets_are_read(octets):
    assert "\x1b" not in decode_gsm(octets)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Déjà prêt, à côté : où ?", "Déjà pret, à coté : où ?"),
        ("« Où\u202f? »", '"Où ?"'),
        ("«\u00a0Les Misérables\u00a0»", '"Les Misérables"'),
        ("l’œuvre d’Œdipe", "l'oeuvre d'OEdipe"),
        ("“oui” – ‘non’ — peut-être…", "\"oui\" - 'non' - peut-etre..."),
        ("n° 5, N°6, 25\u00a0°C", "no 5, No6, 25 C"),
        ("À Évry, ÇA ÊTRE", "A Évry, ÇA ETRE"),
        ("étudiant·e·s • garçon", "étudiant.e.s - garcon"),
        ("a\u2009b\tc\u200b\u00add\ufeff", "a b cd"),
        ("m² ½ © ® ™ ﬁn × →", "m2 1/2 (c) (R) TM fin x ->"),
        ("e\u0301te\u0301", "été"),
        ("x\u0302", "x"),
        ("Loïc Nuñez Ångström Straße", "Loic Nuñez Ångström Straße"),
        ("Lukašenko Łódź 😀", "Lukasenko Lodz 😀"),
        ("Łukasz Đorđević Kırıkkale", "Lukasz Dordevic Kirikkale"),
        ("a ˜ b ˆ c ≠ d", "a ~ b ^ c ≠ d"),
        ("1½ m², 10² et 2⅓", "1 1/2 m2, 10^2 et 2 1/3"),
        ("👩‍🎓 à la fête ❤️", "👩‍🎓 à la fete ❤️"),
        ("∆ \uf0b7 ŀ ŉ", "Δ - l. 'n"),
        ("un `code´ €", "un 'code' €"),
    ],
)
def test_french_typography_can_be_made_plain(text, plain):
    assert simplify(text) == plain


@pytest.mark.parametrize(
    "letters",
    [
        "".join(map(chr, (*range(0xC0, 0xD7), *range(0xD8, 0xF7), *range(0xF8, 0x180)))),
        "ƁɓƊɗƐɛƎǝƏəƔɣƖɩŊŋƆɔƘƙƲʋƳƴȘșȚțǤǥǦǧǨǩǮǯƷʒȞȟȤȥȲȳɆɇɈɉɌɍɎɏȺȻȼȽȾ",
        "".join(map(chr, (*range(0x1E00, 0x1E9A), *range(0x1EA0, 0x1EFA)))),
    ],
)
def test_every_letter_drawn_from_a_latin_one_has_a_plain_one(letters):
    for letter in letters:
        plain = simplify(f"ê{letter}")
        assert encode(plain).alphabet == "gsm7", letter
        assert plain[1:].isalpha() or letter in "ĿŀŉẚŁł", letter
        assert letter in plain or plain[1:].isupper() == letter.isupper(), letter


def test_the_joints_of_a_picture_are_not_told_as_signs_that_cost():
    assert [one.character for one in costly("👩🏽‍🎓❤️ 1️⃣")] == ["👩", "🎓", "❤", "⃣"]


def test_nothing_is_simplified_that_the_alphabet_has():
    assert simplify("garçon", GSM_WITH_SMALL_C_CEDILLA) == "garçon"
    assert simplify("garçon prêt", GSM_WITH_SMALL_C_CEDILLA) == "garçon pret"
    assert simplify(BASIC + EXTENSION) == BASIC + EXTENSION


@settings(deadline=None)
@given(any_texts, st.sampled_from(list(ALPHABETS.values())))
def test_simplifying_twice_is_simplifying_once(text, alphabet):
    plain = simplify(text, alphabet)
    assert simplify(plain, alphabet) == plain


@settings(deadline=None)
@given(st.text(BASIC + EXTENSION + FRENCH, max_size=300))
def test_a_french_text_made_plain_is_never_dearer(text):
    plain = encode(simplify(text))
    assert plain.alphabet == "gsm7"
    assert plain.segments <= encode(text).segments


def test_what_is_costly_is_named_with_what_could_stand_for_it():
    assert costly("« Prêt ! » êtes [vous] 😀") == (
        ("«", 1, '"'),
        ("ê", 2, "e"),
        ("»", 1, '"'),
        ("😀", 1, None),
    )
    assert costly("prix [5 €] ou [6 €]") == (("[", 2, None), ("€", 2, None), ("]", 2, None))
    assert costly("\u200b") == (("\u200b", 1, ""),)
    assert costly("Déjà là") == ()
    assert costly("ça", GSM_WITH_SMALL_C_CEDILLA) == ()


def random_texts(count, seed):
    """Yield texts of 1 to 499 characters. (Of an empty one, smsutil thinks that it needs UCS-2.)"""
    rng = random.Random(seed)
    pools = (
        BASIC,
        BASIC + EXTENSION,
        BASIC * 20 + FRENCH,
        BASIC * 9 + EXTENSION * 9 + EMOJI,
        FRENCH + EMOJI,
    )
    for _ in range(count):
        pool = rng.choice(pools)
        shortest, longest = rng.choice(((1, 100), (60, 80), (130, 165), (280, 320), (1, 400)))
        yield "".join(rng.choices(pool, k=rng.randrange(shortest, longest)))


@pytest.mark.parametrize(
    "seed",
    [
        20261119,
        *(pytest.param(seed, marks=pytest.mark.slow) for seed in (0, *in_all(*range(1, 9)))),
    ],
)
def test_thousands_of_random_texts_cost_what_smsutil_and_gsm0338_say(seed):
    codec = gsm0338.Codec()
    names = {"gsm0338": "gsm7", "utf_16_be": "ucs2"}
    for text in random_texts(10_000, seed):
        alphabet, payloads = split(text)
        theirs = smsutil.split(text)
        assert (alphabet, len(payloads)) == (names[theirs.encoding], len(theirs.parts)), ascii(text)
        assert encode(text)[:2] == (alphabet, len(payloads)), ascii(text)
        assert [len(payload) for payload in payloads] == [part.bytes for part in theirs.parts], (
            ascii(text)
        )
        if alphabet == "gsm7":
            assert b"".join(payloads) == codec.encode(text)[0], ascii(text)
        else:
            assert [payload.decode("utf-16-be") for payload in payloads] == [
                part.content for part in theirs.parts
            ]


def test_the_most_usual_message_is_one_segment_of_the_basic_alphabet():
    assert encode("BU Panthéon : le document demandé est à votre disposition.") == Encoded(
        "gsm7", 1, 58, 102
    )
