"""The pages of broker connections: the list, a new one, its settings, a try, the end."""

import time

import pytest
import scenes

from unisms.addons.brokers.smpp import SmppBroker
from unisms.model.connections import BrokerConnection, SenderId
from unisms.model.folder import find
from unisms.ports import BrokerRefused
from unisms.testing.outsiders import FakeBroker

BROKERS = f"{scenes.PARIS}/brokers/"
SHARED = "/brokers/"
SMPP = f"{BROKERS}smpp-exemple/"


@pytest.fixture(autouse=True)
def smpp(house, monkeypatch):
    """The add-on of the example is switched on."""
    monkeypatch.setitem(house.registry.factories, ("broker", "smpp"), SmppBroker)


@pytest.fixture
def admin(house):
    return house.person("admin")


@pytest.fixture
def fake(house, monkeypatch):
    """A broker without declared settings, behind a connection called ``fake``."""
    broker = FakeBroker()
    monkeypatch.setitem(house.registry.factories, ("broker", "fake"), lambda settings: broker)
    house.run(
        lambda root: find(root, BROKERS).add("fake", BrokerConnection("Fake", "fake", {"key": "secret"})) and None
    )
    return broker


def form_of(page, ending):
    return next(form for form in page.forms.values() if form.action.endswith(ending))


def look(house, path, *names):
    return house.run(lambda root: tuple(getattr(find(root, path.rstrip("/")), name) for name in names))


def settings_of(house, path):
    return house.run(lambda root: dict(find(root, path.rstrip("/")).settings))


def journal(house):
    return house.run(lambda root: [(one.verb, one.path) for one in find(root, scenes.PARIS).audit.waiting()])


@pytest.fixture
def saved(house):
    """Type into the settings of a connection, let a worker try them, and save them, even where they do not work."""

    def save(app, path=SMPP, status=303, **typed):
        form = form_of(app.get(f"{path}settings"), "/settings")
        for name, value in typed.items():
            form[name.replace("__", "-")] = value
        return kept(house, form.submit(status=status))

    return save


def kept(house, answer):
    """What the last step answers, where a try comes first."""
    if "proposal=" not in (answer.location or ""):
        return answer
    house.worker.drain()
    page = answer.follow()
    return page.forms[1].submit("action", status=303)


# The list.


def test_the_list_shows_how_each_is_and_those_that_all_share(house, admin):
    def trouble(root):
        connection = find(root, SMPP.rstrip("/"))
        connection.trouble, connection.trouble_kind, connection.trouble_at = "refused (0x0E)", "refused", 1_800_000_000
        connection.put_sender(SenderId("BU", "paris1", "requested"))

    house.run(trouble)
    page = admin.get(BROKERS)
    lines = [" ".join(line.text.split()) for line in page.html.select(".line")]
    assert [line.split("(")[0].strip() for line in lines] == ["Exemple SMPP", "Simulateur", "Simulateur commun"]
    assert "1 expéditeur à décider" in lines[0]
    assert "Rien ne part depuis 15 janv. 2027" in lines[0]
    assert "Pas encore essayé" in lines[1]
    assert not page.html.select(f"a[href^='{SHARED}']")


def test_a_trouble_that_a_try_has_outlived_is_shown_no_more(house, admin):
    def recover(root):
        connection = find(root, SMPP.rstrip("/"))
        connection.trouble, connection.trouble_at = "away", 1_800_000_000
        connection.tested = (1_800_000_060, True, "ok", "bound")

    house.run(recover)
    assert "Fonctionne" in admin.get(SMPP)
    assert "Rien ne part" not in admin.get(f"{scenes.PARIS}/")


def test_the_way_to_them_is_in_the_settings(house, admin):
    settings = admin.get(f"{scenes.PARIS}/settings")
    assert settings.click("Fournisseurs").request.path == BROKERS
    assert settings.click("Expéditeurs affichés").request.path == f"{scenes.PARIS}/sender-ids"
    assert not house.person("zlefevre").get(f"{scenes.PARIS}/settings").html.select(f"a[href='{BROKERS}']")


def test_who_sees_no_sender_is_shown_where_to_ask_for_one(admin):
    link = admin.get(SMPP).html.select_one("#senders .empty a")
    assert (link.text, link["href"]) == ("Demander un expéditeur", f"{scenes.PARIS}/sender-ids")


