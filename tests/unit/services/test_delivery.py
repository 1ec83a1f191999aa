"""Handing over: claim, settle, recover, steer."""

import pytest
from factories import (
    NOW,
    Store,
    make_campaign,
    make_connection,
    make_group,
    make_house,
    make_person,
    make_recipient,
    make_release,
    mobile,
    reread,
)
from hypothesis import given
from hypothesis import strategies as st
from ZODB.POSException import ConflictError

from unisms.model.campaigns import Claim
from unisms.model.connections import SenderId
from unisms.model.folder import find
from unisms.ports import Acceptance, Outgoing
from unisms.services import billing, composing, consent, delivery
from unisms.services.delivery import WrongState
from unisms.sms import causes, states
from unisms.tasks.journal import Outcome

CONNECTION = "/institutions/paris1/brokers/fake"


@pytest.fixture
def institution(root):
    return make_house(root)


@pytest.fixture
def connection(institution):
    return institution["brokers"]["fake"]


def claim(root, limit=10, machine="here", path=CONNECTION):
    return delivery.claim_batch(root, path, limit, machine, NOW)


def settle(root, batch, answered=(), left=(), trusted=True, path=CONNECTION):
    name = batch.campaign.rpartition("/")[2]
    answers = {f"{name}.{a.reference}": a._replace(reference=f"{name}.{a.reference}") for a in answered}
    outcome = Outcome(answers, {f"{name}.{number}" for number in left}, trusted)
    delivery.settle_batch(root, path, batch.campaign, batch.numbers, outcome, NOW + 1)


def taken(*numbers):
    return [Acceptance(str(number), (f"id{number}",)) for number in numbers]


def seen(campaign):
    return {number: row[1] for number, row in reread(campaign).stored_rows()}


# Claiming.


def test_a_claim_takes_messages_out_of_the_queue_for_good(root, institution, connection):
    connection.sender_ids = (tuple(SenderId("BIBLIO")),)
    campaign = make_release(institution, 3, sender_id="BIBLIO")
    batch = claim(root, 2)
    assert (batch.campaign, batch.numbers, batch.pace) == (campaign.path, (1, 2), 0)
    assert batch.messages[0] == Outgoing(f"{campaign.__name__}.1", mobile(0), "Bonjour Personne 0", "BIBLIO")
    assert reread(campaign).handover.claims == (tuple(Claim((1, 2), NOW, "here")),)
    assert claim(root, 2).numbers == (3,)


def causes_of(campaign):
    return {number: row[5] for number, row in reread(campaign).stored_rows() if row[1] == states.SET_ASIDE}


def test_who_said_no_after_the_check_gets_nothing_and_is_not_paid_for(root, institution, connection):
    make_group(institution)  # those of the numbers 0, 1 and 2
    consent.opt_out(institution, "l2-2", NOW - 9)  # heard at the check, or told by somebody else of that number
    campaign = make_campaign(institution, 5)
    campaign.remember(NOW, "", "checked")
    composing.release(campaign, "lib", NOW)
    consent.accept(institution, "l2-0", NOW)
    consent.opt_out(institution, "l2-1", NOW)
    batch = claim(root)
    assert batch.numbers == (1, 3, 4, 5)
    assert causes_of(campaign) == {2: causes.OPT_OUT}
    settle(root, batch, taken(1, 3, 4, 5))
    assert reread(campaign).state == states.SENT
    assert billing.spent(campaign, connection)[0] == 4


def test_a_claim_goes_on_behind_those_who_are_set_aside(root, institution):
    make_group(institution)
    campaign = make_release(institution, 4)
    for uid in ("l2-0", "l2-1"):
        consent.opt_out(institution, uid, NOW)
    assert claim(root, 2).numbers == (3, 4)
    assert set(causes_of(campaign)) == {1, 2}


def test_when_everybody_left_said_no_nothing_leaves_and_the_campaign_ends(root, institution):
    make_group(institution)
    campaign = make_release(institution, 3)
    for uid in ("l2-0", "l2-1", "l2-2"):
        consent.opt_out(institution, uid, NOW)
    assert claim(root) is None
    assert reread(campaign).state == states.SENT


