"""Pages that people read when something goes wrong."""

import sqlite3

import pytest
import scenes
from pyramid.httpexceptions import (
    HTTPBadRequest,
    HTTPConflict,
    HTTPRequestEntityTooLarge,
    HTTPUnprocessableEntity,
)
from webtest import TestApp
from ZODB.Connection import Connection
from ZODB.POSException import ConflictError

import unisms
from unisms.model import digests, folder
from unisms.model.folder import find
from unisms.model.roles import Role
from unisms.web.home import home


def test_a_missing_page_says_so_and_leads_home(house):
    page = house.person("zlefevre").get("/institutions/paris1/nowhere", status=404)
    assert "Cette page n’existe pas" in page
    assert page.html.select_one("main a")["href"] == "/institutions/paris1/"


def test_what_is_not_yours_says_who_you_are(house):
    page = house.person("zlefevre").get("/institutions/paris1/accounts/", status=403)
    assert "au nom de Zoé Lefèvre" in page


@pytest.mark.parametrize(
    ("path", "lacks"),
    [("audit", "Lire le journal"), ("accounts/", "Voir le crédit et le relevé des comptes")],
)
def test_it_says_which_right_is_lacking_and_who_may_give_it(house, path, lacks):
    page = house.person("zlefevre").get(f"/institutions/paris1/{path}", status=403)
    assert lacks in page
    assert "Pour l’obtenir, demandez à Jeanne Fontaine, qui administre" in page


def test_where_any_of_several_rights_would_do_they_are_asked_for_together(house):
    page = house.person("zlefevre").get("/institutions/paris1/templates/", status=403)
    assert "Pour les obtenir, demandez à Jeanne Fontaine, qui administre" in page


def test_nobody_is_told_to_ask_themselves(house):
    def restrict(root):
        paris = find(root, scenes.PARIS)
        paris["roles"].add("giver", Role("Giver", ["institution:view", "role:manage"]))
        for uid in ("zlefevre", "abenali"):
            for grant in paris.grants.of(f"person:{uid}"):
                paris.grants.withdraw(*grant)
            paris.grants.give(f"person:{uid}", "giver")
        paris.grants.withdraw("person:admin", "administrator")

    house.run(restrict)
    page = house.person("zlefevre").get("/institutions/paris1/accounts/", status=403)
    assert "demandez à Anaïs Benali, qui administre le service" in page


def test_some_administrators_are_named_and_no_more(house):
    def promote(root):
        paris = find(root, scenes.PARIS)
        for uid in ("abenali", "mcomptes", "admin", "hmarchand"):
            paris.grants.give(f"person:{uid}", "administrator")
        paris.passwords["nameless"] = "hash"
        paris.grants.give("person:nameless", "administrator")

    house.run(promote)
    page = house.person("zlefevre").get("/institutions/paris1/accounts/", status=403)
    assert (
        "qui administrent le service\u202f: Anaïs Benali, Jeanne Fontaine, Hugo Marchand." in page
    )


def test_without_an_administrator_it_is_said_in_general(house):
    house.run(
        lambda root: find(root, scenes.PARIS).grants.withdraw("person:admin", "administrator")
    )
    page = house.person("zlefevre").get("/institutions/paris1/accounts/", status=403)
    assert "la personne qui administre le service" in page


@pytest.mark.parametrize("person", [("admin", "nice"), None])
def test_nobody_else_reads_who_administers(house, person):
    house.run(
        lambda root: find(root, "/institutions/nice/people").rename("admin", "Quelqu'un de Nice")
    )
    app = house.person(*person) if person else house.visitor()
    for path in ("/institutions/paris1/accounts/", "/institutions/paris1/nowhere"):
        answer = app.get(path, status="*")
        assert answer.status_int in (303, 403, 404)
        assert "Fontaine" not in answer


