"""A question is cut to what its session may see, in one place."""

import comers
import pytest
from comers import Asked

from dashboards import access
from dashboards.access import sessions

MANAGER = sessions.OPEN._replace(institutions=("pantheon",), accounts=(3, 5), role="manager")
ADMINISTRATOR = sessions.OPEN._replace(institutions=("pantheon",), role="administrator")
OPERATOR = sessions.OPEN._replace(institutions=("anges", "pantheon"))


@pytest.mark.parametrize(
    ("session", "asked", "seen"),
    [
        (MANAGER, Asked(), Asked(("pantheon",), (3, 5))),
        (MANAGER, Asked(account=5), Asked(("pantheon",), (3, 5), 5)),
        (MANAGER, Asked(accounts=(3,)), Asked(("pantheon",), (3,))),
        (MANAGER, Asked(accounts=()), Asked(("pantheon",), ())),
        (ADMINISTRATOR, Asked(), Asked(("pantheon",))),
        (ADMINISTRATOR, Asked(account=9), Asked(("pantheon",), None, 9)),
        (OPERATOR, Asked(), Asked(("anges", "pantheon"))),
        (OPERATOR, Asked(("anges",)), Asked(("anges",))),
        (sessions.OPEN, Asked(), Asked()),
        (sessions.OPEN, Asked(("anges",), (1,), 1), Asked(("anges",), (1,), 1)),
    ],
)
def test_a_selection_is_cut_to_what_the_session_may_see(session, asked, seen):
    assert access.narrow(session, asked) == seen


@pytest.mark.parametrize(
    ("session", "asked"),
    [
        (MANAGER, Asked(("anges",))),
        (MANAGER, Asked(("pantheon", "anges"))),
        (MANAGER, Asked(account=4)),
        (MANAGER, Asked(accounts=(3, 4))),
        (MANAGER, Asked(accounts=(3,), account=5)),
        (MANAGER._replace(accounts=()), Asked(account=3)),
        (ADMINISTRATOR, Asked(("anges",))),
        (OPERATOR, Asked(("elsewhere",))),
    ],
)
def test_more_than_may_be_seen_is_refused(session, asked):
    with pytest.raises(access.NotYours):
        access.narrow(session, asked)


def test_a_session_tells_whether_an_institution_may_be_seen():
    assert access.may_see(MANAGER, "pantheon")
    assert not access.may_see(MANAGER, "anges")
    assert access.may_see(sessions.OPEN, "anges")


@pytest.mark.parametrize("accounts", [None, (), (1,), (3, 5, 8), (7, 8), tuple(range(1, 3000, 2))])
def test_a_cookie_has_room_for_many_accounts(accounts):
    session = MANAGER._replace(accounts=accounts)
    text = sessions.cookie(session, comers.KEY)
    assert sessions.found(text, comers.KEY) == session
    assert len(text) < 1500