@pytest.mark.parametrize(
    ("rule", "value", "cause"),
    [("consent", "said_yes", causes.NO_CONSENT), ("foreign_numbers", "refuse", causes.FOREIGN_NOT_ALLOWED)],
)
def test_rules_that_are_changed_hold_for_what_has_not_left(root, institution, rule, value, cause):
    make_person(institution, msisdn=mobile(0))
    consent.accept(institution, "jdupont", NOW)
    campaign = make_release(institution, [make_recipient(), make_recipient(msisdn="+4479110000001")])
    setattr(institution, rule, value)
    assert claim(root).numbers == (1,)
    assert causes_of(campaign) == {2: cause}


def test_nothing_waits_on_an_idle_line(root, institution):
    assert claim(root) is None


def test_a_claim_tells_the_pace_of_the_connection(root, institution, connection):
    connection.pace = 20
    make_release(institution)
    assert claim(root).pace == 20


def test_rows_set_aside_are_stepped_over(root, institution):
    people = [make_recipient(0), make_recipient(1, cause=causes.NO_NUMBER), make_recipient(2)]
    make_release(institution, people)
    assert claim(root, 2).numbers == (1, 3)


def test_campaigns_of_several_institutions_are_served_in_turn(root):
    for name in ("paris1", "lyon2"):
        make_house(root, name)
    make_connection(root, "consortium")
    for name in ("paris1", "lyon2"):
        make_release(root["institutions"][name], 3, connection="/brokers/consortium")
    served = [claim(root, 1, path="/brokers/consortium").campaign.split("/")[2] for _ in range(4)]
    assert served in (["paris1", "lyon2"] * 2, ["lyon2", "paris1"] * 2)


def test_an_urgent_message_goes_before_the_rest_of_a_large_campaign(root, institution):
    make_release(institution, 5)
    claim(root, 1)
    urgent = make_release(institution, 1, urgent=True)
    assert claim(root, 1).campaign == urgent.path


def test_a_campaign_with_nothing_left_leaves_the_line_to_the_next(root, institution, connection):
    first = make_release(institution, 1, urgent=True)
    second = make_release(institution, 1)
    settle(root, claim(root), taken(1))
    assert claim(root).campaign == second.path
    assert first.path not in reread(connection).in_turn()


def test_while_a_claim_is_open_a_campaign_with_nothing_left_is_not_sent_yet(root, institution, connection):
    campaign = make_release(institution, 1)
    batch = claim(root)
    assert claim(root) is None
    assert (campaign.state, reread(connection).in_turn()) == (states.SENDING, [])
    settle(root, batch, taken(1))
    assert campaign.state == states.SENT


def test_rows_given_back_that_have_got_their_news_do_not_hide_the_others(root, institution):
    campaign = make_release(institution, 3)
    settle(root, claim(root, 1))
    campaign.write(1, campaign.row(1)._replace(state=states.DELIVERED))
    assert claim(root, 1).numbers == (2,)
    assert reread(campaign).handover.returned == ()


def test_rows_given_back_go_first_a_few_at_a_time(root, institution):
    campaign = make_release(institution, 5)
    settle(root, claim(root, 3))
    assert campaign.handover.returned == (1, 2, 3)
    assert [claim(root, 2).numbers for _ in range(3)] == [(1, 2), (3,), (4, 5)]


def test_a_campaign_paused_by_another_leaves_the_line_when_its_turn_comes(root, institution, connection):
    campaign = make_release(institution)
    campaign.state = states.PAUSED
    assert claim(root) is None
    assert reread(connection).in_turn() == []
    assert campaign.state == states.PAUSED


# Settling.


def test_what_was_taken_is_accepted_with_its_ids(root, institution):
    campaign = make_release(institution, 1)
    settle(root, claim(root), [Acceptance("1", ("a",))])
    assert reread(campaign).row(1)[1:] == (states.ACCEPTED, "a", 1, NOW + 1, None)
    assert (campaign.handover.claims, campaign.handover.doubtful) == ((), False)


def test_what_was_refused_has_failed_with_its_cause(root, institution):
    campaign = make_release(institution, 1)
    settle(root, claim(root), [Acceptance("1", (), causes.NUMBER_INVALID)])
    assert reread(campaign).row(1)[1:] == (states.FAILED, "", 1, NOW + 1, causes.NUMBER_INVALID)


def test_what_left_without_an_answer_is_uncertain_and_the_rest_waits_again(root, institution):
    campaign = make_release(institution, 3)
    settle(root, claim(root), taken(1), left=[2])
    assert seen(campaign) == {1: states.ACCEPTED, 2: states.UNCERTAIN, 3: states.QUEUED}
    assert (campaign.handover.returned, campaign.handover.doubtful) == ((3,), True)
    assert claim(root).numbers == (3,)


