"""STOP, START, and sentences that only begin so."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unisms.sms import octets, stop
from unisms.sms.encoding import encode
from unisms.sms.stop import START, STOP, YES, Said, read, says_stop

STOPS = """STOP
 stop.
« Stop ! »
STOP SMS
stop 36180
STOP au 36180
STOP36180
Stop, merci
ＳＴＯＰ
S.T.O.P
S T O P
ST0P
stop svp
Stop s'il vous plaît
stop stop stop
STOP PUB
Bonjour, stop merci
Merci d'arrêter
ARRET
ARRÊT
Arrêt sms
arrêtez
Arrêtez de m'envoyer des SMS
arrete svp
DESABONNER
Désabonnement
Désinscription svp
unsubscribe
stop all
stop à tout
STOP 🙏
*STOP*
#stop
STOP ce message
STOP 0612345678
STOP au 06 12 34 56 78
stop +33 6 12 34 56 78
STOP 36 180
Ok stop
stop ok
Je me désabonne
Bonjour, je me désinscris svp
Désinscris-moi
STOP !! plus de sms
Stop plus de pub
𝐒𝐓𝐎𝐏
𝘀𝘁𝗼𝗽 merci
🅂🅃🄾🄿
🆂🆃🅾🅿
🅢🅣🅞🅟
Ⓢⓣⓞⓟ
STOP 🇫🇷
STOP -- """.splitlines()
SIGNED = [
    "STOP\n--\nEnvoyé de mon iPhone",
    "Stop svp\n\nEnvoyé depuis mon Galaxy S21",
    "STOP. Sent from my iPhone",
    "stop\n-- \nJean Martin, L2 Histoire",
    "Stop - envoyé depuis ma boîte Orange",
]
#: for a person, because the number is no number of an advert
NUMBERED = """Arrêt 12
stop le 12
stop au 12
arret 38
stop 1
Reprise le 12 !
reprendre 3
stop12
Stop 2027
stop 12 01 2027
Reprise plus de sms
STOP 🇫🇷 12""".splitlines()
STARTS = ["START", "Reprendre", "reprendre svp", "START SMS", "Réabonnement", "UNSTOP"]
YESES = ["Oui", "OUI !", "oui merci", "Yes"]
FOR_SOMEBODY = """
Merci
Stop, le cours a-t-il lieu ?
stop ?
Ne stop pas
stopper
stopper le cours
Non stop
Ne pas stopper
STOP STOP STOP STOP STOP STOP STOP STOP STOP STOP
12 stop
Je suis en arrêt maladie
Je ne veux plus rien recevoir
Ok pour mardi
Stop ne m'écrivez plus jamais
Stop j'ai changé de numéro et je ne viendrai pas
oui mardi
oui mais pas le matin
stationnement
Non merci
Qui êtes-vous ?
STOP pourquoi j'ai reçu ça ?
restart
STOP？
stop ❓
J'arrête
Je me demande
je me stop quoi
Envoyé de mon iPhone
Stop, plus de cours mardi et jeudi prochain dans cet amphi
1
👍""".splitlines()


@pytest.mark.parametrize("text", STOPS)
def test_stop_is_stop_however_it_is_written(text):
    assert says_stop(text)


@pytest.mark.parametrize("text", SIGNED)
def test_a_signature_is_no_part_of_it(text):
    assert says_stop(text)


@pytest.mark.parametrize("text", NUMBERED)
def test_a_small_number_beside_it_may_be_a_day_or_a_room(text):
    said = read(text)
    assert said == stop.FOR_SOMEBODY or said.about


@given(st.sampled_from(["STOP", "Arrêt", "Reprise", "stop le"]), st.integers(0, 10**12))
def test_a_word_counts_beside_a_number_that_an_advert_may_name_alone(word, number):
    assert (read(f"{word} {number}").about == ()) is (number > 9_999)


@pytest.mark.parametrize("text", STARTS)
def test_a_word_takes_a_stop_back(text):
    assert read(text) == Said(START)


@pytest.mark.parametrize("text", YESES)
def test_yes_is_told_apart_because_it_may_answer_a_question(text):
    assert read(text) == Said(YES)


@pytest.mark.parametrize("text", FOR_SOMEBODY)
def test_anything_else_is_for_a_person_to_read(text):
    assert read(text) == stop.FOR_SOMEBODY
    assert not says_stop(text)


@pytest.mark.parametrize(
    ("text", "word", "about"),
    [
        ("STOP CROUS", STOP, ("crous",)),
        ("stop le sport svp", STOP, ("sport",)),
        ("STOP Bibliothèque", STOP, ("bibliotheque",)),
        ("START crous", START, ("crous",)),
        ("stop le cours de mardi", STOP, ("cours", "mardi")),
        ("arrêt maladie", STOP, ("maladie",)),
    ],
)
def test_words_beside_it_may_name_a_theme(text, word, about):
    assert read(text) == Said(word, about)
    assert not says_stop(text)


@pytest.mark.parametrize(
    ("about", "title", "is_named"),
    [
        (("crous",), "CROUS", True),
        (("bibliotheque",), "La Bibliothèque", True),
        (("culture", "sport"), "Culture, sport", True),
        (("sport",), "Culture et sport", False),
        (("cours", "mardi"), "Cours", False),
        ((), "Crous", False),
        (("messages",), "Messages", True),
        (("x",), "…", False),
    ],
)
def test_a_theme_is_named_by_all_its_words(about, title, is_named):
    assert stop.names(about, title) is is_named


@pytest.mark.parametrize("text", STOPS + STARTS)
@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_accents_composed_or_not_make_no_difference(text, form):
    assert read(unicodedata.normalize(form, text)) == read(text)


@pytest.mark.parametrize("text", STOPS)
def test_stop_is_heard_from_octets_of_either_alphabet(text):
    assert says_stop(octets.shown(octets.UCS2, text.encode("utf-16-be")))
    if encode(text).alphabet.startswith("gsm"):
        assert says_stop(octets.shown(octets.GSM, _septets(text)))


def _septets(text):
    """The text in GSM 7-bit, an octet for each septet."""
    by_character = {octets.shown(octets.GSM, bytes([code])): code for code in range(128)}
    return bytes(by_character[char] for char in text)


@given(
    st.sampled_from(STOPS[:1] + STARTS[:1]),
    st.sampled_from(["", ".", " !", "\n", "…", "\u200b", "\ufeff", " \u00a0"]),
    st.sampled_from([str.upper, str.lower, str.title, str.swapcase]),
)
def test_signs_and_case_around_a_word_change_nothing(text, sign, case):
    assert read(f"{sign}{case(text)}{sign}") == read(text)


@given(st.integers(0, 4), st.sampled_from("\u200b\u200d\u2060\ufeff\u00ad"))
def test_characters_that_nobody_sees_are_not_seen(place, unseen):
    assert says_stop(f"{'STOP'[:place]}{unseen}{'STOP'[place:]}")


@given(st.text(max_size=200))
def test_any_text_is_read_without_an_error_and_a_question_never_stops(text):
    said = read(text)
    assert said.word in {STOP, START, YES, stop.FOR_A_PERSON}
    assert said.about == () or said.word in {STOP, START}
    assert read(f"{text[:150]}?") == stop.FOR_SOMEBODY


def test_letters_of_another_script_that_look_alike_are_read():
    assert says_stop("\u0405\u0422\u041e\u0420")
