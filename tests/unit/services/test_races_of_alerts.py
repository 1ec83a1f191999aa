"""Pairs of acts on an alert at one moment: its end is told once, and to all who have it."""

import pytest
from drills import launch, prepare
from factories import NOW, make_group, make_house
from races import AGAIN, faults, race

from unisms.model.alerts import REAL
from unisms.model.folder import find
from unisms.services.alerts import endings, launches
from unisms.services.approvals import approvals
from unisms.services.delivery import claims, steering
from unisms.sms import states
from unisms.testing.factories import someone

PARIS, LINE = "/institutions/paris1", "/institutions/paris1/brokers/fake"


@pytest.fixture
def world(store):
    """An alert of which three of six messages are in a broker's hands."""
    paris = make_house(store.root)
    paris.grants.give("person:lib", "administrator")
    make_group(paris, people=6)
    campaign = launch(paris, prepare(paris))
    approvals.go(someone(paris), campaign, NOW)
    claims.claim_batch(store.root, LINE, 3, "m", NOW)
    store.commit()
    return store


def first(root):
    return next(one for one in find(root, PARIS)["campaigns"].values() if not one.alerting.ends)


def ends(root):
    return [one for one in find(root, PARIS)["campaigns"].values() if one.alerting.ends]


def all_clear(root):
    endings.end(someone(first(root)), first(root), endings.ALL_CLEAR, ("Fini.", ""), NOW)


def false_alarm(root):
    endings.end(someone(first(root)), first(root), endings.FALSE_ALARM, ("Erreur.", ""), NOW)


def claim(root):
    claims.claim_batch(root, LINE, 3, "m", NOW)


def stop(root):
    steering.stop(someone(first(root)), first(root), find(root, LINE), NOW)


def change_rights(root):
    find(root, PARIS).grants.give("person:other", "sender")


def ready(root):
    [told] = ends(root)
    endings.prepare(root, told.path, NOW)


def test_of_two_ends_at_one_moment_the_first_counts(world):
    assert race(world, all_clear, false_alarm) == AGAIN
    [told] = ends(world.root)
    assert told.text == "Fini."


@pytest.mark.parametrize("acts", [(claim, all_clear), (all_clear, claim)])
def test_whom_a_claim_takes_at_the_moment_of_the_end_is_told_or_withdrawn(world, acts):
    assert race(world, *acts) == AGAIN
    campaign = first(world.root)
    endings.prepare(world.root, ends(world.root)[0].path, NOW)
    told = {row[0] for _, row in ends(world.root)[0].stored_rows()}
    claimed = {number for one in campaign.handover.claims for number in one[0]}
    assert told == {campaign.row(number).msisdn for number in claimed}
    withdrawn = [row for _, row in campaign.stored_rows() if row[1] == states.STOPPED]
    assert len(withdrawn) == 6 - len(claimed)
    assert [*faults(world.root)] == []


def test_somebody_who_stops_it_at_that_moment_changes_nothing(world):
    assert race(world, stop, all_clear) == AGAIN
    assert first(world.root).state == states.STOPPED
    assert len(ends(world.root)) == 1


def test_rights_that_change_at_the_moment_of_the_click_are_looked_at_again(world):
    assert race(world, change_rights, all_clear) == AGAIN


def test_two_workers_that_freeze_the_end_let_it_leave_once(world):
    all_clear(world.root)
    world.commit()
    assert race(world, ready, ready) == AGAIN
    [told] = ends(world.root)
    assert told.state == states.SENDING
    assert [*faults(world.root)] == []
    waiting = [path for path, *_ in find(world.root, LINE).line.waiting]
    assert waiting == [told.path]


def test_of_two_who_launch_it_both_know_of_the_other(world):
    def open_it(uid):
        def act(root):
            paris = find(root, PARIS)
            launches.launch(someone(paris, uid), paris["alerts"]["évacuation"], NOW, mode=REAL)

        return act

    find(world.root, PARIS).grants.give("person:l2-1", "administrator")
    world.commit()
    assert race(world, open_it("lib"), open_it("l2-1")) == AGAIN
    assert len(find(world.root, PARIS)["alerts"]["évacuation"].launches) == 3
