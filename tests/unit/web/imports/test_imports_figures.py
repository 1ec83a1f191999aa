"""The figures of a file follow the form, before anything is kept."""

import threading

import pytest
from import_page import add, choices, record, text, tick
from transaction._transaction import Transaction
from ZODB.POSException import ConflictError

# webob leaves its copy of a large upload to the garbage collector, which closes it.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


def test_the_figures_are_told_before_any_choice(small):
    assert "Écrire à 2 personnes" in text(small)
    assert "ligne fixe" in text(small)
    assert "ligne 3 ·" in text(small)
    assert "autre ligne d'une personne déjà comptée" in text(small)
    assert "ligne 4, comme la ligne 2" in text(small)


def test_the_figures_follow_the_form_and_what_they_count_is_kept(house, small):
    form = choices(add(small, 3, "is"))
    fields = [pair for pair in form.submit_fields() if pair[0] != "action"]
    asked = small.test_app.post(f"{small.request.path}/figures", fields)
    assert "Condition 1" in text(asked)
    assert "Écrire à" not in text(asked)
    told = small.test_app.post(
        f"{small.request.path}/figures", [*fields, ("value-0", "Enseignant")]
    )
    assert "Écrire à 2 personnes" in text(told)
    assert "<html" not in text(told)
    assert record(house, small)(lambda one: one.rule) == ((3, "is", ("Enseignant",), -1),)


def test_figures_that_meet_others_are_shown_and_keep_no_choice(house, small, monkeypatch):
    form = choices(add(small, 3, "is"))
    fields = [pair for pair in form.submit_fields() if pair[0] != "action"]
    before = record(house, small)(lambda one: one.rule)
    commits = iter([True])

    def commit(transaction):
        if threading.current_thread() is threading.main_thread() and next(commits, False):
            raise ConflictError
        return whole(transaction)

    whole = Transaction._commitResources
    monkeypatch.setattr(Transaction, "_commitResources", commit)
    told = small.test_app.post(
        f"{small.request.path}/figures", [*fields, ("value-0", "Enseignant")]
    )
    assert "Écrire à 2 personnes" in text(told)
    assert record(house, small)(lambda one: one.rule) == before


def test_figures_that_come_after_another_page_was_sent_keep_no_choice(house, small):
    """On a slow server those of a tick may end after the button that was pressed next."""
    page = add(small, 6, "since")
    fields = [pair for pair in choices(page).submit_fields() if pair[0] != "action"]
    add(page, 7, "since")
    kept = record(house, small)(lambda one: one.rule)
    assert len(kept) == 2
    assert 'id="figures"' in text(small.test_app.post(f"{small.request.path}/figures", fields))
    assert record(house, small)(lambda one: one.rule) == kept


def test_nobody_left_is_told_and_nobody_can_be_written_to(small):
    form = choices(add(small, 3, "is"))
    tick(form, "Personne")
    page = form.submit("action", value="count").follow()
    assert "Aucune ligne ne remplit ces conditions" in text(page)
    assert "Écrire à" not in text(page)
    forged = [("action", "write"), *choices(page).submit_fields()]
    assert 'role="alert"' in page.test_app.post(page.request.path, forged, status=422)


def test_rows_without_any_usable_number_are_told(small):
    form = choices(small)
    form["number-0"] = "0"
    form["number-1"] = ""
    assert "Personne n'a de numéro utilisable" in text(
        form.submit("action", value="count").follow()
    )
