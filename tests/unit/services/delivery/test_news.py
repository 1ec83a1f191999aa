"""News as adapters tell them: what is not as promised is found, put aside, and read again."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unisms.ports import Part, Receipt, Reply, Unread
from unisms.services.delivery import news
from unisms.sms import states

RECEIPT = Receipt("a1", states.DELIVERED, "c.1", "+33639980000", None, "DELIVRD/000")
REPLY = Reply("+33639980000", "Oui", "38000", 1)
PART = REPLY._replace(part=Part(7, 2, 1, "gsm", b"\xe9"))
UNREAD = Unread("deliver_sm", "receipt", 12, b"raw")


@pytest.mark.parametrize(
    "item",
    [
        RECEIPT,
        RECEIPT._replace(id="", cause="absent"),
        RECEIPT._replace(id="é", code="é"),
        RECEIPT._replace(also="2a", covers="message", otherwise=REPLY),
        REPLY,
        REPLY._replace(at=1.5, text="\ud83d"),  # half a character is shown as a question mark
        PART,
        REPLY._replace(part=Part(0, 255, 255)),
        RECEIPT._replace(otherwise=PART),
        RECEIPT._replace(otherwise=REPLY, of_form=True),
        RECEIPT._replace(network="208-01"),
        RECEIPT._replace(network="310-260", also="2a"),
        UNREAD,
    ],
)
def test_what_is_as_promised_has_no_fault(item):
    assert news.fault(item) == ""


@pytest.mark.parametrize(
    ("item", "fault"),
    [
        (RECEIPT._replace(id=1), "id"),
        (RECEIPT._replace(id="a b"), "id"),
        (RECEIPT._replace(id="+a"), "id"),
        (RECEIPT._replace(id="a" * 256), "id"),
        (RECEIPT._replace(id="\ud83d"), "id"),
        (RECEIPT._replace(state="DELIVRD"), "state"),
        (RECEIPT._replace(state=None), "state"),
        (RECEIPT._replace(state=[]), "state"),
        (RECEIPT._replace(reference=None), "reference"),
        (RECEIPT._replace(msisdn=b"+33"), "msisdn"),
        (RECEIPT._replace(cause=7), "cause"),
        (RECEIPT._replace(code="\ud83d"), "code"),
        (RECEIPT._replace(also="a b"), "also"),
        (RECEIPT._replace(also=None), "also"),
        (RECEIPT._replace(covers="both"), "covers"),
        (RECEIPT._replace(otherwise=RECEIPT), "otherwise"),
        (RECEIPT._replace(otherwise=REPLY._replace(text=None)), "otherwise"),
        (RECEIPT._replace(of_form=1), "of_form"),
        (RECEIPT._replace(of_form=None), "of_form"),
        (RECEIPT._replace(network=None), "network"),
        (RECEIPT._replace(network="20801"), "network"),
        (REPLY._replace(at="1"), "at"),
        (REPLY._replace(at=float("nan")), "at"),
        (REPLY._replace(text=None), "text"),
        (REPLY._replace(part=(7, 2, 1, "gsm", b"")), "part"),
        (REPLY._replace(part=Part("7", 2, 1)), "part"),
        (REPLY._replace(part=Part(7, 2, 0)), "part"),
        (REPLY._replace(part=Part(7, 2, 3)), "part"),
        (REPLY._replace(part=Part(7, 256, 1)), "part"),
        (REPLY._replace(part=Part(7, 2, 1, None)), "part"),
        (REPLY._replace(part=Part(7, 2, 1, "gsm", "text")), "part"),
        (UNREAD._replace(raw="text"), "item"),
        (None, "item"),
        (tuple(RECEIPT), "item"),
        ("a", "item"),
    ],
)
def test_what_is_not_as_promised_says_where(item, fault):
    assert news.fault(item) == fault
    assert news.fault(news.aside(item, fault)) == ""


@pytest.mark.parametrize("item", [RECEIPT, REPLY, RECEIPT._replace(otherwise=REPLY, of_form=True)])
def test_what_was_put_aside_and_can_be_stored_by_now_is_read_again(item):
    aside = news.aside(item, "store")
    assert news.is_ours(aside.command)
    assert news.read_again(aside.command, aside.raw) == [item]


def test_a_part_that_was_put_aside_is_read_again_for_itself():
    aside = news.aside(PART, "store")
    assert news.read_again(aside.command, aside.raw) == [REPLY]


@pytest.mark.parametrize("reply", [REPLY, PART])
def test_a_reply_is_kept_without_any_class(reply):
    assert news.reply_of(news.bare_reply(reply)) == reply
    assert news.receipt_of(news.bare(RECEIPT._replace(otherwise=reply))).otherwise == reply
    assert news.reply_of(tuple(REPLY)[:5]) == REPLY  # of a former release


@pytest.mark.parametrize(
    "item", [RECEIPT._replace(id="a b"), RECEIPT._replace(id=b"a"), object(), [1]]
)
def test_what_is_still_not_as_promised_is_not_read_again(item):
    aside = news.aside(item, "item")
    with pytest.raises(ValueError):
        news.read_again(aside.command, aside.raw)


@given(st.binary(max_size=60), st.sampled_from(["receipt", "reply", "item"]))
def test_whatever_was_kept_reading_it_again_raises_nothing_else(raw, command):
    for octets in (raw, json.dumps([raw.decode("latin-1")] * 5).encode()):
        try:
            read = news.read_again(command, octets)
        except ValueError:
            continue
        assert not any(map(news.fault, read))


def test_what_an_adapter_calls_its_own_is_not_ours():
    assert not news.is_ours("deliver_sm")
