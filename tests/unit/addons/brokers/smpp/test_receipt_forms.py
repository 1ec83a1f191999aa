"""More forms in which some SMSC writes its receipts, each tried as it came, with its sender."""

import pytest
from deliveries import NOW, USUAL, deliver, read

from unisms.addons.brokers.smpp import codec
from unisms.addons.brokers.smpp.receipts import has_unknown_word
from unisms.ports import Receipt, Reply

HEAD = b"id:42 sub:001 dlvrd:001 submit date:2611221200 done date:2611221201 "


def packed(text, fill=0):
    """Seven bits a letter, the first one lowest, behind so many bits (3GPP TS 23.038 §6.1.2.1)."""
    bits = sum(letter << fill + 7 * place for place, letter in enumerate(text))
    return bits.to_bytes(-(-(fill + 7 * len(text)) // 8), "little")


@pytest.mark.parametrize(
    ("text", "id", "state", "cause", "code"),
    [
        # Dates without a blank in their names, as OpenMarket; or with another name.
        (b"id:0118Z-0122I-2309U-57DGB sub:000 dlvrd:000 submitdate:180122230957 "
         b"donedate:000000000000 stat:REJECTED "
         b"err:375 text:", "0118Z-0122I-2309U-57DGB", "failed", "unknown", "REJECTED/375"),
        (b"id:42 submit_date:2611221200 done_date:2611221201 stat:DELIVRD err:000", "42",
         "delivered", None,
         "DELIVRD/000"),
        (b"id:42 sub:001 dlvrd:001 submitted date:1 delivered date:2 stat:DELIVRD err:000", "42",
         "delivered", None,
         "DELIVRD/000"),
        (b"id:9 sub:001 dlvrd:001 submit date:1722412345123 done date:1722412345999 stat:DELIVRD "
         b"err:000", "9",
         "delivered", None, "DELIVRD/000"),
        # Words of the gateway's own before the fields (Ozeki), and no error behind its name.
        (b"Delivered; To: +33639980001; At: 2022-10-03 12:07:00; Ref: 636445148; id:636445148 "
         b"sub:000 dlvrd:001 "
         b"submit date:2210031207 done date:2210031207 stat:DELIVRD err: text:", "636445148",
         "delivered", None,
         "DELIVRD"),
        (b"DLR:id:42 stat:DELIVRD", "42", "delivered", None, "DELIVRD"),
        # Of the network, behind the error, perhaps empty (a look-up by Kannel).
        (HEAD + b"stat:DELIVRD err:000 IMSI:219101100935850 MSC:38591016 HLR:38591xxxxxxx "
                b"ORN:VipNet ROC:HR "
         b"MCCMNC:21910", "42", "delivered", None, "DELIVRD/000"),
        (HEAD + b"stat:UNDELIV err:001 IMSI: MSC: ORN:VipNet MCCMNC:", "42", "failed",
         "number_invalid",
         "UNDELIV/001"),
        # Counts and errors as they like: sms-gateway, node-smpp (USSD), Camel, Chinese brokers.
        (b"id:577e505a-dbd7-46ab-a04c-5a927ffb85b1 sub:001 dlvrd:000 submit date:2408201338 done "
         b"date:240820093823 "
         b"stat:REJECTD err:00B text:You", "577e505a-dbd7-46ab-a04c-5a927ffb85b1", "failed",
         "unknown",
         "REJECTD/00B"),
        (b"id:45013692 sub:0 dlvrd:28 submit date:1908121157 done date:1908121158 stat:UNDELIV "
         b"err:21 Text:*100#",
         "45013692", "failed", "operator", "UNDELIV/21"),
        (HEAD + b"stat:DELIVRD err:xxx Text:Hello SMPP world!", "42", "delivered", None,
         "DELIVRD/xxx"),
        (HEAD + b"stat:UNDELIV err:4106", "42", "failed", "unknown", "UNDELIV/4106"),
        (b"stat:UNDELIV err:0x0000000B id:nx_88f3", "nx_88f3", "failed", "unknown",
         "UNDELIV/0x0000000B"),
        (b"id:42 stat:UNDELIV err:Absent subscriber", "42", "failed", "unknown", "UNDELIV/Absent"),
        (HEAD + b"stat:2 err:000", "42", "delivered", None, "2/000"),
        (b"id:42 stat:5 err:027", "42", "failed", "absent", "5/027"),
        (b"id:42 message_state:2 err:0", "42", "delivered", None, "2/0"),
        # Several words that are one state (India, brokers with an interface over HTTP beside this
        # one).
        (b"id:1114022518040426310 sub:001 dlvrd:001 submit date:1402251804 done date:0000000000 "
         b"stat:EXP-MSG-Q-EXD "
         b"err:037 Text:Test - Pro", "1114022518040426310", "expired", "expired",
         "EXP-MSG-Q-EXD/037"),
        (HEAD + b"stat:DNDNumber err:102 text:", "42", "failed", "opt_out", "DNDNUMBER/102"),
        (b"id:42 stat:REJECTED_NETWORK err:006", "42", "failed", "absent", "REJECTED_NETWORK/006"),
        (b"id:42 stat:EXPIRED_DLR_UNKNOWN", "42", "expired", "expired", "EXPIRED_DLR_UNKNOWN"),
        (b"id:42 stat:UNDELIV(27) err:006", "42", "failed", "absent", "UNDELIV/006"),
        (b"id:42 stat:DELIVRD-000", "42", "delivered", None, "DELIVRD-000"),
        (b"id:42 stat:EN_ROUTE", "42", "accepted", None, "EN_ROUTE"),
        (b"id:42 stat:DELIVERED_TO_NETWORK", "42", "accepted", None, "DELIVERED_TO_NETWORK"),
        # Signs around fields and values.
        (b'{"id":"42","stat":"DELIVRD","err":"000"}', "42", "delivered", None, "DELIVRD/000"),
        (b'{"message_id": "42", "status": "UNDELIV"}', "42", "failed", "unknown", "UNDELIV"),
        (b"id=42&stat=DELIVRD&err=000", "42", "delivered", None, "DELIVRD/000"),
        (b"[id:42][stat:DELIVRD][err:000]", "42", "delivered", None, "DELIVRD/000"),
        (b"<id:42> <stat:DELIVRD>", "42", "delivered", None, "DELIVRD"),
        (b"(id:42) (stat:DELIVRD)", "42", "delivered", None, "DELIVRD"),
        (b"id:'42' stat:'DELIVRD' err:'000'", "42", "delivered", None, "DELIVRD/000"),
        (b"id:{1298d520-b783} stat:DELIVRD", "{1298d520-b783}", "delivered", None, "DELIVRD"),
        (b"id:42\tsub:001\tdlvrd:001\tstat:DELIVRD\terr:000", "42", "delivered", None,
         "DELIVRD/000"),
        (b"ID :42 STAT :DELIVRD", "42", "delivered", None, "DELIVRD"),
        (b"Message-ID: 42 Status: DELIVRD", "42", "delivered", None, "DELIVRD"),
        (b"id:42/1 stat:DELIVRD", "42/1", "delivered", None, "DELIVRD"),
        # In GSM, whose underscore is another octet (cloudhopper); with a mark of UTF-8; with text
        # in UCS-2 (smpplib).
        (b"id:msg\x1188fe stat:DELIVRD", "msg_88fe", "delivered", None, "DELIVRD"),
        (USUAL.replace(b"id:42", b"id:msg\x1188fe") % (b"DELIVRD", b"000"), "msg_88fe",
         "delivered", None,
         "DELIVRD/000"),
        (b"\xef\xbb\xbf" + HEAD + b"stat:DELIVRD err:000", "42", "delivered", None, "DELIVRD/000"),
        (HEAD + b"stat:DELIVRD err:000 text:\x04\x1f\x04@\x048\x042\x045"
                b"\x04B", "42", "delivered", None,
         "DELIVRD/000"),
    ],
)  # fmt: skip
def test_it_is_read(text, id, state, cause, code):
    receipt = read(text)
    assert receipt == Receipt(id, state, "", "+33639980001", cause, code)
    assert not has_unknown_word(receipt)


@pytest.mark.parametrize(
    "word", [b"BADSTAT", b"DELIVERED_TO_OPERATOR", b"DELIVRD_BY_SMSC", b"MO_CALL_BARRED"]
)
def test_a_word_that_may_mean_anything_is_no_end_and_told(word):
    receipt = read(b"id:42 stat:" + word)
    assert receipt.state == "accepted"
    assert has_unknown_word(receipt)


@pytest.mark.parametrize(
    "text",
    [
        # Vodafone, 2002
        b"00,0210021543,0210021500,,447887123456,10110200000000,we2345678i9o03er45ty67u",
        b"Message 42 was DELIVERED",
        b"sub:001 dlvrd:001 submit date:2407190905 done date:2407191705 stat:UNDELIV err:000 "
        b"text:dlink",
    ],
)
def test_one_that_names_no_field_that_we_know_is_told_as_unreadable(text):
    with pytest.raises(codec.Unreadable):
        read(text)


@pytest.mark.parametrize("text", [USUAL % (b"UNDELIV", b"006"), b"id:42 stat:UNDELIV err:006"])
@pytest.mark.parametrize("esm_class", [0x00, 0x04, 0x40, 0x44])
def test_an_smsc_that_packs_what_handsets_write_may_pack_its_receipts(text, esm_class):
    settings = {"codings": "0=gsm-packed"}
    head = b"\x05\x00\x03\x07\x01\x01" if esm_class & 0x40 else b""
    octets = packed(text, fill=-8 * len(head) % 7)
    told = read(head + octets, esm_class=esm_class, settings=settings)
    plain = read(text, esm_class=esm_class & 0x04, settings=settings)
    assert (
        told[:8]
        == plain[:8]
        == ("42", "failed", "", "+33639980001", "absent", "UNDELIV/006", "", "")
    )
    assert told.of_form == plain.of_form == (not esm_class & 0x04)
    assert told.otherwise is None or told.otherwise.text == text.decode()


@pytest.mark.parametrize("octets", [packed(b"Oui merci"), b"Oui"])
def test_a_reply_that_is_packed_is_still_one(octets):
    assert isinstance(read(octets, esm_class=0, settings={"codings": "0=gsm-packed"}), Reply)


@pytest.mark.parametrize("coding", [0, 2, 4, 8, 0xF4])
def test_one_that_nothing_marks_has_its_form_whatever_its_data_coding(coding):
    text = HEAD + b"stat:DELIVRD err:000"
    receipt = read(text, esm_class=0, coding=coding)
    assert receipt.of_form
    assert receipt.otherwise == Reply("+33639980001", text.decode(), "36111", NOW)


def test_fields_and_text_may_each_have_a_half():
    """The id in its field and the state in the text, or the other way round."""
    text = (
        b"sub:001 dlvrd:001 submit date:2407190905 done date:2407191705 stat:UNDELIV err:000 "
        b"text:dlink"
    )
    for esm_class in (0x00, 0x04):
        receipt = read(text, esm_class=esm_class, x1E=b"9f")
        assert (receipt.id, receipt.state, receipt.of_form) == ("9f", "failed", not esm_class)
        receipt = read(b"id:42 sub:001 dlvrd:001 err:000", esm_class=esm_class, x427=b"\2")
        assert (receipt.id, receipt.state, receipt.of_form) == ("42", "delivered", not esm_class)
    assert deliver(text).payload == text


# Where nothing marks it, its form does.


@pytest.mark.parametrize(
    ("text", "of_form"),
    [
        (USUAL % (b"UNDELIV", b"001"), True),
        (b"id:42 stat:DELIVRD", True),
        (b"id:42stat:DELIVRD", True),
        (b"ID=42;STAT=UNDELIV", True),
        ("id:42 stat:DELIVRD".encode("utf-16-be"), True),
        (b"msgid:42 sub:001 stat:DELIVRD err:000", True),
        (b"id:42 sub:001 dlvrd:001 stat:MEEP err:000", True),
        (b"id:42 sub:001 dlvrd:001 submit date:1 done date:2 status:MEEP", True),
        # Texts that a person may write of something else.
        (b"Bonjour, mon id: 22104711, status: accepted, et la suite ?", False),
        (b"id: 22104711 stat: L2", False),
        (b"msgid:42 stat:DELIVRD", False),
        (b"msgid:42 status:DELIVRD error:000", False),
    ],
)
def test_one_of_the_form_of_a_receipt_is_no_reply_whoever_it_is_of(text, of_form):
    receipt = read(text, esm_class=0)
    assert receipt.otherwise
    assert receipt.of_form == of_form
    assert not read(text).of_form


@pytest.mark.parametrize("tlvs", [{"x1E": b"42"}, {"x427": b"\5"}])
def test_nor_is_one_with_a_field_that_no_handset_can_write(tlvs):
    assert read(b"id: 22104711 stat: L2", esm_class=0, **tlvs).of_form
    assert read(b"Bonjour", esm_class=0, **tlvs) == Reply("+33639980001", "Bonjour", "36111", NOW)


@pytest.mark.parametrize(
    "text",
    [
        USUAL.replace(b"id:42", b"id:") % (b"UNDELIV", b"001"),
        b"sub:001 dlvrd:001 submit date:2407190905 done date:2407191705 stat:UNDELIV err:000 "
        b"text:dlink",
        b"message text:7 sub:001 dlvrd:0 submit date:2611221200 done date: stat:ACCEPTD err:000",
        b"id:42 sub:001 dlvrd:001 stat: err:",
    ],
)
@pytest.mark.parametrize("esm_class", [0x00, 0x04])
def test_nor_is_one_that_tells_no_id_or_no_state(text, esm_class):
    with pytest.raises(codec.Unreadable) as told:
        read(text, esm_class=esm_class)
    assert told.value.what == "receipt"
