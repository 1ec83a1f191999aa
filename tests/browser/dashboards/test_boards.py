"""Every view of the dashboards in a real browser, in looks, and used in all ways."""

import re

import pytest
from browser.dashboards.conftest import drawn
from browser.looks import looks_of, seen
from playwright.sync_api import expect
from tiers import ALL

from dashboards.pages.site import QUESTIONS

pytestmark = [pytest.mark.servers, pytest.mark.spread]

PANTHEON = "institution=pantheon"
SHORT = "&first=2026-10-01&last=2026-11-15"  # a table of a year of evenings is long to look at
EVENINGS = {"errors-numbers", "errors-changes"}
VIEWS = {
    f"{page}-{view}": f"/{page}?{PANTHEON}&view={view}"
    f"{SHORT if f'{page}-{view}' in EVENINGS else ''}"
    for page, module in QUESTIONS.items()
    for view in module.VIEWS
}
#: the first view of each page, which is looked at in two looks; the others in one
FIRST = {f"{page}-{next(iter(module.VIEWS))}" for page, module in QUESTIONS.items()}
OTHERS = {
    "board-of-all": "/overview",
    "board-filtered": f"/overview?{PANTHEON}&account=1&origin=page&broker=2",
    "board-of-nothing": f"/overview?{PANTHEON}&first=2010-01-01&last=2010-01-31",
    "board-wrong": f"/arrival?{PANTHEON}&first=2026-13-01&account=999",
    "board-not-there": "/nowhere",
}
PLACES = VIEWS | OTHERS


@pytest.mark.parametrize("name", PLACES)
def test_a_view_is_right_in_its_looks(open_board, picture, name):
    looks = looks_of(name) if ALL or name in FIRST else looks_of(name)[:1]
    for width, dark, language in looks:
        page = open_board(PLACES[name], width, dark, language)
        picture(page, f"{name}-{width}-{'dark' if dark else 'light'}-{language}")
        asks_axe = ALL or (width, dark, language) == looks[0]
        assert [*seen(page, width, asks_axe=asks_axe)] == []
        page.context.close()


@pytest.mark.parametrize("name", ["arrival-days", "usage-hours", "cost-accounts"])
def test_all_of_it_is_there_without_a_script(open_board, name):
    page = open_board(PLACES[name], width=360, script=False)
    expect(page.get_by_role("status")).to_be_visible()
    expect(page.get_by_role("table").first).to_be_visible()
    if name != "usage-hours":
        expect(page.locator(".drawn svg:visible")).to_have_count(1)


def test_filters_work_without_a_script(open_board):
    page = open_board("/arrival", script=False)
    page.get_by_label("Établissement").select_option(label="Pantheon")
    page.get_by_role("button", name="Afficher").click()
    page.get_by_label("Compte").select_option(label="Sport")
    page.get_by_label("Du").fill("2026-10-01")
    page.get_by_role("button", name="Afficher").click()
    assert re.search(r"institution=pantheon.*first=2026-10-01.*account=3", page.url)
    expect(page.get_by_role("status")).to_contain_text("du 1er octobre au 29 novembre 2026")
    page.get_by_role("link", name="Coût", exact=True).click()
    assert "account=3" in page.url
    expect(page.locator(".chip")).to_contain_text("Compte : Sport")
    page.locator(".chip").click()
    assert "account" not in page.url


def test_a_shared_link_gives_the_same_view(open_board):
    one = open_board(f"/arrival?{PANTHEON}&view=brokers&first=2026-09-01&last=2026-09-30")
    other = open_board(one.url.partition("://")[2].partition("/")[2].join(["/", ""]))
    for page in (one, other):
        expect(page.get_by_role("heading", name="Part arrivée, par fournisseur")).to_be_visible()
    assert one.locator("table").inner_text() == other.locator("table").inner_text()
    assert one.get_by_role("status").inner_text() == other.get_by_role("status").inner_text()


def test_a_click_on_a_bar_sets_a_filter(open_board):
    page = open_board(f"/arrival?{PANTHEON}&view=brokers")
    page.locator(".main-svg .bars .point").first.click(force=True, position={"x": 60, "y": 8})
    page.wait_for_url(re.compile(r"broker=\d"))
    expect(page.locator(".chip")).to_contain_text("Fournisseur :")


