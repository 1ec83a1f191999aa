"""Moments as people read them, where they are."""

from types import SimpleNamespace

import pytest

from unisms.web.edge.languages import catalogue
from unisms.web.frame import times

NOON = 1_768_219_320  # 12 January 2026, 12:02 UTC


def context(language="fr", now=NOON, zone="Europe/Paris"):
    return {
        "request": SimpleNamespace(
            language=language,
            translations=catalogue(language),
            now=now,
            institution=SimpleNamespace(
                time_zone=zone, country="FR", retention=90, periods=(("journal", 400),)
            ),
        )
    }


@pytest.mark.parametrize(
    ("filter", "value", "french", "english"),
    [
        (times.clock, NOON, "13:02", "13:02"),
        (times.day, NOON, "12 janvier", "12 January"),
        (times.day, NOON - 11 * 86400, "1er janvier", "1 January"),
        (times.when, NOON - 11 * 86400, "1er janv. 13:02", "1 Jan 13:02"),
        (times.day, NOON - 40 * 86400, "3 décembre 2025", "3 December 2025"),
        (times.full, NOON, "12 janvier 2026, 13:02", "12 January 2026, 13:02"),
        (times.full_day, NOON, "12 janvier 2026", "12 January 2026"),
        (times.lasting, 1096, "36\xa0mois", "36 months"),
        (times.lasting, 365, "12\xa0mois", "12 months"),
        (times.lasting, 30, "30\xa0jours", "30 days"),
        (times.kept, "texts", "90\xa0jours", "90 days"),
        (times.kept, "journal", "400\xa0jours", "400 days"),
        (times.when, NOON, "13:02", "13:02"),
        (times.when, NOON - 86400, "11 janv. 13:02", "11 Jan 13:02"),
        (times.when, NOON - 40 * 86400, "3 déc. 2025 13:02", "3 Dec 2025 13:02"),
        (times.moment, NOON, "à 13:02", "at 13:02"),
        (times.since, NOON, "13:02", "13:02"),
        (times.since, NOON - 86400, "le 11 janv. 13:02", "11 Jan 13:02"),
        (times.moment, NOON - 86400, "le 11 janv. à 13:02", "on 11 Jan at 13:02"),
        (times.moment, NOON - 40 * 86400, "le 3 déc. 2025 à 13:02", "on 3 Dec 2025 at 13:02"),
        (times.duration, 0, "1\xa0seconde", "1 second"),
        (times.duration, 4, "4\xa0secondes", "4 seconds"),
        (times.duration, 300, "5\xa0minutes", "5 minutes"),
        (times.instant, NOON, "2026-01-12T13:02:00+01:00", "2026-01-12T13:02:00+01:00"),
    ],
)
def test_each_language_has_its_way(filter, value, french, english):
    assert filter(context("fr"), value).replace(" ", " ") in (french, french.replace("\xa0", " "))
    assert filter(context("en"), value) in (english, english.replace(" ", "\xa0"))


def test_local_time_is_the_institutions():
    assert times.clock(context(zone="Indian/Reunion"), NOON) == "16:02"
    assert times.clock(context(zone="Indian/Reunion"), NOON, seconds=True) == "16:02:00"


def test_a_moment_is_told_for_each_zone_though_it_is_the_same():
    zones = ("Europe/Paris", "Indian/Reunion")
    assert [times.when(context(zone=zone), NOON) for zone in zones] == ["13:02", "16:02"]
    assert [times.dated(context(zone=zone), NOON)[-5:] for zone in zones] == ["13:02", "16:02"]
    assert [times.stamp(context(zone=zone), NOON) for zone in zones] == [
        '<time datetime="2026-01-12T13:02:00+01:00">13:02</time>',
        '<time datetime="2026-01-12T16:02:00+04:00">16:02</time>',
    ]


def test_a_moment_of_today_has_its_day_tomorrow():
    told = [times.stamp(context(now=now), NOON) for now in (NOON, NOON + 86400)]
    assert [one.partition(">")[2] for one in told] == ["13:02</time>", "12 janv. 13:02</time>"]


def test_today_is_a_local_day():
    late = NOON + 11 * 3600  # 23:02 UTC: tomorrow already in Paris
    assert times.today(context(now=NOON), NOON - 3600)
    assert not times.today(context(now=late), NOON)


def test_a_moment_of_the_journal_has_its_date_today_as_well():
    assert times.dated(context(), NOON) == "12 janv. 13:02"
    assert times.when(context(), NOON) == "13:02"


def test_a_month_has_its_year():
    assert [times.month(context(language), "2026-11") for language in ("fr", "en")] == [
        "novembre 2026",
        "November 2026",
    ]
