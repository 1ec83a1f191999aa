"""Settings of a broker connection that a worker tries before they are saved."""

import time

import pytest
import scenes
from broker_pages import BROKERS, SHARED, SMPP, form_of, journal, kept, look, settings_of

from unisms.addons.brokers.smpp import SmppBroker
from unisms.model.folder import find
from unisms.ports import BrokerRefused

pytestmark = pytest.mark.usefixtures("smpp")


def proposed(app, path=SMPP, **typed):
    """The page that waits for the try of what was typed."""
    form = form_of(app.get(f"{path}settings"), "/settings")
    for name, value in typed.items():
        form[name.replace("__", "-")] = value
    return form.submit(status=303).follow()


def test_what_does_not_work_is_not_saved_and_may_be_corrected_without_typing_the_password_again(
    house, admin
):
    waiting = proposed(
        admin, setting__port="1", setting__bind_timeout="1", setting__password="another one"
    )
    house.worker.drain()
    page = admin.get(waiting.request.url)
    assert "rien n’est enregistré" in page.html.select_one("[role=alert]").text
    assert "vérifiez son adresse" in page
    assert "n’acceptent qu’une connexion" not in page
    assert settings_of(house, SMPP)["password"] == "secret"
    assert "another one" not in page
    assert page.html.select_one("#setting-port")["value"] == "1"
    assert "Laissez vide pour garder le même" in page.html.select_one("#setting-password-help").text
    form = page.forms[2]
    form["setting-port"] = "2"
    again = form.submit(status=303)
    assert again.location != waiting.request.url
    assert house.run(lambda root: len(find(root, scenes.PARIS).proposals)) == 1
    kept(house, again)
    assert settings_of(house, SMPP).items() >= {"port": "2", "password": "another one"}.items()
    assert [verb for verb, _ in journal(house)] == ["connection.proposed"] * 2 + [
        "connection.changed"
    ]


def test_a_refusal_may_come_of_the_session_that_is_open(house, admin, monkeypatch):
    def refuse(self):
        raise BrokerRefused("bind refused (0x0D)")

    monkeypatch.setattr(SmppBroker, "check", refuse)
    waiting = proposed(admin, setting__system_id="univ")
    house.worker.drain()
    alert = admin.get(waiting.request.url).html.select_one("[role=alert]").text
    assert "Le fournisseur refuse notre compte" in alert
    assert "bind refused (0x0D)" in alert
    assert "n’acceptent qu’une connexion" in alert


@pytest.mark.parametrize(
    "where", [{"host": "evil.example"}, {"port": "2776"}, {"tls": True}, {"tls_ca": "/tmp/mine"}]
)
def test_a_stored_password_goes_only_where_it_was_typed_for(house, admin, where):
    form = form_of(admin.get(f"{SMPP}settings"), "/settings")
    for name, value in where.items():
        form[f"setting-{name}"] = value
    page = form.submit(status=422)
    assert "À retaper" in page.html.select_one("#setting-password-error").text
    assert house.worker.huey.pending_count() == 0
    form = form_of(page, "/settings")
    form["setting-password"] = "mine"
    form.submit(status=303)


def test_a_slip_in_the_correction_keeps_what_was_proposed(house, admin):
    waiting = proposed(
        admin, setting__port="1", setting__bind_timeout="1", setting__password="another one"
    )
    house.worker.drain()
    form = admin.get(waiting.request.url).forms[2]
    form["pace"] = "many"
    page = form.submit(status=422)
    assert "Laissez vide pour garder le même" in page.html.select_one("#setting-password-help").text
    form = form_of(page, "/settings")
    form["pace"] = "5"
    kept(house, form.submit(status=303))
    assert settings_of(house, SMPP)["password"] == "another one"
    assert look(house, SMPP, "pace") == (5,)


def test_what_works_is_saved_and_known_to_work(house, admin, fake):
    path = f"{BROKERS}fake/"
    waiting = proposed(admin, path, settings="key = secrecy\nurl = http://x")
    house.worker.drain()
    page = admin.get(waiting.request.url)
    assert page.html.select_one("[role=status] small").text == "Détail technique\u202f: fake"
    assert "secrecy" not in page
    answer = page.forms[1].submit("action", status=303)
    assert settings_of(house, path) == {"key": "secrecy", "url": "http://x"}
    assert look(house, path, "tested")[0][1:] == (True, "ok", "fake")
    assert "enregistré" in answer.follow()
    assert house.worker.huey.pending_count() == 0


def test_lines_that_do_not_work_are_shown_without_their_values(house, admin, fake, monkeypatch):
    def refuse():
        raise BrokerRefused("wrong key")

    monkeypatch.setattr(fake, "check", refuse)
    waiting = proposed(admin, f"{BROKERS}fake/", settings="key = other\nurl = http://x")
    house.worker.drain()
    page = admin.get(waiting.request.url)
    assert page.html.select_one("#settings").text.strip() == "key = •\nurl = •"
    form = page.forms[2]
    form["settings"] = "url = •"
    kept(house, form.submit(status=303))
    assert settings_of(house, f"{BROKERS}fake/") == {"url": "http://x"}


