"""A link: what it writes and reads, to an SMSC that does not do what it should."""

from batches import told
from links import bound, taken

from unisms.addons.brokers.smpp import codec


def test_on_a_connection_that_ends_no_message_is_said_to_leave():
    with bound(messages=3, window="1") as link:
        [(_, _, sequence)] = link.written()
        link.comes(taken(sequence), codec.pdu(codec.UNBIND, 9))
        assert [command for command, _, _ in link.written()] == [codec.UNBIND | codec.RESPONSE]
        link.lost()
        assert [event for event in told(link.batch) if event[0] != "answered"] == [
            ("leaving", "0"),
            ("returned", "1", "2"),
        ]
