"""Causes of failure, what they mean, and what SMPP brokers call them."""

import pytest

from unisms.sms import causes, msisdn
from unisms.sms.causes import MEANINGS, TRANSIENT, from_smpp_receipt, from_smpp_status


@pytest.mark.parametrize(
    ("strike", "names"),
    [
        ("hard", {"number_invalid"}),
        ("semi_hard", {"number_unusable"}),
        ("soft", {"absent", "expired", "unknown"}),
    ],
)
def test_only_what_tells_of_the_number_counts_against_it(strike, names):
    assert {name for name, meaning in MEANINGS.items() if meaning.strike == strike} == names


def test_every_cause_has_a_meaning():
    not_causes = {causes.NOTHING, causes.SOFT, causes.SEMI_HARD, causes.HARD}
    names = {
        value for name, value in vars(causes).items() if name.isupper() and isinstance(value, str)
    }
    assert names - not_causes == set(MEANINGS)


def test_every_refusal_of_a_number_is_a_cause():
    refusals = {
        value for name, value in vars(msisdn).items() if name.isupper() and isinstance(value, str)
    }
    refusals = {value for value in refusals if value.isidentifier()} - msisdn.USABLE
    assert refusals == {"no_number", "landline", "voip", "premium", "impossible", "unreadable"}
    assert refusals <= set(MEANINGS)


@pytest.mark.parametrize(
    ("status", "cause"),
    [
        (0x01, "content"),
        (0x08, "operator"),
        (0x0A, "sender"),
        (0x0B, "number_invalid"),
        (0x0D, "account"),
        (0x0E, "account"),
        (0x0F, "account"),
        (0x14, "rate"),
        (0x45, "unknown"),
        (0x48, "sender"),
        (0x49, "sender"),
        (0x50, "number_invalid"),
        (0x51, "number_invalid"),
        (0x58, "rate"),
        (0x64, "operator"),
        (0x65, "unknown"),
        (0x400, "unknown"),  # a vendor's
    ],
)
def test_an_error_at_submit_has_a_cause(status, cause):
    assert from_smpp_status(status) == cause


def test_four_errors_pass_by_themselves():
    assert {0x08, 0x14, 0x58, 0x64} == TRANSIENT


@pytest.mark.parametrize(
    ("stat", "err", "state", "cause"),
    [
        ("DELIVRD", "000", "delivered", None),
        ("DELIVRD", "001", "delivered", None),
        ("delivered", "", "delivered", None),
        ("ENROUTE", "000", "accepted", None),
        ("ACCEPTD", "000", "accepted", None),
        ("ACCEPTED", "", "accepted", None),
        ("EXPIRED", "000", "expired", "expired"),
        ("EXPIRED", "027", "expired", "absent"),
        ("UNDELIV", "001", "failed", "number_invalid"),
        ("UNDELIVERABLE", "5", "failed", "number_invalid"),
        ("UNDELIV", "013", "failed", "number_unusable"),
        ("UNDELIV", "040", "failed", "absent"),
        ("UNDELIV", "021", "failed", "operator"),
        ("UNDELIV", "", "failed", "unknown"),
        ("NOCRED", "", "failed", "credit"),
        ("SYSERR", "", "failed", "operator"),
        ("ZEROBAL", "", "failed", "operator"),
        ("INV_NET", "", "failed", "operator"),
        ("BARRED", "", "failed", "number_unusable"),
        ("BARREDA", "", "failed", "content"),
        ("NULL", "", "failed", "unknown"),
        ("DND_REJ", "", "failed", "opt_out"),
        ("DeliveredToTerminal", "", "delivered", None),
        ("DeliveryImpossible", "", "failed", "unknown"),
        ("DeliveredToNetwork", "", "accepted", None),
        ("UNDELIV", "E12", "failed", "unknown"),
        ("UNDELIV", "999", "failed", "unknown"),
        (" undeliv ", " 9 ", "failed", "number_unusable"),
        ("DELETED", "000", "failed", "unknown"),
        ("UNKNOWN", "000", "failed", "unknown"),
        ("REJECTD", "000", "failed", "unknown"),
        ("REJECTED", "144", "failed", "number_invalid"),
        ("SCHEDULED", "", "accepted", None),
        ("", "", "accepted", None),
        (1, "", "accepted", None),
        (2, "", "delivered", None),
        (3, "", "expired", "expired"),
        (4, "", "failed", "unknown"),
        (5, "6", "failed", "absent"),
        (6, "", "accepted", None),
        (7, "", "failed", "unknown"),
        (8, "", "failed", "unknown"),
        (0, "", "accepted", None),
    ],
)
def test_a_receipt_brings_a_state_and_a_cause(stat, err, state, cause):
    assert from_smpp_receipt(stat, err) == (state, cause)


