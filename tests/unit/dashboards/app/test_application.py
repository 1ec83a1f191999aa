"""The application as browsers meet it: first answer, callback, downloads, files, headers."""

import gzip
import re

import pytest

from dashboards.app import create_app, scripts
from dashboards.app.application import Dashboards

HERE = {"Host": "127.0.0.1:6544"}


@pytest.fixture(scope="module")
def application(engine):
    return create_app(engine)


@pytest.fixture
def client(application):
    return application.server.test_client()


def get(client, address, **headers):
    return client.get(address, headers=HERE | headers, buffered=True)


def asked(client, address, scheme="light"):
    body = {
        "output": "..chart.figure...chart.style..",
        "outputs": [
            {"id": "chart", "property": "figure"},
            {"id": "chart", "property": "style"},
        ],
        "inputs": [
            {"id": "asked", "property": "data", "value": {"href": address, "scheme": scheme}}
        ],
        "changedPropIds": ["asked.data"],
    }
    ours = {"Origin": "http://127.0.0.1:6544", "Sec-Fetch-Site": "same-origin"}
    return client.post("/_dash-update-component", json=body, headers=HERE | ours)


def test_the_first_answer_needs_no_script(client):
    page = get(client, "/arrival?institution=pantheon").text
    assert page.index('role="status"') < page.index("<svg") < page.index("<table")
    assert page.index("<table") < page.index("<script")
    assert '<form class="filters' in page
    assert '<div id="react-entry-point"></div>' in page


@pytest.mark.parametrize("path", ["/", "/overview"])
def test_the_first_page_is_the_overview(client, path):
    assert "Comment vont nos messages" in get(client, path).text


@pytest.mark.parametrize(
    ("address", "accepted", "language"),
    [
        ("/", "", "fr"),
        ("/", "en-GB,en", "en"),
        ("/?lang=en", "fr", "en"),
        ("/?lang=xx", "de", "fr"),
    ],
)
def test_the_language_is_that_of_the_address_or_the_browser(client, address, accepted, language):
    page = get(client, address, **{"Accept-Language": accepted})
    assert f'<html lang="{language}">' in page.text


def test_a_page_without_a_chart_has_no_script_at_all(client):
    assert "<script" not in get(client, "/usage?view=hours").text


def test_a_page_that_is_not_there_says_so(client):
    answer = get(client, "/nowhere")
    assert answer.status_code == 404
    assert "Cette page n’existe pas" in answer.text
    assert get(client, "/download/nowhere.csv").status_code == 404
    assert get(client, "/download/overview.exe").status_code == 404


def test_what_is_typed_is_escaped(client):
    page = get(client, "/?first=<script>alert(1)</script>&institution=\"><b>&view='")
    assert page.status_code == 404
    assert "<script>alert" not in page.text
    assert '"><b>' not in page.text


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_callback_draws_the_chart_of_the_address(client, scheme):
    answer = asked(client, "http://127.0.0.1:6544/arrival?view=brokers", scheme)
    drawn = answer.json["response"]["chart"]
    assert drawn["figure"]["layout"]["meta"]["key"] == "arrival.by_broker"
    assert drawn["style"]["height"].endswith("px")
    ink = drawn["figure"]["layout"]["font"]["color"]
    assert ink == {"light": "#1d1b18", "dark": "#ece9e3"}[scheme]


@pytest.mark.parametrize("address", ["http://x/nowhere", "http://x/usage?view=hours", "", "%%"])
def test_the_callback_draws_nothing_where_there_is_nothing(client, address):
    answer = asked(client, address)
    assert answer.status_code in (200, 204)


@pytest.mark.parametrize(
    ("kind", "type_"),
    [("csv", "text/csv"), ("xlsx", "application/vnd.openxml"), ("svg", "image/svg+xml")],
)
def test_a_view_is_downloaded_as_a_file(client, kind, type_):
    answer = get(client, f"/download/cost.{kind}?institution=pantheon")
    assert answer.status_code == 200
    assert answer.content_type.startswith(type_)
    assert re.fullmatch(
        rf'attachment; filename="[a-z0-9-]+\.{kind}"', answer.headers["Content-Disposition"]
    )


def test_a_chart_is_downloaded_as_a_picture(client):
    answer = get(client, "/download/cost.png?institution=pantheon")
    assert answer.data.startswith(b"\x89PNG")


def test_every_script_of_a_page_is_compressed_and_kept_for_ever(application, client):
    found = scripts.addresses(application)
    assert len(found) > 8
    for address in found:
        answer = get(client, address, **{"Accept-Encoding": "gzip"})
        assert answer.status_code == 200, address
        assert answer.headers["Cache-Control"] == scripts.FOR_EVER, address
        plain = get(client, address)
        assert "Content-Encoding" not in plain.headers
        if len(plain.data) > scripts.SMALLEST:
            assert gzip.decompress(answer.data) == plain.data, address


def test_the_bundle_of_plotly_is_the_small_one(application):
    page = application.scripts_html()
    assert "plotly-basic" in page
    assert "package_data/plotly" not in page
    assert "dash_table" not in page
    whole = sum(
        len(get(application.server.test_client(), address, **{"Accept-Encoding": "gzip"}).data)
        for address in scripts.addresses(application)
    )
    assert whole < 700_000


def test_an_asset_is_kept_only_under_the_address_that_tells_what_it_holds(client):
    assert "immutable" not in get(client, "/assets/look.css").headers.get("Cache-Control", "")


def test_a_page_is_compressed_and_never_kept(client):
    answer = get(client, "/overview", **{"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Cache-Control"] == "no-store"
    assert b"<!doctype html>" in gzip.decompress(answer.data)


def test_nothing_of_dash_that_is_not_needed_is_there(application, client):
    assert not application._enable_mcp
    assert get(client, "/_mcp").status_code == 404
    assert not application._dev_tools.ui
    assert not application._dev_tools.hot_reload


def test_the_health_page_needs_no_exports(client):
    assert get(client, "/health").data == b"ok\n"


def test_a_fault_of_ours_is_no_page_of_flask(application, client, monkeypatch):
    def broken(*_):
        raise RuntimeError("broken")

    monkeypatch.setattr(Dashboards, "slot", broken)
    answer = get(client, "/overview")
    assert answer.status_code == 500
    assert "RuntimeError" not in answer.text
    assert "Vue d’ensemble" in answer.text