@pytest.mark.parametrize(
    ("referer", "leads"),
    [
        (
            "http://localhost/institutions/paris1/campaigns/?state=draft",
            "/institutions/paris1/campaigns/?state=draft",
        ),
        ("http://localhost/institutions/paris1/nowhere", None),
        ("http://evil.example/institutions/paris1/", None),
        ("http://localhost.evil.example/", None),
        ("javascript:alert(1)", None),
        ("", None),
    ],
)
def test_a_missing_page_leads_back_to_ours_only(house, referer, leads):
    headers = {"Referer": referer} if referer else {}
    page = house.person("zlefevre").get("/institutions/paris1/nowhere", headers=headers, status=404)
    links = {link.text: link["href"] for link in page.html.select("main a")}
    assert links.get("Revenir à la page précédente") == leads
    assert links["Accueil"] == "/institutions/paris1/"


def test_another_universitys_page_says_where_you_are(house):
    page = house.person("zlefevre").get("/institutions/nice/", status=403)
    assert "un autre établissement" in page
    assert page.html.select_one("main a")["href"] == "http://localhost/"


def test_a_page_above_the_institutions_is_closed(house):
    for path in ("/brokers/commun", "/institutions/", "/maintenance", "/audit"):
        door = house.visitor().get(path, status=303).location
        assert door == f"http://localhost/operators?return_to={path.replace('/', '%2F')}"
        page = house.person("admin").get(path, status=403)
        assert "sans les droits que cette page demande" in page
    house.visitor().get("/nowhere", status=404)


def test_among_the_shared_connections_nobody_finds_out_what_there_is(house):
    for app in (house.visitor(), house.person("admin")):
        for address in ("/settings", "", "/receipts/x", "/settings/receipts", "/x/receipts"):
            known, absent = (
                app.get(f"/brokers/{name}{address}", status="*") for name in ("commun", "nowhere")
            )
            assert known.status_int == absent.status_int


def test_who_has_no_role_does_not_find_out_who_is_there_but_comes_back_to_their_own_pages(house):
    house.run(
        lambda root: find(root, scenes.PARIS).grants.withdraw("person:zlefevre", "sender") and None
    )
    app = house.person("zlefevre")
    for path in (
        "people/hmarchand/settings",
        "people/nobody/settings",
        "people/nobody",
        "groups/nothing/",
    ):
        app.get(f"{scenes.PARIS}/{path}", status=403)
    assert app.get(f"{scenes.PARIS}/own-password", status=303).location.endswith("/paris1/")


def test_too_large_a_body_is_told_to_whom_the_page_is_open_only(house):
    large = {"a": "x" * (1 << 20)}
    for uid in ("hmarchand", "nobody"):
        house.visitor().post(f"{scenes.PARIS}/people/{uid}/settings", large, status=303)
    house.person("admin").post(f"{scenes.PARIS}/people/hmarchand/settings", large, status=413)


def test_the_way_back_leads_nowhere_else(house):
    page = house.visitor().get(
        "/nowhere", headers={"Referer": "http://localhost//evil.example/x"}, status=404
    )
    assert "evil.example" not in page


def test_a_form_without_its_token_changes_nothing(house):
    page = house.person("zlefevre").post(
        "/institutions/paris1/campaigns/compose", {"text": "x"}, status=400
    )
    assert "Rien n’a été enregistré ni envoyé" in page


def test_an_address_that_is_only_for_forms_is_a_405(house):
    path = house.run(scenes.checked)
    app = house.person("zlefevre")
    assert "Rien n’a été fait" in app.request(f"{path}/send", method="PUT", status=405)
    program = app.get(f"{path}/send", headers={"Accept": "application/json"}, status=405)
    assert program.json["problem"] == "405"


def test_who_comes_back_to_the_address_of_an_action_is_where_it_was(house):
    path = house.run(scenes.checked)
    page = house.person("zlefevre").get(f"{path}/send?lang=en", status=303).follow().follow()
    assert "Send to" in page.html.select_one("form[action$='/send']").text


