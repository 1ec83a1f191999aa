"""Replies, in every alphabet and form that some SMSC brings them."""

import pytest
from deliveries import NOW, deliver, read

from unisms.addons.brokers.smpp import codec
from unisms.addons.brokers.smpp.reader import Reader
from unisms.addons.brokers.smpp.settings import read as settings_of
from unisms.ports import Part, Reply
from unisms.sms.octets import joined

GSM_SIGNS = b"\x00\x04\x05\x06\x08"  # @ è é ù ò


@pytest.mark.parametrize(
    ("coding", "octets", "text"),
    [
        (0, b"STOP", "STOP"),
        (0, b"", ""),
        (0, b"\x04\x05\x06 \x1be", "èéù €"),
        (0, b"ana\x11martin\x00univ", "ana_martin@univ"),
        (0, b"\xe9", "é"),  # some call Latin-1 their default
        (0, b"j\x92ai", "j’ai"),
        (1, b"STOP", "STOP"),
        (1, b"ana_martin@univ $5 {a} [b] ~^|\\", "ana_martin@univ $5 {a} [b] ~^|\\"),
        (1, b"oui\r\nmerci\tbien", "oui\r\nmerci\tbien"),
        (1, b"j\x05 \x08", "jé ò"),  # octets beyond ASCII are the default alphabet
        (1, b"\xe0 demain", "à demain"),
        (2, b"STOP", "STOP"),
        (4, "à demain".encode(), "à demain"),
        (4, b"\xe0 demain", "à demain"),
        (3, b"\xe0 demain", "à demain"),
        (3, b"j\x92arrive \x80", "j’arrive €"),
        (3, b"ana_martin@univ", "ana_martin@univ"),
        (3, b"\x81", "\ufffd"),
        (3, "\xc3\xa9".encode("latin-1"), "Ã©"),  # a text that says it is Latin-1 is
        (0, "ça ira €".encode(), "ça ira €"),  # UTF-8 under no name
        (1, "ça ira €".encode(), "ça ira €"),
        (0, "STOP".encode("utf-16-be"), "STOP"),  # UCS-2 under no name
        (1, "ça".encode("utf-16-be"), "ça"),
        (3, "ça".encode("utf-16-be"), "ça"),
        (4, "ça".encode("utf-16-be"), "ça"),
        (0, b"\0a", "@a"),
        (0, b"\0a\0b\0", "@a@b@"),
        (0, b"\0\0\0\0", "@@@@"),
        (6, "СТОП".encode("iso8859_5"), "СТОП"),
        (7, "די".encode("iso8859_8"), "די"),
        (5, "テスト".encode("iso2022_jp"), "テスト"),
        (14, "정지".encode("euc_kr"), "정지"),
        (11, b"\x05", "é"),  # reserved: as the default
        (8, "👍 ça".encode("utf-16-be"), "👍 ça"),
        (8, b"\xfe\xff" + "ça".encode("utf-16-be"), "ça"),
        (8, b"\xff\xfe" + "ça".encode("utf-16-le"), "ça"),
        (8, "STOP, ça".encode("utf-16-le"), "STOP, ça"),
        (8, "短信".encode("utf-16-be"), "短信"),
        (8, "Ā".encode("utf-16-be"), "Ā"),
        (8, b"", ""),
        (8, b"\0", ""),
        (8, b"\0S\0T\0O\0P\0", "STOP"),  # with the NUL that ends a string
        (8, b"STOP!", "STOP!"),  # no UCS-2 has five octets
        (8, b"STOP", "STOP"),  # and few texts in it are words if read by octets
        (8, b"Stop svp, merci", "Stop svp, merci"),
        (8, "Arrêts".encode(), "Arrêts"),
        (8, b"arr\xeats", "arrêts"),
        (8, b"\xe9t\xe9", "été"),
        (8, "你好".encode("utf-16-be"), "你好"),
        (8, "佋佐佋佐 ".encode("utf-16-be"), "佋佐佋佐 "),
        (8, "オレ".encode("utf-16-be"), "オレ"),
        (8, "Привет".encode("utf-16-be"), "Привет"),
        (8, "arrêt œuvre".encode("utf-16-le"), "arrêt œuvre"),  # small end, and no mark
        (8, "STOP 🙏".encode("utf-16-le"), "STOP 🙏"),
        (8, "STOP\0".encode("utf-16-be"), "STOP"),
        (8, "一二".encode("utf-16-be"), "一二"),  # a unit of two ends in NUL
        (0, "STOP, j’ai".encode("utf-16-be"), "STOP, j’ai"),
        (1, "STOP 🙏".encode("utf-16-be"), "STOP 🙏"),
        (3, "cœur".encode("utf-16-be"), "cœur"),
        (4, "STOP ’".encode("utf-16-be"), "STOP ’"),
        (0, "STOP".encode("utf-16-le"), "STOP"),
        (0, b"\0a\0bcc", "@a@bcc"),  # no such sign stands among those of Latin-1
        # A NUL that ends a string.
        (0, b"STOP\0", "STOP"),
        (1, b"STOP\0", "STOP"),
        (2, b"STOP\0\0", "STOP"),
        (3, b"STOP\0", "STOP"),
        (0, b"a\0bc\0", "a@bc@"),
        (0, b"\0", "@"),
        (8, b"\0a\xd8", "a\ufffd"),
        (8, b"\xd8\x3d", "\ufffd"),
        (0x10, b"a", "a"),
        (0x14, b"\xe9", "é"),
        (0x18, b"\0a", "a"),
        (0x19, b"\0a", "a"),
        (0x1C, b"\x05", "é"),
        (0x40, b"\x05", "é"),  # to be deleted by itself
        (0x48, b"\0a", "a"),
        (0x80, b"\x05", "é"),
        (0xC0, b"\x05", "é"),  # a voice message waits: GSM
        (0xC8, b"\x05", "é"),
        (0xD8, b"\x05", "é"),
        (0xE0, b"\0\xe9", "é"),  # in UCS-2 too
        (0xEF, b"\0\xe9", "é"),
        (0xF0, b"\x05", "é"),
        (0xF1, b"a", "a"),
        (0xF5, b"\xe9", "é"),
    ],
)
def test_a_reply_is_read_in_its_alphabet(coding, octets, text):
    assert read(octets, esm_class=0, coding=coding) == Reply("+33639980001", text, "36111", NOW)


