"""The first page, and the list of messages."""

import time

import pytest
import scenes

from unisms.model.accounts import Account
from unisms.model.folder import find
from unisms.model.roles import Role
from unisms.services.campaigns import checks, drafts
from unisms.services.delivery import steering
from unisms.services.errands import errands
from unisms.services.errands.errands import Way
from unisms.services.money import billing
from unisms.sms import states
from unisms.testing.factories import someone
from unisms.web.frame import sight
from unisms.web.home import home as page_of_home

HOME = "/institutions/paris1/"
LIST = "/institutions/paris1/campaigns/"


def test_an_empty_home_says_what_to_do(house):
    page = house.person("zlefevre").get(HOME)
    assert "Vous n’avez encore envoyé aucun message" in page
    assert page.html.select_one("a.button.primary").text == "Nouveau message"


def test_without_a_role_home_leads_to_ones_own_pages_and_to_nothing_else(house):
    house.run(lambda root: scenes.draft(root, title="De jadis"))
    house.run(lambda root: find(root, scenes.PARIS).grants.withdraw("person:zlefevre", "sender"))
    app = house.person("zlefevre")
    page = app.get(HOME).follow()
    assert page.request.path == f"{HOME}me/"
    assert page.html.h1.text == "Mes messages"
    assert not page.html.select("nav.nav a")
    assert "De jadis" not in page
    app.get(f"{HOME}preferences")
    app.get(LIST, status=403)


def test_a_message_that_nobody_would_get_is_not_called_ready(house, secretary):
    path = house.run(lambda root: scenes.draft(root, text="a" * 1300))
    house.run(lambda root: drafts.submit(find(root, path)))
    house.run(lambda root: checks.prepare(root, path, 1_790_000_000))
    for page in (secretary.get(HOME), secretary.get(LIST)):
        assert (
            page.html.select_one(f"a[href='{path}/'] + .state").text.strip() == "Sans destinataire"
        )
        assert "Prêt à envoyer" not in page.html.select_one(".lines").text


def test_whoever_may_write_finds_what_they_have_written_whatever_their_role_is_called(house):
    def furnish(root):
        institution = find(root, scenes.PARIS)
        institution["roles"].add("plume", Role("Plume", ["campaign:compose"]))
        institution.grants.withdraw("person:zlefevre", "sender")
        institution.grants.give("person:zlefevre", "plume")
        scenes.closed(root, title="Parti hier")

    house.run(furnish)
    page = house.person("zlefevre").get(HOME)
    assert "Vous n’écrivez pas de messages ici" not in page
    assert "Parti hier" in page
    assert page.html.select_one(f"nav.nav a[href='{LIST}']")


def test_a_new_institution_says_what_comes_first_to_who_may_do_it(house):
    def empty(root):
        institution = find(root, scenes.PARIS)
        root["brokers"].remove("commun")
        for name in list(institution["brokers"]):
            institution["brokers"].remove(name)
        for account in institution["accounts"].values():
            billing.grant(someone(account, "admin"), account, -account.available, 1)

    def steps(uid):
        return [
            line.text
            for line in house.person(uid).get(HOME).html.select("section:first-of-type .line-title")
        ]

    assert "Pour commencer" not in house.person("admin").get(HOME)
    house.run(empty)
    assert steps("admin") == ["Ajouter un fournisseur", "Ouvrir un compte et y ajouter des SMS"]
    assert steps("mcomptes") == ["Ouvrir un compte et y ajouter des SMS"]
    assert steps("zlefevre") == []


