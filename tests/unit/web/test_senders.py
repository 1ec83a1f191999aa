"""Sender IDs: asked for by an institution, decided by who manages the connection."""

import time

import pytest
import scenes
from pyramid.interfaces import ISessionFactory
from pyramid.request import Request
from pyramid.response import Response

from unisms.model.connections import BrokerConnection, SenderId
from unisms.model.folder import find
from unisms.services import passwords

SENDERS = f"{scenes.PARIS}/sender-ids"
SHARED = "/brokers/commun"


@pytest.fixture
def operator(house):
    """A browser of somebody who runs the platform."""

    def employ(root):
        root.passwords["root"] = passwords.hash_password(scenes.PASSWORD)

    house.run(employ)
    app, request = house.visitor(), Request.blank("/")
    session = house.registry.queryUtility(ISessionFactory)(request)
    session["who"], session["since"] = ("", "root"), int(time.time())
    response = Response()
    request._process_response_callbacks(response)
    app.set_cookie(*response.headers["Set-Cookie"].partition(";")[0].split("=", 1))
    return app


def ask(app, word, connection=scenes.BROKER, status=303):
    form = next(form for form in app.get(SENDERS).forms.values() if form.action == SENDERS)
    form["word"] = word
    form["connection"].force_value(connection)
    return form.submit(status=status)


def decide(app, path, action, note=""):
    form = next(form for form in app.get(f"{path}/").forms.values() if form.action.endswith("/sender-ids"))
    form["note"] = note
    return form.submit("action", value=action, status=303)


def senders(house, path=scenes.BROKER):
    return house.run(
        lambda root: [(one.word, one.institution, one.state, one.note) for one in find(root, path).senders()]
    )


def journal(house, path=scenes.PARIS):
    return house.run(lambda root: [(one.verb, one.by, one.path) for one in find(root, path).audit.waiting()])


def test_an_institution_asks_and_accepts_on_its_own_connection(house, admin):
    assert "Aucun expéditeur" in admin.get(SENDERS)
    page = ask(admin, "Biblio").follow()
    assert "Demandé" in page.html.select_one("tbody tr").text
    assert decide(admin, scenes.BROKER, "accept", "ticket  12").location.endswith("/simulateur/#senders")
    assert senders(house) == [("Biblio", "paris1", "accepted", "ticket 12")]
    told = admin.get(SENDERS).html.select_one("tbody tr").text
    assert "Accepté" in told
    assert "ticket 12" in told
    assert set(journal(house)) == {
        ("sender.requested", "admin", "/"),
        ("sender.accepted", "admin", "/brokers/simulateur"),
    }
    decide(admin, scenes.BROKER, "refuse")
    assert senders(house) == [("Biblio", "paris1", "refused", "")]


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        ("", "Écrivez l’expéditeur"),
        ("Bib_Nord", "Des lettres"),
        ("Bibliotheque", "Au plus 11 caractères"),
        ("SCD", "déjà demandé"),
    ],
)
def test_what_no_handset_shows_is_refused_and_stays_in_the_field(house, admin, word, sentence):
    house.run(lambda root: find(root, scenes.BROKER).put_sender(SenderId("SCD", "paris1", "requested")))
    page = ask(admin, word, status=422)
    assert sentence in page.html.select_one("#word-error").text
    assert page.html.select_one("#word")["value"] == word
    assert len(senders(house)) == 1


def test_nobody_asks_on_the_connection_of_another_university(house, admin):
    page = ask(admin, "SCD", "/institutions/nice/brokers/simulateur", status=422)
    assert page.html.select_one("#connection-error")
    assert senders(house, "/institutions/nice/brokers/simulateur") == []


def test_an_operator_decides_on_a_shared_connection_and_both_journals_know(house, admin, operator):
    ask(admin, "SCD", SHARED)
    house.run(lambda root: find(root, SHARED).put_sender(SenderId("Nice06", "nice", "requested")))
    page = admin.get(SENDERS)
    assert "Nice06" not in page
    assert not page.html.select("a[href^='/brokers']")
    assert "paris1" in operator.get(f"{SHARED}/")
    decide(operator, SHARED, "refuse", "déjà pris")
    assert senders(house, SHARED)[0] == ("SCD", "paris1", "refused", "déjà pris")
    assert "operator:root" in admin.get(SENDERS)
    assert ("sender.refused", "operator:root", "/") in journal(house)
    assert house.run(lambda root: [(one.verb, one.by, one.path) for one in root.audit.waiting()]) == [
        ("sender.refused", "operator:root", "/brokers/commun")
    ]


def test_who_asks_does_not_decide_on_a_shared_connection(house, admin):
    ask(admin, "SCD", SHARED)
    token = admin.get(SENDERS).forms[1]["csrf_token"].value
    asked = {"csrf_token": token, "word": "SCD", "institution": "paris1", "action": "accept"}
    admin.post(f"{SHARED}/sender-ids", asked, status=403)
    assert senders(house, SHARED)[0][2] == "requested"


def test_what_was_not_asked_for_is_not_decided(house, admin):
    token = admin.get(SENDERS).forms[1]["csrf_token"].value
    for given in ({"word": "SCD", "action": "accept"}, {"action": "fly"}):
        admin.post(f"{scenes.BROKER}/sender-ids", {"csrf_token": token, **given}, status=303)
    assert senders(house) == []


def test_words_from_before_are_accepted_and_can_be_refused(house, admin):
    house.run(lambda root: setattr(find(root, scenes.BROKER), "sender_ids", ("OLD",)))
    assert "OLD" in admin.get(SENDERS)
    decide(admin, scenes.BROKER, "refuse")
    assert senders(house) == [("OLD", "", "refused", "")]


def test_without_any_connection_there_is_nothing_to_ask(house, admin):
    def remove(root):
        for folder in (find(root, f"{scenes.PARIS}/brokers"), root["brokers"]):
            for name in list(folder):
                folder.remove(name)

    house.run(remove)
    assert not admin.get(SENDERS).html.select("#word")


def test_operators_manage_the_shared_connections(house, operator):
    assert "Fournisseurs communs" in operator.get("/brokers/")
    form = next(
        form for form in operator.get("/brokers/new?adapter=simulator").forms.values() if "title" in form.fields
    )
    form["title"] = "Marché national"
    waiting = form.submit(status=303).follow()
    house.worker.drain()
    answer = operator.get(waiting.request.url).forms[1].submit("action", status=303)
    path = answer.location.removeprefix("http://localhost")
    assert path == "/brokers/marche-national/"
    assert house.run(lambda root: isinstance(find(root, path.rstrip("/")), BrokerConnection))
    assert "Fournisseurs communs" in operator.get(path)
    operator.get(f"{scenes.BROKER}/", status=403)
    assert house.run(lambda root: [(one.verb, one.path) for one in root.audit.waiting()]) == [
        ("connection.proposed", "/brokers"),
        ("connection.added", "/brokers/marche-national"),
    ]
