"""A link: what it writes and reads, to an SMSC that does not do what it should."""

import time

from batches import THROTTLED, told
from links import bound, taken

from unisms.addons.brokers.smpp import codec
from unisms.addons.brokers.smpp.link import MOST_UNREAD


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


def test_answers_that_nobody_awaits_do_not_keep_a_link_alive():
    with bound(messages=3, response_timeout="0.1") as link:
        for _, _, sequence in link.written():
            link.comes(taken(sequence + 1000))
        time.sleep(0.1)
        link.comes(taken(2000))
        link.link._watch()
        assert link.transport.closing
        assert link.link.trouble == "the SMSC stopped answering"


def test_an_smsc_that_takes_nothing_is_not_thought_to_by_answers_that_nobody_awaits():
    with bound(messages=1) as link:
        [(_, _, sequence)] = link.written()
        link.comes(codec.pdu(codec.SUBMIT_SM_RESP, sequence, status=THROTTLED))
        link.comes(taken(2000))
        assert link.link._pace.held_for(link.link.loop.time() + 5) >= 5


def test_what_an_smsc_that_reads_nothing_asks_is_not_read_either():
    with bound() as link:
        assert link.transport.most == MOST_UNREAD
        link.link.pause_writing()
        assert not link.transport.reading
        link.link.resume_writing()
        assert link.transport.reading
