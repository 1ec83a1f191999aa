"""The list of what one may set, and the word that it is saved."""

import pytest
import scenes

PARIS = scenes.PARIS


@pytest.mark.parametrize(
    ("path", "ending"),
    [
        ("/policies", "/policies"),
        ("/identity", "/identity"),
        ("/conditions", "/conditions"),
        ("/people/hmarchand/settings", "/settings"),
        ("/groups/l2-histoire/settings", "/settings"),
        ("/accounts/scd/settings", "/settings"),
        ("/templates/cours-deplace/settings", "/settings"),
        ("/templates/scd/settings", "/settings"),
        ("/brokers/simulateur/settings", "/settings"),
    ],
)
def test_what_is_saved_is_said_to_be_once(house, path, ending):
    house.run(scenes.shelf)
    app = house.person("admin")
    form = next(
        form for form in app.get(f"{PARIS}{path}").forms.values() if form.action.endswith(ending)
    )
    if "text" in form.fields:
        form["text"] = "Bonjour"
    page = form.submit(status=303).follow()
    assert [notice.text.strip() for notice in page.html.select(".notice.delivered")] == [
        "C’est enregistré"
    ]
    assert "C’est enregistré" not in app.get(page.request.url)


def test_what_is_wrong_is_not_said_to_be_saved(house):
    app = house.person("admin")
    form = app.get(f"{PARIS}/people/hmarchand/settings").forms[1]
    form["name"] = ""
    form.submit(status=422)
    assert "C’est enregistré" not in app.get(f"{PARIS}/people/hmarchand/")


def test_each_line_leads_to_its_page_and_back_and_its_rubric_is_lit(house):
    admin = house.person("admin")
    links = [link["href"] for link in admin.get(f"{PARIS}/settings").html.select("a.line-main")]
    assert sorted(links) == sorted(f"{PARIS}/{name}" for name in house.registry.settings_pages)
    assert len(links) >= 14
    for link in links:
        page = admin.get(link, status=200).html
        [lit] = page.select("nav.nav a[aria-current]")
        if link.endswith(("/accounts/", "/groups/")):
            assert lit["href"] == link
            continue
        assert lit["href"] == f"{PARIS}/settings"
        assert page.select(
            f"main p a[href='{PARIS}/settings'], main p a[href='{PARIS}/brokers/']"
        ), link


def test_rules_that_are_seldom_changed_stand_last(house):
    page = house.person("admin").get(f"{PARIS}/settings").html
    links = [link["href"].rpartition("/paris1/")[2] for link in page.select("a.line-main")]
    of_people = links[: links.index("removals") + 1]
    assert of_people[0] == "people/"
    assert {*of_people[-3:]} == {"erasure-requests", "numbers-rules", "removals"}


def test_who_may_set_nothing_reads_so_and_is_led_to_their_preferences(house):
    page = house.person("zlefevre").get(f"{PARIS}/settings")
    assert "ne permettent de rien régler" in page.html.select_one(".empty").text
    assert page.html.select_one(".empty a")["href"] == f"{PARIS}/preferences"
    assert not house.person("admin").get(f"{PARIS}/settings").html.select_one(".empty")


def test_what_only_the_answer_to_a_form_shows_no_link_takes_away(house):
    app = house.person("admin")
    assert app.get(f"{PARIS}/people/hmarchand/settings").html.select("footer a")
    form = app.get(f"{PARIS}/people/hmarchand/settings").forms[1]
    form["name"] = ""
    assert not form.submit(status=422).html.select("footer a")