@pytest.mark.parametrize(("path", "status"), [("/nowhere", 404), ("/accounts/", 403)])
def test_a_program_reads_json(house, path, status):
    app = house.person("zlefevre")
    answer = app.get(
        f"/institutions/paris1{path}", headers={"Accept": "application/json"}, status=status
    )
    assert answer.json == {"status": status, "problem": str(status), "command": ""}


def test_a_program_that_has_not_signed_in_is_told_so(house):
    answer = house.visitor().get(
        "/institutions/paris1/", headers={"Accept": "application/json"}, status=401
    )
    assert answer.json["status"] == 401


def test_a_fragment_whose_session_has_ended_sends_the_page_to_sign_in(house):
    answer = house.visitor().get(
        "/institutions/paris1/", headers={"HX-Request": "true"}, status=401
    )
    assert answer.headers["HX-Redirect"].startswith("/institutions/paris1/sign-in?return_to=")


def test_a_fault_of_ours_is_logged_and_told_without_details(house, monkeypatch, caplog):
    app = house.person("zlefevre")
    monkeypatch.setattr(home, "latest", lambda *_: 1 / 0)
    page = app.get("/institutions/paris1/", status=500)
    assert "Le service a rencontré une erreur" in page
    assert "division" not in page.text
    assert "ZeroDivisionError" in caplog.text
    reference = page.html.select_one("main code").text
    assert len(reference) == 8
    assert f"broke, reference {reference}" in caplog.text


def test_a_program_reads_the_reference_too(house, monkeypatch, caplog):
    app = house.person("zlefevre")
    monkeypatch.setattr(home, "latest", lambda *_: 1 / 0)
    answer = app.get("/institutions/paris1/", headers={"Accept": "application/json"}, status=500)
    assert f"reference {answer.json['reference']}" in caplog.text


def test_who_comes_at_the_same_time_as_too_many_is_told_to_try_again(house, monkeypatch, caplog):
    def fail(*_):
        raise ConflictError

    app = house.person("zlefevre")
    monkeypatch.setattr(home, "latest", fail)
    page = app.get("/institutions/paris1/", status=503)
    assert "réessayez dans quelques secondes" in page
    assert page.headers["Retry-After"] == "5"
    assert [one for one in caplog.records if one.name.startswith("unisms.web")] == []


@pytest.mark.parametrize(
    "refusal", [HTTPBadRequest, HTTPConflict, HTTPRequestEntityTooLarge, HTTPUnprocessableEntity]
)
def test_what_a_view_raises_has_its_page(house, monkeypatch, refusal):
    def fail(*_):
        raise refusal

    app = house.person("zlefevre")
    monkeypatch.setattr(home, "latest", fail)
    page = app.get("/institutions/paris1/", status=refusal.code)
    assert "Rien n’a été" in page


def test_a_new_store_says_what_to_type(tmp_path):
    settings = {
        "unisms.var": str(tmp_path),
        "unisms.secret": "a secret for tests, long enough to be one",
        "unisms.queue": "memory",
        "zodbconn.uri": "memory://",
    }
    app = unisms.main({}, **settings)
    answer = TestApp(app).get("/", status=503, headers={"Accept-Language": "fr"})
    assert "unisms evolve --run" in answer
    assert answer.headers["Retry-After"] == "30"
    app.registry.worker.close()
    app.registry._zodb_databases[""].close()


def test_a_store_that_waits_for_a_step_says_so(house, monkeypatch):
    monkeypatch.setattr(
        house.registry, "evolution_steps", [test_a_store_that_waits_for_a_step_says_so]
    )
    assert "unisms evolve --run" in house.visitor().get("/", status=503)


def test_a_store_with_digests_of_another_key_says_so(house):
    house.run(lambda root: digests.to_keep(find(root, "/institutions/paris1"), "+33639980000"))
    digests.give_key(house.worker.db, {"unisms.secret": "another secret, long enough to be one"})
    assert "unisms check" in house.visitor().get("/", status=503)


AWAY = sqlite3.OperationalError("attempt to write a readonly database")


