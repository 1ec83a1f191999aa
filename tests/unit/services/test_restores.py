"""A store that was brought back to an earlier moment knows it, and lets nothing leave until it is released."""

import pytest
from factories import NOW, make_campaign, make_house, make_release, reread

from unisms.model.folder import find
from unisms.services import composing, delivery, lives, restores, upkeep
from unisms.services.lives import MINUTE, REMEMBERED, Note, StoreHeld
from unisms.sms import states

LATER = NOW + 3600


@pytest.fixture
def paris(root):
    return make_house(root)


def test_a_store_beats_each_minute_and_remembers_a_day(root):
    first = lives.beat(root, NOW)
    assert first == Note(root.life.generation, NOW)
    assert lives.beat(root, NOW + MINUTE - 1).beat == NOW
    assert lives.beat(root, NOW + MINUTE).beat == NOW + MINUTE
    assert lives.beat(root, NOW + REMEMBERED + 1).beat == NOW + REMEMBERED + 1
    assert root.life.beats == (NOW + MINUTE, NOW + REMEMBERED + 1)


def test_a_clock_that_goes_back_goes_on_beating(root):
    lives.beat(root, LATER)
    assert lives.beat(root, NOW).beat == NOW
    assert not lives.has_forgotten(root, Note(root.life.generation, NOW))


def test_a_store_that_does_not_know_a_noted_beat_has_forgotten(root):
    assert not lives.has_forgotten(root, Note("any", NOW))  # it never had a life
    noted = lives.beat(root, NOW)
    assert not lives.has_forgotten(root, None)
    assert not lives.has_forgotten(root, noted)
    assert not lives.has_forgotten(root, noted._replace(generation="another"))
    assert lives.has_forgotten(root, noted._replace(beat=NOW + 600))
    assert not lives.has_forgotten(root, noted._replace(beat=NOW - 600))  # older than all that it remembers
    root.life.beats = ()
    assert lives.has_forgotten(root, noted)


def test_one_that_forgot_is_found_out_though_another_machine_went_on_with_it(root):
    noted = lives.beat(root, NOW)._replace(beat=NOW + 600)
    for minute in range(60):
        lives.beat(root, NOW + 90 + minute * MINUTE)
    assert lives.has_forgotten(root, noted)


def test_what_was_under_way_is_held_and_counted(root, paris):
    sending, ready = make_release(paris), make_campaign(paris)
    lives.beat(root, NOW)
    before = root.life.generation
    found = restores.hold(root, NOW + 600, LATER)
    assert found == lives.Restore(LATER, NOW, NOW + 600, (("paris1", 1, 1, 0),))
    assert lives.is_held(reread(root))
    assert root.life.generation != before
    assert sending.state == states.PAUSED
    assert (ready.state, ready.problem, ready.last_number()) == (states.DRAFT, "restored", 0)
    assert [entry.verb for entry in root.audit.waiting()] == ["store.restored"]


def test_what_was_in_hand_is_in_doubt_whatever_a_journal_says(root, paris):
    campaign = make_release(paris)
    delivery.claim_batch(root, campaign.connection, 2, "here", NOW)
    found = restores.hold(root, 0, LATER)
    left = [row[1] for _, row in campaign.stored_rows() if row[1] == states.UNCERTAIN]
    assert len(left) == 2
    assert campaign.handover.claims == ()
    assert found.found[0][3] == 2


def test_nothing_leaves_while_it_is_held(root, paris):
    campaign, ready = make_release(paris), None
    restores.hold(root, 0, LATER)
    ready = make_campaign(paris)
    with pytest.raises(StoreHeld):
        composing.release(ready, "lib", LATER)
    with pytest.raises(StoreHeld):
        delivery.resume(campaign, find(root, campaign.connection), "lib", LATER)
    campaign.write(1, (*campaign.stored_row(1)[:1], states.UNCERTAIN, *campaign.stored_row(1)[2:]))
    with pytest.raises(StoreHeld):
        composing.resend_uncertain(campaign, "lib", LATER)
    campaign.state = states.SENDING
    find(root, campaign.connection).join_line(campaign.path, campaign.urgent)
    assert delivery.claim_batch(root, campaign.connection, 9, "here", LATER) is None


def test_once_released_people_decide_and_nothing_older_is_sent_again_by_itself(root, paris):
    campaign = make_release(paris)
    restores.hold(root, 0, LATER)
    assert restores.release(root, "operator:root", LATER + 5)
    assert not restores.release(root, "operator:root", LATER + 6)
    assert not lives.is_held(root)
    restored = lives.restore_of(root)
    assert (restored.released_at, restored.by) == (LATER + 5, "operator:root")
    delivery.resume(campaign, find(root, campaign.connection), "lib", LATER)
    row = campaign.stored_row(1)
    campaign.write(1, (row[0], states.UNCERTAIN, "", row[3], NOW, None))
    assert upkeep.resend_doubtful(root, campaign.path, LATER + 9999) is None
    assert lives.is_older(root, campaign.sent_at)
    assert not lives.is_older(root, LATER + 1)


def test_a_store_that_was_moved_holds_nothing(root, paris):
    campaign = make_release(paris)
    lives.beat(root, NOW)
    before = root.life.generation
    restores.renew(root, LATER)
    assert not lives.is_held(root)
    assert lives.restore_of(root) is None
    assert root.life.generation != before
    assert campaign.state == states.SENDING


def test_what_is_over_or_paused_by_people_stays_as_it_is(root, paris):
    paused, closed = make_release(paris), make_release(paris)
    delivery.pause(paused, find(root, paused.connection), "lib", NOW)
    closed.state = states.CLOSED
    assert restores.hold(root, 0, LATER).found == (("paris1", 1, 0, 0),)
    assert (paused.state, closed.state) == (states.PAUSED, states.CLOSED)
