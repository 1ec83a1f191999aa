"""Receipts, in every form that some SMSC writes them."""

import pytest
from deliveries import NOW, USUAL, deliver, read

from unisms.addons.brokers.smpp import codec
from unisms.addons.brokers.smpp.receipts import has_unknown_word
from unisms.addons.brokers.smpp.settings import ID_FORMATS
from unisms.ports import Receipt, Reply

DELIVRD = USUAL % (b"DELIVRD", b"000")
UNDELIV = USUAL % (b"UNDELIV", b"001")


def utf16(text):
    return text.decode().encode("utf-16-be")


# Where each is from: Kannel, cloudhopper-smpp, jsmpp, jasmin, vumi, smppex, node-smpp, php-smpp and
# their issues.
@pytest.mark.parametrize(
    ("text", "id", "state", "cause", "code"),
    [
        (DELIVRD, "42", "delivered", None, "DELIVRD/000"),
        (UNDELIV, "42", "failed", "number_invalid", "UNDELIV/001"),
        (USUAL % (b"ENROUTE", b"000"), "42", "accepted", None, "ENROUTE/000"),
        (b"ID:ab-1 STAT:delivrd", "ab-1", "delivered", None, "DELIVRD"),
        (b"stat: EXPIRED  id: 7 Err: 006", "7", "expired", "absent", "EXPIRED/006"),
        # NUL, which ends a C-octet string (§3.1), wherever it stands.
        (b"id:42\0\0 sub:001 dlvrd:000 stat:UNDELIV err:006\0", "42", "failed", "absent",
         "UNDELIV/006"),
        (USUAL % (b"UNDELIV", b"006\0"), "42", "failed", "absent", "UNDELIV/006"),
        (b"id:42\0stat:DELIVRD\0err:000\0", "42", "delivered", None, "DELIVRD/000"),
        (DELIVRD + b"\0", "42", "delivered", None, "DELIVRD/000"),
        # Other signs between fields, or none behind the last.
        (b"id:42,sub:001,dlvrd:001,submit date:2611221200,stat:DELIVRD,err:000,text:", "42",
         "delivered", None,
         "DELIVRD/000"),
        (b"id:42, stat:DELIVRD, err:000", "42", "delivered", None, "DELIVRD/000"),
        (b"id:42;stat:UNDELIV;err:001", "42", "failed", "number_invalid", "UNDELIV/001"),
        (b"id:42|stat:DELIVRD|err:000", "42", "delivered", None, "DELIVRD/000"),
        (b"id=42 stat=DELIVRD err=000", "42", "delivered", None, "DELIVRD/000"),
        (b'id:"42" stat:"DELIVRD" err:"000"', "42", "delivered", None, "DELIVRD/000"),
        (b"id:42\r\nstat:DELIVRD\r\nerr:000\r\n", "42", "delivered", None, "DELIVRD/000"),
        (b"id:1 sub:001 dlvrd:001 submit date:2611221200 done date:2611221201 stat:DELIVRD err:000",
         "1",
         "delivered", None, "DELIVRD/000"),
        # Fields in another order, missing, or with other dates and counts.
        (b"sub:001 id:74e02ee1-4e2f-4a6e-a78b-4b247d756a22 err:000 dlvrd:001 done "
         b"date:110206193110 text: "
         b"stat:DELIVRD", "74e02ee1-4e2f-4a6e-a78b-4b247d756a22", "delivered", None, "DELIVRD/000"),
        (b"id:1526758174 submit date:1701240904 done date:1701240904 stat:DELIVRD err:000 "
         b"text:hellow",
         "1526758174", "delivered", None, "DELIVRD/000"),
        (b"id:rdwjwx sub:000 dlvrd:000 submit date:180711070003912+ done date:180711070000012+ "
         b"stat:UNDELIV err:000",
         "rdwjwx", "failed", "unknown", "UNDELIV/000"),
        (b"id:2E17 submit date:2011-03-14 18:15:34 done date:20110314181741 stat:DELIVRD err:0",
         "2E17",
         "delivered", None, "DELIVRD/0"),
        (b"id:foo sub:... dlvrd:... submit date:200101010030 done date:200101020030 stat:DELIVRD "
         b"err:... text:Meep",
         "foo", "delivered", None, "DELIVRD/..."),
        (b"id:foo sub:null dlvrd:null submit date:2 done date:3 stat:UNDELIV err:null text:",
         "foo", "failed",
         "unknown", "UNDELIV/null"),
        (b"id:foo stat:DELIVRD text:Meep", "foo", "delivered", None, "DELIVRD"),
        (b"id:42 stat:DELIVRD err:0000 text:a stat:UNDELIV", "42", "delivered", None,
         "DELIVRD/0000"),
        (b"id:42 stat:UNDELIV err:21b", "42", "failed", "unknown", "UNDELIV/21b"),
        (b"id:42 stat: err:", None, None, None, None),
        (b"id: stat:DELIVRD err:000", None, None, None, None),
        (b"id:a:b:1 stat:DELIVRD", "a:b:1", "delivered", None, "DELIVRD"),
        (b"msgid:42 status:DELIVRD error:000", "42", "delivered", None, "DELIVRD/000"),
        (b"message_id:42 state:DELIVERED", "42", "delivered", None, "DELIVERED"),
        (b"id:" + b"x" * 80 + b" stat:DELIVRD", "x" * 65, "delivered", None, "DELIVRD"),
        # In UCS-2, with a mark or without, and whatever data_coding says.
        (utf16(b"id:42 stat:UNDELIV err:001"), "42", "failed", "number_invalid", "UNDELIV/001"),
        (b"\xfe\xff" + utf16(b"id:42 stat:DELIVRD"), "42", "delivered", None, "DELIVRD"),
        ("id:42 stat:DELIVRD".encode("utf-16-le"), "42", "delivered", None, "DELIVRD"),
        (utf16(UNDELIV.replace(b"Bonjour", "L’œuvre ’’’".encode())), "42", "failed",
         "number_invalid", "UNDELIV/001"),
        ((UNDELIV.decode() + "’œuvre").encode("utf-16-le"), "42", "failed", "number_invalid",
         "UNDELIV/001"),
        (utf16(b"id:42 stat:DELIVRD\0 err:000\0"), "42", "delivered", None, "DELIVRD/000"),
        (utf16(b"id:42 stat:DELIVRD ") + b"\0", "42", "delivered", None, "DELIVRD"),
        # Names of others for a field, and words that stand together.
        (b"id:42 stat:DELIVRDerr:000", "42", "delivered", None, "DELIVRD/000"),
        (b"id:42stat:DELIVRD", "42", "delivered", None, "DELIVRD"),
        (b"smsid:42 final_status:DELIVRD", "42", "delivered", None, "DELIVRD"),
        (b"sms_id:42 delivery_status:UNDELIV error code:040", "42", "failed", "absent",
         "UNDELIV/040"),
        (b"id:42 stat:UNDELIV error_code:040", "42", "failed", "absent", "UNDELIV/040"),
        (b"id:42 stat:UNDELIV err code:040", "42", "failed", "absent", "UNDELIV/040"),
        (b"id:42 stat:UNDELIV errorcode: 040", "42", "failed", "absent", "UNDELIV/040"),
        (b"id:42 status:0 stat:DELIVRD", "42", "delivered", None, "DELIVRD"),
        (b"operator id:20801 id:42 stat:DELIVRD", "42", "delivered", None, "DELIVRD"),
        (b"id:42 stat:NOT DELIVERED err:001", "42", "failed", "number_invalid",
         "NOT DELIVERED/001"),
        (b"id:42 stat:DELIVERY FAILED", "42", "failed", "unknown", "DELIVERY FAILED"),
        (b"id:42 stat:Delivered to handset done date:1", "42", "delivered", None,
         "DELIVERED TO HANDSET"),
        (b"id:42 stat:DELIVRD at last err:000", "42", "delivered", None, "DELIVRD/000"),
        (b"id:42 stat:DELIVERED_TO_HANDSET err:000", "42", "delivered", None,
         "DELIVERED_TO_HANDSET/000"),
        (DELIVRD.replace(b"DELIVRD", b"DeliveredToTerminal"), "42", "delivered", None,
         "DELIVEREDTOTERMINAL/000"),
        # The text of the message itself, wherever it stands, says nothing.
        (b"text:id:5 stat:X err:1 id:42 stat:UNDELIV err:001", "42", "failed", "number_invalid",
         "UNDELIV/001"),
        (b"id:42 stat:UNDELIV text:my id:5 err:001", "42", "failed", "unknown", "UNDELIV"),
    ],
)  # fmt: skip
def test_a_receipt_is_read_from_its_text(text, id, state, cause, code):
    if id is None:
        with pytest.raises(codec.Unreadable, match="receipt"):
            read(text)
        return
    assert read(text) == Receipt(id, state, "", "+33639980001", cause, code)