def test_home_shows_what_waits_first(house):
    house.run(scenes.gallery)
    page = house.person("abenali").get(HOME)
    titles = [title.text for title in page.html.select("h2")]
    assert titles == ["À décider", "En cours", "À finir", "Crédit restant", "Derniers messages"]
    to_decide, under_way, to_finish = (
        {line.text for line in section.select(".line-title")}
        for section in page.html.select("section")[:3]
    )
    assert to_decide == {"Convocation aux examens"}
    assert "4 messages sont peut-être arrivés" in page
    assert to_finish == {
        "Rappel de rendez-vous",
        "Cours de mardi déplacé",
        "Rappel d'inscription",
        "Tournoi d'échecs",
    }
    assert under_way == {
        "Conférence de Mme Rousseau",
        "Inscription pédagogique",
        "Enquête de satisfaction",
        "Fermeture",
        "Fermeture de la bibliothèque ce soir",
    }


def test_one_sees_ones_own_messages_only(house):
    house.run(scenes.gallery)
    house.run(lambda root: scenes.draft(root, author="zlefevre", title="À moi"))
    secretary = house.person("zlefevre")
    assert [line.text for line in secretary.get(HOME).html.select(".line-title")] == ["À moi"]
    assert [line.text for line in secretary.get(LIST).html.select(".line-title")] == ["À moi"]
    assert len(house.person("admin").get(LIST).html.select(".line-title")) == 13


def test_credit_is_for_those_who_may_see_it(house):
    assert "Crédit restant" not in house.person("zlefevre").get(HOME)
    assert "4\u202f210 SMS" in house.person("abenali").get(HOME)


def test_who_cannot_write_is_not_asked_to(house):
    page = house.person("mcomptes").get(HOME)
    assert not page.html.select("a.button.primary")
    assert "Écrire le premier" not in page


def test_what_others_have_to_finish_or_to_decide_is_theirs(house):
    house.run(scenes.gallery)
    house.run(lambda root: find(root, scenes.PARIS).grants.give("person:mcomptes", "group_sender"))
    titles = [title.text for title in house.person("mcomptes").get(HOME).html.select("h2")]
    assert titles == ["En cours", "Crédit restant", "Derniers messages"]


def test_doubts_that_are_over_are_not_shown(house):
    path = house.run(scenes.in_doubt)
    assert "À décider" in house.person("zlefevre").get(HOME)

    def settle(root):
        campaign = find(root, path)
        for number in steering.uncertain_numbers(campaign):
            campaign.write(
                number, (*campaign.stored_row(number)[:1], states.DELIVERED, "", 1, 0, None)
            )

    house.run(settle)
    assert "À décider" not in house.person("zlefevre").get(HOME)


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("away", "il ne répond pas"),
        ("refused", "il refuse notre compte"),
        ("fault", "la connexion est mal réglée ou en panne"),
    ],
)
def test_a_trouble_is_for_who_manages_connections(house, kind, says):
    def break_down(root):
        connection = find(root, scenes.BROKER)
        connection.trouble, connection.trouble_kind, connection.trouble_at = (
            "bind refused",
            kind,
            1_790_000_000,
        )

    house.run(break_down)
    assert says in house.person("admin").get(HOME)
    assert "Simulateur" not in house.person("abenali").get(HOME)


def test_the_account_with_the_least_credit_comes_first_and_a_closed_one_not_at_all(house):
    def change(root):
        accounts = find(root, f"{scenes.PARIS}/accounts")
        for number in range(6):
            account = accounts.add(f"a{number}", Account(f"Compte {number}"))
            billing.grant(someone(account, "admin"), account, 100 - number, 0)
        accounts["sport"].closed = True

    house.run(change)
    page = house.person("admin").get(HOME)
    shown = [one.text.strip() for one in page.html.select(".figures .figure-label")]
    assert shown == ["Compte 5", "Compte 4", "Compte 3", "Compte 2", "Compte 1", "Compte 0"]
    assert "Tous les comptes" in page