def test_none_at_all_says_so(house, admin):
    house.run(lambda root: [find(root, BROKERS).remove(name) for name in ("simulateur", "smpp-exemple")] and None)
    assert "Aucun fournisseur" in admin.get(BROKERS)


def test_a_secretary_sees_none_of_it(house):
    for path in (BROKERS, f"{BROKERS}new", SMPP, f"{SMPP}settings", SHARED, f"{SHARED}new", f"{SHARED}commun/"):
        house.person("zlefevre").get(path, status=403)
    for path in (SHARED, f"{SHARED}new", f"{SHARED}commun/", f"{SHARED}commun/settings"):
        house.person("admin").get(path, status=403)


# A new one.


def test_a_new_connection_is_made_of_an_adapter_and_its_settings(house, admin):
    page = admin.get(BROKERS).click("Nouveau fournisseur")
    form = form_of(page.click("Simulateur"), "/new")
    assert form["setting-rate"].value == "50"
    form["title"], form["setting-rate"], form["setting-delay"] = "Essais du SCD", "0,5", ""
    form["pace"] = "20"
    answer = kept(house, form.submit(status=303))
    path = answer.location.removeprefix("http://localhost")
    assert path == f"{BROKERS}essais-du-scd/"
    assert settings_of(house, path) == {"rate": "0.5"}
    assert look(house, path, "pace", "alphabet", "prices") == (20, "gsm", (("+33", 50_000), ("", 120_000)))
    assert journal(house) == [("connection.proposed", "/brokers"), ("connection.added", "/brokers/essais-du-scd")]
    assert "Fonctionne" in answer.follow()


def test_a_new_connection_is_tried_before_it_is_added(house, admin):
    form = form_of(admin.get(f"{BROKERS}new?adapter=simulator"), "/new")
    form["title"] = "Essais"
    page = form.submit().follow()
    part = page.html.select_one("#proposal")
    assert (part["hx-trigger"], part["hx-select"]) == ("every 1s", "#proposal")
    assert page.html.select_one("noscript meta")["http-equiv"] == "refresh"
    assert "Nous essayons" in part.text
    assert not part.select("form")
    assert house.run(lambda root: len(find(root, BROKERS))) == 2
    house.worker.drain()
    page = admin.get(part["hx-get"])
    assert "L’essai a réussi" in page
    assert page.html.select_one("form[data-go] button").text == "Ajouter ce fournisseur"
    assert not page.html.select("noscript meta, [hx-get]")
    assert house.run(lambda root: len(find(root, BROKERS))) == 2
    page = page.forms[1].submit("action", status=303).follow()
    assert "Fonctionne" in page
    assert house.run(lambda root: [*find(root, BROKERS)]) == ["essais", "simulateur", "smpp-exemple"]
    assert house.run(lambda root: len(find(root, scenes.PARIS).proposals)) == 0


def test_an_adapter_that_nobody_brings_is_not_asked_for(admin):
    token = admin.get(f"{BROKERS}new?adapter=simulator").forms[1]["csrf_token"].value
    assert admin.get(f"{BROKERS}new?adapter=nowhere").html.select(".door")
    assert admin.post(f"{BROKERS}new", {"csrf_token": token}, status=303).location.endswith("/new")


def test_without_any_adapter_the_page_says_what_to_do(house, admin, monkeypatch):
    monkeypatch.setattr(
        house.registry, "factories", {k: v for k, v in house.registry.factories.items() if k[0] != "broker"}
    )
    assert "unisms.addons" in admin.get(f"{BROKERS}new")


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("title", " ", "À remplir"),
        ("setting-rate", "many", "Un nombre, avec une virgule"),
        ("pace", "-1", "Un nombre entier"),
    ],
)
def test_a_slip_in_a_new_connection_is_told_and_nothing_is_added(house, admin, field, typed, sentence):
    form = form_of(admin.get(f"{BROKERS}new?adapter=simulator"), "/new")
    form["title"] = "Essais"
    form[field] = typed
    page = form.submit(status=422)
    assert sentence in page.html.select_one(f"#{field}-error").text
    assert form_of(page, "/new")[field].value == typed
    assert house.run(lambda root: len(find(root, BROKERS))) == 2


