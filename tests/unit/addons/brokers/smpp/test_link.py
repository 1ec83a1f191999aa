"""A link: what it writes and reads, to an SMSC that does not do what it should."""

import asyncio

import pytest
from batches import THROTTLED, told
from hypothesis import given
from hypothesis import strategies as st
from links import Inbox, Transport, bound, taken

from unisms.addons.brokers.smpp import codec
from unisms.addons.brokers.smpp.link import MOST_UNREAD, Link
from unisms.addons.brokers.smpp.settings import read
from unisms.ports import LONGEST_UNREAD, BrokerBusy, BrokerRefused, BrokerUnavailable, Unread


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


def test_answers_that_nobody_awaits_do_not_keep_a_link_alive(monkeypatch):
    with bound(messages=3, response_timeout="60") as link:
        for _, _, sequence in link.written():
            link.comes(taken(sequence + 1000))
        later = link.link.loop.time() + 61
        monkeypatch.setattr(link.link.loop, "time", lambda: later)
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


def test_a_link_whose_smsc_refuses_us_is_dropped_once_what_is_in_flight_is_answered():
    with bound(messages=3, window="2") as one:
        [first, second] = [sequence for _, _, sequence in one.written()]
        one.comes(codec.pdu(codec.SUBMIT_SM_RESP, first, status=0x04))
        assert not one.transport.closing
        one.comes(taken(second))
        assert one.transport.closing
        assert (one.link.trouble, one.link.kind) == (
            "the SMSC takes no message of ours (0x04)",
            BrokerBusy,
        )
        assert one.batch.done.is_set()
        assert one.written() == []
        assert [news for news in told(one.batch) if news[0] == "returned"] == [
            ("returned", "2", "0")
        ]


# Nothing that an SMSC sends ends a session.


def test_a_pdu_over_which_our_own_code_stumbles_is_set_aside_and_the_others_are_treated(
    monkeypatch, caplog
):
    with bound(messages=2) as one:
        [first, second] = [sequence for _, _, sequence in one.written()]
        monkeypatch.setattr(one.link, "_control", lambda *_: 1 // 0)
        odd = codec.pdu(codec.ENQUIRE_LINK, 7, b"x" * 5000)
        one.comes(taken(first), odd, odd, taken(second))
        assert one.batch.done.is_set()
        assert one.inbox.news == [Unread("0x00000015", "pdu", 0, odd[:LONGEST_UNREAD])] * 2
        assert caplog.text.count("set aside") == 1
        for done in one.inbox.dones:
            done()


COMMANDS = [
    *(1, 2, 3, 4, 5, 6, 7, 8, 9, 0x0B, 0x15, 0x21, 0x102, 0x103, 0x111, 0x7FFFFFFF),
    *(0x80000000 | command for command in (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0x15, 0x103)),
]
STATUSES = [0, 0, 0, 1, 3, 4, 5, 8, 0x0B, 0x0D, 0x14, 0x58, 0x64, 0xFF, 0x400, 0xFFFFFFFF]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(COMMANDS),
            st.integers(0, 12) | st.sampled_from([0x7FFFFFFF, 0xFFFFFFFF]),
            st.binary(max_size=40) | st.sampled_from([b"", b"\0", b"\xff" * 300, b"9" * 70_000]),
            st.sampled_from(STATUSES),
        ),
        max_size=25,
    ),
    st.integers(1, 7),
)
def test_whatever_an_smsc_sends_each_message_has_an_end_and_nothing_is_raised(pdus, size):
    with bound(messages=5, window="3") as one:
        for begin in range(0, len(pdus), size):
            one.comes(*[codec.pdu(*pdu) for pdu in pdus[begin : begin + size]])
            one.link._watch()
        one.lost()
        ends = [end for news in told(one.batch) if news[0] != "leaving" for end in news[1:]]
        ended = [end if isinstance(end, str) else end.reference for end in ends]
        assert len(set(ended)) == len(ended)
        assert one.batch.done.is_set()


@given(st.lists(st.binary(max_size=60), max_size=8))
def test_octets_that_are_no_pdus_raise_nothing_either(reads):
    with bound(messages=2) as one:
        for octets in reads:
            one.comes(octets)


def test_a_handset_that_is_there_again_is_told_and_not_answered():
    with bound() as link:
        link.comes(codec.pdu(codec.ALERT_NOTIFICATION, 5, b"\1\x0133639980001\0\0\x0036111\0"))
        assert link.written() == []
        link.comes(codec.pdu(0x00000103 + 1, 6))
        assert link.written() == [(codec.GENERIC_NACK, codec.INVALID_COMMAND, 6)]


def test_of_the_name_of_an_smsc_as_much_is_kept_as_one_may_have():
    with bound(name=b"x" * 60_000) as link:
        assert len(link.link.bound.result()) == 15


@pytest.mark.parametrize(
    ("command", "status", "kind", "told"),
    [
        (codec.GENERIC_NACK, 0x03, BrokerUnavailable, "the SMSC refuses our bind (0x03)"),
        (codec.GENERIC_NACK, 0x00, BrokerUnavailable, "the SMSC refuses our bind (0x03)"),
        (codec.GENERIC_NACK, 0x0D, BrokerRefused, "the SMSC refuses our bind (0x0D)"),
        (
            codec.BIND_TRANSCEIVER | codec.RESPONSE,
            0x0E,
            BrokerRefused,
            "the SMSC refuses our password (0x0E)",
        ),
    ],
)
def test_a_bind_that_is_refused_is_told_at_once(command, status, kind, told):
    loop = asyncio.new_event_loop()
    link = Link(read({}), Inbox(loop), lost=lambda _: None)
    link.connection_made(transport := Transport())
    link.data_received(codec.pdu(command, 1, status=status))
    assert transport.closing
    assert type(link.bound.exception()) is kind
    assert str(link.bound.exception()) == told
    loop.close()
