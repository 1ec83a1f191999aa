"""The settings of a broker connection: its fields, its prices, and what saving them does."""

import pytest
import scenes
from broker_pages import BROKERS, SMPP, form_of, kept, look, settings_of

from unisms.addons.brokers.smpp import SmppBroker
from unisms.model.folder import find
from unisms.ports import BrokerRefused

pytestmark = pytest.mark.usefixtures("smpp")


@pytest.fixture
def saved(house):
    """Type into the settings of a connection, let a worker try them, and save them, even where they
    do not work."""

    def save(app, path=SMPP, status=303, **typed):
        form = form_of(app.get(f"{path}settings"), "/settings")
        for name, value in typed.items():
            form[name.replace("__", "-")] = value
        return kept(house, form.submit(status=status))

    return save


def test_a_password_is_never_shown_and_nothing_typed_leaves_it(house, admin, saved):
    page = admin.get(f"{SMPP}settings")
    assert "secret" not in [field.get("value") for field in page.html.select("input")]
    assert "Laissez vide pour garder" in page
    saved(admin, setting__system_id="univ")
    assert settings_of(house, SMPP)["password"] == "secret"
    saved(admin, setting__password="an other  one")
    assert settings_of(house, SMPP)["password"] == "an other  one"
    told = house.run(
        lambda root: [entry.after for entry in find(root, scenes.PARIS).audit.waiting()]
    )
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
    saved(
        admin,
        setting__port="2775",
        setting__window="80",
        setting__id_format="hex",
        setting__tls=True,
        **again,
    )
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


def test_an_adapter_without_declared_settings_gets_lines_whose_values_are_hidden(
    house, admin, fake, saved
):
    path = f"{BROKERS}fake/"
    assert admin.get(f"{path}settings").html.select_one("#settings").text.strip() == "key = •"
    saved(admin, path, settings="key = other\nurl = http://x?a=b\n\n")
    assert settings_of(house, path) == {"key": "other", "url": "http://x?a=b"}
    saved(admin, path, settings="url = •\nkey=other")
    assert settings_of(house, path) == {"url": "http://x?a=b", "key": "other"}
    saved(admin, path, settings="new = •\nkey = •")
    assert settings_of(house, path) == {"key": "other"}
    assert "À retaper" in saved(
        admin, path, status=422, settings="key = •\nurl = http://evil.example"
    )
    for slip in ("key", "= x", "key =", "1key = x", "x" * 5000):
        saved(admin, path, status=422, settings=slip)
    told = house.run(
        lambda root: [entry.after for entry in find(root, scenes.PARIS).audit.waiting()]
    )
    assert set(filter(None, told)) == {'{"settings": "•"}'}


def test_a_setting_that_the_adapter_misses_is_named(house, admin, monkeypatch):
    monkeypatch.setitem(
        house.registry.factories, ("broker", "fake"), lambda settings: settings["url"]
    )
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
    assert "Price of an SMS +590: €0.06 · +33: €0.0451 · all others: €1.00" in told


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (("+33", "0,05", "", "", "", "", "", ""), "Donnez le prix de tous les autres"),
        (("+33", "", "", "", "", "", "", "1"), "un prix manque"),
        (("+33", "0,05", "33", "0,06", "", "", "", "1"), "écrit deux fois"),
        (("+33", "0,05", "", "0,06", "", "", "", "1"), "écrit deux fois"),
        (("paris", "0,05", "", "", "", "", "", "1"), "paris n’est pas un début de numéro"),
        (("+33", "-1", "", "", "", "", "", "1"), "entre 0 et 10 euros"),
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


def test_saving_opens_the_session_anew_where_one_is_open_and_tries_nothing_beside_it(
    house, admin, fake, saved
):
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


@pytest.mark.parametrize(
    ("language", "labels"),
    [
        (
            "fr",
            {"Serveur", "Port", "Identifiant", "Mot de passe", "Messages sans réponse à la fois"},
        ),
        ("en", {"Server", "Port", "User name", "Password", "Messages awaiting an answer at once"}),
    ],
)
def test_settings_are_called_by_words_of_the_reader(smpp, admin, language, labels):
    page = admin.get(f"{BROKERS}new?adapter=smpp&lang={language}")
    shown = [label.text.strip() for label in page.html.select("#main label")]
    assert labels <= set(shown)
    assert not {"host", "system_id", "tls"} & set(shown)
    assert len(shown) == len(set(shown))


def test_a_setting_that_is_missing_is_told_by_its_label(house, admin, monkeypatch):
    class Lacking(SmppBroker):
        def __init__(self, settings):
            raise KeyError("host")

    monkeypatch.setitem(house.registry.factories, ("broker", "smpp"), Lacking)
    form = form_of(admin.get(f"{BROKERS}new?adapter=smpp"), "/new")
    form["title"] = "Un"
    assert "Il manque le réglage Serveur" in form.submit(status=422)
