"""The first page, and the list of messages."""

import scenes

from unisms.model.folder import find
from unisms.web import home as page_of_home

HOME = "/institutions/paris1/"
LIST = "/institutions/paris1/campaigns/"


def test_an_empty_home_says_what_to_do(house):
    page = house.person("zlefevre").get(HOME)
    assert "Aucun message n’est encore parti" in page
    assert page.html.select_one("a.button.primary").text == "Nouveau message"


def test_home_shows_what_waits_first(house):
    house.run(scenes.gallery)
    page = house.person("abenali").get(HOME)
    titles = [title.text for title in page.html.select("h2")]
    assert titles == ["En cours", "À finir", "Crédit restant", "Derniers messages"]
    under_way = {line.text for line in page.html.select("section")[0].select(".line-title")}
    assert under_way == {
        "Conférence de Mme Rousseau",
        "Inscription pédagogique",
        "Fermeture de la bibliothèque ce soir",
    }


def test_one_sees_ones_own_messages_only(house):
    house.run(scenes.gallery)
    house.run(lambda root: scenes.draft(root, author="zlefevre", title="À moi"))
    secretary = house.person("zlefevre")
    assert [line.text for line in secretary.get(HOME).html.select(".line-title")] == ["À moi"]
    assert [line.text for line in secretary.get(LIST).html.select(".line-title")] == ["À moi"]
    assert len(house.person("admin").get(LIST).html.select(".line-title")) == 10


def test_credit_is_for_those_who_may_see_it(house):
    assert "Crédit restant" not in house.person("zlefevre").get(HOME)
    assert "4\u202f210" in house.person("abenali").get(HOME)


def test_who_cannot_write_is_not_asked_to(house):
    page = house.person("mcomptes").get(HOME)
    assert not page.html.select("a.button.primary")
    assert "Écrire le premier" not in page


def test_home_looks_at_the_latest_only(house):
    names = house.run(lambda root: [scenes.draft(root, title=f"Message {n}").rsplit("/", 1)[1] for n in range(5)])
    latest = house.run(
        lambda root: [one.__name__ for one in page_of_home.latest(find(root, f"{scenes.PARIS}/campaigns"), 3)]
    )
    assert latest == sorted(names)[::-1][:3]


def test_the_list_is_searched_filtered_and_paged(house):
    house.run(scenes.gallery)
    app = house.person("abenali")
    assert [line.text for line in app.get(f"{LIST}?search=CONFERENCE").html.select(".line-title")] == [
        "Conférence de Mme Rousseau"
    ]
    assert len(app.get(f"{LIST}?state=checked").html.select(".line-title")) == 2
    assert "Aucun message ne correspond" in app.get(f"{LIST}?search=nothing")
    house.run(lambda root: [scenes.draft(root, author="abenali", title=f"n {n}") for n in range(45)] and None)
    page = app.get(LIST)
    assert "page 1 sur 2" in page
    assert len(app.get(f"{LIST}?page=2").html.select(".line-title")) == 4


def test_an_empty_list_says_so(house):
    assert "Aucun message n’est encore écrit" in house.person("zlefevre").get(LIST)