@pytest.mark.parametrize(
    ("coding", "octets"),
    [
        (0x20, b"abc"),  # compressed
        (0x28, b"\0a"),
        (0x3C, b"abc"),
        (0x60, b"abc"),
        (4, b"\x01\x02\x03"),  # octets, and no text
        (2, b"\0\0\0"),
        (0xF4, b"\x06\x01"),
    ],
)
def test_what_is_no_text_is_set_aside(coding, octets):
    with pytest.raises(codec.Unreadable, match="text") as trouble:
        read(octets, esm_class=0, coding=coding)
    assert trouble.value.octet == 50


@pytest.mark.parametrize(
    ("codings", "coding", "octets", "text"),
    [
        ("0=latin-1", 0, b"ana_martin@univ", "ana_martin@univ"),
        ("1=gsm", 1, b"ana\x11martin\x00univ", "ana_martin@univ"),
        ("0=utf-8 1=gsm", 0, "ça ira".encode(), "ça ira"),
        ("4=ucs-2, 17=latin-1", 4, b"\0\xe9", "é"),
        ("4=ucs-2, 17=latin-1", 17, b"\xe9", "é"),
        ("0=ascii;1=gsm", 0, b"_@", "_@"),
        ("0=latin-1", 3, b"\xe9", "é"),
        ("32=gsm", 0x20, b"\x05", "é"),
        ("0=gsm-packed", 0, bytes.fromhex("53ea130a"), "STOP"),
        ("0=gsm-packed", 0, bytes.fromhex("53ea130a921700"), "STOP ré"),
    ],
)
def test_an_operator_may_mean_something_else_by_a_coding(codings, coding, octets, text):
    assert read(octets, esm_class=0, coding=coding, settings={"codings": codings}).text == text