# Its settings.


def test_a_password_is_never_shown_and_nothing_typed_leaves_it(house, admin, saved):
    page = admin.get(f"{SMPP}settings")
    assert "secret" not in [field.get("value") for field in page.html.select("input")]
    assert "Laissez vide pour garder" in page
    saved(admin, setting__system_id="univ")
    assert settings_of(house, SMPP)["password"] == "secret"
    saved(admin, setting__password="an other  one")
    assert settings_of(house, SMPP)["password"] == "an other  one"
    told = house.run(lambda root: [entry.after for entry in find(root, scenes.PARIS).audit.waiting()])
    assert set(filter(None, told)) == {'{"setting-system_id": "univ"}', '{"setting-password": "•"}'}


def test_a_password_is_to_be_typed_again_when_the_page_comes_back(house, admin, saved):
    page = saved(admin, status=422, setting__password="another", setting__port="2.5")
    assert "À retaper" in page.html.select_one("#setting-password-help").text
    form = form_of(admin.get(f"{BROKERS}new?adapter=smpp"), "/new")
    form["setting-password"] = "another"
    page = form.submit(status=422)
    assert "À retaper" in page.html.select_one("#setting-password-help").text
    assert "another" not in page


def test_a_default_is_not_kept_and_rare_settings_are_folded_away(house, admin, saved):
    again = {"setting__password": "secret"}
    saved(admin, setting__port="2775", setting__window="80", setting__id_format="hex", setting__tls=True, **again)
    changed = {"window": "80", "id_format": "hex", "tls": "yes"}
    assert settings_of(house, SMPP).items() >= changed.items()
    saved(admin, setting__window="50", setting__id_format="as-is", setting__tls=False, **again)
    assert settings_of(house, SMPP).keys() & changed.keys() == set()
    page = admin.get(f"{SMPP}settings")
    assert page.html.select("details.more #setting-bind_timeout")
    assert not page.html.select("details.more #setting-host")


def test_what_the_adapter_does_not_take_is_told_in_its_words(house, admin, saved):
    page = saved(admin, status=422, setting__system_id="École")
    assert "written in ASCII" in page.html.select_one("#problems a").text
    page = saved(admin, status=422, setting__port="2.5", setting__password="secret")
    assert "invalid literal" in page
    assert settings_of(house, SMPP)["system_id"] == "unisms"
    assert page.html.select_one("#settings + .error")


def test_a_connection_whose_adapter_is_gone_can_still_be_looked_at(house, admin, saved):
    house.run(lambda root: setattr(find(root, SMPP.rstrip("/")), "adapter", "gone"))
    assert "gone" in admin.get(SMPP)
    assert "no add-on" in saved(admin, status=422)


def test_an_adapter_without_declared_settings_gets_lines_whose_values_are_hidden(house, admin, fake, saved):
    path = f"{BROKERS}fake/"
    assert admin.get(f"{path}settings").html.select_one("#settings").text.strip() == "key = •"
    saved(admin, path, settings="key = other\nurl = http://x?a=b\n\n")
    assert settings_of(house, path) == {"key": "other", "url": "http://x?a=b"}
    saved(admin, path, settings="url = •\nkey=other")
    assert settings_of(house, path) == {"url": "http://x?a=b", "key": "other"}
    saved(admin, path, settings="new = •\nkey = •")
    assert settings_of(house, path) == {"key": "other"}
    assert "À retaper" in saved(admin, path, status=422, settings="key = •\nurl = http://evil.example")
    for slip in ("key", "= x", "key =", "1key = x", "x" * 5000):
        saved(admin, path, status=422, settings=slip)
    told = house.run(lambda root: [entry.after for entry in find(root, scenes.PARIS).audit.waiting()])
    assert set(filter(None, told)) == {'{"settings": "•"}'}


def test_a_setting_that_the_adapter_misses_is_named(house, admin, monkeypatch):
    monkeypatch.setitem(house.registry.factories, ("broker", "fake"), lambda settings: settings["url"])
    form = form_of(admin.get(f"{BROKERS}new?adapter=fake"), "/new")
    form["title"] = "Fake"
    assert "Il manque le réglage url" in form.submit(status=422)


