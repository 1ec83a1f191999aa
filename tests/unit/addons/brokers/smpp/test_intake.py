"""News on their way in, from an SMSC that sends more of them, or stranger ones, than it should."""

from unittest.mock import Mock

from unisms.addons.brokers.smpp import codec
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
