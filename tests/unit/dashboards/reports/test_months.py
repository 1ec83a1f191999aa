"""A report says what the pages say: its sentence, figures and tables are theirs."""

import socket
from datetime import date

import invented
import pytest

from dashboards.access import OPEN
from dashboards.exports.engine import Engine
from dashboards.figures.looks import Look
from dashboards.pages import asked, cells, rendering
from dashboards.pages.site import Site
from dashboards.pages.speech import Speech
from dashboards.reports import documents, letters, months
from dashboards.reports.wishes import Wish

MONTH = date(2026, 10, 1), date(2026, 10, 31)
WISH = Wish("a", "pantheon", None, *MONTH, "fr", "https://sms.univ.example/x?to=%2Foverview")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("exports")
    return Site(Engine(invented.write(folder, months=14, messages=20_000)))


@pytest.fixture(scope="module")
def month(site):
    return months.told(site, WISH)


def page(site, name, view="", accounts=None, language="fr"):
    """Return what the page of these days says, as its visitors see it."""
    query = {"institution": "pantheon", "first": "2026-10-01", "last": "2026-10-31", "view": view}
    session = OPEN._replace(institutions=("pantheon",), accounts=accounts)
    return site.told(asked.read(name, query), session, Speech(language))


def test_a_report_has_the_sentence_and_the_figures_of_the_page(site, month):
    told = page(site, "overview")
    assert month.sentence == told.summary.sentence
    assert [each.value for each in month.facts] == [each.value for each in told.summary.tiles]
    assert [each.notes for each in month.facts] == [each.notes for each in told.summary.tiles]
    drawn = rendering.figure_of(told.view, Look("fr", period=MONTH))
    assert [[*one.y] for one in month.figure.data] == [[*one.y] for one in drawn.data]


@pytest.mark.parametrize(("at", "part"), [*enumerate(months.PARTS)])
def test_a_report_has_the_tables_of_the_pages(site, month, at, part):
    table = page(site, *part).view.table
    sheet, speech = month.sheets[at], Speech("fr")
    assert sheet.columns == tuple(column.title for column in table.columns)
    kinds = [column.kind for column in table.columns]
    assert sheet.rows == tuple(
        tuple(cells.written(speech, kind, value) for kind, value in zip(kinds, row, strict=True))
        for row in table.rows
    )
    assert sheet.rows


def test_a_report_of_some_accounts_tells_of_no_other(site):
    told = months.told(site, WISH._replace(accounts=(2,)))
    consumption, _ = told.sheets
    assert [row[0] for row in consumption.rows] == ["Scolarité"]
    assert told.sentence == page(site, "overview", accounts=(2,)).summary.sentence


def test_a_report_of_no_account_tells_nothing(site):
    told = months.told(site, WISH._replace(accounts=()))
    assert told.figure is None
    assert [sheet.rows for sheet in told.sheets] == [(), ()]
    assert documents.picture(told) == documents.described(told) == ""
    assert "Rien ce mois-ci." in letters.text(told)
    assert documents.pdf(told).startswith(b"%PDF")


def test_a_report_is_told_in_english(site):
    told = months.told(site, WISH._replace(language="en"))
    assert letters.subject(told) == "SMS report: October 2026 (Pantheon)"
    assert told.sentence == page(site, "overview", language="en").summary.sentence
    assert told.word("figures") == "Figures of the month"


def test_an_institution_without_files_has_no_report(site):
    with pytest.raises(months.NoInstitution):
        months.told(site, WISH._replace(institution="nowhere"))


def test_a_month_that_nobody_knows_says_so(site):
    wish = WISH._replace(first=date(2020, 1, 1), last=date(2020, 1, 31))
    told = months.told(site, wish)
    assert told.remarks
    assert told.remarks[0] in letters.text(told)
    assert "Ce qui manque" in letters.html(told)


def test_long_tables_are_cut_and_say_so(site, monkeypatch):
    monkeypatch.setattr(months, "ROWS", 1)
    told = months.told(site, WISH)
    sheet = told.sheets[0]
    assert len(sheet.rows) == 1
    assert "autres lignes" in sheet.left_out
    assert sheet.left_out in letters.text(told)
    assert sheet.left_out in letters.html(told)


def test_a_pdf_is_tagged_has_its_language_and_title_and_is_the_same_each_time(month):
    made = documents.pdf(month)
    assert made == documents.pdf(month)
    for part in (b"/MarkInfo", b"/StructTreeRoot", b"/Lang(fr)", b"pdfuaid:part"):
        assert part in made


def test_a_picture_is_twice_as_dense_as_a_screen(month):
    made = documents.png(documents.picture(month))
    assert made.startswith(b"\x89PNG")
    assert int.from_bytes(made[16:20], "big") == documents.WIDTH * documents.DENSITY / 96


def test_nothing_is_asked_of_a_network(month, monkeypatch):
    def refuse(*_):
        raise AssertionError("a network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert documents.pdf(month)


def test_text_and_html_of_a_mail_have_all_figures(month):
    text, html = letters.text(month), letters.html(month)
    for told in (text, html):
        assert month.sentence in told
        assert all(fact.value in told for fact in month.facts)
        assert all(cell in told for sheet in month.sheets for row in sheet.rows for cell in row)
    assert html.count('src="cid:picture"') == 1
    assert "<script" not in html


def test_names_stay_names_in_html_and_in_the_pdf(month):
    evil = "<script>alert(1)</script> #panic[x] \\"
    sheets = (month.sheets[0]._replace(rows=((evil, *month.sheets[0].rows[0][1:]),)),)
    told = month._replace(institution=evil, sheets=sheets)
    assert "<script>" not in letters.html(told)
    assert documents.pdf(told).startswith(b"%PDF")
