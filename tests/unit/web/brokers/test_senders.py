"""Sender IDs: asked for by an institution, decided by who manages the connection."""

import time

import pytest
import scenes
from pyramid.interfaces import ISessionFactory
from pyramid.request import Request
from pyramid.response import Response

from unisms.model.connections import BrokerConnection, SenderId
from unisms.model.folder import find
from unisms.services.door import passwords

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
    form = next(
        form for form in app.get(f"{path}/").forms.values() if form.action.endswith("/sender-ids")
    )
    form["note"] = note
    return form.submit("action", value=action, status=303)


def senders(house, path=scenes.BROKER):
    return house.run(
        lambda root: [
            (one.word, one.institution, one.state, one.note) for one in find(root, path).senders()
        ]
    )


def journal(house, path=scenes.PARIS):
    return house.run(
        lambda root: [(one.verb, one.by, one.path) for one in find(root, path).audit.waiting()]
    )


def test_an_institution_asks_and_accepts_on_its_own_connection(house, admin):
    assert "Aucun expéditeur" in admin.get(SENDERS)
    page = ask(admin, "Biblio").follow()
    assert "Demandé" in page.html.select_one("tbody tr").text
    assert decide(admin, scenes.BROKER, "accept", "ticket  12").location.endswith(
        "/simulateur/#senders"
    )
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
        ("Bib Nord", "ni espace, ni accent"),
        ("Scolarité", "ni espace, ni accent"),
        ("0612345678", "Arcep"),
        ("36180", "numéro du contrat"),
        ("Bibliotheque", "Au plus 11 caractères"),
        ("SCD", "déjà demandé"),
    ],
)
def test_what_no_handset_shows_is_refused_and_stays_in_the_field(house, admin, word, sentence):
    house.run(
        lambda root: find(root, scenes.BROKER).put_sender(SenderId("SCD", "paris1", "requested"))
    )
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
    assert "root (exploitation)" in admin.get(SENDERS)
    assert "operator:" not in admin.get(SENDERS).html.select_one("main").text
    assert ("sender.refused", "operator:root", "/") in journal(house)
    assert house.run(
        lambda root: [(one.verb, one.by, one.path) for one in root.audit.waiting()]
    ) == [("sender.refused", "operator:root", "/brokers/commun")]


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
        form
        for form in operator.get("/brokers/new?adapter=simulator").forms.values()
        if "title" in form.fields
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


def test_a_number_of_the_contract_is_written_on_its_page_and_may_be_shown(house, admin):
    page = admin.get(f"{scenes.BROKER}/settings")
    form = next(form for form in page.forms.values() if "numbers" in form.fields)
    form["numbers"] = "36 180\n+33937000000, 38000"
    proposed = form.submit(status=303).follow()
    house.worker.drain()
    admin.get(proposed.request.url).forms[1].submit("action", status=303)
    assert house.run(lambda root: find(root, scenes.BROKER).numbers) == (
        "36180",
        "+33937000000",
        "38000",
    )
    assert "36180 · +33937000000 · 38000" in admin.get(f"{scenes.BROKER}/")
    ask(admin, "36180")
    assert senders(house) == [("36180", "paris1", "requested", "")]


def test_what_is_no_number_of_a_contract_is_refused_and_stays(house, admin):
    page = admin.get(f"{scenes.BROKER}/settings")
    form = next(form for form in page.forms.values() if "numbers" in form.fields)
    form["numbers"] = "36180\nBiblio"
    again = form.submit(status=422)
    assert (
        "Biblio\N{NARROW NO-BREAK SPACE}» n’est pas un numéro"
        in again.html.select_one("#numbers-error").text
    )
    assert again.html.select_one("#numbers").text.strip().splitlines() == ["36180", "Biblio"]
    form["numbers"] = "3" * 4001
    form.submit(status=422)


def test_a_generic_word_is_marked_until_the_operators_authorise_it_by_letter(house, admin):
    row = ask(admin, "Alerte").follow().html.select_one("tbody tr")
    assert "À revoir" in row.text
    assert "smsmode" in row.text or "AF2M" in row.text
    letter = admin.get(row.select_one("a[href*='sender-letter']")["href"])
    assert "Alerte" in letter.html.select_one(".letter").text
    assert "Université du Panthéon" in letter.html.select_one(".letter").text
    decide(admin, scenes.BROKER, "authorise", "lettre du 3 décembre")
    told = admin.get(SENDERS).html.select_one("tbody tr").text
    assert "Autorisé" in told
    assert "À revoir" not in told
    assert ("sender.authorised", "admin", "/brokers/simulateur") in journal(house)


def test_there_is_no_letter_for_what_was_not_asked_for(admin):
    admin.get(f"{scenes.PARIS}/sender-letter?word=SCD&connection={scenes.BROKER}", status=404)
    admin.get(f"{scenes.PARIS}/sender-letter?word=SCD&connection=/nowhere", status=404)


def test_one_in_use_before_the_rule_is_marked_for_whoever_decides(house, admin):
    house.run(lambda root: find(root, scenes.BROKER).put_sender(SenderId("ÉCOLE", "paris1")))
    assert "ni espace, ni accent" in admin.get(SENDERS).html.select_one("tbody tr").text
    assert "ni espace, ni accent" in admin.get(f"{scenes.BROKER}/").html.select_one("tbody tr").text


def test_a_connection_shows_fifty_at_a_time_those_to_decide_first(house, operator):
    def crowd(root):
        for number in range(60):
            state = "requested" if number == 59 else "accepted"
            find(root, SHARED).put_sender(SenderId(f"Biblio{number}", "nice", state, number))

    house.run(crowd)
    page = operator.get(f"{SHARED}/")
    assert len(page.html.select("#senders tbody tr")) == 50
    assert "Biblio59" in page.html.select_one("#senders tbody tr").text
    assert len(operator.get(f"{SHARED}/?page=2").html.select("#senders tbody tr")) == 10


def test_too_many_that_wait_are_told(house, admin):
    def crowd(root):
        for number in range(10):
            find(root, scenes.BROKER).put_sender(SenderId(f"Biblio{number}", "paris1", "requested"))

    house.run(crowd)
    page = ask(admin, "Another", status=422)
    assert "attendent déjà une décision" in page.html.select_one("#word-error").text


def test_whoever_decides_is_told_that_another_institution_shows_nearly_the_same(house, operator):
    def put(root):
        connection = find(root, "/brokers/commun")
        for word, institution, state in (
            ("UnivNice", "nice", "authorised"),
            ("UN1VNICE", "paris1", "requested"),
        ):
            connection.put_sender(SenderId(word, institution, state))

    house.run(put)
    asked, known = operator.get("/brokers/commun/").html.select("#senders tbody tr")
    assert "ressemble à un expéditeur de\N{NARROW NO-BREAK SPACE}: nice" in asked.text
    assert "ressemble à" not in known.text