def test_a_click_on_a_day_shows_that_day(open_board):
    page = open_board(f"/overview?{PANTHEON}&first=2026-11-16&last=2026-11-22")
    page.locator(".main-svg .bars .point").first.click(force=True, position={"x": 20, "y": 5})
    page.wait_for_url(re.compile(r"first=2026-11-\d\d&last=2026-11-\d\d"))
    drawn(page)
    expect(page.get_by_role("status")).to_contain_text("le ")
    expect(page.locator("tbody tr")).to_have_count(1)


def test_the_chart_follows_the_scheme_of_colours(open_board):
    page = open_board(f"/arrival?{PANTHEON}")
    tick = page.locator(".main-svg .xtick text").first
    light = tick.evaluate("one => getComputedStyle(one).fill")
    page.emulate_media(color_scheme="dark")
    expect(tick).not_to_have_css("fill", light)
    assert page.faults == []


def test_dash_loads_no_plotly_of_its_own_and_nothing_from_elsewhere(open_board, boards):
    page = open_board(f"/arrival?{PANTHEON}")
    assert [url for url in page.asked if not url.startswith(boards)] == []
    bundles = [url for url in page.asked if "plotly" in url]
    assert len(bundles) == 1
    assert "plotly-basic" in bundles[0]


def test_the_drawing_gives_way_to_the_chart(open_board):
    page = open_board(f"/arrival?{PANTHEON}")
    expect(page.locator(".drawn")).to_be_hidden()
    expect(page.locator("#react-entry-point .main-svg").first).to_be_visible()


def test_a_screen_reader_is_told_what_the_chart_shows(open_board):
    page = open_board(f"/arrival?{PANTHEON}&view=brokers")
    chart = page.get_by_role("img", name="Part reçue par fournisseur").or_(
        page.get_by_role("img", name="Part arrivée par fournisseur")
    )
    expect(chart).to_have_accessible_description(re.compile("La part arrivée va de"))


def test_the_keyboard_reaches_everything_in_order(open_board):
    page = open_board(f"/arrival?{PANTHEON}&view=brokers")
    reached = []
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate(
                "(document.activeElement.closest('header,form,.views,.table-box,.downloads,footer')"
                "|| {className: document.activeElement.className}).className"
            )
        )
        if reached[-1] == "foot":
            break
    order = list(dict.fromkeys(reached))
    wanted = ["skip", "bar", "filters sheet unprinted", "views unprinted", "table-box"]
    wanted += ["downloads unprinted", "foot"]
    assert [name for name in order if name in wanted] == wanted


def test_a_row_is_chosen_by_the_keyboard(open_board):
    page = open_board(f"/arrival?{PANTHEON}&view=brokers")
    page.locator("tbody th a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"broker=\d"))


def test_on_paper_there_is_what_is_to_be_read(open_board):
    page = open_board(f"/overview?{PANTHEON}")
    page.emulate_media(media="print")
    for hidden in ("header", "form.filters", ".downloads", "footer"):
        expect(page.locator(hidden).first).to_be_hidden()
    for shown in ("h1", "[role=status]", "table"):
        expect(page.locator(shown).first).to_be_visible()


def test_on_a_phone_dates_and_filters_are_opened(open_board):
    page = open_board(f"/overview?{PANTHEON}", width=360)
    expect(page.get_by_label("Du")).to_be_hidden()
    page.get_by_text("Dates et filtres").click()
    expect(page.get_by_label("Du")).to_be_visible()


def test_two_campaigns_are_compared_and_one_leads_to_its_causes(open_board):
    page = open_board(f"/campaigns?{PANTHEON}&first=2026-09-01&last=2026-11-29")
    page.get_by_label("Comparer", exact=True).select_option(index=1)
    page.get_by_label("avec").select_option(index=2)
    page.get_by_role("button", name="Comparer").click()
    drawn(page)
    expect(page.locator("tbody tr")).to_have_count(2)
    page.locator("tbody th a").first.click()
    drawn(page)
    expect(page.get_by_role("heading", level=2)).to_contain_text("Pourquoi des messages de")