def test_where_the_journal_is_not_trusted_all_that_is_not_answered_is_uncertain(root, institution):
    campaign = make_release(institution, 3)
    settle(root, claim(root), taken(1), trusted=False)
    assert seen(campaign) == {1: states.ACCEPTED, 2: states.UNCERTAIN, 3: states.UNCERTAIN}
    assert campaign.handover.returned == ()


def test_the_last_settle_ends_the_sending(root, institution, connection):
    campaign = make_release(institution, 1)
    settle(root, claim(root), taken(1))
    reread(campaign)
    assert (campaign.state, campaign.ended_at, campaign.events()[-1].verb) == (states.SENT, NOW + 1, "sent")
    assert reread(connection).in_turn() == []
    assert campaign.path in connection.open


def test_while_something_was_given_back_the_sending_goes_on(root, institution, connection):
    campaign = make_release(institution, 1)
    batch = claim(root)
    assert claim(root) is None  # it has left the line meanwhile
    settle(root, batch)
    assert campaign.state == states.SENDING
    assert reread(connection).in_turn() == [campaign.path]


def test_rows_added_while_the_last_batch_was_leaving_are_claimed(root, institution):
    campaign = make_release(institution, 2)
    settle(root, claim(root, 1), left=[1])
    batch = claim(root)
    assert claim(root) is None
    connection = institution["brokers"]["fake"]
    composing.resend_uncertain(campaign, "lib", NOW)
    connection.leave_line(campaign.path)  # decided before the new row was seen
    settle(root, batch, taken(2))
    assert claim(root).numbers == (3,)


def test_a_receipt_quicker_than_the_answer_is_kept_and_the_ids_are_completed(root, institution):
    campaign = make_release(institution, 2)
    batch = claim(root)
    campaign.write(1, (mobile(0), states.DELIVERED, "a", 1, NOW, None))
    campaign.write(2, (mobile(1), states.FAILED, "b", 2, NOW, causes.ABSENT))
    settle(root, batch, [Acceptance("1", ("a",)), Acceptance("2", ("b", "c"))])
    assert reread(campaign).row(1)[1:] == (states.DELIVERED, "a", 1, NOW, None)
    assert campaign.row(2)[1:] == (states.FAILED, "b c", 2, NOW, causes.ABSENT)


def test_a_receipt_quicker_than_an_answer_without_ids_is_kept_as_it_is(root, institution):
    campaign = make_release(institution, 1)
    batch = claim(root)
    campaign.write(1, (mobile(0), states.DELIVERED, "", 1, NOW, None))
    settle(root, batch, [Acceptance("1")])
    assert reread(campaign).row(1)[1:] == (states.DELIVERED, "", 1, NOW, None)


def test_a_refusal_after_the_handset_showed_the_text_changes_nothing(root, institution):
    campaign = make_release(institution, 1)
    batch = claim(root)
    campaign.write(1, (mobile(0), states.DELIVERED, "a", 1, NOW, None))
    settle(root, batch, [Acceptance("1", (), causes.RATE)])
    assert seen(campaign) == {1: states.DELIVERED}


def test_uncertainty_after_a_receipt_changes_nothing(root, institution):
    campaign = make_release(institution, 1)
    batch = claim(root)
    campaign.write(1, (mobile(0), states.DELIVERED, "a", 1, NOW, None))
    settle(root, batch, left=[1])
    assert seen(campaign) == {1: states.DELIVERED}


def long_message(institution):
    return make_release(institution, [make_recipient(0, values=("x" * 200,))])


def test_a_segment_said_delivered_before_the_answer_stays_so(root, institution):
    campaign = long_message(institution)
    batch = claim(root)
    campaign.write(1, (mobile(0), states.QUEUED, "+b", 2, 0, None))
    settle(root, batch, [Acceptance("1", ("a", "b"))])
    assert reread(campaign).row(1)[1:3] == (states.ACCEPTED, "a +b")


def test_a_single_id_for_a_long_message_is_the_id_of_each_segment(root, institution):
    campaign = long_message(institution)
    settle(root, claim(root), [Acceptance("1", ("a",))])
    assert reread(campaign).row(1)[1:3] == (states.ACCEPTED, "a a")


