"""Which days a run writes anew."""

from datetime import UTC, date, datetime

import pytest

from unisms.services.exports import periods, plans
from unisms.services.exports.manifests import ExportedInstitution, ExportFile
from unisms.services.exports.periods import EVER, Span
from unisms.services.exports.plans import ExportWish

TOLD = ExportedInstitution("paris1", "2026-09-01", "2026-11-28", "2026-11-01", 7)


def at(*moment):
    return int(datetime(*moment, tzinfo=UTC).timestamp())


NIGHT = at(2026, 11, 30, 3, 10)


def file(table="facts", period="2026-11-28", looked_at=NIGHT):
    return ExportFile(table, "paris1", period, f"{table}/{period}", 1, 1, "", at=looked_at)


FILES = (file(),)


def plan(told=TOLD, files=FILES, now=NIGHT, zone="Europe/Paris", **wish):
    return plans.plan(told, files, ExportWish(**wish), zone, now)


def test_a_first_run_writes_everything():
    assert plan(files=()).fresh == EVER
    assert plan(ExportedInstitution("paris1")).fresh == EVER
    assert plan(files=()).is_first
    assert plan(whole=True).fresh == EVER


def test_a_later_run_writes_the_months_that_were_open():
    made = plan(now=at(2026, 12, 4, 3, 10))
    assert made.fresh == Span(date(2026, 11, 1), date.max)
    assert made.opened == date(2026, 12, 1)


def test_a_clock_that_came_back_writes_from_what_is_open_now():
    assert plan(TOLD._replace(open_since="2031-01-01")).fresh.first == date(2026, 11, 1)


def test_a_month_may_be_asked_for():
    assert plan(month="2026-05").fresh == periods.span_of("2026-05")


@pytest.mark.parametrize(
    ("zone", "complete", "until", "last"),
    [
        ("Europe/Paris", True, "2026-11-28", date(2026, 11, 29)),
        ("Europe/Paris", False, "2026-11-28", date(2026, 11, 30)),
        ("Europe/Paris", True, "2026-11-30", date(2026, 11, 30)),
        ("Pacific/Tahiti", False, "2026-11-28", date(2026, 11, 29)),
        ("Pacific/Noumea", True, "2026-11-28", date(2026, 11, 29)),
    ],
)
def test_a_night_tells_of_days_that_are_over_at_the_institution(zone, complete, until, last):
    made = plan(TOLD._replace(until=until), zone=zone, complete=complete)
    assert made.last == last


def test_replies_that_may_be_erased_since_stay_as_they_were_told():
    spans = plans.spans(plan(), retention=5)
    assert spans["replies"] == Span(date(2026, 11, 26), date.max)
    assert spans["facts"] == Span(date(2026, 11, 1), date.max)
    assert plans.spans(plan(), retention=90)["replies"] == spans["facts"]
    assert plans.spans(plan(files=()), retention=5)["replies"] == EVER


def test_hours_are_told_of_whole_months():
    made = plan(TOLD._replace(given_until="2026-11-10"))
    assert made.fresh.first == date(2026, 11, 11)
    assert plans.spans(made, 90)["cube_hours"].first == date(2026, 11, 1)


@pytest.mark.parametrize(
    ("looked_at", "days"),
    [
        (None, [date(2026, 11, 29), date(2026, 11, 30)]),
        (at(2026, 11, 29, 22), [date(2026, 11, 29), date(2026, 11, 30)]),
        (at(2026, 11, 30, 0), [date(2026, 11, 30)]),
    ],
)
def test_an_evening_at_which_nobody_looked_is_looked_at_now(looked_at, days):
    files = [file("numbers", "2026-11-29", looked_at)] if looked_at else [file()]
    made = plan(files=tuple(files))
    assert plans.evenings(made) == days
    assert plans.spans(made, 90)["numbers"] == Span(days[0], date.max)


def test_a_month_of_before_has_no_evening_now():
    made = plan(month="2026-05")
    assert plans.evenings(made) == []
    assert not plans.spans(made, 90)["numbers"].meets(periods.span_of("2026"))


def test_the_manifest_tells_the_first_day_ever_and_the_last():
    made = plan()
    told = plans.told_after(made, 7, {"account": 3}, date(2026, 11, 3))
    assert (told.since, told.until, told.open_since) == ("2026-09-01", "2026-11-30", "2026-11-01")
    assert (told.opened_at, told.keys) == (7, (("account", 3),))
    first = plan(ExportedInstitution("paris1"))
    assert plans.told_after(first, 7, {}, date(2026, 11, 3)).since == "2026-11-03"
    assert plans.told_after(first, 7, {}, None).since == "2026-11-30"