@pytest.mark.parametrize(
    ("reference", "id"),
    [
        (b"\x01\x02", "258"),
        (b"\0\0", ""),
        (b"", ""),
        (b"\7", "7"),
        (b"9" * 4000, ""),
        (b"\0" * 5, ""),
    ],
)
def test_a_reply_may_have_an_id(reference, id):
    assert read(b"STOP", esm_class=0, x204=reference).id == id


@pytest.mark.parametrize("id", [b"42", b"", b"\0", b"9" * 4000])
@pytest.mark.parametrize("esm_class", [0x00, 0x10])
def test_a_reply_to_a_message_that_it_names_is_not_lost(id, esm_class):
    assert read(b"STOP", esm_class=esm_class, x1E=id) == Reply("+33639980001", "STOP", "36111", NOW)


@pytest.mark.parametrize("text", [b"", b"\0", b" ", b"\0\0"])
def test_a_reply_may_come_as_a_payload(text):
    assert read(text, esm_class=0, x424=b"STOP") == read(b"STOP", esm_class=0)


@pytest.mark.parametrize(("text", "shown"), [(b"\0", "@"), (b" ", " "), (b"STOP", "STOP")])
def test_without_a_payload_or_beside_another_text_there_is_what_there_is(text, shown):
    assert read(text, esm_class=0).text == shown
    assert read(b"STOP", esm_class=0, x424=text).text == "STOP"


@pytest.mark.parametrize(
    ("kind", "address", "msisdn"),
    [
        ((2, 1), b"0639980001", "+33639980001"),
        ((2, 1), b"639980001", "+33639980001"),
        ((0, 1), b"33639980001", "+33639980001"),
        ((0, 1), b"0639980001", "+33639980001"),
        ((0, 8), b"639980001", "+33639980001"),
        ((4, 1), b"639980001", "+33639980001"),
        ((1, 1), b"33639980001", "+33639980001"),
        ((1, 1), b"+33639980001", "+33639980001"),
        ((1, 1), b"0033639980001", "+33639980001"),
        ((1, 1), b"0639980001", "+33639980001"),
        ((1, 1), b"+0639980001", "+33639980001"),
        ((1, 1), b"+33 6 39 98 00 01", "+33639980001"),
        ((1, 1), b"330639980001", "+33639980001"),  # with the 0 that one dials in the country
        ((1, 1), b"+330639980001", "+33639980001"),
        ((0, 1), b"00330639980001", "+33639980001"),
        ((1, 1), b"2620692123456", "+262692123456"),
        ((1, 1), b"4407700900123", "+447700900123"),
        ((1, 1), b"390612345678", "+390612345678"),  # it belongs to the number there
        ((1, 1), b"2101234567", "+2101234567"),  # no country has that code
        ((2, 1), b"33639980001", "+33639980001"),
        ((2, 1), b"0692123456", "+262692123456"),
        ((2, 1), b"0123456789", "+33123456789"),
        ((1, 1), b"12025550104", "+12025550104"),
        ((2, 1), b"12025550104", "+12025550104"),  # called national, with a country code
        ((2, 1), b"9995136192", "9995136192"),  # no country has such a number
        ((3, 0), b"33639980001", "+33639980001"),
        ((3, 0), b"3891234", "3891234"),
        ((6, 0), b"36111", "36111"),
        ((2, 1), b"36111", "36111"),
        ((1, 1), b"36111", "36111"),
        ((0, 0), b"36111", "36111"),
        ((5, 0), b"BIBLIO", "BIBLIO"),
        ((5, 0), b"", ""),
        ((1, 1), b"3" * 20, "3" * 20),
        ((0, 0), b"0" * 30, "0" * 30),
        ((2, 1), b"\xb2\xb3", "²³"),
    ],
)
def test_every_number_is_read_by_its_type_and_plan(kind, address, msisdn):
    by_source = read(b"STOP", esm_class=0, source=address, kinds=(bytes(kind), b"\3\0"))
    assert (by_source.msisdn, by_source.to) == (msisdn, "36111")
    assert (
        read(b"STOP", esm_class=0, destination=address, kinds=(b"\1\1", bytes(kind))).to == msisdn
    )