def test_a_long_message_of_a_single_id_delivered_before_the_answer_is_delivered(root, institution):
    campaign = long_message(institution)
    batch = claim(root)
    campaign.write(1, (mobile(0), states.QUEUED, "+a", 2, 0, None))
    settle(root, batch, [Acceptance("1", ("a",))])
    assert reread(campaign).row(1)[1:3] == (states.DELIVERED, "+a +a")


def test_settling_twice_changes_nothing_more(root, institution):
    campaign = make_release(institution, 3)
    batch = claim(root)
    settle(root, batch, taken(1), left=[2, 3])
    before = list(reread(campaign).stored_rows())
    settle(root, batch, taken(1), left=[2, 3])
    assert list(reread(campaign).stored_rows()) == before


def test_what_was_given_back_and_claimed_again_is_not_given_back_a_second_time(root, institution):
    campaign = make_release(institution, 2)
    batch = claim(root)
    settle(root, batch)
    again = claim(root, 1)
    settle(root, batch)  # the store had said that the first time failed
    assert campaign.handover.returned == (2,)
    assert [stored[0] for stored in campaign.handover.claims] == [again.numbers]


# A crash.


def test_recovery_settles_each_open_claim_by_the_journal(root, institution):
    campaign = make_release(institution, 4)
    claim(root, 2), claim(root, 2)
    name = campaign.__name__
    outcome = Outcome({f"{name}.1": Acceptance(f"{name}.1", ("a",))}, {f"{name}.2"})
    assert delivery.recover(root, CONNECTION, outcome, "here", NOW) == (4, 1)
    assert seen(campaign) == {1: states.ACCEPTED, 2: states.UNCERTAIN, 3: states.QUEUED, 4: states.QUEUED}
    assert campaign.handover.claims == ()
    assert claim(root).numbers == (3, 4)


def test_what_another_machine_claimed_is_uncertain_whatever_our_journal_says(root, institution):
    campaign = make_release(institution, 2)
    claim(root, 1, machine="there")
    claim(root, 1, machine="here")
    delivery.recover(root, CONNECTION, Outcome({}, set()), "here", NOW)
    assert seen(campaign) == {1: states.UNCERTAIN, 2: states.QUEUED}


def test_with_nothing_claimed_recovery_writes_nothing(root, institution):
    campaign = make_release(institution, 1)
    before = list(reread(campaign).stored_rows())
    assert delivery.recover(root, CONNECTION, Outcome({}, set(), trusted=False), "here", NOW) == (0, 0)
    assert list(campaign.stored_rows()) == before


# Steering.


def test_a_paused_campaign_waits_until_it_is_resumed(root, institution, connection):
    campaign = make_release(institution)
    delivery.pause(campaign, connection, "lib", NOW)
    assert claim(root) is None
    delivery.resume(campaign, connection, "lib", NOW)
    assert claim(root).numbers == (1, 2, 3)
    assert [event.verb for event in reread(campaign).events()] == ["released", "paused", "resumed"]


def test_what_was_leaving_while_paused_and_came_back_leaves_after_the_pause(root, institution, connection):
    campaign = make_release(institution, 2)
    batch = claim(root)
    delivery.pause(campaign, connection, "lib", NOW)
    settle(root, batch, taken(1))
    assert (campaign.state, reread(connection).in_turn()) == (states.PAUSED, [])
    delivery.resume(campaign, connection, "lib", NOW)
    assert claim(root).numbers == (2,)


def test_a_campaign_paused_during_its_last_batch_is_sent_once_resumed(root, institution, connection):
    campaign = make_release(institution, 1)
    batch = claim(root)
    delivery.pause(campaign, connection, "lib", NOW)
    settle(root, batch, taken(1))
    delivery.resume(campaign, connection, "lib", NOW)
    assert claim(root) is None
    assert campaign.state == states.SENT


def test_a_resumed_campaign_is_as_urgent_as_before(institution, connection):
    make_release(institution)
    campaign = make_release(institution, urgent=True)
    delivery.pause(campaign, connection, "lib", NOW)
    delivery.resume(campaign, connection, "lib", NOW)
    assert connection.in_turn()[0] == campaign.path


