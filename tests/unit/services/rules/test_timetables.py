"""The hours and days on which each kind of purpose leaves."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from factories import make_house, make_release
from hypothesis import given
from hypothesis import strategies as st

from unisms.model.root import Institution
from unisms.model.themes import Theme
from unisms.services.delivery import claims
from unisms.services.rules import policies, timetables
from unisms.services.rules.policies import refuses_now
from unisms.services.rules.timetables import CLOSURE, HOLIDAY, SUNDAY, Hours
from unisms.sms.homes import HOMES
from unisms.sms.purposes import EMERGENCY, PARTNER, SERVICE, THEME

LINE = "/institutions/paris1/brokers/fake"


def at(text, zone="Europe/Paris"):
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp())


def leaves(institution, now, kind, **options):
    told = refuses_now(institution, at(now, institution.time_zone), kind=kind, **options)
    zone = ZoneInfo(options.get("zone") or institution.time_zone)
    return datetime.fromtimestamp(told, zone).strftime("%Y-%m-%d %H:%M") if told else ""


@pytest.fixture
def institution():
    return Institution("Paris 1")


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2027-01-15 07:59", "2027-01-15 08:00"),
        ("2027-01-15 08:00", ""),
        ("2027-01-15 21:29", ""),
        ("2027-01-15 21:30", "2027-01-16 08:00"),
        ("2027-01-16 22:00", "2027-01-18 08:00"),  # a Saturday evening: Sunday is closed
        ("2027-01-17 12:00", "2027-01-18 08:00"),
        ("2027-05-01 12:00", "2027-05-03 08:00"),  # a holiday, then a Sunday
        ("2026-12-24 22:00", "2026-12-26 08:00"),
        ("2027-03-27 21:30", "2027-03-30 08:00"),  # the clocks change; Easter Sunday and Monday
        ("2026-10-24 23:00", "2026-10-26 08:00"),  # the other night
    ],
)
@pytest.mark.parametrize("kind", [THEME, PARTNER])
def test_themes_and_partners_leave_by_day_and_on_working_days(institution, now, then, kind):
    assert leaves(institution, now, kind) == then


def test_service_and_alerts_leave_at_any_hour(institution):
    for kind in (SERVICE, EMERGENCY):
        assert leaves(institution, "2027-01-17 03:00", kind) == ""


def test_an_urgent_theme_does_not_wait_and_an_urgent_partner_does(institution):
    assert leaves(institution, "2027-01-15 23:00", THEME, urgent=True) == ""
    assert leaves(institution, "2027-01-15 23:00", PARTNER, urgent=True) == "2027-01-16 08:00"


def test_the_old_quiet_hours_are_those_of_service_alone(institution):
    institution.quiet_hours = (12 * 60, 14 * 60)
    assert leaves(institution, "2027-01-15 12:30", SERVICE) == "2027-01-15 14:00"
    assert leaves(institution, "2027-01-15 12:30", THEME) == ""


def test_service_has_closed_days_where_the_institution_says_so(institution):
    timetables.choose(institution, SERVICE, tuple(Hours((), (CLOSURE,))))
    timetables.choose(institution, "closures", (("2026-12-19", "2027-01-03"),))
    assert leaves(institution, "2026-12-25 12:00", SERVICE) == "2027-01-04 00:00"
    assert leaves(institution, "2027-01-04 00:00", SERVICE) == ""


@pytest.mark.parametrize(
    ("days", "now", "why"),
    [
        ((), "2027-01-17 12:00", "sunday"),
        ((), "2027-05-01 12:00", "holiday"),
        ((("2027-01-15", "2027-01-15"),), "2027-01-15 12:00", "closure"),
        ((), "2027-01-15 23:00", "hours"),
    ],
)
def test_a_page_can_say_why(institution, days, now, why):
    timetables.choose(institution, "closures", days)
    assert policies.held_on(institution, at(now), THEME) == why


@pytest.mark.parametrize(
    ("region", "day"),
    [
        ("FR", "2027-07-14"),
        ("FR-57", "2027-12-26"),
        ("FR-57", "2027-03-26"),
        ("RE", "2026-12-20"),
        ("GP", "2027-05-27"),
        ("MQ", "2027-05-22"),
        ("GF", "2027-06-10"),
        ("YT", "2027-04-27"),
        ("NC", "2027-09-24"),
        ("PF", "2027-11-20"),
        ("WF", "2027-07-29"),
        ("BL", "2027-10-09"),
        ("MF", "2027-05-28"),
        ("PM", "2027-05-08"),
    ],
)
def test_each_region_has_the_holidays_that_it_keeps(region, day):
    found = timetables.holidays_of(region, int(day[:4]))
    assert date.fromisoformat(day) in found
    assert {date(2027, 1, 1), date(2027, 5, 1)} <= timetables.holidays_of(region, 2027)


def test_every_home_has_its_region_and_one_that_is_unknown_is_metropolitan_france(institution):
    assert {*timetables.REGIONS} == {*HOMES, timetables.ALSACE}
    institution.country = "NC"
    assert timetables.region_of(institution) == "NC"
    assert timetables.holidays_of("DE", 2027) == timetables.holidays_of("FR", 2027)


def test_days_that_never_open_hold_a_message_for_more_than_a_year_and_not_for_ever(institution):
    timetables.choose(institution, THEME, tuple(Hours((), (SUNDAY, HOLIDAY, CLOSURE))))
    timetables.choose(institution, "closures", (("2000-01-01", "2999-12-31"),))
    then = refuses_now(institution, at("2027-01-15 12:00"), kind=THEME)
    assert then > at("2028-01-15 12:00")


@given(
    st.integers(at("2026-10-20 00:00"), at("2027-06-01 00:00")),
    st.sampled_from([THEME, PARTNER, SERVICE]),
    st.sampled_from(["Europe/Paris", "America/Miquelon", "Indian/Reunion", "Pacific/Tahiti"]),
    st.integers(0, 100),
)
def test_what_is_told_to_wait_leaves_at_the_moment_that_was_told(now, kind, zone, part):
    institution = Institution("Paris 1")
    institution.time_zone, institution.quiet_hours = zone, (22 * 60, 7 * 60)
    timetables.choose(institution, SERVICE, tuple(Hours((), (SUNDAY, HOLIDAY))))
    if then := refuses_now(institution, now, kind=kind):
        assert then > now
        assert refuses_now(institution, then, kind=kind) == 0
        between = now + (then - 1 - now) * part // 100
        assert refuses_now(institution, between, kind=kind) == then
        assert then - now < timedelta(days=5).total_seconds()


def test_a_theme_waits_in_the_line_while_service_of_the_same_institution_leaves(root):
    institution = make_house(root)
    institution.policies = (("theme", "opt_out"),)
    institution["themes"].add("sport", Theme("Sport"))
    theme = make_release(institution, 1, purpose=("theme", "sport"))
    service = make_release(institution, 1)
    sunday = at("2027-01-17 12:00")
    assert claims.claim_batch(root, LINE, 10, "here", sunday).campaign == service.path
    assert claims.claim_batch(root, LINE, 10, "here", sunday) is None
    monday = at("2027-01-18 08:00")
    assert claims.claim_batch(root, LINE, 10, "here", monday).campaign == theme.path


def test_a_line_of_the_release_before_tells_no_purpose_and_waits_as_service_does(root):
    institution = make_house(root)
    institution.policies = (("theme", "opt_out"),)
    institution["themes"].add("sport", Theme("Sport"))
    theme = make_release(institution, 1, purpose=("theme", "sport"))
    line = institution["brokers"]["fake"].line
    line.waiting = ((theme.path, 0),)
    sunday = at("2027-01-17 12:00")
    assert claims.claim_batch(root, LINE, 10, "here", sunday).campaign == theme.path
