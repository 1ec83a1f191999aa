"""The adapter itself, where no session is needed."""

import pytest
from deliveries import USUAL, body, deliver

from unisms.addons.brokers.smpp import SmppBroker, codec
from unisms.ports import LONGEST_UNREAD

RECEIPT = USUAL % (b"UNDELIV", b"006")


def pdu(deliver, command=codec.DELIVER_SM):
    return codec.pdu(command, 1, body(deliver, command))


@pytest.mark.parametrize("command", codec.NAMES)
def test_what_was_kept_is_read_again_without_a_session(command):
    raw = pdu(deliver(x1E=b"42", x427=b"\5", x423=b"\3\0\6"), command)
    [receipt] = SmppBroker({}).read_again(codec.NAMES[command], raw)
    assert receipt[:2] == ("42", "failed")


def test_it_is_read_by_the_settings_of_now():
    raw = pdu(deliver(RECEIPT))
    [receipt] = SmppBroker({"err": "own", "err_codes": "6=number_unusable"}).read_again("deliver_sm", raw)
    assert receipt.cause == "number_unusable"


def test_of_what_was_too_long_to_be_kept_whole_the_beginning_may_do():
    raw = pdu(deliver(RECEIPT, x1400=b"x" * 60_000))[:LONGEST_UNREAD]
    [receipt] = SmppBroker({}).read_again("deliver_sm", raw)
    assert receipt.id == "42"


@pytest.mark.parametrize("raw", [b"", b"x", pdu(deliver(b"hello")), pdu(deliver(RECEIPT))[:60]])
def test_what_still_cannot_be_read_says_so(raw):
    with pytest.raises(ValueError):
        SmppBroker({}).read_again("deliver_sm", raw)