def test_whose_role_is_at_one_account_sees_its_messages_and_their_own(house):
    def furnish(root):
        scenes.closed(
            root, author="admin", account="sport", title="De l'autre", groups=("m1-droit",)
        )
        scenes.closed(root, author="admin", account="scd", title="Du compte")
        scenes.closed(root, author="mcomptes", account="scolarite", title="À moi")
        grants = find(root, scenes.PARIS).grants
        grants.withdraw("person:mcomptes", "account_manager")
        grants.give("person:mcomptes", "group_sender", "accounts/scd")

    house.run(
        lambda root: (
            billing.grant(
                someone(find(root, f"{scenes.PARIS}/accounts/sport"), "admin"),
                find(root, f"{scenes.PARIS}/accounts/sport"),
                500,
                0,
            )
            and None
        )
    )
    house.run(furnish)
    app = house.person("mcomptes")
    for page in (HOME, LIST):
        assert {line.text for line in app.get(page).html.select(".line-title")} == {
            "Du compte",
            "À moi",
        }


def test_home_looks_at_the_latest_only(house, monkeypatch):
    house.run(
        lambda root: (
            [scenes.draft(root, title=f"Message {n}", now=86_400 * n) for n in range(1, 6)] and None
        )
    )
    monkeypatch.setattr(page_of_home, "LOOKED_AT", 3)
    shown = [line.text for line in house.person("zlefevre").get(HOME).html.select(".line-title")]
    assert shown == ["Message 5", "Message 4", "Message 3"]


def test_those_of_one_day_come_with_the_last_one_first(house, monkeypatch):
    monkeypatch.setattr(page_of_home, "RECENT", 3)
    noon = 86_400 * 20_000 + 43_200

    def furnish(root):
        written = [(noon - 86_400, "Hier")] + [(noon + n, f"Message {n}") for n in (3, 1, 4, 0, 2)]
        for now, title in written:
            campaign = find(root, scenes.draft(root, title=title, now=now))
            campaign.state = states.CLOSED
            campaign.list_anew()

    house.run(furnish)
    app = house.person("zlefevre")
    titles = [
        [line.text for line in app.get(page).html.select(".line-title")] for page in (HOME, LIST)
    ]
    in_order = [f"Message {n}" for n in (4, 3, 2, 1, 0)]
    assert titles == [in_order[:3], [*in_order, "Hier"]]


def test_a_large_campaign_is_not_counted_for_a_line_until_it_keeps_its_tally(house, monkeypatch):
    monkeypatch.setattr(sight, "COUNTED", 40)

    def furnish(root):
        scenes.under_way(root)
        scenes.closed(root)
        scenes.under_way(root, groups=("m1-droit",))

    house.run(furnish)
    told = [
        line.text for line in house.person("zlefevre").get(LIST).html.select(".line-main .soft")
    ]
    assert sum("reçus sur" in one for one in told) == 2
    assert sum("personnes" in one for one in told) == 1


def test_the_latest_messages_are_no_trials(house):
    def furnish(root):
        scenes.closed(root, title="Pour tous")
        find(root, scenes.closed(root, title="Essai : Pour tous")).trial = True

    house.run(furnish)
    page = house.person("zlefevre").get(HOME)
    section = page.html.find("h2", string="Derniers messages").parent
    assert [line.text for line in section.select(".line-title")] == ["Pour tous"]


@pytest.mark.parametrize(
    ("available", "kind", "says"),
    [
        (0, "failed", "épuisé"),
        (1, "uncertain", "presque épuisé"),
        (99, "uncertain", "presque épuisé"),
        (100, "", ""),
    ],
)
def test_credit_that_is_nearly_nothing_is_told(house, available, kind, says):
    def leave(root):
        for account in find(root, f"{scenes.PARIS}/accounts").values():
            billing.grant(someone(account, "admin"), account, available - account.available, 0)

    house.run(leave)
    figure = house.person("admin").get(HOME).html.select_one(".figure-link .figure")
    assert (figure["class"][1:], figure.select_one(".figure-value").text) == (
        [kind] * bool(kind),
        f"{available} SMS",
    )
    assert [note.text for note in figure.select(".figure-note")] == [says] * bool(says)


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Zoé Lefèvre", "Zoé"),
        ("Jean-Pierre Le Gall", "Jean-Pierre"),
        ("Mme Lefèvre", "Mme Lefèvre"),
        ("M. Lefèvre", "M. Lefèvre"),
        ("LEFÈVRE Zoé", "LEFÈVRE Zoé"),
        ("Zoé", "Zoé"),
        ("scolarité ufr", "scolarité ufr"),
    ],
)
def test_people_are_greeted_by_their_first_name(name, called):
    assert page_of_home.first_name(name) == called


