"""The pages of broker connections: the list, a new one, a try, the end."""

import pytest
import scenes
from broker_pages import BROKERS, SHARED, SMPP, form_of, journal, kept, look, settings_of

from unisms.model.connections import SenderId
from unisms.model.folder import find

pytestmark = pytest.mark.usefixtures("smpp")


# The list.


def test_the_list_shows_how_each_is_and_those_that_all_share(house, admin):
    def trouble(root):
        connection = find(root, SMPP.rstrip("/"))
        connection.trouble, connection.trouble_kind, connection.trouble_at = (
            "refused (0x0E)",
            "refused",
            1_800_000_000,
        )
        connection.put_sender(SenderId("BU", "paris1", "requested"))

    house.run(trouble)
    page = admin.get(BROKERS)
    lines = [" ".join(line.text.split()) for line in page.html.select(".line")]
    assert [line.split("(")[0].strip() for line in lines] == [
        "Exemple SMPP",
        "Simulateur",
        "Simulateur commun",
    ]
    assert "1 expéditeur à décider" in lines[0]
    assert "Rien ne part depuis le 15 janv. 2027" in lines[0]
    assert "Pas encore essayé" in lines[1]
    assert not page.html.select(f"a[href^='{SHARED}']")


def test_a_trouble_that_a_try_has_outlived_is_shown_no_more(house, admin):
    def recover(root):
        connection = find(root, SMPP.rstrip("/"))
        connection.trouble, connection.trouble_at = "away", 1_800_000_000
        connection.tested = (1_800_000_060, True, "ok", "bound")

    house.run(recover)
    assert "Fonctionne" in admin.get(SMPP)
    assert "essayé le 15 janv. 2027 à" in " ".join(admin.get(BROKERS).html.text.split())
    assert "Rien ne part" not in admin.get(f"{scenes.PARIS}/")


def test_the_way_to_them_is_in_the_settings(house, admin):
    settings = admin.get(f"{scenes.PARIS}/settings")
    assert settings.click("Fournisseurs").request.path == BROKERS
    assert settings.click("Expéditeurs affichés").request.path == f"{scenes.PARIS}/sender-ids"
    assert (
        not house.person("zlefevre")
        .get(f"{scenes.PARIS}/settings")
        .html.select(f"a[href='{BROKERS}']")
    )


def test_who_sees_no_sender_is_shown_where_to_ask_for_one(admin):
    link = admin.get(SMPP).html.select_one("#senders .empty a")
    assert (link.text, link["href"]) == ("Demander un expéditeur", f"{scenes.PARIS}/sender-ids")


def test_none_at_all_says_so(house, admin):
    house.run(
        lambda root: (
            [find(root, BROKERS).remove(name) for name in ("simulateur", "smpp-exemple")] and None
        )
    )
    assert "Aucun fournisseur" in admin.get(BROKERS)


def test_a_secretary_sees_none_of_it(house):
    for path in (
        BROKERS,
        f"{BROKERS}new",
        SMPP,
        f"{SMPP}settings",
        SHARED,
        f"{SHARED}new",
        f"{SHARED}commun/",
    ):
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
    assert look(house, path, "pace", "alphabet", "prices") == (
        20,
        "gsm",
        (("+33", 50_000), ("", 120_000)),
    )
    assert journal(house) == [
        ("connection.proposed", "/brokers"),
        ("connection.added", "/brokers/essais-du-scd"),
    ]
    assert "Fonctionne" in answer.follow()


def test_the_words_of_an_addon_are_set_as_ours_are(admin):
    page = admin.get(f"{BROKERS}new?adapter=simulator").html
    assert page.select_one("[for='setting-delay']").text == "Délai de l’accusé de réception"
    assert page.select_one("#setting-rate-help").text == "Messages qu’il prend en une seconde."


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
    assert house.run(lambda root: [*find(root, BROKERS)]) == [
        "essais",
        "simulateur",
        "smpp-exemple",
    ]
    assert house.run(lambda root: len(find(root, scenes.PARIS).proposals)) == 0


def test_an_adapter_that_nobody_brings_is_not_asked_for(admin):
    token = admin.get(f"{BROKERS}new?adapter=simulator").forms[1]["csrf_token"].value
    assert admin.get(f"{BROKERS}new?adapter=nowhere").html.select(".door")
    assert admin.post(f"{BROKERS}new", {"csrf_token": token}, status=303).location.endswith("/new")


def test_without_any_adapter_the_page_says_what_to_do(house, admin, monkeypatch):
    monkeypatch.setattr(
        house.registry,
        "factories",
        {k: v for k, v in house.registry.factories.items() if k[0] != "broker"},
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
def test_a_slip_in_a_new_connection_is_told_and_nothing_is_added(
    house, admin, field, typed, sentence
):
    form = form_of(admin.get(f"{BROKERS}new?adapter=simulator"), "/new")
    form["title"] = "Essais"
    form[field] = typed
    page = form.submit(status=422)
    assert sentence in page.html.select_one(f"#{field}-error").text
    assert form_of(page, "/new")[field].value == typed
    assert house.run(lambda root: len(find(root, BROKERS))) == 2


# A try.


def test_a_try_is_asked_for_and_its_result_shown(house, admin, fake):
    path = f"{BROKERS}fake/"
    page = form_of(admin.get(path), "/try").submit(status=303).follow()
    assert "Essai en cours" in page
    house.worker.drain()
    page = admin.get(path)
    assert "Fonctionne" in page
    assert page.html.select_one("#state small code[lang=en]").text == "fake"
    assert journal(house) == [("connection.tried", "/brokers/fake")]


def test_a_try_without_a_worker_is_given_up_after_a_while(house, admin, fake):
    house.run(lambda root: setattr(find(root, f"{BROKERS}fake"), "test_asked", 1_700_000_000))
    page = admin.get(f"{BROKERS}fake/")
    assert "est peut-être arrêté" in page
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
    assert [verb for verb, _ in journal(house)] == ["campaign.sent"]


def test_the_page_of_a_closed_campaign_outlives_its_connection(house, admin):
    path = house.run(scenes.closed)
    house.run(lambda root: find(root, BROKERS).remove("simulateur") and None)
    assert "Terminé" in admin.get(f"{path}/")