def prices(app, path, *cells):
    form = form_of(app.get(f"{path}settings"), "/settings")
    for field, value in zip(form.fields["prices"], cells, strict=False):
        field.value = value
    return form


def test_prices_are_typed_by_the_beginning_of_the_number(house, admin):
    form = prices(admin, SMPP, "33", "0,0451", "00 590", "0.06", "", "", "", "1")
    form.submit(status=303)
    assert look(house, SMPP, "prices") == ((("+590", 60_000), ("+33", 45_100), ("", 1_000_000)),)
    page = admin.get(f"{SMPP}settings")
    assert [field.get("value") for field in page.html.select("input[name=prices]")] == [
        "+590", "0,06", "+33", "0,0451", "", "", "", "", "", "1,00"
    ]  # fmt: skip
    assert "0.0451" in admin.get(f"{SMPP}settings?lang=en")
    told = " ".join(admin.get(SMPP).html.select_one(".facts").text.split())
    assert "Price of an SMS+590: €0.06 · +33: €0.0451 · all others: €1.00" in told


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (("+33", "0,05", "", "", "", "", "", ""), "Donnez le prix de tous les autres"),
        (("+33", "", "", "", "", "", "", "1"), "un prix manque"),
        (("+33", "0,05", "33", "0,06", "", "", "", "1"), "écrit deux fois"),
        (("+33", "0,05", "", "0,06", "", "", "", "1"), "écrit deux fois"),
        (("paris", "0,05", "", "", "", "", "", "1"), "paris n’est pas un début de numéro"),
        (("+33", "-1", "", "", "", "", "", "1"), "Un nombre"),
        (("+33", "11", "", "", "", "", "", "1"), "entre 0 et 10 euros"),
        (("+33", "€", "", "", "", "", "", "1"), "entre 0 et 10 euros"),
    ],
)
def test_a_slip_in_a_price_is_told_and_stays(house, admin, cells, sentence):
    page = prices(admin, SMPP, *cells).submit(status=422)
    assert sentence in page.html.select_one("#prices-error").text
    assert page.html.select_one("#price-1")["value"] == cells[1]
    assert look(house, SMPP, "prices") == ((("+33", 50_000), ("", 120_000)),)


def test_two_who_change_a_connection_at_once_see_each_other(admin, house):
    first, second = (prices(admin, SMPP, "+33", price) for price in ("0,04", "0,03"))
    first.submit(status=303)
    assert "+33 0,04, … 0,12" in second.submit(status=409)


def test_what_does_not_work_is_saved_all_the_same_if_one_wants(house, admin, saved):
    saved(admin, setting__port="1", setting__bind_timeout="1", setting__password="secret")
    assert look(house, SMPP, "tested")[0][1:3] == (False, "away")
    page = admin.get(SMPP)
    assert "L’essai a échoué" in page
    assert "vérifiez son adresse" in page


def test_saving_opens_the_session_anew_where_one_is_open_and_tries_nothing_beside_it(house, admin, fake, saved):
    path = f"{BROKERS}fake"
    house.worker.lease(path)
    saved(admin, f"{path}/")
    house.worker.drain()
    assert (fake.sessions, fake.closed) == (2, 1)
    assert look(house, path, "tested") == ((),)
    assert "Fonctionne" in admin.get(f"{path}/")


def test_who_was_refused_is_asked_again_once_the_settings_are_saved(house, admin, fake, saved):
    path = f"{BROKERS}fake"
    fake.refuses_session = BrokerRefused("wrong password")
    with pytest.raises(BrokerRefused):
        house.worker.lease(path)
    assert "Le fournisseur refuse notre compte" in admin.get(f"{path}/")
    fake.recovers()
    house.run(lambda root: find(root, path).open.add(scenes.draft(root)))
    saved(admin, f"{path}/")
    assert house.worker.huey.pending_count() == 1
    assert house.worker.lease(path).alive


# Tried before they are saved.


def proposed(app, path=SMPP, **typed):
    """The page that waits for the try of what was typed."""
    form = form_of(app.get(f"{path}settings"), "/settings")
    for name, value in typed.items():
        form[name.replace("__", "-")] = value
    return form.submit(status=303).follow()


def test_what_does_not_work_is_not_saved_and_may_be_corrected_without_typing_the_password_again(house, admin):
    waiting = proposed(admin, setting__port="1", setting__bind_timeout="1", setting__password="another one")
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
    assert [verb for verb, _ in journal(house)] == ["connection.proposed"] * 2 + ["connection.changed"]


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


