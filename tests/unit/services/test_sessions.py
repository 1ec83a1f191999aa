"""When a session is over."""

import pytest
from factories import NOW, make_institution

from unisms.services import sessions


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
def test_a_session_counts_from_the_opening_on_and_after_all_were_ended(root, signed_out, opened_at, first):
    institution = make_institution(root)
    institution.signed_out.update(signed_out)
    institution.opened_at = opened_at
    assert sessions.first_moment(institution, "bob") == first


def test_the_sessions_of_operators_count_since_ever(root):
    assert sessions.first_moment(root, "mroux") == 0