@pytest.mark.parametrize("esm_class", [0x04, 0x08, 0x0C, 0x24, 0x28, 0x2C, 0x05, 0x07, 0x84, 0x1C])
def test_bits_say_that_it_is_a_receipt(esm_class):
    assert read(UNDELIV, esm_class=esm_class) == read(UNDELIV)


@pytest.mark.parametrize("esm_class", [0x20, 0x60, 0x21])
def test_an_intermediate_notification_tells_of_one_try(esm_class):
    receipt = read(USUAL % (b"UNDELIV", b"040"), esm_class=esm_class)
    assert receipt[:6] == ("42", "accepted", "", "+33639980001", None, "UNDELIV/040")
    assert not has_unknown_word(receipt)
    for word, state in ((b"DELIVRD", "delivered"), (b"EXPIRED", "expired")):
        assert read(USUAL % (word, b"000"), esm_class=esm_class).state == state


@pytest.mark.parametrize(
    "text", [b"operator id:20801 stat:DELIVRD", b"network id: 1 stat:DELIVRD", b"text:id:1"]
)
def test_an_id_of_somebody_else_is_none(text):
    with pytest.raises(codec.Unreadable):
        read(text)


@pytest.mark.parametrize("esm_class", [0x44, 0x64, 0xC4])
def test_a_header_before_the_text_of_a_receipt_is_passed_over(esm_class):
    assert read(b"\x05\x00\x03\x07\x01\x31" + UNDELIV, esm_class=esm_class) == read(UNDELIV)
    assert read(UNDELIV, esm_class=esm_class) == read(UNDELIV)