def fail(*_, **__):
    raise AWAY


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("fr", "Rien de ce que vous veniez de demander n’a été enregistré ni envoyé"),
        ("en", "Nothing you just asked for was saved or sent"),
    ],
)
def test_a_store_that_is_away_while_a_page_is_made_is_told_in_the_readers_language(
    house, monkeypatch, caplog, language, says
):
    app = house.person("zlefevre")
    monkeypatch.setattr(home, "latest", fail)
    page = app.get(f"/institutions/paris1/?lang={language}", status=503)
    assert says in page
    assert page.headers["Retry-After"] == "30"
    assert caplog.messages == ["GET : attempt to write a readonly database"]


def test_a_store_that_is_away_from_the_beginning_is_told_without_asking_it_for_anything(
    house, monkeypatch
):
    app = house.person("zlefevre")
    monkeypatch.setattr(house.worker.db, "open", fail)
    assert "Rien de ce que vous veniez de demander" in app.get("/institutions/paris1/", status=503)


def test_a_store_that_does_not_take_the_commit_is_told(house, monkeypatch):
    path = house.run(scenes.checked)
    app = house.person("zlefevre")
    form = next(
        form for form in app.get(f"{path}/check").forms.values() if form.action.endswith("/send")
    )
    monkeypatch.setattr(Connection, "tpc_vote", fail)
    assert "Rien de ce que vous veniez de demander" in form.submit(status=503)
    monkeypatch.undo()
    assert house.run(lambda root: find(root, path).state) == "checked"


def test_a_program_reads_that_the_store_is_away(house, monkeypatch):
    app = house.person("zlefevre")
    monkeypatch.setattr(home, "latest", fail)
    answer = app.get("/institutions/paris1/", headers={"Accept": "application/json"}, status=503)
    assert answer.json["problem"] == "store_away"


def test_a_conflict_is_tried_again_and_nobody_sees_it(house, monkeypatch, caplog):
    app, latest, tries = house.person("zlefevre"), home.latest, []

    def conflict_twice(*args):
        tries.append(1)
        if len(tries) < 3:
            raise ConflictError
        return latest(*args)

    monkeypatch.setattr(home, "latest", conflict_twice)
    assert app.get("/institutions/paris1/").status_int == 200
    assert len(tries) == 3
    assert [one for one in caplog.records if one.name.startswith("unisms.web")] == []


def test_a_refusal_by_another_university_does_not_even_say_its_name(house):
    stranger = house.person("admin", "nice")
    for path in ("/institutions/paris1/settings", "/institutions/paris1/nowhere"):
        page = stranger.get(path, status="*")
        assert page.status_int in (403, 404)
        assert "Panthéon" not in page


@pytest.mark.parametrize(
    "place",
    ["people/zlefevre", "accounts/scd", "groups/l2-histoire", "campaigns", "brokers/simulateur"],
)
def test_nobody_finds_out_by_asking_what_a_university_has(house, place):
    """Things that exist and things that do not are refused alike, to everybody from elsewhere."""
    folder = place.partition("/")[0]
    stranger, other = house.visitor(), house.person("admin", "nice")
    for path in (
        f"/institutions/paris1/{place}/",
        f"/institutions/paris1/{folder}/nothing-of-the-kind/",
    ):
        assert stranger.get(path).location.startswith(
            "http://localhost/institutions/paris1/sign-in?"
        ), path
        assert "un autre établissement" in other.get(path, status=403), path
    house.person("admin").get(f"/institutions/paris1/{folder}/nothing-of-the-kind/", status=404)


def test_where_there_is_no_room_for_another_one_a_sentence_says_so(house, monkeypatch):
    monkeypatch.setitem(folder.BOUNDS, "groups", 1)
    admin = house.person("admin")
    form = next(
        one
        for one in admin.get(f"{scenes.PARIS}/groups/new").forms.values()
        if "title" in one.fields
    )
    form["title"] = "Comité"
    page = form.submit(status=409)
    assert "le maximum possible" in page
    assert house.run(lambda root: "comite" in find(root, f"{scenes.PARIS}/groups")) is False