def test_a_broker_may_mean_other_things_by_its_errors():
    assert from_smpp_receipt("UNDELIV", "001", {1: causes.OPT_OUT}) == ("failed", "opt_out")


WORDS = {
    ("delivered", None): "DELIVRD DELIVERED DELIVERD DELIVRED DELVRD DLVRD delivrd",
    ("expired", "expired"): "EXPIRED EXPIRD EXPIRE TIMEOUT",
    (
        "failed",
        "unknown",
    ): "UNDELIV UNDELIVERABLE UNDELIVERED UNDLIVRD UNDELIVRD NOTDELIV FAILED FAIL FAILURE "
    "DELIVERY_FAILED REJECTD REJECT REJECTED REJECTE DELETED UNKNOWN SKIPPED NACK ERROR INVALID",
    ("failed", "operator"): "BLOCKED CANCELED CANCELLED ABORTED FILTERED NOROUTE",
    ("failed", "opt_out"): "DND_REJECTED OPTOUT BLACKLISTED",
    (
        "accepted",
        None,
    ): "ENROUTE EN_ROUTE ACCEPTD ACCEPTED ACCEPTE ACKED BUFFRED BUFFERD BUFFERED SCHEDULED "
    "QUEUED PENDING SENT SUBMITD SUBMITTED RETRY DEFERRED 0 1 6",
}


@pytest.mark.parametrize(
    ("meaning", "word"), [(meaning, word) for meaning in WORDS for word in WORDS[meaning].split()]
)
def test_each_word_that_some_broker_writes_is_known(meaning, word):
    assert from_smpp_receipt(word) == meaning
    assert causes.is_smpp_state(word)


@pytest.mark.parametrize(
    ("number", "state"),
    [("2", "delivered"), ("3", "expired"), ("005", "failed"), ("8", "failed"), ("9", "failed")],
)
def test_a_state_may_be_written_as_its_number(number, state):
    assert from_smpp_receipt(number)[0] == state


@pytest.mark.parametrize(
    "word", ["", "MEEP", "DELIVEREDNOT", "DELIVERY", "10", "9" * 5000, "²", "-", "DELIVRD1X"]
)
def test_a_word_that_nobody_knows_is_no_end(word):
    assert from_smpp_receipt(word) == ("accepted", None)
    assert not causes.is_smpp_state(word)


@pytest.mark.parametrize(
    ("err", "key"),
    [("006", 6), (" 6 ", 6), ("e12", "E12"), ("", ""), ("9" * 5000, "9" * 5000), ("-1", "-1")],
)
def test_an_error_is_known_however_it_is_written(err, key):
    assert causes.smpp_error(err) == key


@pytest.mark.parametrize(
    ("word", "weight"),
    [
        ("DELIVRD", 3),
        ("EXPIRED", 3),
        (5, 3),
        ("UNKNOWN", 2),
        (7, 2),
        ("ENROUTE", 1),
        (0, 1),
        ("MEEP", 0),
        (10, 0),
        ("", 0),
    ],
)
def test_a_word_says_more_or_less_of_the_end(word, weight):
    assert causes.smpp_weight(word) == weight
