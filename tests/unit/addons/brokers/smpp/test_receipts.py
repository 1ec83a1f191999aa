"""From ``deliver_sm`` to receipts and replies."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unisms.addons.brokers.smpp import receipts
from unisms.addons.brokers.smpp.codec import DeliverSm
from unisms.addons.brokers.smpp.concatenation import PATIENCE, WEIGHT, Parts
from unisms.addons.brokers.smpp.settings import ID_FORMATS
from unisms.ports import Receipt, Reply

USUAL = b"id:42 sub:001 dlvrd:001 submit date:2611221200 done date:2611221201 stat:%b err:%b text:Bonjour"


def deliver(text=b"", esm_class=0x04, coding=0, source=b"33612345678", destination=b"36111", **tlvs):
    tlvs = {int(tag[1:], 16): value for tag, value in tlvs.items()}
    return DeliverSm(1, source, destination, esm_class, coding, text, tlvs)


def read(*arguments, **fields):
    return receipts.read(deliver(*arguments, **fields), ID_FORMATS["as-is"][1], now=1000)


@pytest.mark.parametrize(
    ("text", "id", "state", "cause", "code"),
    [
        (USUAL % (b"DELIVRD", b"000"), "42", "delivered", None, "DELIVRD/000"),
        (USUAL % (b"UNDELIV", b"001"), "42", "failed", "number_invalid", "UNDELIV/001"),
        (USUAL % (b"ENROUTE", b"000"), "42", "accepted", None, "ENROUTE/000"),
        (b"ID:ab-1 STAT:delivrd", "ab-1", "delivered", None, "DELIVRD"),
        (b"stat: EXPIRED  id: 7 Err: 006", "7", "expired", "absent", "EXPIRED/006"),
    ],
)
def test_a_receipt_is_read_from_its_text(text, id, state, cause, code):
    assert read(text) == Receipt(id, state, "", "+33612345678", cause, code)


@pytest.mark.parametrize("id", [b"42", b"42\0"])
def test_a_receipt_is_read_from_its_tlvs(id):
    receipt = read(x1E=id, x427=b"\x05", x423=b"\x03\x00\x06")
    assert receipt == Receipt("42", "failed", "", "+33612345678", "absent", "UNDELIV/006")


def test_tlvs_are_believed_before_the_text():
    assert read(USUAL % (b"UNDELIV", b"001"), x1E=b"43", x427=b"\x02")[:2] == ("43", "delivered")


def test_an_id_is_never_longer_than_one_may_be():
    long = read(x1E=b"x" * 60_000, x427=b"\x02")
    assert len(long.id) == 65


def test_a_text_may_come_as_a_payload():
    assert read(x424=USUAL % (b"DELIVRD", b"000")).id == "42"


def test_a_state_that_smpp_does_not_know_is_no_end():
    assert read(x1E=b"42", x427=b"\x09").state == "accepted"


@pytest.mark.parametrize("text", [b"", b"id:42", b"stat:DELIVRD", b"hello", b"id:++ stat:DELIVRD"])
def test_a_receipt_without_id_or_state_is_unintelligible(text):
    with pytest.raises(receipts.Unintelligible):
        read(text)


@pytest.mark.parametrize(
    ("source", "msisdn"), [(b"+33612345678", "+33612345678"), (b"0033612345678", "+33612345678"), (b"SMSC", "")]
)
def test_the_number_of_a_receipt_is_e164(source, msisdn):
    assert read(USUAL % (b"DELIVRD", b"000"), source=source).msisdn == msisdn


@pytest.mark.parametrize("sender_id", [b"BIBLIO", b"36111", b""])
def test_a_receipt_whose_addresses_were_not_swapped_is_about_its_destination(sender_id):
    receipt = read(USUAL % (b"DELIVRD", b"000"), source=sender_id, destination=b"33612345678")
    assert receipt.msisdn == "+33612345678"


def test_a_reply_that_imitates_a_receipt_is_a_reply():
    assert isinstance(read(USUAL % (b"DELIVRD", b"000"), esm_class=0), Reply)


@pytest.mark.parametrize(
    ("coding", "octets", "text"),
    [
        (0, b"STOP", "STOP"),
        (0, b"\x04\x05\x06 \x1be", "èéù €"),
        (0, b"\xe9", "é"),  # some call Latin-1 their default
        (1, b"STOP", "STOP"),
        (3, b"\xe0 demain", "à demain"),
        (8, "👍 ça".encode("utf-16-be"), "👍 ça"),
        (0x18, b"\0a", "a"),
        (0x10, b"a", "a"),
        (0xF1, b"a", "a"),
        (0xF5, b"\xe9", "é"),
        (8, b"\0", "�"),
    ],
)
def test_a_reply_is_read_in_its_alphabet(coding, octets, text):
    assert read(octets, esm_class=0, coding=coding) == Reply("+33612345678", text, "36111", 1000)


@pytest.mark.parametrize(("reference", "id"), [(b"\x01\x02", "258"), (b"\0\0", ""), (b"", "")])
def test_a_reply_may_have_an_id(reference, id):
    assert read(b"STOP", esm_class=0, x204=reference).id == id


def test_a_header_that_joins_nothing_is_taken_off():
    assert read(b"\x06\x05\x04\x0b\x84\x23\xf0hello", esm_class=0x40).text == "hello"


@pytest.mark.parametrize(
    "part",
    [
        deliver(b"\x05\x00\x03\x07\x02\x01hello", esm_class=0x40),
        deliver(b"\x06\x08\x04\x00\x07\x02\x01hello", esm_class=0x40),
        deliver(b"hello", esm_class=0, x20C=b"\0\x07", x20E=b"\x02", x20F=b"\x01"),
    ],
)
def test_a_part_knows_its_place(part):
    part = receipts.read(part, str, now=0)
    assert (part.reference, part.total, part.number, part.payload) == (7, 2, 1, b"hello")


def test_a_part_beyond_the_whole_is_unintelligible():
    with pytest.raises(receipts.Unintelligible):
        read(b"\x05\x00\x03\x07\x02\x03hello", esm_class=0x40)


TAGS = st.sampled_from([0x1E, 0x20C, 0x20E, 0x20F, 0x423, 0x424, 0x427])
OCTET = st.integers(0, 255)


@given(st.binary(max_size=60), OCTET, OCTET, st.dictionaries(TAGS, st.binary(max_size=6)))
def test_no_deliver_sm_surprises_the_reader(text, esm_class, coding, tlvs):
    with suppress(receipts.Unintelligible):
        receipts.read(DeliverSm(1, b"336", b"361", esm_class, coding, text, tlvs), str, now=0)


def part(number, payload, total=2):
    return receipts.Part("+33612345678", "36111", 7, number, total, 8, payload)


def test_parts_are_joined_before_they_are_read():
    octets = "👍".encode("utf-16-be")
    parts = Parts()
    assert parts.add(part(2, octets[2:]), 11, clock=0, now=5) is None
    assert parts.add(part(2, octets[2:]), 12, clock=1, now=5) is None
    assert parts.add(part(1, octets[:2]), 13, clock=2, now=6) == (
        Reply("+33612345678", "👍", "36111", 6, "7"),
        [11, 12, 13],
        3 * (2 + WEIGHT),
    )
    assert parts.octets == 0
    assert parts.overdue(clock=1000, now=7) == []


def test_a_reply_that_stays_incomplete_is_given_as_it_came():
    parts = Parts()
    parts.add(part(1, b"\0a"), 11, clock=0, now=5)
    assert parts.overdue(clock=PATIENCE, now=6) == []
    assert parts.overdue(clock=PATIENCE + 1, now=7) == [(Reply("+33612345678", "a", "36111", 7, "7"), [11], 2 + WEIGHT)]


@pytest.mark.parametrize(
    ("id_format", "of_submit", "of_receipt"),
    [
        ("as-is", "aB01", "aB01"),
        ("decimal", "0042", "42"),
        ("hex", "00FF", "ff"),
        ("hex-to-decimal", "000000FF", "255"),
        ("decimal-to-hex", "255", "00ff"),
        ("hex", "not-hex", "not-hex"),
        ("as-is", "a b\n", "a_b"),
        ("as-is", "+aB+1", "aB+1"),
        ("as-is", "x" * 100_000, "x" * 65),
        ("hex", "f" * 5_000, "F" * 65),
    ],
)
def test_both_ids_of_a_message_are_made_equal(id_format, of_submit, of_receipt):
    submit_id, receipt_id = ID_FORMATS[id_format]
    assert submit_id(of_submit) == receipt_id(of_receipt)
