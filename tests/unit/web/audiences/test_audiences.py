"""The page of saved audiences: made of a message, renamed, shared, deleted, written to."""

import pytest
import scenes
from compose_page import COMPOSE, check, path_of, stored

from unisms.model.folder import find
from unisms.sms import states

PAGE = f"{scenes.PARIS}/audiences/"


def names(house):
    folder = house.run(lambda root: [one.title for one in find(root, PAGE).values()])
    return sorted(folder)


@pytest.fixture
def message(house, secretary):
    """The name of a message of the secretary's to a group."""
    form = secretary.get(f"{COMPOSE}?group=l2-histoire").forms["compose"]
    form["text"] = "Cours déplacé"
    path = path_of(check(form))
    house.worker.drain()
    return path.rsplit("/", 1)[1]


def keep(app, message, title="L2 à moi", status=303, **fields):
    token = app.get(PAGE).forms[0]["csrf_token"].value
    told = {"csrf_token": token, "campaign": message, "title": title, **fields}
    return app.post(f"{PAGE}new", told, status=status)


def kept(house):
    return house.run(lambda root: next(iter(find(root, PAGE))))


def test_an_empty_page_says_what_to_do(secretary):
    assert "Vous ne gardez encore aucune audience" in secretary.get(PAGE).text


def test_the_audience_of_a_message_is_kept_and_written_to(house, secretary, message):
    page = secretary.get(f"{PAGE}?of={message}")
    assert page.html.select_one("#recents details").get("open") is not None
    assert "L2 à moi" in keep(secretary, message).follow().text
    name = kept(house)
    form = secretary.get(f"{COMPOSE}?saved={name}").forms["compose"]
    ticked = [one._value for one in form.fields["audience"] if one.checked]
    assert ticked == [f"saved:{name}"]
    form["text"] = "Bonjour"
    path = path_of(check(form))
    house.worker.drain()
    assert stored(house, path, "state", "audience") == (states.CHECKED, (("saved", name),))


def test_the_journal_tells_of_it_and_leads_there(house, secretary, admin, message):
    keep(secretary, message)
    name = kept(house)
    there = f"{PAGE}{name}"
    token = secretary.get(PAGE).forms[0]["csrf_token"].value
    secretary.post(f"{there}/share", {"csrf_token": token, "account": "scolarite"}, status=303)
    told = admin.get(f"{scenes.PARIS}/audit").text
    assert "a enregistré une audience" in told
    assert "partagée avec le compte" in told
    assert admin.get(there, status=303).location.endswith(f"{PAGE}#kept-{name}")


def test_it_is_renamed_and_deleted(house, secretary, message):
    keep(secretary, message)
    there = f"{PAGE}{kept(house)}"
    token = secretary.get(PAGE).forms[0]["csrf_token"].value
    secretary.post(f"{there}/rename", {"csrf_token": token, "title": "TD 2"}, status=303)
    assert names(house) == ["TD 2"]
    page = secretary.post(f"{there}/rename", {"csrf_token": token, "title": " "}, status=422)
    assert "Donnez un nom à cette audience" in page.text
    secretary.post(f"{there}/delete", {"csrf_token": token}, status=303)
    assert names(house) == []


def test_it_is_shared_with_an_account_and_no_colleague_changes_it(
    house, secretary, librarian, message
):
    keep(secretary, message, account="scd")
    there = f"{PAGE}{kept(house)}"
    assert ("L2 à moi" in librarian.get(PAGE).text) is bool(shared(house))
    token = librarian.get(COMPOSE).forms["compose"]["csrf_token"].value
    librarian.post(f"{there}/delete", {"csrf_token": token}, status=403)
    assert names(house) == ["L2 à moi"]


def shared(house):
    return house.run(lambda root: next(iter(find(root, PAGE).values())).account)


def test_a_name_that_is_taken_is_refused_beside_the_field(secretary, message):
    keep(secretary, message)
    page = keep(secretary, message, status=422)
    assert "Vous avez déjà une audience de ce nom" in page.text


def test_nobody_keeps_the_audience_of_a_message_that_is_not_there(secretary):
    token = secretary.get(COMPOSE).forms["compose"]["csrf_token"].value
    told = {"csrf_token": token, "campaign": "none", "title": "x"}
    page = secretary.post(f"{PAGE}new", told, status=422)
    assert "Il n’y a rien à enregistrer" in page.text
