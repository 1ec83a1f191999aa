"""News on their way in, from an SMSC that sends more of them, or stranger ones, than it should."""

from unittest.mock import Mock

from deliveries import USUAL, body, deliver
from links import sent

from unisms.addons.brokers.smpp import codec
from unisms.addons.brokers.smpp.intake import QUIET, Intake
from unisms.addons.brokers.smpp.reader import Reader
from unisms.addons.brokers.smpp.settings import read
from unisms.ports import LONGEST_UNREAD, Part, Reply, Unread


class Acknowledged:
    """An intake, and what it has written."""

    def __init__(self):
        self.inbox, self.octets = Mock(), b""
        self.inbox.loop.call_soon_threadsafe = lambda call, *arguments: call(*arguments)
        self.inbox.loop.is_closed = lambda: False
        self.intake = Intake(self.inbox, Reader(read({})), self._write)

    def _write(self, octets):
        self.octets += octets

    def comes(self, *pdus, clock=0):
        data = b"".join(pdus)
        self.intake.take_in(data, codec.cut(data)[0], clock)

    def news(self):
        return [item for put in self.inbox.put.call_args_list for item in put.args[0]]

    def stored(self):
        """All that came is stored."""
        for put in self.inbox.put.call_args_list:
            put.args[1]()
        self.inbox.put.reset_mock()

    def answers(self):
        """``(sequence, status)`` of what was answered since the last time."""
        frames, _, _ = codec.cut(self.octets)
        self.octets = b""
        return [(sequence, status) for _, status, sequence, _, _ in frames]


STRANGE = codec.pdu(codec.DELIVER_SM, 1)


def test_of_what_is_not_understood_the_log_tells_once_a_minute(caplog):
    link = Acknowledged()
    for clock in (0, 1, QUIET - 1, QUIET):
        link.comes(STRANGE, STRANGE, clock=clock)
    assert [record.getMessage() for record in caplog.records] == [
        "smpp link: 1 PDUs not understood (of the last one: pdu)",
        "smpp link: 6 PDUs not understood (of the last one: pdu)",
    ]
    link.stored()
    assert len(link.answers()) == 8


def test_what_is_not_understood_is_put_aside_and_then_acknowledged():
    link = Acknowledged()
    link.comes(STRANGE, sent(2, b"id:42", 0x04), codec.pdu(codec.DATA_SM, 3, b"x" * 8000))
    assert link.answers() == []
    bare, receipt, data = link.news()
    assert bare == Unread("deliver_sm", "pdu", 16, STRANGE)
    assert receipt == Unread("deliver_sm", "receipt", 49, sent(2, b"id:42", 0x04))
    assert data[:3] == ("data_sm", "pdu", 16)
    assert len(data.raw) == LONGEST_UNREAD
    link.stored()
    assert link.answers() == [(1, 0), (2, 0), (3, 0)]


def test_a_receipt_with_an_unknown_word_is_taken_and_told():
    link = Acknowledged()
    octets = sent(1, USUAL % (b"MEEP", b"000"), 0x04)
    link.comes(octets)
    unread, receipt = link.news()
    assert (receipt.id, receipt.state, receipt.code) == ("42", "accepted", "MEEP/000")
    assert unread == Unread("deliver_sm", "word", octets.index(b"id:42"), octets)
    link.stored()
    assert link.answers() == [(1, 0)]


def test_of_an_unknown_word_in_every_receipt_no_more_are_kept_than_show_it(monkeypatch):
    monkeypatch.setattr("unisms.addons.brokers.smpp.intake.MOST_WORDS", 3)
    link = Acknowledged()
    octets = sent(1, USUAL % (b"MEEP", b"000"), 0x04)
    for clock in (0, 1, QUIET):
        link.comes(*[octets] * 5, clock=clock)
    kinds = [type(item).__name__ for item in link.news()]
    assert kinds.count("Receipt") == 15
    assert kinds.count("Unread") == 4 + 0 + 4
    link.stored()
    assert len(link.answers()) == 15


def test_what_comes_by_data_sm_is_answered_as_such():
    link = Acknowledged()
    receipt = deliver(x1E=b"42", x427=b"\2")
    link.comes(codec.pdu(codec.DATA_SM, 7, body(receipt, codec.DATA_SM)))
    assert link.news()[0][:2] == ("42", "delivered")
    link.stored()
    assert codec.cut(link.octets)[0][0][:3] == (codec.DATA_SM | codec.RESPONSE, 0, 7)


def test_a_fault_of_ours_costs_one_pdu_and_no_link(monkeypatch, caplog):
    link = Acknowledged()
    monkeypatch.setattr(
        link.intake.reader,
        "read",
        Mock(side_effect=[KeyError("+33639980001"), Reply("", "", "", 0)]),
    )
    link.comes(sent(1), sent(2))
    assert link.news()[0] == Unread("deliver_sm", "fault", 0, sent(1))
    link.stored()
    assert link.answers() == [(1, 0), (2, 0)]
    assert caplog.records[0].getMessage() == "smpp link: a fault while reading (KeyError)"


def test_news_beyond_what_is_kept_are_asked_for_later_until_the_rest_is_stored(monkeypatch):
    monkeypatch.setattr("unisms.addons.brokers.smpp.intake.MOST_KEPT", 1000)
    link = Acknowledged()
    link.comes(*map(sent, range(1, 7)))
    assert link.answers() == []
    link.comes(sent(7))
    assert link.answers() == [(7, codec.TRY_LATER)]
    link.stored()
    assert link.answers() == [
        (1, 0),
        (2, 0),
        (3, 0),
        (4, codec.TRY_LATER),
        (5, codec.TRY_LATER),
        (6, codec.TRY_LATER),
    ]
    link.comes(sent(7))
    link.stored()
    assert link.answers() == [(7, 0)]


def test_each_part_of_a_long_reply_is_put_and_acknowledged_for_itself():
    link = Acknowledged()
    first, second = (
        sent(number, b"\5\0\3" + bytes((7, 2, number)) + text, codec.UDH_INDICATOR)
        for number, text in ((1, b"ST"), (2, b"OP"))
    )
    link.comes(first)
    [part] = link.news()
    assert part == Reply("+33612345678", "ST", "36111", part.at, part=Part(7, 2, 1, "gsm", b"ST"))
    link.stored()
    assert link.answers() == [(1, 0)]
    link.comes(second)
    assert link.news()[0].part[:3] == (7, 2, 2)