def test_stopping_spares_what_has_not_left(root, institution, connection):
    campaign = make_release(institution, 3)
    settle(root, claim(root, 1), taken(1))
    assert delivery.stop(campaign, connection, "lib", NOW + 5) == 2
    assert seen(campaign) == {1: states.ACCEPTED, 2: states.STOPPED, 3: states.STOPPED}
    assert (campaign.state, campaign.ended_at) == (states.STOPPED, NOW + 5)
    assert campaign.events()[-1][2:] == ("stopped", "2")
    assert claim(root) is None


def test_stopping_spares_what_was_given_back(root, institution, connection):
    campaign = make_release(institution, 1)
    settle(root, claim(root))
    assert delivery.stop(campaign, connection, "lib", NOW) == 1
    assert (campaign.handover.returned, seen(campaign)) == ((), {1: states.STOPPED})


def test_a_batch_that_was_leaving_is_settled_after_the_stop(root, institution, connection):
    campaign = make_release(institution, 4)
    batch = claim(root, 3)
    assert delivery.stop(campaign, connection, "lib", NOW) == 1
    settle(root, batch, taken(1), left=[2])
    assert seen(campaign) == {1: states.ACCEPTED, 2: states.UNCERTAIN, 3: states.STOPPED, 4: states.STOPPED}
    assert campaign.state == states.STOPPED
    assert campaign.handover.returned == ()


def test_a_paused_campaign_may_be_stopped(institution, connection):
    campaign = make_release(institution)
    delivery.pause(campaign, connection, "lib", NOW)
    assert delivery.stop(campaign, connection, "lib", NOW) == 3


@pytest.mark.parametrize(
    ("act", "allowed"),
    [
        (delivery.pause, {states.SENDING}),
        (delivery.resume, {states.PAUSED}),
        (delivery.stop, {states.SENDING, states.PAUSED}),
    ],
)
@pytest.mark.parametrize("state", states.CAMPAIGN_STATES)
def test_steering_is_for_campaigns_under_way(institution, connection, act, allowed, state):
    campaign = make_release(institution)
    campaign.state = state
    if state in allowed:
        act(campaign, connection, "lib", NOW)
        assert campaign.state != state
    else:
        with pytest.raises(WrongState, match=state):
            act(campaign, connection, "lib", NOW)


def test_a_stop_and_a_claim_at_the_same_moment_conflict(store, root, institution):
    campaign = make_release(institution, 3)
    store.commit()
    rival = store.rival()
    claim(rival.root)
    delivery.stop(campaign, institution["brokers"]["fake"], "lib", NOW)
    store.commit()
    with pytest.raises(ConflictError):
        rival.commit()
    rival.manager.abort()
    rival.manager.begin()
    assert claim(rival.root) is None
    rival.close()


def test_a_claim_and_a_stop_at_the_same_moment_conflict_too(store, root, institution):
    campaign = make_release(institution, 3)
    store.commit()
    rival = store.rival()
    delivery.stop(find(rival.root, campaign.path), find(rival.root, CONNECTION), "lib", NOW)
    claim(root, 2)
    store.commit()
    with pytest.raises(ConflictError):
        rival.commit()
    rival.manager.abort()
    rival.manager.begin()
    assert delivery.stop(find(rival.root, campaign.path), find(rival.root, CONNECTION), "lib", NOW) == 1
    rival.close()


def test_a_resumption_while_the_line_goes_idle_conflicts(store, root, institution, connection):
    campaign, other = make_release(institution, 1), make_release(institution, 1)
    delivery.pause(campaign, connection, "lib", NOW)
    settle(root, claim(root), taken(1))
    connection.join_line(other.path, False)
    store.commit()
    rival = store.rival()
    assert claim(rival.root) is None
    delivery.resume(campaign, connection, "lib", NOW)
    store.commit()
    with pytest.raises(ConflictError):
        rival.commit()
    rival.close()


# What nobody knows.


def test_uncertain_messages_are_written_off_by_a_person(root, institution):
    campaign = make_release(institution, 3)
    settle(root, claim(root), taken(1), left=[2, 3])
    assert delivery.uncertain_numbers(campaign) == [2, 3]
    assert delivery.write_off(campaign, "lib", NOW + 9) == 2
    assert reread(campaign).row(2)[1:] == (states.EXPIRED, "", 1, NOW + 9, causes.NO_NEWS)
    assert campaign.events()[-1][2:] == ("written_off", "2")
    assert delivery.uncertain_numbers(campaign) == []


