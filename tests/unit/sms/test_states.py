"""Which state may follow which."""

from itertools import permutations, product

import pytest

from unisms.sms.states import (
    ACCEPTED,
    AWAITED,
    AWAITING_APPROVAL,
    CAMPAIGN_STATES,
    CHECKED,
    CLOSED,
    DELIVERED,
    DRAFT,
    EXPIRED,
    FAILED,
    FINAL,
    LEFT,
    MESSAGE_STATES,
    PAUSED,
    PREPARING,
    QUEUED,
    REFUSED,
    SCHEDULED,
    SENDING,
    SENT,
    SET_ASIDE,
    STAGES,
    STOPPED,
    TOLD,
    TOLD_END,
    UNCERTAIN,
    UNREACHED,
    before,
    may_be_taken_back,
    may_follow,
    moves_forward,
    offering,
    where,
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


def test_every_state_of_a_campaign_stands_in_one_group_of_each_kind():
    for fact in ("page", "waits"):
        groups = [
            where(**{fact: told}) for told in {getattr(stage, fact) for stage in STAGES.values()}
        ]
        assert sorted(state for group in groups for state in group) == sorted(CAMPAIGN_STATES)


@pytest.mark.parametrize(
    ("act", "allowed"),
    [
        ("change", {DRAFT, PREPARING, CHECKED, AWAITING_APPROVAL, SCHEDULED, REFUSED}),
        ("cancel", {SCHEDULED}),
        ("submit", {DRAFT, CHECKED}),
        ("release", {CHECKED}),
        ("discard", {DRAFT, CHECKED, REFUSED}),
        ("pause", {SENDING}),
        ("resume", {PAUSED}),
        ("stop", {SENDING, PAUSED}),
        ("resend", {SENDING, PAUSED, SENT}),
        ("write_off", {SENDING, PAUSED, SENT, STOPPED}),
    ],
)
def test_an_act_is_offered_where_it_makes_sense(act, allowed):
    assert offering(act) == allowed


@pytest.mark.parametrize(
    ("act", "state"),
    [
        ("change", DRAFT),
        ("submit", PREPARING),
        ("release", SENDING),
        ("pause", PAUSED),
        ("stop", STOPPED),
    ],
)
def test_what_is_offered_leads_to_a_state_that_may_follow(act, state):
    assert all(old == state or may_follow(old, state) for old in offering(act))


def test_what_is_open_was_released_and_only_what_is_shown_as_under_way():
    assert where(is_open=True) < where(released=True) == where(page="follow")


@pytest.mark.parametrize(
    ("group", "members"),
    [
        (FINAL, {DELIVERED, FAILED, EXPIRED, SET_ASIDE, STOPPED}),
        (LEFT, {ACCEPTED, DELIVERED, FAILED, EXPIRED, UNCERTAIN}),
        (TOLD, {ACCEPTED, DELIVERED, FAILED, EXPIRED}),
        (AWAITED, {ACCEPTED, UNCERTAIN}),
        (TOLD_END, {DELIVERED, FAILED, EXPIRED}),
        (UNREACHED, {FAILED, EXPIRED}),
    ],
)
def test_a_group_of_messages_is_of_the_table(group, members):
    assert group == members


@pytest.mark.parametrize("state", CAMPAIGN_STATES)
def test_what_was_before_a_state_is_what_it_may_follow(state):
    assert before(state) == {old for old in CAMPAIGN_STATES if state in CAMPAIGN_MOVES[old]}


@pytest.mark.parametrize(("old", "new"), list(product(MESSAGE_STATES, repeat=2)))
def test_only_a_refusal_is_taken_back_into_the_line_or_out_of_it(old, new):
    assert may_be_taken_back(old, new) == (old == FAILED and new in (QUEUED, STOPPED))
