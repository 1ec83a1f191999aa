"""When a session is over."""

import pytest
from factories import NOW, make_house, make_institution, reread

from unisms.services.door import sessions


@pytest.mark.parametrize(
    ("signed_out", "opened_at", "first"),
    [
        ({}, 0, 0),
        ({"bob": NOW}, 0, NOW + 1),
        ({"ada": NOW}, 0, 0),
        ({}, NOW, NOW),
        ({"bob": NOW}, NOW - 5, NOW + 1),
        ({"bob": NOW - 5}, NOW, NOW),
    ],
)
def test_a_session_counts_from_the_opening_on_and_after_all_were_ended(
    root, signed_out, opened_at, first
):
    institution = make_institution(root)
    institution.signed_out.update(signed_out)
    institution.opened_at = opened_at
    assert sessions.first_moment(institution, "bob") == first


def test_the_sessions_of_operators_count_since_ever(root):
    assert sessions.first_moment(root, "mroux") == 0


def test_what_has_begun_while_all_were_ended_ends_with_the_next_time(root):
    institution = make_institution(root)
    sessions.end_all(institution, "bob", NOW + 4 * 86400)  # a clock that was ahead
    begun = sessions.first_moment(institution, "bob")
    sessions.end_all(institution, "bob", NOW)
    assert begun < sessions.first_moment(institution, "bob")
    sessions.end_all(institution, "ada", NOW)
    assert institution.signed_out["ada"] == NOW


@pytest.mark.parametrize(
    ("used", "unused"),
    [
        (NOW, False),
        (NOW - sessions.IDLE, False),
        (NOW - sessions.IDLE - 1, True),
        (NOW + 3600, False),
        (NOW + 3601, True),
        (NOW + 4 * 86400, True),
    ],
)
def test_a_session_rests_for_some_hours_and_none_was_used_in_the_future(used, unused):
    assert sessions.is_unused(used, NOW) is unused


def test_a_session_that_was_ended_is_known_by_whose_it_was(root):
    institution, other = make_house(root), make_house(root, "nice")
    assert not sessions.has_ended(institution, "a")
    for holder, session in ((institution, "a"), (root, "b"), (institution, "c")):
        sessions.end(holder, session, NOW)
    assert [sessions.has_ended(reread(institution), session) for session in "abc"] == [
        True,
        False,
        True,
    ]
    assert [sessions.has_ended(root, session) for session in "abc"] == [False, True, False]
    assert not any(sessions.has_ended(other, session) for session in "abc")


def test_since_when_all_are_over_is_forgotten_once_none_of_before_lives(root):
    sessions.end_all(root, "old", NOW - 31 * 86400)
    sessions.end_all(root, "new", NOW - 29 * 86400)
    sessions.forget(root, NOW)
    assert list(root.signed_out) == ["new"]


def test_ended_sessions_are_forgotten_once_no_copy_lives(root):
    institution = make_house(root)
    for holder in (root, institution):
        sessions.end(holder, "old", NOW - sessions.KEPT - 1)
        sessions.end(holder, "new", NOW - sessions.KEPT)
        sessions.forget(holder, NOW)
    assert list(root.ended_sessions) == list(reread(institution).ended_sessions) == ["new"]


def test_asking_and_forgetting_nothing_writes_nothing(store, root):
    institution = make_house(root)
    sessions.end(institution, "new", NOW)
    store.commit()
    sessions.has_ended(institution, "other")
    sessions.forget(root, NOW)
    sessions.forget(institution, NOW)
    assert store.connection._registered_objects == []