@pytest.mark.parametrize(
    ("country", "address", "msisdn"),
    [
        ("GB", b"7700900123", "+447700900123"),
        ("BE", b"0470123456", "+32470123456"),
        ("US", b"2025550104", "+12025550104"),
        ("NC", b"751234", "+687751234"),
        ("PM", b"551234", "+508551234"),
        ("GB", b"1", "1"),
    ],
)
def test_national_numbers_are_those_of_the_connections_country(country, address, msisdn):
    deliver = {"esm_class": 0, "source": address, "kinds": (b"\2\1", b"\3\0")}
    assert read(b"STOP", settings={"country": country}, **deliver).msisdn == msisdn


# Parts of a long reply.


def header(*elements):
    octets = b"".join(elements)
    return bytes((len(octets),)) + octets


JOINED, JOINED_WIDELY = b"\x00\x03\x07\x02\x01", b"\x08\x04\x00\x07\x02\x01"
PORTS = b"\x05\x04\x0b\x84\x23\xf0"


@pytest.mark.parametrize(
    "fields",
    [
        {"text": header(JOINED) + b"hello", "esm_class": 0x40},
        {"text": header(JOINED_WIDELY) + b"hello", "esm_class": 0x40},
        {"text": header(PORTS, JOINED) + b"hello", "esm_class": 0xC0},
        {
            "text": header(b"\x00\x03\x07\x03\x03", JOINED) + b"hello",
            "esm_class": 0x40,
        },  # the last counts
        {
            "text": header(JOINED, b"\x00\x03\x07\x02\x03") + b"hello",
            "esm_class": 0x40,
        },  # of those that can be
        {"text": b"hello", "esm_class": 0, "x20C": b"\0\x07", "x20E": b"\x02", "x20F": b"\x01"},
        {
            "text": header(PORTS) + b"hello",
            "esm_class": 0x40,
            "x20C": b"\0\x07",
            "x20E": b"\x02",
            "x20F": b"\x01",
        },
        {"x424": header(JOINED) + b"hello", "esm_class": 0x40},
        {"text": header(JOINED), "x424": b"hello", "esm_class": 0x40},
        {"text": b"\0", "x424": header(JOINED) + b"hello", "esm_class": 0x40},
    ],
)
def test_a_part_knows_its_place(fields):
    part = Part(7, 2, 1, "gsm", b"hello")
    assert read(**fields) == Reply("+33639980001", "hello", "36111", NOW, part=part)


@pytest.mark.parametrize("head", [header(JOINED), header(JOINED_WIDELY)])
@pytest.mark.parametrize(
    ("coding", "octets", "text"), [(0, b"STOP", "STOP"), (8, b"\0\xe9", "é"), (4, b"hi", "hi")]
)
def test_a_part_of_which_no_bit_says_that_it_has_a_header_is_one(head, coding, octets, text):
    reply = read(head + octets, esm_class=0, coding=coding)
    assert (reply.text, reply.part.number, reply.part.octets) == (text, 1, octets)


@pytest.mark.parametrize("text", [b"\x05\x00\x03\x07\x02\x03STOP", b"\x05\x00\x03"])
def test_what_cannot_be_a_header_is_the_text(text):
    assert read(text, esm_class=0).text.startswith("é@¥")


@pytest.mark.parametrize(("size", "octets"), [(6, "a6d42714"), (7, "53ea130a")])
def test_packed_septets_begin_behind_the_header(size, octets):
    head = {6: header(JOINED), 7: header(JOINED_WIDELY)}[size]
    reply = read(head + bytes.fromhex(octets), esm_class=0x40, settings={"codings": "0=gsm-packed"})
    assert (reply.text, reply.part.alphabet) == ("STOP", "gsm")