@pytest.mark.parametrize("esm_class", [0x00, 0x10, 0x03, 0x80])
def test_a_text_that_looks_like_a_receipt_may_be_a_reply(esm_class):
    receipt = read(UNDELIV, esm_class=esm_class)
    assert receipt._replace(otherwise=None, of_form=False) == read(UNDELIV)
    assert receipt.otherwise == Reply("+33639980001", UNDELIV.decode(), "36111", NOW)


@pytest.mark.parametrize("esm_class", [0x00, 0x04, 0x10])
@pytest.mark.parametrize("id", [b"42", b"42\0", b"42\0\x009"])
def test_a_receipt_is_read_from_its_optional_fields(id, esm_class):
    receipt = read(esm_class=esm_class, x1E=id, x427=b"\x05", x423=b"\x03\x00\x06")
    assert receipt == Receipt("42", "failed", "", "+33639980001", "absent", "UNDELIV/006")


@pytest.mark.parametrize(
    ("octets", "state", "code"),
    [
        (b"\x00", "accepted", "SCHEDULED"),
        (b"\x01", "accepted", "ENROUTE"),
        (b"\x02", "delivered", "DELIVRD"),
        (b"\x03", "expired", "EXPIRED"),
        (b"\x08", "failed", "REJECTD"),
        (b"\x09", "failed", "SKIPPED"),  # SMPP 5.0 §4.7.15
        (b"2", "delivered", "DELIVRD"),  # the digit
        (b"2\0", "delivered", "DELIVRD"),
        (b"\x00\x02", "delivered", "DELIVRD"),
        (b"\x0a", "accepted", "10"),
        (b"\xff", "accepted", "255"),
    ],
)
def test_a_state_may_be_a_number(octets, state, code):
    receipt = read(x1E=b"42", x427=octets)
    assert (receipt.state, receipt.code) == (state, code)
    assert has_unknown_word(receipt) == code.isdecimal()


@pytest.mark.parametrize("octets", [b"", b"\0" * 5, b"9" * 4000])
def test_a_number_that_is_too_long_leaves_what_the_text_says(octets):
    assert read(UNDELIV, x1E=b"42", x427=octets) == read(UNDELIV)
    with pytest.raises(codec.Unreadable):
        read(x1E=b"42", x427=octets)


