"""A store that was brought back to an earlier moment knows it, and lets nothing leave until it is
released."""

import pytest
from factories import NOW, make_campaign, make_house, make_release, reread

from unisms.model.folder import find
from unisms.services.campaigns import releases, resends
from unisms.services.campaigns.resends import resend_doubtful
from unisms.services.delivery import claims, steering
from unisms.services.ground import lives
from unisms.services.ground.actor import operator
from unisms.services.ground.lives import MINUTE, Note, StoreHeld
from unisms.services.operators import restores
from unisms.sms import states
from unisms.testing.factories import someone

LATER = NOW + 3600


@pytest.fixture
def paris(root):
    return make_house(root)


def lost(note, at=NOW + 600):
    """A beat ten after ``note``, which a store that was brought back has not."""
    return note._replace(beat=lives.new_mark(), number=note.number + 10, at=at)


def test_a_store_beats_each_minute_and_remembers_a_day(root, monkeypatch):
    monkeypatch.setattr(lives, "REMEMBERED", 3)
    first = lives.beat(root, NOW)
    assert first == Note(root.life.generation, root.life.beats[0], 1, NOW)
    assert lives.beat(root, NOW + MINUTE - 1) == first
    later = [lives.beat(root, NOW + minute * MINUTE) for minute in range(1, 4)]
    told = [(one.number, one.at - NOW) for one in later]
    assert told == [(2, 60), (3, 120), (4, 180)]
    assert root.life.beats == tuple(one.beat for one in later)
    assert not any(lives.has_forgotten(root, one) for one in (first, *later))
    assert lives.has_forgotten(root, later[0]._replace(beat=first.beat))


def test_a_clock_that_goes_back_goes_on_beating(root):
    noted = lives.beat(root, LATER)
    assert lives.beat(root, NOW).at == NOW
    assert not lives.has_forgotten(root, noted)


def test_no_clock_that_is_off_makes_a_store_forget(root):
    """Two machines, one of which is ahead, behind, or set back between two beats."""
    notes = [None, None]
    for minute in range(120):
        for machine, ahead in enumerate((0, (61, -61, -3600, 10 * 365 * 86400)[minute // 30])):
            assert not lives.has_forgotten(root, notes[machine])
            notes[machine] = lives.beat(root, NOW + minute * MINUTE + ahead, notes[machine], MINUTE)
    assert notes[0].number <= 121


def test_where_another_machine_has_written_a_beat_none_is_due(root):
    mine = lives.beat(root, NOW)
    others = lives.beat(root, NOW + 3600, mine)
    assert lives.beat(root, NOW + 60, mine) == others
    assert lives.beat(root, NOW + 120, others).number == 3
    anew = others._replace(generation="another")
    assert lives.beat(root, NOW + 240, anew).number == 4


def test_a_store_that_does_not_know_a_noted_beat_has_forgotten(root):
    assert not lives.has_forgotten(root, lost(Note("any", 1, 1)))  # it never had a life
    noted = lives.beat(root, NOW)
    assert not lives.has_forgotten(root, None)
    assert not lives.has_forgotten(root, noted)
    assert not lives.has_forgotten(root, lost(noted)._replace(generation="another"))
    assert lives.has_forgotten(root, lost(noted))
    root.life.beats = ()
    assert lives.has_forgotten(root, noted)


def test_what_is_older_than_all_that_a_store_remembers_it_has_not_forgotten(root, monkeypatch):
    monkeypatch.setattr(lives, "REMEMBERED", 3)
    noted = [lives.beat(root, NOW + minute * MINUTE) for minute in range(5)]
    assert not lives.has_forgotten(root, noted[1]._replace(beat=1))
    assert lives.has_forgotten(root, noted[2]._replace(beat=1))


def test_a_note_of_a_release_that_told_beats_by_their_second_is_understood(root):
    life = lives.life_of(root)
    life.beats, life.count = (NOW - 60, NOW), 0
    old = Note(life.generation, NOW)
    lives.beat(root, NOW + 60)
    assert not lives.has_forgotten(root, old)
    assert not lives.has_forgotten(root, old._replace(beat=NOW - 90))  # older than all
    assert lives.has_forgotten(root, old._replace(beat=NOW - 30))
    life.beats = life.beats[2:]
    assert not lives.has_forgotten(root, old)


def test_one_that_forgot_is_found_out_though_another_machine_went_on_with_it(root):
    noted = lost(lives.beat(root, NOW))
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


def test_a_store_of_before_tells_its_last_beat(root):
    life = lives.life_of(root)
    life.beats = (NOW - 60, NOW)
    assert restores.hold(root, 0, LATER).since == NOW
    assert restores.hold(root, 0, LATER + 60).since == LATER


def test_one_that_never_beat_remembers_no_moment(root):
    assert restores.hold(root, 0, LATER).since == 0


def test_what_was_in_hand_is_in_doubt_whatever_a_journal_says(root, paris):
    campaign = make_release(paris)
    claims.claim_batch(root, campaign.connection, 2, "here", NOW)
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
        releases.release(someone(ready), ready, LATER)
    with pytest.raises(StoreHeld):
        steering.resume(someone(campaign), campaign, find(root, campaign.connection), LATER)
    campaign.write(1, (*campaign.stored_row(1)[:1], states.UNCERTAIN, *campaign.stored_row(1)[2:]))
    with pytest.raises(StoreHeld):
        resends.resend_uncertain(someone(campaign), campaign, LATER)
    campaign.state = states.SENDING
    find(root, campaign.connection).join_line(campaign.path, campaign.urgent)
    assert claims.claim_batch(root, campaign.connection, 9, "here", LATER) is None


def test_once_released_people_decide_and_nothing_older_is_sent_again_by_itself(root, paris):
    campaign = make_release(paris)
    restores.hold(root, 0, LATER)
    assert restores.release(operator("root"), root, LATER + 5)
    assert not restores.release(operator("root"), root, LATER + 6)
    assert not lives.is_held(root)
    restored = lives.restore_of(root)
    assert (restored.released_at, restored.by) == (LATER + 5, "operator:root")
    steering.resume(someone(campaign), campaign, find(root, campaign.connection), LATER)
    row = campaign.stored_row(1)
    campaign.write(1, (row[0], states.UNCERTAIN, "", row[3], NOW, None))
    assert resend_doubtful(root, campaign.path, LATER + 9999) is None
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
    steering.pause(someone(paused), paused, find(root, paused.connection), NOW)
    closed.state = states.CLOSED
    assert restores.hold(root, 0, LATER).found == (("paris1", 1, 0, 0),)
    assert (paused.state, closed.state) == (states.PAUSED, states.CLOSED)
