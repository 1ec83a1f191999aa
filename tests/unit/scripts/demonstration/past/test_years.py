"""The invented years: the same each time, with the rhythm of a university, and a story."""

import csv
from collections import Counter
from datetime import date

import pytest

from unisms.scripts.demonstration.past import seasons, years
from unisms.scripts.demonstration.past.books import PastKeys
from unisms.services.exports.tables import FEW, TABLES

END = date(2026, 11, 10)
KEYS = PastKeys({"scd": 1, "scolarite": 2, "sport": 3}, {"simulateur": 2, "commun": 1}, 7)
NAMES = ("pantheon", "anges")
STATE, CAUSE, DELAY, MESSAGES, COST = 8, 9, 10, -3, -1  # places in a row of the facts


@pytest.fixture(scope="module")
def lived():
    return years.before(END)


@pytest.fixture(scope="module")
def told(lived):
    return {name: years.tables(name, lived, KEYS) for name in NAMES}


def facts(told, name="pantheon", since=date.min, until=date.max, **where):
    """Return those facts of a university whose columns, by name, have these values."""
    columns = [name for name, _ in TABLES["facts"].given]
    places = {columns.index(column): value for column, value in where.items()}
    return [
        row
        for row in told[name]["facts"]
        if since <= row[0] <= until and all(row[at] == value for at, value in places.items())
    ]


def count(rows):
    return sum(row[MESSAGES] for row in rows)


def share(told, since, until, name="pantheon", **where):
    """Return the part of what was handed over in these days that is so."""
    rows = facts(told, name, since, until)
    handed_over = [row for row in rows if row[STATE] != "set_aside"]
    return count(facts(told, name, since, until, **where)) / count(handed_over)


@pytest.mark.parametrize("name", NAMES)
def test_they_are_the_same_each_time(lived, told, name):
    assert years.tables(name, lived, KEYS) == told[name]


@pytest.mark.parametrize("name", NAMES)
def test_every_table_has_rows_of_its_columns_but_for_the_cubes(told, name):
    given = {one for one in TABLES if not one.startswith("cube_")} | {"cube_hours"}
    assert told[name].keys() == given
    for table, rows in told[name].items():
        assert {len(row) for row in rows} == {len(TABLES[table].given)}, table


def test_they_begin_on_the_first_of_a_month_two_years_before_and_end_on_their_day(lived, told):
    assert (lived.first, lived.last) == (date(2024, 11, 1), END)
    days = {row[0] for row in told["pantheon"]["facts"]}
    assert min(days) < date(2024, 11, 15)
    assert max(days) == END


def test_nobody_writes_on_weekends_on_public_holidays_in_august_and_at_christmas(told):
    days = {row[0] for name in NAMES for row in told[name]["facts"]}
    assert [day for day in days if day.weekday() >= seasons.SATURDAY] == []
    assert {(day.month, day.day) for day in days} & {(5, 1), (5, 8), (8, 4), (12, 24)} == set()
    assert len(days) > 350


def test_september_is_busy_and_july_is_not(told):
    by_month = Counter()
    for row in told["pantheon"]["facts"]:
        by_month[row[0].year, row[0].month] += row[MESSAGES]
    assert by_month[2025, 9] > 8 * by_month[2025, 7]
    assert by_month[2026, 9] > by_month[2026, 10] > 3 * by_month[2026, 8]


def test_more_is_written_each_year(told):
    for name in NAMES:
        first = count(facts(told, name, until=date(2025, 10, 31)))
        assert count(facts(told, name, since=date(2025, 11, 1))) > 1.2 * first


def test_campaigns_tell_what_the_facts_tell(told):
    for name in NAMES:
        columns = [column for column, _ in TABLES["campaigns"].given]
        for figure, place in (("messages", MESSAGES), ("cost", COST)):
            listed = sum(row[columns.index(figure)] for row in told[name]["campaigns"])
            assert listed == sum(row[place] for row in told[name]["facts"])
        hours = sum(row[4] for row in told[name]["cube_hours"])
        assert hours == count(told[name]["facts"]) - count(facts(told, name, state="set_aside"))


