"""The isolation proof: every view, asked for real by every role everywhere, answers as the table
says."""

import io
import logging

import pytest

from tests.house import isolation, oracle

slow = pytest.mark.slow


@pytest.fixture(scope="module")
def proof():
    """Return the findings, what was logged meanwhile, and the permissions that pages ask for."""
    logged = io.StringIO()
    handler = logging.StreamHandler(logged)
    logging.getLogger().addHandler(handler)
    made = isolation.house()
    try:
        yield (*isolation.prove(made), logged.getvalue(), isolation.asked_by_pages(made))
    finally:
        logging.getLogger().removeHandler(handler)
        made.close()


@slow
def test_every_view_lets_in_whom_the_table_says_and_nobody_else(proof):
    """Where this fails: read the new table (``python tests/house/isolation.py``), and commit it if
    it is meant."""
    table = isolation.table(proof[0], proof[4])
    assert table.splitlines() == isolation.TABLE.read_text().splitlines()


@slow
def test_nothing_of_another_university_shows_in_any_answer(proof):
    assert proof[1] == []


@slow
def test_nothing_of_anybody_shows_in_a_log(proof):
    assert isolation.FOREIGN.findall(proof[3]) == []


@slow
def test_thousands_of_requests_were_really_made(proof):
    cells, _, requests, *_ = proof
    assert len(cells) > 190
    assert requests > 20 * len(cells)
    assert [str(view) for view, told in cells.items() if "!" in told.values()] == []


@slow
def test_no_column_of_another_university_says_yes_but_for_its_doors(proof):
    doors = {"look.css", "sign-in", "signed-in", "sign-out", "logo", "terms"}
    let_in = {
        (role, view)
        for view, told in proof[0].items()
        for (role, place), one in told.items()
        if place == "nice" and one == "+" and view.name not in doors
    }
    above = {
        (role, view) for role, view in let_in if role == isolation.OPERATOR and " /" in view.kind
    }
    assert (
        len(above) > 10
    )  # places above the institutions are an operator's, wherever they are invited
    assert {view for _, view in let_in - above if not view.kind.startswith("Root")} == set()


@slow
def test_nobody_outside_can_tell_what_is_there_by_how_they_are_refused():
    made = isolation.house()
    try:
        assert oracle.told_apart(made) == []
    finally:
        made.close()


def test_a_leak_would_be_seen():
    class Answer:
        headers, content_type, text = {}, "text/html", f"Zoé {isolation.MARK}, 06 39 98 77 12"

    assert isolation.strangers_in(Answer, "/") == [isolation.MARK, "06 39 98 77 12"]
