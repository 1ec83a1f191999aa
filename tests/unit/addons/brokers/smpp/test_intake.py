"""News on their way in, from an SMSC that sends more of them, or stranger ones, than it should."""

from unittest.mock import Mock

from links import sent

from unisms.addons.brokers.smpp import codec
from unisms.addons.brokers.smpp.concatenation import PATIENCE
from unisms.addons.brokers.smpp.intake import QUIET, Intake


class Acknowledged:
    """An intake, and what it has written."""

    def __init__(self):
        self.inbox, self.octets = Mock(), b""
        self.inbox.loop.call_soon_threadsafe = lambda call, *arguments: call(*arguments)
        self.inbox.loop.is_closed = lambda: False
        self.intake = Intake(self.inbox, str, self._write)

    def _write(self, octets):
        self.octets += octets

    def comes(self, *pdus, clock=0):
        data = b"".join(pdus)
        self.intake.take_in(data, codec.cut(data)[0], clock)

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
        "smpp link: 1 deliver_sm not understood (the last one: deliver_sm)",
        "smpp link: 6 deliver_sm not understood (the last one: deliver_sm)",
    ]
    assert len(link.answers()) == 8


def test_news_beyond_what_is_kept_are_asked_for_later_until_the_rest_is_stored(monkeypatch):
    monkeypatch.setattr("unisms.addons.brokers.smpp.intake.MOST_KEPT", 1000)
    link = Acknowledged()
    link.comes(*map(sent, range(1, 7)))
    assert link.answers() == []
    link.comes(sent(7))
    assert link.answers() == [(7, codec.TRY_LATER)]
    link.stored()
    assert link.answers() == [(1, 0), (2, 0), (3, 0), (4, codec.TRY_LATER), (5, codec.TRY_LATER), (6, codec.TRY_LATER)]
    link.comes(sent(7))
    link.stored()
    assert link.answers() == [(7, 0)]


def test_parts_of_replies_that_never_become_whole_are_kept_within_bounds(monkeypatch):
    monkeypatch.setattr("unisms.addons.brokers.smpp.intake.MOST_KEPT", 1000)
    link = Acknowledged()
    for sequence in range(1, 7):
        link.comes(sent(sequence, b"\5\0\3" + bytes((sequence, 2, 1)) + b"hello", codec.UDH_INDICATOR))
    assert link.answers() == [(5, codec.TRY_LATER), (6, codec.TRY_LATER)]
    link.intake.give_late_parts(PATIENCE + 1)
    link.stored()
    assert link.answers() == [(1, 0), (2, 0), (3, 0), (4, 0)]
    link.comes(sent(7))
    link.stored()
    assert link.answers() == [(7, 0)]
