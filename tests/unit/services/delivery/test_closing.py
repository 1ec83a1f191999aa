"""The end of a campaign."""

import pytest
from factories import NOW, Store, make_house, make_recipient, make_release, reread
from hypothesis import given
from hypothesis import strategies as st
from ZODB.POSException import ConflictError

from unisms.model.rows import Claim
from unisms.ports import Receipt
from unisms.services.delivery import closing, progress, receipts
from unisms.services.money import billing
from unisms.sms import causes, states


def handed_over(institution, *ends, state=states.SENT):
    """A campaign whose rows have these states (and ids)."""
    campaign = make_release(institution, len(ends))
    for number, end in enumerate(ends, 1):
        campaign.write(
            number, campaign.row(number)._replace(state=end, ids="a" if end in BILLED else "")
        )
    campaign.state, campaign.ended_at = state, NOW
    return campaign


BILLED = (states.ACCEPTED, states.DELIVERED, states.EXPIRED)


def close(campaign, now=NOW + 60):
    root = campaign.__parent__.__parent__.__parent__.__parent__
    closed = closing.close_if_due(root, campaign.path, now)
    reread(campaign)
    return closed


def test_a_campaign_closes_when_its_last_row_is_final(institution):
    campaign = handed_over(institution, states.DELIVERED, states.FAILED)
    assert close(campaign)
    assert (campaign.state, campaign.closed_at) == (states.CLOSED, NOW + 60)
    assert campaign.events()[-1][1:] == ("", "closed", "1")


@pytest.mark.parametrize("end", [states.ACCEPTED, states.UNCERTAIN])
def test_while_news_are_awaited_it_stays_open_for_three_days(institution, end):
    campaign = handed_over(institution, states.DELIVERED, end)
    assert not close(campaign)
    assert not close(campaign, NOW + closing.LATEST - 1)
    assert campaign.state == states.SENT
    assert close(campaign, NOW + closing.LATEST)
    assert campaign.row(2)[1:6] == (
        states.EXPIRED,
        "a" if end in BILLED else "",
        1,
        NOW + closing.LATEST,
        "no_news",
    )


@pytest.mark.parametrize("state", [states.CHECKED, states.SENDING, states.PAUSED, states.CLOSED])
def test_what_has_not_ended_or_is_closed_is_not_closed(institution, state):
    assert not close(handed_over(institution, states.DELIVERED, state=state), NOW + closing.LATEST)


def test_while_a_claim_is_open_it_is_not_closed(institution):
    campaign = handed_over(institution, states.DELIVERED)
    campaign.handover.claims = (tuple(Claim((1,), NOW, "here")),)
    assert not close(campaign, NOW + closing.LATEST)


def test_closing_twice_gives_back_once(institution):
    campaign = handed_over(institution, states.DELIVERED, states.FAILED)
    close(campaign)
    assert not close(campaign)
    assert institution["accounts"]["scd"].available == 999


def test_a_stopped_campaign_closes_and_gives_back_what_never_left(institution):
    campaign = handed_over(
        institution, states.DELIVERED, states.STOPPED, states.STOPPED, state=states.STOPPED
    )
    assert close(campaign)
    assert institution["accounts"]["scd"].available == 999
    entry = institution["accounts"]["scd"].entry(f"{campaign.__name__}:settle")
    assert (entry.segments, entry.amount) == (2, 100)


def test_the_tally_is_frozen(institution):
    campaign = handed_over(institution, states.DELIVERED, states.DELIVERED, states.FAILED)
    campaign.write(3, campaign.row(3)._replace(cause=causes.ABSENT))
    close(campaign)
    assert dict(campaign.tally) == {(states.DELIVERED, ""): 2, (states.FAILED, causes.ABSENT): 1}
    assert progress.tally(campaign, NOW).delivered == 2


def late_receipt(root, campaign, number=1, state=states.DELIVERED):
    news = receipts.Matched(campaign.path, number, 0, Receipt(f"late{number}", state))
    receipts.apply(root, campaign.connection, [news], (), NOW + 100)


def test_late_news_amend_the_frozen_tally(root, institution):
    campaign = handed_over(institution, states.DELIVERED, states.EXPIRED, states.EXPIRED)
    close(campaign)
    late_receipt(root, campaign, 2)
    assert dict(reread(campaign).tally) == {(states.DELIVERED, ""): 2, (states.EXPIRED, ""): 1}
    assert progress.tally(campaign, NOW).delivered == 2


@given(
    st.lists(
        st.sampled_from([states.DELIVERED, states.FAILED, states.EXPIRED]), min_size=1, max_size=5
    ),
    st.lists(
        st.tuples(
            st.integers(1, 5), st.sampled_from([states.DELIVERED, states.FAILED]), st.booleans()
        )
    ),
)
def test_the_tally_of_a_closed_campaign_is_what_its_rows_say(ends, news):
    store = Store()
    campaign = handed_over(make_house(store.root), *ends)
    for number, state, closing_now in news:
        late_receipt(store.root, campaign, min(number, len(ends)), state)
        if closing_now:
            close(campaign)
    close(campaign)
    assert dict(campaign.tally) == progress.count(campaign)
    store.close()


@pytest.mark.parametrize("first", ["closed", "told"])
def test_a_campaign_that_closes_while_late_news_come_is_counted_again(
    store, root, institution, first
):
    campaign = handed_over(institution, states.EXPIRED)
    store.commit()
    rival = store.rival()
    late_receipt(rival.root, campaign)
    closing.close_if_due(root, campaign.path, NOW + 60)
    begins, ends = (store, rival) if first == "closed" else (rival, store)
    begins.commit()
    with pytest.raises(ConflictError):
        ends.commit()
    rival.close()


def test_a_closed_campaign_leaves_the_connection(institution):
    campaign = handed_over(institution, states.DELIVERED)
    close(campaign)
    connection = reread(institution["brokers"]["fake"])
    assert list(connection.open) == []
    assert connection.in_turn() == []


ROWS = st.lists(
    st.tuples(
        st.integers(1, 4),
        st.sampled_from(
            [states.DELIVERED, states.ACCEPTED, states.UNCERTAIN, states.FAILED, states.STOPPED]
        ),
        st.booleans(),
    ),
    min_size=1,
    max_size=8,
)


@given(ROWS)
def test_what_is_reserved_less_what_is_given_back_is_what_is_billed(rows):
    store = Store()
    institution = make_house(store.root)
    people = [
        make_recipient(number, values=("x" * (150 * segments),))
        for number, (segments, _, _) in enumerate(rows)
    ]
    campaign = make_release(institution, people, columns=("nom",), text="[nom]")
    account = institution["accounts"]["scd"]
    reserved = 1000 - account.available
    for number, (_, state, has_ids) in enumerate(rows, 1):
        row = campaign.row(number)
        ids = " ".join(f"{number}-{segment}" for segment in range(row.segments)) if has_ids else ""
        campaign.write(number, row._replace(state=state, ids=ids))
    campaign.state, campaign.ended_at = states.STOPPED, NOW
    assert closing.close_if_due(store.root, campaign.path, NOW + closing.LATEST)
    billed = sum(billing.billed_segments(row) for _, row in campaign.stored_rows())
    entries = [entry for entry in account.ledger() if entry.campaign == campaign.__name__]
    assert sum(entry.segments for entry in entries) == -billed
    assert sum(entry.amount for entry in entries) == -billed * 50
    assert account.available == 1000 - billed
    assert 0 <= billed <= reserved
    assert sum(messages for _, messages in campaign.tally) == len(rows)
    store.close()
