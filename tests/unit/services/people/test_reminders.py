"""A reminder that somebody has put away stays so, and goes with them."""

import pytest
from factories import make_house

from unisms.services.people import enrolment, reminders


@pytest.fixture
def paris(root):
    return make_house(root)


def test_what_is_put_away_is_known_once_and_to_them_alone(paris):
    assert reminders.kept(paris, "lib") == ()
    for what in ("first:writes", "20261129-wc24/12", "first:writes"):
        reminders.put_away(paris, "lib", what)
    assert reminders.kept(paris, "lib") == ("first:writes", "20261129-wc24/12")
    assert reminders.kept(paris, "other") == ()


@pytest.mark.parametrize(
    "what", ["", "first:", "first:Zoé", "20261129-wc24", "20261129-wc24/x", "06 39 98 00 01"]
)
def test_nothing_else_can_be_written_there(paris, what):
    reminders.put_away(paris, "lib", what)
    assert paris.put_away is None


def test_the_earliest_numbers_are_let_go_of_a_first_line_never(paris, monkeypatch):
    monkeypatch.setattr(reminders, "MOST", 2)
    for what in ("first:files", *(f"20261129-wc24/{number}" for number in (1, 2, 3))):
        reminders.put_away(paris, "lib", what)
    assert reminders.kept(paris, "lib") == ("first:files", "20261129-wc24/2", "20261129-wc24/3")


def test_whoever_is_called_so_next_has_put_nothing_away(root, paris):
    for holder, uid in ((paris, "lib"), (paris, "operator:op"), (root, "op")):
        reminders.put_away(holder, uid, "first:writes")
    enrolment.forget(root, "op", 0)
    enrolment.forget(paris, "lib", 0)
    enrolment.forget_here(paris, "operator:op")
    assert not root.put_away
    assert not paris.put_away
