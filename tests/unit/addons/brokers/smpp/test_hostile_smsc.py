"""An SMSC that may send anything:
no exception ends a link, and what asks for an answer gets one."""

import asyncio

import pytest
from deliveries import USUAL, body, deliver
from hypothesis import given, settings
from hypothesis import strategies as st
from links import bound
from tiers import tries

from unisms.addons.brokers.smpp import codec
from unisms.ports import Receipt, Reply, Unread
from unisms.services.delivery.news import fault

RECEIPT = USUAL % (b"UNDELIV", b"006")
REAL = [
    body(deliver(RECEIPT)),
    body(deliver(RECEIPT, x1E=b"42\0", x427=b"\5", x423=b"\3\0\6")),
    body(deliver(x424=RECEIPT, esm_class=0x24)),
    body(deliver(b"STOP", esm_class=0, x204=b"\0\7")),
    body(deliver("Ça marche 👍".encode("utf-16-be"), esm_class=0, coding=8)),
    body(deliver(b"\5\0\3\7\2\1hello", esm_class=0x40)),
    body(deliver(b"hello", esm_class=0, x20C=b"\0\7", x20E=b"\2", x20F=b"\1")),
    body(deliver(x1E=b"42", x427=b"\2"), codec.DATA_SM),
    body(deliver(x424=b"STOP", esm_class=0), codec.DATA_SM),
    b"smsc\0",
    b"42\0",
    b"",
]
COMMANDS = [
    *codec.NAMES,
    *codec.NAMES,
    *codec.NAMES,  # mostly these
    codec.SUBMIT_SM_RESP,
    codec.SUBMIT_SM,
    codec.ENQUIRE_LINK,
    codec.ENQUIRE_LINK | codec.RESPONSE,
    codec.BIND_TRANSCEIVER,
    codec.BIND_TRANSCEIVER | codec.RESPONSE,
    codec.ALERT_NOTIFICATION,
    codec.GENERIC_NACK,
    0x0000000B,  # outbind
    0x00000103 | codec.RESPONSE,
]
TAGS = [0x1E, 0x204, 0x20C, 0x20E, 0x20F, 0x423, 0x424, 0x427]
VALUES = st.one_of(
    st.binary(max_size=8),
    st.sampled_from([b"9" * 4000, b"\0" * 4000, b"\xff" * 4000, b"", b"\0", RECEIPT, RECEIPT * 20]),
)
FIELDS = st.dictionaries(st.sampled_from(TAGS) | st.integers(0, 0xFFFF), VALUES, max_size=6)
CODINGS = st.integers(0, 255)
ADDRESSES = st.binary(max_size=70).map(lambda octets: octets.replace(b"\0", b""))
TYPES = st.binary(min_size=2, max_size=2)
TEXTS = st.one_of(
    st.binary(max_size=255),
    st.sampled_from([RECEIPT, RECEIPT.upper(), RECEIPT.replace(b" ", b"\0")]),
)
WRITTEN = st.builds(
    lambda source, destination, kinds, esm_class, coding, text, fields: body(
        codec.DeliverSm(kinds[0], source, kinds[1], destination, esm_class, coding, text, fields)
    ),
    ADDRESSES,
    ADDRESSES,
    st.tuples(TYPES, TYPES),
    st.integers(0, 255),
    CODINGS,
    TEXTS,
    FIELDS,
)


@st.composite
def mutated(draw):
    """A real body of which some octets are others, missing, or more."""
    octets = bytearray(draw(st.sampled_from(REAL)))
    for _ in range(draw(st.integers(0, 4))):
        place = draw(st.integers(0, len(octets)))
        missing = draw(st.sampled_from([0, 1, 1, 2, 50]))
        octets[place : place + missing] = draw(st.binary(max_size=3))
    return bytes(octets[: draw(st.integers(0, len(octets)) | st.just(len(octets)))])


PDUS = st.tuples(
    st.sampled_from(COMMANDS) | st.integers(0, 0xFFFFFFFF),
    st.sampled_from([0, 0, 0x58, 0x14, 0x08, 0x64, 0x0B, 0xFFFFFFFF]),
    st.integers(0, 0xFFFFFFFF),
    st.one_of(st.binary(max_size=60), WRITTEN, mutated()),
)
ENDS = {codec.UNBIND, codec.UNBIND | codec.RESPONSE}  # they end a link, as they should
OPTIONS = st.sampled_from(
    [
        {},
        {"id_format": "hex-to-decimal"},
        {"err": "none", "long_receipts": "message", "codings": "0=utf-8"},
    ]
)


def is_survived(pdus, cut, options):
    pdus = [pdu for pdu in pdus if pdu[0] not in ENDS]
    octets = b"".join(
        codec.pdu(command, sequence, rest, status) for command, status, sequence, rest in pdus
    )
    with bound(messages=5, **options) as link:
        link.written()
        for piece in (octets[:cut], octets[cut:], codec.pdu(codec.ENQUIRE_LINK, 77)):
            link.comes(piece)
        for done in link.inbox.dones:
            done()
        link.link.loop.run_until_complete(asyncio.sleep(0))
        assert not link.transport.closing
        written = [(command, sequence) for command, _, sequence in link.written()]
        assert (codec.ENQUIRE_LINK | codec.RESPONSE, 77) in written
        for command, _, sequence, _ in pdus:
            if command in codec.NAMES:
                written.remove((command | codec.RESPONSE, sequence))
        for news in link.inbox.news:
            is_storable(news)


def is_storable(news):
    assert isinstance(news, Receipt | Reply | Unread)
    assert not isinstance(news, Unread) or news.what != "fault"
    if isinstance(news, Receipt):
        assert len(news.id) <= 79  # 65 hexadecimal digits, written in decimals
        assert not set(news.id) & set(" \n")
        assert len(news.msisdn) <= 16
        assert len(news.code) <= 49
    if isinstance(news, Reply):
        assert len(news.msisdn) <= 64
        assert len(news.id) <= 10
        assert fault(news) == ""


@settings(max_examples=tries(60), deadline=None)
@given(st.lists(PDUS, max_size=6), st.integers(0, 400), OPTIONS)
def test_whatever_an_smsc_sends_the_link_goes_on(pdus, cut, options):
    is_survived(pdus, cut, options)


@pytest.mark.slow
@settings(max_examples=tries(800), deadline=None)
@given(st.lists(PDUS, max_size=6), st.integers(0, 400), OPTIONS)
def test_whatever_an_smsc_sends_for_long_the_link_goes_on(pdus, cut, options):
    is_survived(pdus, cut, options)


@pytest.mark.parametrize("size", [0, 1, 3, 5, 4000, 65_535])
@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("esm_class", [0x00, 0x04, 0x40])
@pytest.mark.parametrize("command", codec.NAMES)
def test_an_optional_field_of_any_length_ends_no_link(command, esm_class, tag, size):
    field = deliver(esm_class=esm_class, **{f"x{tag:X}": b"9" * size})
    is_survived([(command, 0, 9, body(field, command))], 0, {})


@pytest.mark.parametrize(
    "octets", [b"this is no SMPP, and its length is absurd", b"\0\0\0\x0f" + bytes(12)]
)
def test_what_is_no_pdu_ends_the_link_in_order(octets):
    with bound() as link:
        link.comes(octets)
        assert link.transport.closing
        assert link.written() == [(codec.GENERIC_NACK, codec.INVALID_LENGTH, 0)]
