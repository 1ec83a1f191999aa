"""The outbox: each mail in one place, found by its name, its moment and its person."""

import pytest
from factories import NOW, make_institution
from hypothesis import given
from hypothesis import strategies as st

from unisms.model.outbox import (
    FAILED,
    LEAVING,
    LEFT,
    RETURNED,
    WAITING,
    Mail,
    Outbox,
    outbox_of,
)
from unisms.testing.store import reread

MAIL = Mail(NOW, "number.wrong", "jeanne@univ.fr", uid="jdupont", due=NOW)


@pytest.fixture
def outbox(root):
    return outbox_of(make_institution(root))


def names(found):
    return [name for name, _ in found]


def test_it_is_made_once(root):
    assert root.outbox is None
    assert outbox_of(root) is outbox_of(root)
    assert bool(outbox_of(root))


def test_a_mail_that_was_written_is_there_for_others(root, outbox):
    name = outbox.add(MAIL)
    assert reread(root)["institutions"]["paris1"].outbox.get(name) == MAIL
    assert outbox.get("another") is None


def test_what_is_due_first_comes_first_whenever_it_was_written(outbox):
    late = outbox.add(MAIL._replace(due=NOW + 60))
    soon = outbox.add(MAIL)
    assert list(outbox.due()) == [(NOW, soon), (NOW + 60, late)]


def test_a_mail_that_leaves_still_waits_and_one_that_left_does_not(outbox):
    name = outbox.add(MAIL)
    outbox.change(name, MAIL._replace(state=LEAVING, due=NOW + 600))
    assert list(outbox.due()) == [(NOW + 600, name)]
    outbox.change(name, MAIL._replace(state=LEFT))
    assert list(outbox.due()) == []
    assert names(outbox.waiting()) == []
    assert names(outbox.left()) == [name]


def test_each_state_is_counted_and_listed_the_latest_first(outbox):
    waits = outbox.add(MAIL)
    first, second = (outbox.add(MAIL._replace(at=NOW + n, state=FAILED)) for n in (1, 2))
    left = outbox.add(MAIL._replace(state=LEFT))
    assert outbox.counts() == {WAITING: 1, LEFT: 1, FAILED: 2}
    assert names(outbox.waiting()) == [waits]
    assert names(outbox.failed()) == [second, first]
    assert names(outbox.failed(second)) == [first]
    assert names(outbox.left()) == [left]


def test_the_mails_of_a_person_are_those_of_nobody_whose_uid_begins_alike(outbox):
    names_of = {uid: outbox.add(MAIL._replace(uid=uid)) for uid in ("jdup", "jdupont", "")}
    assert outbox.of("jdup") == [names_of["jdup"]]
    assert outbox.of("") == []


@pytest.mark.parametrize("state", [WAITING, LEFT, FAILED])
def test_what_is_removed_leaves_nothing(outbox, state):
    outbox.remove(outbox.add(MAIL._replace(state=state)))
    assert outbox.counts() == {WAITING: 0, LEFT: 0, FAILED: 0}
    assert (outbox.of("jdupont"), list(outbox.due())) == ([], [])


STATES = st.sampled_from([WAITING, LEAVING, LEFT, FAILED, RETURNED])
ACTS = st.lists(st.tuples(st.integers(0, 9), STATES, st.booleans()), max_size=40)


@given(ACTS)
def test_whatever_becomes_of_mails_each_is_in_one_list_and_due_only_while_it_waits(acts):
    outbox, known = Outbox(), {}
    for place, state, is_removed in acts:
        if place >= len(known):
            known[outbox.add(MAIL._replace(state=state))] = state
            continue
        name = [*known][place]
        if is_removed:
            outbox.remove(name)
            del known[name]
        else:
            outbox.change(name, outbox.mail(name)._replace(state=state, due=NOW + place))
            known[name] = state
    lists = [name for find in (outbox.waiting, outbox.left, outbox.failed) for name, _ in find()]
    assert sorted(lists) == sorted(known) == sorted(outbox.of("jdupont"))
    waits = {name for name, state in known.items() if state in (WAITING, LEAVING)}
    assert {name for _, name in outbox.due()} == waits
    assert sum(outbox.counts().values()) == len(known)


def test_two_who_write_at_the_same_moment_both_have_their_mail(store):
    outbox_of(store.root)
    store.commit()
    rival = store.rival()
    outbox_of(store.root).add(MAIL)
    outbox_of(rival.root).add(MAIL)
    store.commit()
    rival.commit()
    store.commit()
    assert len(list(store.root.outbox.waiting())) == 2
    rival.close()


def test_mails_of_any_state_go_with_somebody_to_another_uid(outbox):
    name = outbox.add(MAIL)
    left = outbox.add(MAIL._replace(state=LEFT))
    other = outbox.add(MAIL._replace(uid="jdupont2"))
    outbox.move("jdupont", "jeanne")
    assert (outbox.of("jdupont"), sorted(outbox.of("jeanne"))) == ([], sorted([name, left]))
    assert outbox.of("jdupont2") == [other]
    assert outbox.mail(name) == MAIL._replace(uid="jeanne")
    assert [one for _, one in outbox.due()] == sorted([name, other])
    outbox.remove(name)
    assert outbox.of("jeanne") == [left]
