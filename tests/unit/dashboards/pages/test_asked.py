"""An address says what is shown: read, told where it is wrong, and written again."""

from datetime import date
from urllib.parse import parse_qsl, urlsplit

import pytest

from dashboards.pages import asked, filters
from dashboards.pages.speech import Speech


def read(page="arrival", **query):
    return asked.read(page, query)


def test_every_filter_is_read():
    found = read(
        institution="pantheon",
        first="2026-11-01",
        last="30/11/2026",
        account="3",
        origin="page",
        broker="2",
        campaign="12",
        network="208-01",
        country="FR",
        view="brokers",
        lang="en",
    )
    assert found == asked.Asked(
        "arrival",
        "brokers",
        "pantheon",
        date(2026, 11, 1),
        date(2026, 11, 30),
        3,
        "page",
        2,
        12,
        "208-01",
        "FR",
        lang="en",
    )


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"first": "2026-02-31"}, 400),
        ({"first": "hier"}, 400),
        ({"last": "0000-00-00"}, 400),
        ({"first": "2026-11-30", "last": "2026-11-01"}, 400),
        ({"account": "x"}, 404),
        ({"account": "-1"}, 404),
        ({"broker": "1" * 40}, 404),
        ({"campaign": "٣"}, 404),
        ({"origin": "moon"}, 404),
        ({"network": "'; --"}, 400),
        ({"country": "<b>"}, 400),
    ],
)
def test_a_wrong_filter_is_told_with_a_status_and_left_out(query, status):
    found = read(**query)
    assert [trouble.status for trouble in found.troubles] == [status]
    sentence = Speech("fr").say(found.troubles[0].sentence, text=found.troubles[0].text)
    assert sentence
    assert "%(" not in sentence


def test_a_first_day_after_the_last_one_is_exchanged_with_it():
    found = read(first="2026-11-30", last="2026-11-01")
    assert (found.first, found.last) == (date(2026, 11, 1), date(2026, 11, 30))


def test_nothing_asked_is_no_trouble():
    assert read() == asked.Asked("arrival")
    assert read(account="", origin="", first="").troubles == ()


def test_filters_go_along_to_another_page_and_the_view_stays():
    found = read(account="3", view="brokers", first="2026-11-01", lang="en")
    kept = dict(parse_qsl(urlsplit(found.address("cost")).query))
    assert kept == {"account": "3", "first": "2026-11-01", "lang": "en"}
    assert urlsplit(found.address("cost")).path == "/cost"


def test_an_address_leads_to_what_it_was_made_of():
    found = read(institution="a b&c", account="3", origin="page", view="days", country="FR")
    parts = urlsplit(found.address())
    assert asked.read("arrival", dict(parse_qsl(parts.query))) == found


def test_a_filter_is_taken_away_by_none():
    found = read(account="3", broker="2")
    assert found.address(account=None) == "/arrival?broker=2"


@pytest.mark.parametrize(
    ("query", "period"),
    [
        ({}, (date(2026, 11, 2), date(2026, 11, 29))),
        ({"first": "2026-11-10"}, (date(2026, 11, 10), date(2026, 11, 29))),
        ({"last": "2026-10-28"}, (date(2026, 10, 1), date(2026, 10, 28))),
        ({"first": "2027-01-05"}, (date(2027, 1, 5), date(2027, 1, 5))),
        (
            {"first": "2025-01-01", "last": "2025-12-31"},
            (date(2025, 1, 1), date(2025, 12, 31)),
        ),
    ],
)
def test_days_that_are_not_asked_for_are_the_last_ones_known(query, period):
    assert filters.period(read(**query), date(2026, 11, 29), filters.DEFAULT) == period


def test_a_page_of_months_shows_a_year_by_itself():
    first, last = filters.period(read(), date(2026, 11, 29), "last 12 months")
    assert (first, last) == (date(2025, 12, 1), date(2026, 11, 29))