def test_an_accountant_reads_nothing_that_is_false_of_messages(house):
    house.run(scenes.closed)
    page = house.person("mcomptes").get(HOME)
    assert [one.text for one in page.html.select(".nav a")] == ["Accueil", "Comptes", "Chercher"]
    assert [title.text for title in page.html.select("h2")] == ["Crédit restant"]
    assert "Aucun message" not in page


@pytest.mark.parametrize(
    ("permissions", "scope", "tabs"),
    [
        ([], "", []),
        (["reply:view"], "", ["Réponses"]),
        (["audit:view"], "", ["Réglages"]),
        (["template:manage"], "templates/scd", ["Réglages", "Chercher"]),
        (["campaign:compose"], "", ["Messages", "Chercher"]),
        (["campaign:compose"], "groups/l2-histoire", ["Messages", "Chercher"]),
        (["campaign:view", "account:view"], "accounts/scd", ["Messages", "Comptes", "Chercher"]),
        (["person:view"], "", ["Groupes", "Chercher"]),
    ],
)
def test_each_role_has_the_rubrics_in_which_it_finds_something(house, permissions, scope, tabs):
    def furnish(root):
        institution = find(root, scenes.PARIS)
        institution["roles"].add("own", Role("Own", ["institution:view", *permissions]))
        institution.grants.withdraw("person:mcomptes", "account_manager")
        institution.grants.give("person:mcomptes", "own", scope)

    house.run(furnish)
    page = house.person("mcomptes").get(HOME).maybe_follow()
    assert [one.text for one in page.html.select(".nav a")] == ["Accueil", *tabs]
    assert (page.html.h1.text == "Mes messages") == (not tabs)
    assert ("Derniers messages" in page) == ("Messages" in tabs)
    for tab in page.html.select(".nav a"):
        assert house.person("mcomptes").get(tab["href"]).maybe_follow().status_int == 200


@pytest.mark.parametrize(
    ("title", "told"), [("Cours déplacé", "Réponse : Cours déplacé"), ("", "Réponse")]
)
def test_an_answer_to_a_reply_is_no_second_message_of_that_title(house, title, told):
    def answer(root):
        paris = find(root, scenes.PARIS)
        way = Way(scenes.BROKER, "", "scd")
        actor = someone(paris, "zlefevre")
        number = paris["people"]["hmarchand"].msisdn
        sent = errands.send(
            paris,
            number,
            "Oui",
            errands.ANSWER,
            int(time.time()),
            way=way,
            actor=actor,
            title=title,
        )
        return sent.path

    path = house.run(answer)
    secretary = house.person("zlefevre")
    for page in (HOME, LIST):
        [line] = secretary.get(page).html.select(f"a[href='{path}/'] .line-title")
        assert line.text.replace("\u202f", " ").replace("\xa0", " ") == told
    page = secretary.get(f"{path}/")
    assert page.html.h1.text.replace("\u202f", " ").replace("\xa0", " ") == told


def test_those_written_to_lately_are_one_click_away(house, secretary):
    assert "Écrire à" not in secretary.get(HOME)
    house.run(scenes.under_way)
    page = secretary.get(HOME).click("L2 Histoire", index=0)
    chips = [one["value"] for one in page.html.select("#chips button")]
    assert chips == ["group:l2-histoire"]
    assert "Écrire à" not in house.person("mcomptes").get(HOME)
