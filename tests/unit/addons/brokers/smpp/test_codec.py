"""The PDUs, octet by octet."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unisms.addons.brokers.smpp import codec

RESPONSE = bytes.fromhex("00000013 80000004 00000000 00000007 343200")  # a submit_sm_resp, id "42"


def test_a_bind_is_written_as_the_standard_says():
    octets = codec.bind_transceiver(1, "unisms", "secret", "")
    assert octets == b"\0\0\0\x23\0\0\0\x09\0\0\0\0\0\0\0\x01unisms\0secret\0\0\x34\0\0\0"


def test_a_submit_asks_for_a_receipt():
    assert codec.submit_text(8, b"\0a", codec.UDH_INDICATOR) == b"\x40\0\0\0\0\x01\0\x08\0\x02\0a"


def test_an_address_has_its_type_before_it():
    assert codec.address(5, 0, "BIBLIO") == b"\x05\0BIBLIO\0"


def test_pdus_are_cut_wherever_the_network_cut_them():
    [frame] = codec.cut(RESPONSE)[0]
    assert frame == (codec.SUBMIT_SM_RESP, 0, 7, 16, 19)
    assert codec.string_at(RESPONSE, 16, 19) == "42"
    for size in range(len(RESPONSE)):
        assert codec.cut(RESPONSE + RESPONSE[:size]) == ([frame], 19, True)


@pytest.mark.parametrize("length", [0, 15, codec.LONGEST_PDU + 1, 0xFFFFFFFF])
def test_a_length_that_no_pdu_has_is_noise_after_what_was_sound(length):
    frames, used, sound = codec.cut(RESPONSE + length.to_bytes(4, "big") + bytes(12))
    assert (len(frames), used, sound) == (1, 19, False)


def test_a_deliver_sm_is_read_with_all_its_tlvs():
    body = b"\0\x01\x0133612345678\0\x03\x0036111\0\x04\0\0\0\0\0\0\x08\0\x02hi"
    tlvs = b"\x00\x1e\x00\x0342\0" + b"\x14\x00\x00\x02zz" + b"\x04\x27\x00\x01\x02"
    read = codec.news(codec.DELIVER_SM, b"??" + body + tlvs, 2, 2 + len(body + tlvs))
    tlvs = {0x1E: b"42\0", 0x1400: b"zz", 0x0427: b"\x02"}
    assert read == (b"\1\1", b"33612345678", b"\3\0", b"36111", 4, 8, b"hi", tlvs, 16 + 33)


def test_a_data_sm_is_read_as_a_deliver_sm_is():
    body = b"\0\x01\x0133612345678\0\x03\x0036111\0\x04\0\x08" + b"\x04\x24\x00\x02hi"
    read = codec.news(codec.DATA_SM, body, 0, len(body))
    assert read == (b"\1\1", b"33612345678", b"\3\0", b"36111", 4, 8, b"", {0x424: b"hi"}, 16 + 26)
    assert read.payload == b"hi"


def test_each_brings_its_own_answer():
    assert codec.news_resp(codec.DELIVER_SM, 7) == bytes.fromhex(
        "00000011 80000005 00000000 00000007 00"
    )
    assert codec.news_resp(codec.DATA_SM, 7, 0x64) == bytes.fromhex(
        "00000011 80000103 00000064 00000007 00"
    )


@pytest.mark.parametrize(
    ("octets", "number"),
    [
        (b"\1", 1),
        (b"\1\2", 258),
        (b"\0\0\0\1", 1),
        (b"", None),
        (b"\0" * 5, None),
        (b"9" * 4000, None),
    ],
)
def test_an_integer_has_as_many_octets_as_the_standard_gives(octets, number):
    assert codec.DeliverSm(b"", b"", b"", b"", 0, 0, b"", {1: octets}).number(1) == number


def test_an_optional_string_ends_at_its_first_nul():
    assert codec.DeliverSm(b"", b"", b"", b"", 0, 0, b"", {1: b"42\0\x003"}).string(1) == b"42"


def test_a_last_tlv_that_is_cut_is_left_out():
    body = b"\0\x01\x01336\0\0\x00361\0\0\0\0\0\0\0\0\0\0\0\x04\x27\x00\x05\x02"
    assert codec.news(codec.DELIVER_SM, body, 0, len(body)).tlvs == {}


@pytest.mark.parametrize("command", codec.NAMES)
@pytest.mark.parametrize(
    ("body", "octet"),
    [
        (b"", 16),
        (b"\0\x01\x01336\0", 23),
        (b"\0\x01\x01336", 17),
        (b"\0\x01\x01336\0\0\x00361\0\0", 29),
        (b"\0\x01\x01" + b"3" * 65 + b"\0\0\x00361\0\0\0\0\0\0\0\0\0\0\0", 17),
    ],
)
def test_where_what_is_cut_or_too_long_stops_to_make_sense_is_told(command, body, octet):
    with pytest.raises(codec.Unreadable, match="pdu") as trouble:
        codec.news(command, b"?" + body, 1, 1 + len(body))
    assert trouble.value.octet == octet


def test_a_text_shorter_than_it_says_is_told():
    body = b"\0\x01\x01336\0\0\x00361\0\0\0\0\0\0\0\0\0\0\x09abc"
    with pytest.raises(codec.Unreadable) as trouble:
        codec.news(codec.DELIVER_SM, body, 0, len(body))
    assert trouble.value.octet == 16 + len(body) - 3


@given(st.binary(max_size=80))
def test_no_octets_surprise_the_codec(octets):
    codec.cut(octets)
    for command in codec.NAMES:
        with suppress(codec.Unreadable):
            codec.news(command, octets, 0, len(octets))


def test_the_end_of_the_use_of_a_message_is_told_by_the_hour_of_greenwich():
    assert codec.absolute_time(1_800_000_000) == b"270115080000000+"
    tail = codec.submit_text(0, b"a", validity=codec.absolute_time(1_800_000_000))
    assert tail == b"\0\0\0\x00270115080000000+\0\x01\0\0\0\x01a"
