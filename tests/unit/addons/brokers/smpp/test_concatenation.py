"""Parts of long replies, until the last one has come."""

from unisms.addons.brokers.smpp.concatenation import PATIENCE, WEIGHT, Parts
from unisms.addons.brokers.smpp.replies import Part
from unisms.ports import Reply


def part(number, payload, total=2, alphabet="ucs-2"):
    return Part("+33639980001", "36111", 7, number, total, alphabet, payload)


def test_parts_are_joined_before_they_are_read():
    octets = "👍".encode("utf-16-be")
    parts = Parts()
    assert parts.add(part(2, octets[2:]), 11, clock=0, now=5) is None
    assert parts.add(part(2, octets[2:]), 12, clock=1, now=5) is None
    assert parts.add(part(1, octets[:2]), 13, clock=2, now=6) == (
        Reply("+33639980001", "👍", "36111", 6, "7"),
        [11, 12, 13],
        3 * (2 + WEIGHT),
    )
    assert parts.octets == 0
    assert parts.overdue(clock=1000, now=7) == []


def test_a_reply_that_stays_incomplete_is_given_as_it_came():
    parts = Parts()
    parts.add(part(1, b"\0a"), 11, clock=0, now=5)
    assert parts.overdue(clock=PATIENCE, now=6) == []
    late = (Reply("+33639980001", "a", "36111", 7, "7"), [11], 2 + WEIGHT)
    assert parts.overdue(clock=PATIENCE + 1, now=7) == [late]


def test_each_part_is_read_in_its_own_alphabet():
    parts = Parts()
    parts.add(part(3, b"c", 3, "gsm"), 13, clock=0, now=5)
    parts.add(part(1, b"\0a", 3), 11, clock=0, now=5)
    assert parts.add(part(2, b"\x20\xac", 3), 12, clock=0, now=5)[0].text == "a€c"
