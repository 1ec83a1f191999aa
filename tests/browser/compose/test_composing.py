"""The page on which a message is written:
how few keys and clicks it takes, among how many groups."""

import pytest
import scenes
from browser.keys import choose
from served import Served

from unisms.model.folder import find
from unisms.model.groups import Group

pytestmark = pytest.mark.servers

COMPOSE = "/institutions/paris1/campaigns/compose"
MOST_KEYS = 12  # from an open page to one of 300 groups
MOST_ACTIONS = (
    6  # clicks, choices, and keys that are no text: from the first page until a message has left
)
SEEN = "#groups .choice:not([hidden])"


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A house of its own, whose groups are counted."""
    house = scenes.House(tmp_path_factory.mktemp("composing"))
    with Served(house) as served:
        yield served
    house.close()


def furnish(served, titles):
    """Let there be the groups of the demonstration, and these."""

    def add(root):
        groups = find(root, f"{scenes.PARIS}/groups")
        uids = list(groups["l2-histoire"].uids)[:20]
        for number, title in enumerate(titles):
            if f"g{number}" not in groups:
                groups.add(f"g{number}", Group(title, uids))

    served.house.run(add)


def many():
    return [
        f"{level} {subject} – TD {number}"
        for level in ("L1", "L2", "L3", "M1", "M2")
        for subject in (
            "Histoire",
            "Droit public",
            "Géographie",
            "Œuvres d’art",
            "Lettres",
            "Économie",
        )
        for number in range(1, 11)
    ]


class Keys:
    """A keyboard that counts."""

    def __init__(self, page):
        self.page, self.pressed = page, 0

    def press(self, key):
        self.page.keyboard.press(key)
        self.pressed += 1

    def type(self, text):
        for letter in text:
            self.press(letter)

    def here(self, selector):
        return self.page.evaluate("selector => document.activeElement.matches(selector)", selector)


def test_thirteen_groups_are_filtered_and_the_box_is_as_wide_as_the_list(visit, served):
    furnish(served, many()[:7])
    page = visit("zlefevre")
    page.goto(COMPOSE)
    page.click("text=Parcourir la liste")
    assert page.locator("#groups .choice").count() == 13
    box, below = (page.locator(one).bounding_box() for one in ("[data-filter]", "#groups"))
    assert (box["x"], box["width"]) == (below["x"], below["width"])
    page.fill("[data-filter]", "histoire l2")
    assert page.locator(SEEN).locator("input").evaluate_all("all => all.map(one => one.value)") == [
        "group:l2-histoire"
    ]
    page.fill("[data-filter]", "delegues")
    assert page.locator(SEEN).count() == 1
    assert page.locator("#groups .choice >> visible=true").count() == 1
    page.fill("[data-filter]", "zzz")
    assert page.inner_text("#groups") == "Aucun groupe ne correspond."
    page.fill("[data-filter]", "")
    assert page.locator(SEEN).count() == 13
    assert page.faults == []


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("M1 histoire TD 3", ["M1 Histoire – TD 3"]),
        ("td3 hist m1", []),
        ("m1histoiretd3", ["M1 Histoire – TD 3"]),
        ("3 td geo l2", ["L2 Géographie – TD 3"]),
        ("oeuvres d'art 10 m2", ["M2 Œuvres d’art – TD 10"]),
        ("écono l1 td 7", ["L1 Économie – TD 7"]),
    ],
)
def test_words_are_found_in_any_order_through_dashes_and_accents(visit, served, typed, titles):
    furnish(served, many())
    page = visit("zlefevre")
    page.goto(COMPOSE)
    page.click("text=Parcourir la liste")
    page.fill("[data-filter]", typed)
    seen = page.locator("#groups .choice:not([hidden]) > span").evaluate_all(
        "all => all.map(one => one.firstChild.data)"
    )
    assert [one.strip() for one in seen] == titles


def test_among_three_hundred_groups_a_few_keys_lead_to_the_one_wanted(visit, served):
    furnish(served, many())
    page = visit("zlefevre")
    page.goto(COMPOSE)
    keys = Keys(page)
    keys.type("m2 geo td 4")
    keys.press("Enter")
    page.wait_for_selector("#chips >> text=M2 Géographie – TD 4")
    assert keys.pressed <= MOST_KEYS
    page.wait_for_selector("#reached >> text=personnes recevront le message")
    choose(page, "l3 lettres td 9")
    page.wait_for_selector("#chips >> text=L3 Lettres – TD 9")
    page.click("text=Parcourir la liste")
    page.wait_for_selector(
        "#ticked >> text=2 groupes cochés : L3 Lettres – TD 9, M2 Géographie – TD 4"
    )
    assert page.faults == []


def test_a_secretary_tells_a_group_in_six_actions(visit, served):
    page = visit("zlefevre")
    done = []

    def act(how, *what):
        done.append(what)
        how(*what)

    act(page.click, "text=Nouveau message")
    page.keyboard.type("l3 histoire")
    act(page.keyboard.press, "Enter")
    act(page.click, "#text")
    page.keyboard.type("Le cours de ce matin est annulé.")
    act(page.select_option, "#account", "scolarite")
    act(page.click, "button[value=check]")
    page.wait_for_selector("form[action$='/send'] button")
    act(page.click, "form[action$='/send'] button")
    page.wait_for_selector("#live")
    assert len(done) <= MOST_ACTIONS
    page.click("text=Messages")
    page.click("text=Nouveau message")
    assert page.input_value("#account") == "scolarite"  # the next time it is one less


def test_numbers_are_counted_while_they_are_typed_and_three_hundred_are_told(visit):
    page = visit("zlefevre")
    page.goto(COMPOSE)
    page.click("text=Ajouter des numéros")
    assert page.inner_text("#numbers-read") == "0 numéro lu"
    page.fill("#numbers", "06 39 98 00 03 / 06 39 98 00 04\n06 39 98 00 05 06 39 98 00 06")
    page.wait_for_selector("#numbers-read >> text=4 numéros lus")
    page.fill("#numbers", "\n".join(f"0639{number}" for number in range(980000, 980300)))
    page.wait_for_selector(
        "#numbers-read >> text=300 numéros lus, 200 au plus : faites deux messages."
    )
    assert page.faults == []


def test_without_a_script_no_figure_is_shown_until_it_is_asked_for(visit):
    page = visit("zlefevre", script=False)
    page.goto(f"{COMPOSE}?group=l2-histoire")
    page.fill("#text", "é" * 200)
    for place in ("#reached", "#ticked", "#numbers-read", ".count-line"):
        assert not page.is_visible(place)
    page.fill("#who", "marchand")
    page.click("#search")
    page.wait_for_url("**#whom")
    page.click("button[value=count]")
    assert page.inner_text("output").startswith("2 SMS")
    assert "personnes recevront le message" in page.inner_text("#reached")


@pytest.mark.parametrize(("script", "edge"), [(True, "1px"), (False, "0px")])
def test_without_a_script_fields_are_words_to_read_and_no_buttons(visit, script, edge):
    page = visit("zlefevre", script=script)
    page.goto(f"{COMPOSE}?group=l2-histoire")
    page.fill("#text", "Bonjour")
    if not script:
        page.click("button[value=count]")
    page.wait_for_selector(".chip")
    assert page.eval_on_selector(".chip", "chip => getComputedStyle(chip).borderTopWidth") == edge