def test_what_is_sent_again_was_not_decided_to_be_lost(root, institution):
    campaign = make_release(institution, 3)
    settle(root, claim(root), taken(1), left=[2, 3])
    composing.resend_uncertain(campaign, "", NOW + 9)
    assert [event.verb for event in campaign.events()][-1] == "resent"
    assert "written_off" not in {event.verb for event in campaign.events()}
    assert reread(campaign).row(2)[1:] == (states.EXPIRED, "", 1, NOW + 9, causes.NO_NEWS)


def test_trouble_is_noted_once_and_forgotten_when_it_is_over(root, institution, connection):
    delivery.note_trouble(root, CONNECTION, "the link is lost", NOW)
    delivery.note_trouble(root, CONNECTION, "the link is lost", NOW + 60)
    assert (reread(connection).trouble, connection.trouble_at) == ("the link is lost", NOW)
    delivery.note_trouble(root, CONNECTION, "", NOW + 90)
    assert (reread(connection).trouble, connection.trouble_at) == ("", NOW + 90)


# Any history.

FATES = st.sampled_from(["taken", "refused", "left", "returned"])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("batch"), st.integers(1, 4), st.lists(FATES, min_size=4, max_size=4)),
        st.tuples(st.just("crash"), st.integers(1, 4), st.lists(FATES, min_size=4, max_size=4), st.booleans()),
        st.tuples(st.sampled_from(["pause", "resume", "stop", "resend"])),
    ),
    max_size=25,
)


class History:
    """One campaign, handed over in whatever way; ``taken`` counts how often the broker took each message."""

    def __init__(self, recipients):
        self.store = Store()
        self.institution = make_house(self.store.root)
        self.connection = self.institution["brokers"]["fake"]
        self.campaign = make_release(self.institution, recipients)
        self.left = []  # numbers that were written to the broker

    def batch(self, limit, fates):
        batch = claim(self.store.root, limit)
        if batch is not None:
            self.settle(batch, fates, trusted=True)

    def crash(self, limit, fates, trusted):
        batch = claim(self.store.root, limit)
        if batch is not None:
            outcome = self.outcome(batch, fates, trusted)
            delivery.recover(self.store.root, CONNECTION, outcome, "here", NOW)

    def settle(self, batch, fates, trusted):
        outcome = self.outcome(batch, fates, trusted)
        delivery.settle_batch(self.store.root, CONNECTION, batch.campaign, batch.numbers, outcome, NOW)

    def outcome(self, batch, fates, trusted):
        answered, left = {}, set()
        for message, number, fate in zip(batch.messages, batch.numbers, fates, strict=False):
            if fate == "returned":
                continue
            self.left.append(number)
            if fate == "left":
                left.add(message.reference)
            else:
                cause = causes.NUMBER_INVALID if fate == "refused" else None
                ids = () if cause else (f"id{number}",)
                answered[message.reference] = Acceptance(message.reference, ids, cause)
        return Outcome(answered, left, trusted)

    def steer(self, act):
        try:
            if act == "resend":
                composing.resend_uncertain(self.campaign, "lib", NOW)
            else:
                getattr(delivery, act)(self.campaign, self.connection, "lib", NOW)
        except WrongState:
            pass


@given(st.integers(1, 8), STEPS)
def test_whatever_happens_no_row_leaves_twice_and_none_is_lost(recipients, steps):
    history = History(recipients)
    for step, *details in steps:
        if step in ("batch", "crash"):
            getattr(history, step)(*details)
        else:
            history.steer(step)
    if history.campaign.state == states.PAUSED:
        history.steer("resume")
    for _ in range(40):
        history.batch(4, ["taken"] * 4)
    assert len(history.left) == len(set(history.left)), "a row left twice"
    campaign = reread(history.campaign)
    assert campaign.state in (states.SENT, states.STOPPED)
    assert campaign.handover.claims == ()
    for number, row in campaign.stored_rows():
        known = {states.ACCEPTED, states.FAILED, states.UNCERTAIN, states.EXPIRED}
        assert row[1] in (known if number in history.left else {states.STOPPED, states.UNCERTAIN, states.EXPIRED})
    assert history.institution["accounts"]["scd"].available == 1000 - campaign.last_number()
    history.store.close()


def test_a_trouble_is_of_a_kind_that_a_page_can_tell(root, institution):
    delivery.note_trouble(root, CONNECTION, "the SMSC refuses our password", NOW, "refused")
    assert find(root, CONNECTION).trouble_kind == "refused"