@pytest.mark.parametrize(
    ("network_error", "err", "code"),
    [
        (b"\x03\x00\x06", b"001", "UNDELIV/006"),
        (b"\x01\x00\x06", b"000", "UNDELIV/006"),
        (b"\x03\x01\x00", b"000", "UNDELIV/256"),
        (b"\x03\x00\x06\x00\x00", b"001", "UNDELIV/006"),
        (b"\x03\x00\x00", b"001", "UNDELIV/001"),
        (b"\x00\x00\x06", b"001", "UNDELIV/001"),
        (b"\x04\x00\x06", b"001", "UNDELIV/001"),
        (b"\xff\xff\xff", b"001", "UNDELIV/001"),
        (b"000", b"001", "UNDELIV/001"),  # three digits, as some write it
        (b"006", b"001", "UNDELIV/001"),
        (b"\x03\x06", b"001", "UNDELIV/001"),
        (b"", b"001", "UNDELIV/001"),
        (b"9" * 4000, b"001", "UNDELIV/001"),
    ],
)
def test_a_network_error_counts_where_it_is_one(network_error, err, code):
    assert read(USUAL % (b"UNDELIV", err), x423=network_error).code == code


def test_a_network_error_in_digits_counts_where_the_text_has_none():
    assert read(b"id:42 stat:UNDELIV", x423=b"006")[4:6] == ("absent", "UNDELIV/006")
    assert read(b"id:42 stat:UNDELIV", x423=b"000").code == "UNDELIV"


def test_optional_fields_are_believed_before_the_text():
    assert read(UNDELIV, x1E=b"43", x427=b"\x02")[:2] == ("43", "delivered")


@pytest.mark.parametrize(
    ("stat", "number", "code"),
    [
        (b"DELIVRD", b"\x00", "DELIVRD"),  # no end
        (b"DELIVRD", b"\x01", "DELIVRD"),
        (b"DELIVRD", b"\x06", "DELIVRD"),
        (b"DELIVRD", b"\x0a", "DELIVRD"),  # no state
        (b"DELIVRD", b"\xff", "DELIVRD"),
        (b"MEEP", b"\xff", "MEEP"),
        (b"DELIVRD", b"\x07", "DELIVRD"),  # a state that nobody knows
        (b"UNKNOWN", b"\x02", "DELIVRD"),
        (b"UNKNOWN", b"\x06", "UNKNOWN"),
        (b"ENROUTE", b"\x02", "DELIVRD"),
        (b"ENROUTE", b"\x06", "ACCEPTD"),
        (b"MEEP", b"\x06", "ACCEPTD"),
        (b"DELIVRD", b"\x05", "UNDELIV"),  # two ends
        (b"DELIVRD", b"2\0", "DELIVRD"),
        (b"UNDELIV", b"2\0", "DELIVRD"),
    ],
)
def test_of_a_number_and_a_word_the_one_that_says_more_of_the_end_counts(stat, number, code):
    assert read(USUAL % (stat, b"000"), x1E=b"42", x427=number).code == f"{code}/000"


@pytest.mark.parametrize(
    ("id_format", "of_answer", "of_text", "of_field"),
    [
        ("hex-to-decimal", "6AAD5", b"0000436949", b"6aad5"),
        ("hex-to-decimal", "12345", b"74565", b"12345"),
        ("as-is", "38601fa", b"0059113978", b"38601fa"),
        ("as-is", "0059113978", b"0059113978", b"38601fa"),
        ("decimal", "59113978", b"0059113978", b"0059113978"),
    ],
)
def test_two_forms_of_an_id_are_both_told(id_format, of_answer, of_text, of_field):
    text = USUAL.replace(b"42", of_text) % (b"DELIVRD", b"000")
    receipt = read(text, x1E=of_field, x427=b"\2", settings={"id_format": id_format})
    assert ID_FORMATS[id_format][0](of_answer) in (receipt.id, receipt.also)
    assert receipt.also != receipt.id


def test_one_form_of_an_id_is_told_once():
    assert read(DELIVRD, x1E=b"42\0", x427=b"\2").also == ""


def test_an_id_is_never_longer_than_one_may_be():
    assert len(read(x1E=b"x" * 60_000, x427=b"\x02").id) == 65


def test_what_is_kept_of_a_word_and_an_error_is_bounded():
    receipt = read(b"id:42 stat:%b err:%b" % (b"X" * 5000, b"9" * 5000))
    assert receipt.code == f"{'X' * 32}/{'9' * 16}"


def test_a_text_may_come_as_a_payload():
    assert read(x424=DELIVRD) == read(DELIVRD)


@pytest.mark.parametrize("text", [b"", b"id:42", b"stat:DELIVRD", b"hello", b"id:++ stat:DELIVRD"])
@pytest.mark.parametrize("esm_class", [0x04, 0x24, 0x08])
def test_a_receipt_without_id_or_state_is_set_aside(text, esm_class):
    with pytest.raises(codec.Unreadable, match="receipt") as trouble:
        read(text, esm_class=esm_class)
    assert trouble.value.octet == 50


