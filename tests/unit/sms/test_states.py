"""Which state may follow which."""

from itertools import permutations, product

import pytest

from unisms.sms.states import (
    ACCEPTED,
    AWAITING_APPROVAL,
    CAMPAIGN_STATES,
    CHECKED,
    CLOSED,
    DELIVERED,
    DRAFT,
    EXPIRED,
    FAILED,
    FINAL,
    MESSAGE_STATES,
    PAUSED,
    PREPARING,
    QUEUED,
    REFUSED,
    SCHEDULED,
    SENDING,
    SENT,
    SET_ASIDE,
    STOPPED,
    UNCERTAIN,
    may_follow,
    moves_forward,
)

MESSAGE_MOVES = {
    QUEUED: {ACCEPTED, DELIVERED, FAILED, EXPIRED, UNCERTAIN, SET_ASIDE, STOPPED},
    ACCEPTED: {DELIVERED, FAILED, EXPIRED},
    UNCERTAIN: {ACCEPTED, DELIVERED, FAILED, EXPIRED, QUEUED, STOPPED},
    FAILED: {DELIVERED},
    EXPIRED: {DELIVERED},
    STOPPED: {DELIVERED},
    DELIVERED: set(),
    SET_ASIDE: set(),
}
CAMPAIGN_MOVES = {
    DRAFT: {PREPARING},
    PREPARING: {CHECKED, DRAFT},
    CHECKED: {DRAFT, PREPARING, AWAITING_APPROVAL, SCHEDULED, SENDING},
    AWAITING_APPROVAL: {CHECKED, DRAFT, REFUSED, SCHEDULED, SENDING},
    SCHEDULED: {CHECKED, DRAFT, SENDING, STOPPED},
    REFUSED: {DRAFT},
    SENDING: {PAUSED, STOPPED, SENT},
    PAUSED: {SENDING, STOPPED, SENT},
    SENT: {SENDING, CLOSED},
    STOPPED: {CLOSED},
    CLOSED: set(),
}


@pytest.mark.parametrize(("old", "new"), list(product(MESSAGE_STATES, repeat=2)))
def test_a_message_moves_as_the_table_says(old, new):
    assert moves_forward(old, new) == (new in MESSAGE_MOVES[old])


@pytest.mark.parametrize(("old", "new"), list(product(CAMPAIGN_STATES, repeat=2)))
def test_a_campaign_moves_as_the_table_says(old, new):
    assert may_follow(old, new) == (new in CAMPAIGN_MOVES[old])


@pytest.mark.parametrize("state", MESSAGE_STATES)
def test_the_same_news_twice_changes_nothing(state):
    assert not moves_forward(state, state)


@pytest.mark.parametrize("final", sorted(FINAL))
def test_nothing_final_goes_back_in_progress(final):
    assert not any(moves_forward(final, state) for state in (QUEUED, ACCEPTED, UNCERTAIN))


@pytest.mark.parametrize("news", list(permutations((ACCEPTED, DELIVERED, FAILED))))
def test_news_in_any_order_end_delivered(news):
    state = QUEUED
    for new in news:
        state = new if moves_forward(state, new) else state
    assert state == DELIVERED


@pytest.mark.parametrize("news", list(permutations((ACCEPTED, FAILED))))
def test_a_late_acceptance_does_not_undo_a_failure(news):
    state = UNCERTAIN
    for new in news:
        state = new if moves_forward(state, new) else state
    assert state == FAILED


@pytest.mark.parametrize("state", sorted({*MESSAGE_STATES, *CAMPAIGN_STATES}))
def test_a_state_is_one_word_to_store(state):
    assert state == state.lower()
    assert state.replace("_", "").isalpha()


def test_a_state_of_nothing_is_a_mistake_of_ours():
    with pytest.raises(KeyError):
        moves_forward("pending", DELIVERED)
    with pytest.raises(KeyError):
        may_follow("pending", SENT)