def test_each_campaign_to_enough_people_has_a_key_and_a_name_and_no_other(told):
    for rows in told.values():
        named = [key for kind, key, *_ in rows["names"] if kind == "campaign"]
        assert named == [*range(KEYS.campaign, KEYS.campaign + len(named))]
        people = {row[2]: row[6] for row in rows["campaigns"] if row[2]}
        assert {*people} == {*named}
        assert min(people.values()) >= FEW
        assert {row[6] for row in rows["campaigns"] if not row[2]} <= {*range(FEW)}


def test_numbers_that_do_not_exist_grow_fewer_once_they_are_set_aside(told):
    invalid = {"cause": "number_invalid"}
    before = share(told, date(2024, 11, 1), date(2025, 6, 30), **invalid)
    assert before > 1.4 * share(told, date(2026, 2, 1), END, **invalid)
    flagged = [row[1] for row in told["pantheon"]["numbers"]]
    assert max(flagged) >= 10
    assert flagged[-1] <= 2
    assert all(
        row[1] == day_before[1] + row[2] - row[3]
        for day_before, row in zip(
            told["pantheon"]["numbers"], told["pantheon"]["numbers"][1:], strict=False
        )
    )


def test_the_shared_connection_gets_slower_in_the_last_weeks_and_the_other_does_not(told):
    def late(broker, since, until):
        rows = facts(told, "anges", since, until, broker=broker, state="delivered")
        return count(row for row in rows if row[DELAY] >= 6) / count(rows)  # above 20 seconds

    shared, own = KEYS.brokers["commun"], KEYS.brokers["simulateur"]
    assert late(shared, date(2025, 1, 1), date(2026, 8, 31)) < 0.1
    assert late(shared, date(2026, 10, 20), END) > 0.5
    assert late(own, date(2026, 10, 20), END) < 0.05


def test_a_network_stood_still_for_two_days_of_each_spring(told):
    for year in (2025, 2026):
        days = date(year, 3, 17), date(year, 3, 18)
        assert share(told, *days, cause="operator") > 0.05
        assert share(told, date(year, 3, 19), date(year, 4, 5), cause="operator") < 0.02


def test_people_leave_and_answer(told):
    for rows in told.values():
        assert 2 <= sum(row[-1] for row in rows["subscriptions"]) <= 10
        total, of_accounts = Counter(), Counter()
        for day, account, replies, _, _ in rows["replies"]:
            (of_accounts if account else total)[day] += replies
        assert total == of_accounts
        assert total.total() > 100
    aside = [count(facts(told, until=END, since=day, cause="opt_out")) for day in (date.min,)]
    assert aside[0] > 50


def test_credit_is_given_each_september_and_is_never_overspent(told):
    for rows in told.values():
        months = {(day.year, day.month) for _, day, _, _ in rows["credits"]}
        assert months == {(2024, 11), (2025, 9), (2026, 9)}
        assert min(available for _, _, available, _ in rows["balances"]) >= 0
        given = sum(segments for *_, segments, _ in rows["credits"])
        left = sum(row[2] for row in rows["balances"] if row[0] == END)
        assert given - left == sum(row[-2] for row in rows["facts"])


def test_the_library_lends_with_reminders_and_without(lived, tmp_path):
    for name in NAMES:
        years.lend(tmp_path / "loans" / f"{name}.csv", name, lived)
        with (tmp_path / "loans" / f"{name}.csv").open(encoding="utf-8", newline="") as opened:
            lines = [*csv.DictReader(opened, delimiter=";")]
        assert {line["with_sms"] for line in lines} == {"yes", "no"}
        assert {line["month"] for line in lines} == {f"{day:%Y-%m}" for day, _ in lived.months()}
        late = {
            told: sum(int(line["late"]) for line in lines if line["with_sms"] == told)
            / sum(int(line["loans"]) for line in lines if line["with_sms"] == told)
            for told in ("yes", "no")
        }
        assert 0.03 < late["no"] - late["yes"] < 0.09


def test_a_leap_day_is_no_hindrance():
    lived = years.before(date(2028, 2, 29))
    assert (lived.first, lived.last) == (date(2026, 2, 1), date(2028, 2, 29))
    assert (date(2027, 2, 1), pytest.approx(0.6, abs=0.2)) in lived.months()