@pytest.mark.parametrize(
    "fields",
    [
        {"text": header(b"\x00\x03\x07\x02\x00") + b"STOP", "esm_class": 0x40},  # part 0
        {"text": header(b"\x00\x03\x07\x02\x03") + b"STOP", "esm_class": 0x40},  # 3 of 2
        {"text": header(b"\x00\x03\x07\x00\x00") + b"STOP", "esm_class": 0x40},
        {"text": header(b"\x08\x04\x00\x07\x02\x05") + b"STOP", "esm_class": 0x40},
        {"text": header(b"\x00\x04\x07\x02\x01\x00") + b"STOP", "esm_class": 0x40},  # too long
        {"text": header(b"\x00\x03\x07\x01\x01") + b"STOP", "esm_class": 0x40},  # the whole
        {"text": header(PORTS) + b"STOP", "esm_class": 0x40},
        {"text": header(b"\x00") + b"STOP", "esm_class": 0x40},
        {"text": b"\0STOP", "esm_class": 0x40},
        {"text": b"STOP", "esm_class": 0x40},  # a header of 0x53 octets
        {"text": b"STOP", "esm_class": 0, "x20C": b"\0\1", "x20E": b"\0", "x20F": b"\0"},
        {"text": b"STOP", "esm_class": 0, "x20C": b"\0\1", "x20E": b"\2", "x20F": b"\3"},
        {"text": b"STOP", "esm_class": 0, "x20E": b"\2"},  # alone
        {"text": b"STOP", "esm_class": 0, "x20C": b"\0\1", "x20E": b"\2"},
        {"text": b"STOP", "esm_class": 0, "x20C": b"\0\1", "x20E": b"\x01\xff", "x20F": b"\1"},
        {
            "text": b"STOP",
            "esm_class": 0,
            "x20C": b"9" * 4000,
            "x20E": b"9" * 4000,
            "x20F": b"9" * 4000,
        },
    ],
)
def test_a_place_that_cannot_be_is_ignored_and_the_text_shown(fields):
    assert read(**fields).text == "STOP"


@pytest.mark.parametrize(
    ("elements", "octets", "text"),
    [
        ([b"\x24\x01\x02"], b"Adi\x1bos", "Adiós"),  # Spanish, beside the usual alphabet
        ([b"\x25\x01\x03", b"\x24\x01\x03"], b"n\x7bo", "não"),  # Portuguese
        ([b"\x24\x01\x01"], b"te\x1bsekk\x7er", "teşekkür"),  # Turkish
        ([b"\x24\x01\x63"], b"\x05\x1be", "é€"),  # no language that we know
        ([b"\x24\x02\x02\x02"], b"\x1bo", "o"),
        ([b"\x24\x01\x00"], b"\x05", "é"),
    ],
)
def test_a_language_may_have_letters_of_its_own(elements, octets, text):
    assert read(header(*elements) + octets, esm_class=0x40).text == text


def test_a_part_has_the_letters_of_its_language():
    reply = read(header(JOINED, b"\x24\x01\x02") + b"Adi\x1bos", esm_class=0x40)
    assert reply.text == joined([reply.part[3:]]) == "Adiós"


def test_an_empty_text_has_no_header():
    assert read(b"", esm_class=0x40).text == ""


def test_a_part_that_is_no_text_is_shown_as_it_came():
    assert read(header(JOINED) + b"a\x01b", esm_class=0x40, coding=4).text == "a\x01b"


# News that were kept, and are read again.


def test_what_was_set_aside_may_be_read_again_with_other_settings():
    octets = codec.pdu(codec.DELIVER_SM, 9, b"\0\1\1336\0\1\1361\0\0\0\0\0\0\0\0\x20\0\1\x05")
    with pytest.raises(ValueError, match="text"):
        Reader(settings_of({})).read_again("deliver_sm", octets)
    [reply] = Reader(settings_of({"codings": "32=gsm"})).read_again("deliver_sm", octets)
    assert reply.text == "é"


def test_a_part_is_read_again_as_one():
    octets = codec.pdu(
        codec.DELIVER_SM,
        9,
        b"\0\1\1336\0\1\1361\0\x40\0\0\0\0\0\0\0\0\x0b" + header(JOINED) + b"hello",
    )
    [reply] = Reader(settings_of({})).read_again("deliver_sm", octets)
    assert (reply.text, reply.part.number) == ("hello", 1)


@pytest.mark.parametrize(
    ("command", "raw"), [("deliver_sm", b""), ("data_sm", b"x" * 40), ("", b"x"), ("bind", b"")]
)
def test_what_still_cannot_be_read_is_refused(command, raw):
    with pytest.raises(ValueError, match="pdu"):
        Reader(settings_of({})).read_again(command, raw)


def test_a_text_is_where_the_pdu_has_it():
    assert deliver(b"a").payload == b"a"