@pytest.mark.parametrize("where", [{"host": "evil.example"}, {"port": "2776"}, {"tls": True}, {"tls_ca": "/tmp/mine"}])
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
    waiting = proposed(admin, setting__port="1", setting__bind_timeout="1", setting__password="another one")
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
    assert page.html.select_one("[role=status] small").text == "fake"
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
    house.run(lambda root: setattr(find(root, scenes.PARIS).proposals[proposal], "test_asked", int(time.time()) - 99))
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


def test_what_is_proposed_is_its_authors_alone_and_for_one_place(house, admin, fake):
    waiting = proposed(admin, setting__system_id="univ").request
    house.run(lambda root: find(root, scenes.PARIS).grants.give("person:zlefevre", "administrator") and None)
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
    assert admin.post(f"{BROKERS}new", {**typed, "adapter": "simulator"}, status=303).location.endswith("=simulator")
    assert settings_of(house, SMPP)["system_id"] == "unisms"


def test_a_correction_that_comes_too_late_stays_and_asks_for_the_password_again(house, admin):
    for path, action in ((f"{SMPP}settings", "/settings"), (f"{BROKERS}new?adapter=smpp", "/new")):
        form = form_of(admin.get(path), action)
        typed = {**dict(form.submit_fields()), "title": "Notre SMSC", "setting-port": "1", "proposal": "0"}
        page = admin.post(path, typed, status=422)
        assert "retapez le mot de passe" in page.html.select_one("#problems a[href='#proposal']").text
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


# A try.


def test_a_try_is_asked_for_and_its_result_shown(house, admin, fake):
    path = f"{BROKERS}fake/"
    page = form_of(admin.get(path), "/try").submit(status=303).follow()
    assert "Essai en cours" in page
    house.worker.drain()
    page = admin.get(path)
    assert "Fonctionne" in page
    assert page.html.select_one("#state small").text == "fake"
    assert journal(house) == [("connection.tried", "/brokers/fake")]


def test_a_try_without_a_worker_is_given_up_after_a_while(house, admin, fake):
    house.run(lambda root: setattr(find(root, f"{BROKERS}fake"), "test_asked", 1_700_000_000))
    page = admin.get(f"{BROKERS}fake/")
    assert "ne tourne peut-être pas" in page
    assert not page.html.select_one("#state").has_attr("hx-get")


def test_that_a_second_session_may_be_refused_is_said_where_sessions_are_kept_open(admin, fake):
    assert "n’en acceptent qu’une" in admin.get(SMPP)
    assert "n’en acceptent qu’une" not in admin.get(f"{BROKERS}fake/")


def test_an_adapter_that_cannot_be_tried_offers_nothing_to_try(house, admin, monkeypatch):
    class Silent:
        settings_fields = ()

        def __init__(self, settings):
            pass

    monkeypatch.setitem(house.registry.factories, ("broker", "simulator"), Silent)
    assert not admin.get(f"{BROKERS}simulateur/").html.select("form[action$='/try']")


# The end.


def test_a_connection_is_removed_and_its_session_ended(house, admin, fake):
    path = f"{BROKERS}fake/"
    house.worker.lease(path.rstrip("/"))
    answer = form_of(admin.get(path), "/remove").submit(status=303)
    assert answer.location == f"http://localhost{BROKERS}"
    house.worker.drain()
    assert fake.closed == 1
    assert house.worker.leases() == []
    admin.get(path, status=404)
    assert journal(house) == [("connection.removed", "/brokers/fake")]


def test_a_connection_with_open_campaigns_is_not_removed(house, admin):
    house.run(scenes.under_way)
    page = form_of(admin.get(scenes.BROKER + "/"), "/remove").submit(status=409)
    assert "1 message n’est pas terminé" in page
    assert house.run(lambda root: "simulateur" in find(root, BROKERS))
    assert journal(house) == []


def test_the_page_of_a_closed_campaign_outlives_its_connection(house, admin):
    path = house.run(scenes.closed)
    house.run(lambda root: find(root, BROKERS).remove("simulateur") and None)
    assert "Terminé" in admin.get(f"{path}/")
