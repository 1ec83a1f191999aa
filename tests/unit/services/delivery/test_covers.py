"""Receipts of long messages, of each segment or of the whole; and texts that look like receipts."""

import pytest
from factories import NOW, make_release, mobile

from unisms.ports import Receipt, Reply
from unisms.services.delivery import covers, inbox, receipts
from unisms.services.delivery.receipts import GONE, Matched
from unisms.sms import states

CONNECTION = "/institutions/paris1/brokers/fake"
LONG = "a b"


@pytest.fixture
def connection(institution):
    return institution["brokers"]["fake"]


@pytest.fixture
def campaign(institution):
    campaign = make_release(institution, 3)
    for number in (1, 2, 3):
        campaign.write(number, (mobile(number - 1), states.ACCEPTED, LONG, 2, NOW, None))
    return campaign


def tell(root, campaign, number, id, state=states.DELIVERED, **fields):
    matched = [Matched(campaign.path, number, 0, Receipt(id, state, **fields))]
    return receipts.apply(root, CONNECTION, matched, (), NOW + 1)


def join(root, campaign, *numbers):
    return receipts.join_halves(
        root, CONNECTION, [(campaign.path, number) for number in numbers], NOW + 2
    )


def test_one_receipt_tells_of_the_whole_message_where_it_says_so(root, campaign):
    tell(root, campaign, 1, "b", covers=covers.MESSAGE)
    assert campaign.row(1)[1:3] == (states.DELIVERED, "a +b")


def test_each_segment_has_its_receipt_where_it_says_so(root, connection, campaign):
    for number in (1, 2):
        tell(root, campaign, number, "b", covers=covers.SEGMENT)
        assert campaign.row(number).state == states.ACCEPTED
    assert covers.told_of(connection) == covers.SEGMENT
    assert join(root, campaign, 1) == []


def test_of_a_broker_that_says_nothing_a_lone_receipt_is_believed_after_a_while(
    root, connection, campaign
):
    tell(root, campaign, 1, "a")
    assert campaign.row(1).state == states.ACCEPTED
    [stored] = join(root, campaign, 1)
    assert stored[:2] == (campaign.path, 1)
    assert campaign.row(1)[1:3] == (states.DELIVERED, "+a b")
    tell(root, campaign, 2, "a")  # and from then on at once
    assert campaign.row(2).state == states.DELIVERED


def test_two_segments_that_were_told_show_that_each_is(root, connection, campaign):
    tell(root, campaign, 1, "a")
    tell(root, campaign, 1, "a")
    assert covers.told_of(connection) == ""
    tell(root, campaign, 1, "b")
    assert covers.told_of(connection) == covers.SEGMENT
    tell(root, campaign, 2, "a")
    assert join(root, campaign, 2) == []
    assert campaign.row(2).state == states.ACCEPTED


def test_a_second_segment_shows_it_even_after_the_first_was_believed(root, connection, campaign):
    tell(root, campaign, 1, "a")
    join(root, campaign, 1)
    assert covers.told_of(connection) == covers.MESSAGE
    tell(root, campaign, 1, "b")
    assert covers.told_of(connection) == covers.SEGMENT


def test_what_was_seen_is_forgotten_once_the_settings_are_saved(root, connection, campaign):
    covers.note(connection, covers.SEGMENT)
    connection.alphabet = "gsm-c-cedilla"
    assert covers.told_of(connection) == ""


def test_nothing_is_learnt_from_short_messages_nor_from_failures(root, connection, campaign):
    campaign.write(1, (mobile(0), states.ACCEPTED, "a", 1, NOW, None))
    tell(root, campaign, 1, "a", covers=covers.SEGMENT)
    tell(root, campaign, 2, "a")
    tell(root, campaign, 2, "b", state=states.FAILED)
    assert connection.receipts_cover == ()


@pytest.mark.parametrize(
    "row",
    [
        (states.DELIVERED, "+a b", 2),
        (states.FAILED, "+a b", 2),
        (states.ACCEPTED, "a b", 2),
        (states.ACCEPTED, "+a", 1),
    ],
)
def test_only_what_is_half_delivered_is_joined(root, campaign, row):
    campaign.write(1, (mobile(0), *row, NOW, None))
    assert join(root, campaign, 1) == []


def test_what_is_gone_is_not_joined(root, campaign):
    where = [(campaign.path, 99), (f"{campaign.path}x", 1)]
    assert receipts.join_halves(root, CONNECTION, where, NOW) == []


# A text that looks like a receipt: anybody can write one.


def doubtful(msisdn, to="36111", id="a"):
    return Receipt(
        id, states.DELIVERED, "", msisdn, otherwise=Reply(msisdn, "id:a stat:DELIVRD", to, NOW)
    )


def apply(root, receipt, campaign=None):
    where = (campaign.path, 1, 0) if campaign else (None, 0, GONE)
    return receipts.apply(root, CONNECTION, [Matched(*where, receipt)], (), NOW + 1)


@pytest.mark.parametrize(
    "addresses", [(mobile(0), "36111"), ("BIBLIO", mobile(0)), ("+33755000000", mobile(0))]
)
def test_it_is_one_if_its_id_is_of_a_message_to_that_number(root, institution, campaign, addresses):
    campaign.write(1, (mobile(0), states.ACCEPTED, "a", 1, NOW, None))
    [stored] = apply(root, doubtful(*addresses), campaign)
    assert stored.row[1] == states.DELIVERED
    assert len(institution.replies.of("2027-01")) == 0


def test_it_is_a_reply_if_that_message_went_to_somebody_else(root, institution, campaign):
    campaign.write(1, (mobile(0), states.ACCEPTED, "a", 1, NOW, None))
    assert apply(root, doubtful(mobile(7)), campaign) == []
    assert campaign.row(1).state == states.ACCEPTED
    assert len(institution.replies.of("2027-01")) == 1


def test_it_is_a_reply_if_nobody_knows_its_id(root, institution, connection):
    assert apply(root, doubtful(mobile(0))) == []
    assert len(institution.replies.of("2027-01")) == 1
    assert len(connection.parked) == 0


def test_what_comes_over_http_may_be_one(root, institution, connection):
    inbox.put(connection, [doubtful(mobile(0))])
    _, [found], _ = inbox.peek(root, CONNECTION)
    assert found == doubtful(mobile(0))
    assert isinstance(found.otherwise, Reply)