def test_without_a_worker_one_may_save_all_the_same(house, admin, monkeypatch):
    waiting = proposed(admin, setting__system_id="univ")
    proposal = house.run(lambda root: next(iter(find(root, scenes.PARIS).proposals)))
    house.run(
        lambda root: setattr(
            find(root, scenes.PARIS).proposals[proposal], "test_asked", int(time.time()) - 99
        )
    )
    page = admin.get(waiting.request.url)
    assert "n’a pas de résultat" in page.html.select_one("[role=alert]").text
    page.forms[1].submit("action", status=303)
    assert settings_of(house, SMPP)["system_id"] == "univ"
    assert look(house, SMPP, "tested", "test_asked")[0] == ()
    assert "Essai en cours" in admin.get(SMPP)


def test_only_what_the_adapter_is_given_is_tried(house, admin):
    form = form_of(admin.get(f"{SMPP}settings"), "/settings")
    form["title"], form["pace"] = "Autre nom", "7"
    assert form.submit(status=303).location == f"http://localhost{SMPP}"


def test_what_a_page_says_it_has_seen_is_believed_as_far_as_it_can_be_read(admin):
    form = form_of(admin.get(f"{SMPP}settings"), "/settings")
    for seen in ("", "3", "[" * 100_000):
        form["seen"] = seen
        assert "Quelqu’un d’autre vient de changer" in form.submit(status=409)


def test_who_saved_first_is_seen_even_after_a_try(house, admin, fake):
    path = f"{BROKERS}fake/"
    waiting = proposed(admin, path, settings="key = other")
    house.run(lambda root: setattr(find(root, path.rstrip("/")), "title", "Renommé"))
    house.worker.drain()
    page = admin.get(waiting.request.url).forms[1].submit("action", status=409)
    assert "Quelqu’un d’autre vient de changer" in page
    assert form_of(page, "/settings")["title"].value == "Renommé"
    kept(house, form_of(page, "/settings").submit(status=303))
    assert settings_of(house, path) == {"key": "other"}
    assert look(house, path, "title") == ("Renommé",)


def test_what_was_proposed_before_others_saved_brings_no_stored_secret_back_and_tells_it_to_nobody(
    house, admin, fake
):
    for path, typed, other, mine in (
        (
            SMPP,
            {"setting__system_id": "univ"},
            ("password", "changed"),
            ("setting-host", "evil.example"),
        ),
        (
            f"{BROKERS}fake/",
            {"settings": "key = stored"},
            ("key", "changed"),
            ("settings", "key = •\nurl = evil"),
        ),
    ):
        waiting = proposed(admin, path, **typed).request.url
        house.run(
            lambda root, path=path, other=other: find(root, path.rstrip("/")).settings.update(
                [other]
            )
        )
        form = form_of(admin.get(f"{path}settings"), "/settings")
        form.action, form[mine[0]] = waiting, mine[1]
        assert "À retaper" in form.submit(status=422)
        keep = {"csrf_token": form["csrf_token"].value, "action": "keep"}
        assert "À retaper" in admin.post(waiting, keep, status=422)
        assert settings_of(house, path)[other[0]] == "changed"
        assert house.worker.huey.pending_count() == 1
        house.worker.drain()


def test_what_is_proposed_is_its_authors_alone_and_for_one_place(house, admin, fake):
    waiting = proposed(admin, setting__system_id="univ").request
    house.run(
        lambda root: (
            find(root, scenes.PARIS).grants.give("person:zlefevre", "administrator") and None
        )
    )
    for app, path in (
        (house.person("zlefevre"), waiting.path_qs),
        (admin, waiting.path_qs.replace("smpp-exemple", "fake")),
        (admin, f"{SMPP}settings?proposal=0"),
        (admin, f"{BROKERS}new?adapter=simulator&proposal=0"),
    ):
        page = app.get(path, status=303).follow()
        assert "proposal" not in page.request.url
        assert "n’est plus gardé" in page
    form = form_of(admin.get(f"{SMPP}settings"), "/settings")
    typed = {**dict(form.submit_fields()), "proposal": "0", "action": "keep"}
    assert admin.post(f"{SMPP}settings", typed, status=303).location.endswith("/settings")
    assert admin.post(
        f"{BROKERS}new", {**typed, "adapter": "simulator"}, status=303
    ).location.endswith("=simulator")
    assert settings_of(house, SMPP)["system_id"] == "unisms"


def test_a_correction_that_comes_too_late_stays_and_asks_for_the_password_again(house, admin):
    for path, action in ((f"{SMPP}settings", "/settings"), (f"{BROKERS}new?adapter=smpp", "/new")):
        form = form_of(admin.get(path), action)
        typed = {
            **dict(form.submit_fields()),
            "title": "Notre SMSC",
            "setting-port": "1",
            "proposal": "0",
        }
        page = admin.post(path, typed, status=422)
        assert (
            "retapez le mot de passe" in page.html.select_one("#problems a[href='#proposal']").text
        )
        assert form_of(page, action)["setting-port"].value == "1"
        assert "proposal" not in form_of(page, action).fields
    assert settings_of(house, SMPP)["port"] == "2775"


def test_a_part_that_asks_for_itself_after_the_decision_leads_to_the_page(admin):
    answer = admin.get(f"{SMPP}settings?proposal=0", headers={"HX-Request": "true"}, status=200)
    assert answer.headers["HX-Redirect"] == f"{SMPP}settings"


def test_operators_try_the_shared_connections_likewise(house):
    operator = house.operator()
    form = form_of(operator.get(f"{SHARED}commun/settings"), "/settings")
    form["setting-rate"] = "99"
    kept(house, form.submit(status=303))
    assert settings_of(house, f"{SHARED}commun")["rate"] == "99"
    assert house.run(lambda root: len(root.proposals)) == 0