@pytest.mark.parametrize(
    "word", ["BUFFRED", "ACKED", "SCHEDULED", "ENROUTE", "ACCEPTD", "0", "1", "6"]
)
def test_a_word_that_is_no_end_is_known(word):
    receipt = read(USUAL % (word.encode(), b"000"))
    assert (receipt.state, receipt.code) == ("accepted", f"{word}/000")
    assert not has_unknown_word(receipt)


@pytest.mark.parametrize("word", ["MEEP", "XXXX123", "99"])
def test_a_word_that_nobody_knows_is_no_end_and_told(word):
    receipt = read(USUAL % (word.encode(), b"000"))
    assert (receipt.state, receipt.code) == ("accepted", f"{word}/000")
    assert has_unknown_word(receipt)


@pytest.mark.parametrize(
    ("addresses", "msisdn"),
    [
        ((b"33639980001", b"36111"), "+33639980001"),
        ((b"+33639980001", b"36111"), "+33639980001"),
        ((b"0033639980001", b"36111"), "+33639980001"),
        ((b"BIBLIO", b"33639980001"), "+33639980001"),  # not swapped, as the submit had them
        ((b"36111", b"33639980001"), "+33639980001"),
        ((b"", b"33639980001"), "+33639980001"),
        ((b"SMSC", b"36111"), ""),
    ],
)
def test_the_number_of_a_receipt_is_e164(addresses, msisdn):
    source, destination = addresses
    kinds = (b"\0\0", b"\0\0")
    assert read(DELIVRD, source=source, destination=destination, kinds=kinds).msisdn == msisdn


@pytest.mark.parametrize("own", ["+33700000001", "33700000001", "0700000001", "36111 0700000001"])
@pytest.mark.parametrize(
    ("addresses", "msisdn"),
    [
        ((b"33700000001", b"33639980001"), "+33639980001"),  # not swapped
        ((b"33639980001", b"33700000001"), "+33639980001"),
        ((b"33700000001", b"36111"), "+33700000001"),  # there is no other
    ],
)
def test_the_number_of_a_receipt_is_none_of_ours(own, addresses, msisdn):
    source, destination = addresses
    receipt = read(DELIVRD, source=source, destination=destination, settings={"own_numbers": own})
    assert receipt.msisdn == msisdn


@pytest.mark.parametrize(
    ("setting", "counts", "covers"),
    [
        ("auto", (b"001", b"001"), ""),
        ("auto", (b"002", b"002"), "message"),
        ("auto", (b"12", b"12"), "message"),
        ("auto", (b"002", b"001"), ""),
        ("auto", (b"000", b"000"), ""),
        ("auto", (b"...", b"..."), ""),
        ("message", (b"001", b"001"), "message"),
        ("segment", (b"002", b"002"), "segment"),
    ],
)
def test_a_receipt_may_tell_of_the_whole_message(setting, counts, covers):
    text = DELIVRD.replace(b"sub:001 dlvrd:001", b"sub:%b dlvrd:%b" % counts)
    assert read(text, settings={"long_receipts": setting}).covers == covers


def test_optional_fields_say_for_sure_that_it_is_a_receipt():
    assert read(b"id:1 stat:DELIVRD", esm_class=0, x1E=b"42", x427=b"\5").otherwise is None
    assert read(b"id:1 stat:DELIVRD", esm_class=0, x1E=b"42").otherwise is not None
    assert deliver().text_at == 50


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


# Where SMPP 5.0 has a field for it, and where 8x8 writes it.
@pytest.mark.parametrize(
    ("fields", "network"),
    [
        ({"x060D": b"20801\0"}, "208-01"),
        ({"x060E": b"208-10"}, "208-10"),
        ({"x060D": b"smsc-1\0", "x060E": b"20815\0"}, "208-15"),
        ({"x1503": b"208", "x1504": b"20"}, "208-20"),
        ({"x1503": b"310", "x1504": b"260"}, "310-260"),
        ({"x1503": b"208"}, ""),
        ({"x060D": b"\xff\xfe"}, ""),
        ({"x001E": b"42\0"}, ""),
        ({}, ""),
    ],
)
def test_the_network_is_told_by_an_optional_field_or_not_at_all(fields, network):
    assert read(DELIVRD, **fields).network == network
