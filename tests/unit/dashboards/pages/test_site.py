"""Every page and view answers, of much, of nothing, in both languages, and of those it may show."""

from datetime import UTC, datetime

import pytest

from dashboards.access import OPEN, NotYours
from dashboards.figures.looks import Look
from dashboards.pages import asked, rendering
from dashboards.pages.site import QUESTIONS, Site
from tests.unit.dashboards.pages.saying import flat

NOW = datetime(2026, 11, 30, 6, tzinfo=UTC).timestamp()
VIEWS = [(page, view) for page, module in QUESTIONS.items() for view in module.VIEWS]
ONE = {"institution": "pantheon"}
SCENES = {
    "one institution": ONE,
    "all institutions": {},
    "a year": {**ONE, "first": "2025-12-01", "last": "2026-11-29"},
    "an account": {**ONE, "account": "2"},
    "filters of two cubes": {**ONE, "account": "1", "broker": "2", "origin": "page"},
    "nothing": {**ONE, "first": "2010-01-01", "last": "2010-01-31"},
    "the future": {"first": "2027-06-01", "last": "2027-06-30"},
}


@pytest.fixture(scope="module")
def site(engine):
    return Site(engine, lambda: NOW, paint=lambda figure: b"png")


def page_of(site, path, query, language="fr", session=OPEN):
    return site.page(asked.read(path, query), session, language)


def html(page):
    return rendering.render(page, lambda name: f"/assets/{name}", slot="", scripts="")


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize(("path", "view"), VIEWS)
def test_every_view_answers(site, path, view, scene, language):
    page = page_of(site, path, {**SCENES[scene], "view": view}, language)
    shown = html(page)
    assert page.status == 200
    assert page.shown["sentence"]
    assert page.shown["view"].title in (page.shown["view"].title.strip(),)
    assert "%(" not in shown
    assert ">nan<" not in shown
    assert ">None<" not in shown


@pytest.mark.parametrize(("path", "view"), VIEWS)
def test_every_view_of_a_year_has_something_to_show(site, path, view):
    query = {**SCENES["a year"], "view": view, "one": campaign(site)}
    page = page_of(site, path, query)
    assert page.shown["table"]["rows"]
    has_chart = page.shown["chart"] is not None
    assert has_chart == ((path, view) not in (("usage", "hours"), ("campaigns", "list")))
    assert {"CSV", "XLSX"} <= {file["name"] for file in page.shown["downloads"]}


def campaign(site):
    """Return the key of a campaign, as text."""
    told = page_of(site, "campaigns", SCENES["a year"])
    return next(key for key, _name in told.shown["comparison"]["campaigns"]).__str__()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", QUESTIONS)
def test_the_chart_is_that_of_the_page(site, path, scheme):
    wanted = asked.read(path, SCENES["a year"])
    figure = site.figure(wanted, OPEN, Look("fr", scheme))
    page = site.page(wanted, OPEN, "fr")
    assert (figure is not None) == page.has_chart
    if figure is not None:
        assert figure.layout.meta["name"] == page.shown["chart"]["name"]
        assert page.shown["chart"]["drawing"].count("<svg") == 2


@pytest.mark.parametrize("kind", ["csv", "xlsx", "svg", "png"])
def test_a_view_is_downloaded(site, kind):
    wanted = asked.read("arrival", {**ONE, "view": "brokers"})
    file = site.file(wanted, OPEN, "fr", kind)
    assert file.name == f"part-arrivee-par-fournisseur-2026-11-02-2026-11-29.{kind}"
    assert file.body


def test_what_has_no_chart_has_no_picture(site):
    wanted = asked.read("usage", {**ONE, "view": "hours"})
    assert site.file(wanted, OPEN, "fr", "svg") is None
    assert site.file(wanted, OPEN, "fr", "csv").body


def test_a_download_has_all_rows_where_the_page_has_500(site):
    query = {"first": "2024-10-01", "last": "2026-11-29"}
    page = page_of(site, "overview", query)
    file = site.file(asked.read("overview", query), OPEN, "fr", "csv")
    lines = file.body.decode("utf-8-sig").splitlines()
    assert len(page.shown["table"]["rows"]) <= rendering.ROWS
    assert len(lines) - 1 == len(page.shown["table"]["rows"]) + page.shown["table"]["left_out"]


@pytest.mark.parametrize(
    ("query", "status", "told"),
    [
        ({**ONE, "account": "999"}, 404, "Ce compte n'est pas dans les données"),
        ({"account": "1"}, 400, "Choisissez d'abord un établissement"),
        ({"institution": "nowhere"}, 404, "Cet établissement n'est pas dans les données."),
        ({**ONE, "first": "2026-13-01"}, 400, "n'est pas une date"),
        ({**ONE, "view": "nothing"}, 200, ""),
        ({**ONE, "one": "999999"}, 404, "Cette campagne n'est pas dans les données."),
    ],
)
def test_what_is_wrong_is_told_and_the_rest_is_shown(site, query, status, told):
    page = page_of(site, "overview", query)
    assert page.status == status
    assert told in flat(" ".join(page.shown["troubles"]))
    assert page.shown["table"]["rows"]


def test_a_session_sees_its_institution_alone(site):
    session = OPEN._replace(institutions=("anges",))
    page = page_of(site, "overview", {}, session=session)
    assert page.shown["brand"] == "Anges"
    whole = page_of(site, "overview", {})
    assert page.shown["sentence"] != whole.shown["sentence"]
    with pytest.raises(NotYours):
        page_of(site, "overview", ONE, session=session)
    with pytest.raises(NotYours):
        page_of(site, "overview", {"institution": "nowhere"}, session=session)


def test_a_session_of_some_accounts_is_offered_those_alone(site):
    session = OPEN._replace(institutions=("pantheon",), accounts=(2, 3))
    page = page_of(site, "cost", {}, session=session)
    assert {key for key, _name in page.shown["filters"]["accounts"]} == {2, 3}
    assert len(page.shown["table"]["rows"]) <= 2
    with pytest.raises(NotYours):
        page_of(site, "cost", {"account": "1"}, session=session)


def test_what_was_told_to_one_is_not_told_to_another(site):
    for _ in range(2):
        one = page_of(site, "overview", ONE, session=OPEN._replace(accounts=(1,)))
        other = page_of(site, "overview", ONE, session=OPEN._replace(accounts=(2,)))
        assert one.shown["sentence"] != other.shown["sentence"]


def test_a_click_on_a_bar_leads_where_its_row_leads(site):
    wanted = asked.read("arrival", {**ONE, "view": "brokers"})
    figure = site.figure(wanted, OPEN, Look("fr"))
    rows = site.page(wanted, OPEN, "fr").shown["table"]["rows"]
    links = figure.layout.meta["links"]
    assert links["axis"] == "y"
    shown = [*figure.layout.yaxis.ticktext]
    assert shown == [row["first"]["text"] for row in rows][: len(shown)]
    assert links["to"]["0"] == rows[0]["first"]["link"]


def test_days_before_and_after_the_exports_are_told_as_missing(site):
    page = page_of(site, "overview", {**ONE, "first": "2026-11-20", "last": "2026-12-24"})
    assert [flat(told) for told in page.shown["notes"]] == [
        "Les données s'arrêtent avant : rien n'est encore connu du 30 novembre au 24 décembre 2026."
    ]
