"""Files are written of rows: once where nothing changes, by day, month and year."""

from datetime import date

import duckdb
import pytest
from exported import PARIS, fact, files, manifest, published, summed, told

from unisms.services.exports import editions, manifests, periods, tables
from unisms.services.exports.editions import Issue
from unisms.services.exports.engine import ExportEngine
from unisms.services.exports.periods import EVER, Span

DAYS = [date(2024, 5, 3), date(2025, 12, 31), date(2026, 10, 31), date(2026, 11, 28)]


def write(folder, rows, *, today, fresh, last=date.max, **given):
    """Write fresh rows beside what files tell, as a run does."""
    opened = periods.open_since(today)
    known = manifests.read(folder)
    issue = Issue(PARIS, opened, 1, dict.fromkeys(tables.TABLES, fresh), last)
    with ExportEngine(folder) as engine:
        engine.give("facts", rows)
        for name, more in given.items():
            engine.give(name, more)
        engine.take()
        found = editions.write(engine, folder, issue, known.of("paris1"))
    manifests.write(folder, known.changed(PARIS, found), 1)


def test_days_of_closed_months_and_years_share_a_file(tmp_path):
    published(tmp_path, map(fact, DAYS))
    assert [*files(tmp_path, "facts")] == ["2024", "2025", "2026-10", "2026-11-28"]
    assert [*files(tmp_path, "cube_accounts")] == [*files(tmp_path, "facts")]
    assert summed(tmp_path, "facts", "messages", "cost") == (4, 200)


def test_the_same_rows_are_the_same_files(tmp_path):
    published(tmp_path, map(fact, DAYS))
    before = {path: path.stat().st_ino for path in tmp_path.rglob("*.parquet")}
    published(tmp_path, map(fact, reversed(DAYS)))
    assert {path: path.stat().st_ino for path in tmp_path.rglob("*.parquet")} == before


def test_a_file_is_named_by_what_is_in_it(tmp_path):
    published(tmp_path, [fact(DAYS[3])])
    [one] = [one for one in manifest(tmp_path)["files"] if one["table"] == "facts"]
    assert one["path"] == f"facts/paris1/2026-11-28.{one['sha256'][:12]}.parquet"
    assert (one["rows"], one["bytes"]) == (1, (tmp_path / one["path"]).stat().st_size)


def test_other_rows_of_a_day_are_another_file_beside_the_old_one(tmp_path):
    published(tmp_path, [fact(DAYS[3])])
    before = files(tmp_path, "facts")
    published(tmp_path, [fact(DAYS[3], 2)])
    after = files(tmp_path, "facts")
    assert before["2026-11-28"] != after["2026-11-28"]
    assert before["2026-11-28"].exists()
    assert summed(tmp_path, "facts", "messages") == (2,)


def test_rows_that_are_alike_are_one(tmp_path):
    published(tmp_path, [fact(DAYS[3]), fact(DAYS[3], 4), fact(DAYS[3], state="failed", delay=-1)])
    assert [row["messages"] for row in told(tmp_path, "facts")] == [5, 1]


def test_the_cubes_are_sums_of_the_facts(tmp_path):
    rows = [
        fact(day, n, broker=n % 2, state=state)
        for n, day in enumerate(DAYS, 1)
        for state in ("delivered", "failed")
    ]
    published(tmp_path, rows)
    for cube in ("cube_accounts", "cube_brokers"):
        assert summed(tmp_path, cube, "messages", "segments", "cost") == (20, 20, 1000)
    assert summed(tmp_path, "cube_networks", "messages") == (20,)


def test_the_cube_of_delays_has_delivered_messages_alone(tmp_path):
    published(tmp_path, [fact(DAYS[3]), fact(DAYS[3], 4, state="failed", delay=-1)])
    [row] = told(tmp_path, "cube_delays")
    assert (row["delay"], row["messages"]) == (3, 1)


def test_rows_are_in_the_order_of_days_and_accounts(tmp_path):
    published(tmp_path, [fact(date(2026, 10, day), account=9 - day) for day in range(8, 0, -1)])
    [path] = files(tmp_path, "facts").values()
    days = duckdb.read_parquet(str(path)).project("day").fetchall()
    assert days == sorted(days)


def test_a_month_that_closes_is_one_file(tmp_path):
    november = [fact(date(2026, 11, day)) for day in range(1, 31)]
    published(tmp_path, november)
    assert len(files(tmp_path, "facts")) == 30
    write(tmp_path, november, today=date(2026, 12, 4), fresh=Span(date(2026, 11, 1), date.max))
    assert [*files(tmp_path, "facts")] == ["2026-11"]
    assert summed(tmp_path, "facts", "messages") == (30,)


def test_files_of_days_are_joined_where_nobody_tells_their_rows_anew(tmp_path):
    published(tmp_path, [fact(date(2026, 11, day)) for day in range(1, 31)])
    write(tmp_path, [], today=date(2026, 12, 4), fresh=Span(date(2026, 12, 1), date.max))
    assert [*files(tmp_path, "facts")] == ["2026-11"]
    assert summed(tmp_path, "cube_brokers", "messages") == (30,)


def test_months_of_a_year_that_is_over_are_joined_with_its_last_one(tmp_path):
    published(tmp_path, map(fact, DAYS))
    december = [fact(date(2026, 12, 31), 5)]
    fresh = Span(date(2026, 11, 1), date.max)
    write(tmp_path, [fact(DAYS[3]), *december], today=date(2027, 1, 4), fresh=fresh)
    assert [*files(tmp_path, "facts")] == ["2024", "2025", "2026"]
    assert summed(tmp_path, "facts", "messages") == (9,)


def test_a_late_receipt_rewrites_the_open_month_only(tmp_path):
    published(tmp_path, map(fact, DAYS))
    before = files(tmp_path, "facts")
    fresh = Span(date(2026, 11, 1), date.max)
    write(
        tmp_path,
        [fact(DAYS[3], state="failed"), fact(DAYS[2], 99)],
        today=date(2026, 11, 30),
        fresh=fresh,
    )
    after = files(tmp_path, "facts")
    assert {period for period in after if after[period] != before[period]} == {"2026-11-28"}


def test_a_month_may_be_written_anew_within_its_year(tmp_path):
    published(tmp_path, map(fact, DAYS))
    fresh = periods.span_of("2025-12")
    write(tmp_path, [fact(DAYS[1], 7)], today=date(2026, 11, 30), fresh=fresh)
    assert summed(tmp_path, "facts", "messages") == (10,)
    assert [*files(tmp_path, "facts")] == ["2024", "2025", "2026-10", "2026-11-28"]


def test_a_day_without_rows_any_more_has_no_file(tmp_path):
    published(tmp_path, map(fact, DAYS))
    write(tmp_path, [], today=date(2026, 11, 30), fresh=Span(date(2026, 11, 1), date.max))
    assert [*files(tmp_path, "facts")] == ["2024", "2025", "2026-10"]


def test_no_day_after_the_last_is_told(tmp_path):
    rows = [fact(date(2026, 11, 29)), fact(date(2026, 11, 30))]
    write(tmp_path, rows, today=date(2026, 11, 30), fresh=EVER, last=date(2026, 11, 29))
    assert [*files(tmp_path, "facts")] == ["2026-11-29"]


def test_a_file_that_was_lost_in_an_open_month_is_written_again(tmp_path):
    published(tmp_path, map(fact, DAYS))
    files(tmp_path, "facts")["2026-11-28"].unlink()
    write(tmp_path, map(fact, DAYS), today=date(2026, 11, 30), fresh=Span(DAYS[3], date.max))
    assert summed(tmp_path, "facts", "messages") == (4,)


@pytest.mark.parametrize("harm", ["lost", "damaged", "cut"])
def test_a_damaged_file_of_a_closed_month_keeps_its_year_from_being_joined(tmp_path, harm):
    published(tmp_path, map(fact, DAYS))
    file, before = files(tmp_path, "facts")["2026-10"], files(tmp_path, "facts")
    content = bytearray(file.read_bytes())
    if harm == "lost":
        file.unlink()
    else:
        content[20] ^= 255
        file.write_bytes(content[:-9] if harm == "cut" else content)
    write(tmp_path, [], today=date(2027, 1, 4), fresh=Span(date(2027, 1, 1), date.max))
    after = files(tmp_path, "facts")
    assert after == before, "they are named as they were, so that readers say which one is missing"
    assert [*files(tmp_path, "cube_accounts")] == ["2024", "2025", "2026"]


def test_months_closed_by_a_clock_that_was_ahead_are_opened_again(tmp_path):
    rows = [fact(date(2026, 11, 28)), fact(date(2026, 11, 29))]
    published(tmp_path, rows, today=date(2031, 1, 9))
    assert [*files(tmp_path, "facts")] == ["2026"]
    fresh = Span(date(2026, 11, 29), date.max)
    write(tmp_path, rows[1:], today=date(2026, 11, 30), fresh=fresh)
    assert [*files(tmp_path, "facts")] == ["2026-11-28", "2026-11-29"]


def test_a_lost_file_that_was_closed_too_early_is_passed_over(tmp_path):
    published(tmp_path, [fact(DAYS[3])], today=date(2031, 1, 9))
    files(tmp_path, "facts")["2026"].unlink()
    write(tmp_path, [fact(DAYS[3], 2)], today=date(2026, 11, 30), fresh=EVER)
    assert summed(tmp_path, "facts", "messages") == (2,)


def test_tables_of_one_file_are_written_anew_each_time(tmp_path):
    names = [("account", 1, 'SCD, "l\'accueil"', None, ""), ("theme", 1, "", None, "Sport")]
    published(tmp_path, names=names, credits=[(1, DAYS[0], 100, 0)])
    assert [*files(tmp_path, "names")] == ["all"]
    assert [row["name"] for row in told(tmp_path, "names")] == ['SCD, "l\'accueil"', ""]
    published(tmp_path, names=names[:1])
    assert len(told(tmp_path, "names")) == 1
    assert files(tmp_path, "credits") == {}


def test_what_was_given_of_before_an_institution_was_here_stays(tmp_path):
    published(tmp_path, map(fact, DAYS[:3]), credits=[(1, DAYS[0], 100, 0)])
    known = manifests.read(tmp_path)
    fresh = Span(date(2026, 11, 1), date.max)
    issue = Issue(
        PARIS, date(2026, 11, 1), 1, dict.fromkeys(tables.TABLES, fresh), kept=date(2026, 10, 31)
    )
    with ExportEngine(tmp_path) as engine:
        engine.give("facts", [fact(DAYS[3])])
        engine.give("credits", [(1, DAYS[3], 7, 0)])
        engine.take()
        found = editions.write(engine, tmp_path, issue, known.of("paris1"))
    manifests.write(tmp_path, known.changed(PARIS, found), 1)
    assert summed(tmp_path, "credits", "segments") == (107,)
    assert summed(tmp_path, "facts", "messages") == (4,)


def test_hours_have_a_file_a_month_from_the_beginning(tmp_path):
    hours = [(date(2026, 11, 1), 1, 1, 9, 10, 9, 1), (date(2026, 11, 1), 1, 1, 9, 1, 1, 0)]
    published(tmp_path, cube_hours=hours)
    assert [*files(tmp_path, "cube_hours")] == ["2026-11"]
    assert [row["messages"] for row in told(tmp_path, "cube_hours")] == [11]


def campaign(key, people, **changed):
    row = dict.fromkeys(tables.TABLES["campaigns"].columns, 0) | {
        "day": DAYS[3],
        "account": 1,
        "campaign": key,
        "origin": "page",
        "purpose": "service",
        "campaigns": 1,
        "people": people,
        "messages": people,
        "approval": None,
        "urgent": False,
    }
    return tuple((row | changed).values())


def test_campaigns_of_few_people_are_told_as_one(tmp_path):
    rows = [campaign(0, 1), campaign(0, 3, urgent=True), campaign(8, 40, replies=12, stops=4)]
    published(tmp_path, campaigns=rows)
    few, many = told(tmp_path, "campaigns")
    assert (few["campaigns"], few["people"], few["urgent"]) == (2, 4, True)
    assert (many["campaign"], many["replies"], many["stops"]) == (8, 12, None)


def test_choices_of_few_people_are_told_of_the_institution_alone(tmp_path):
    day = DAYS[3]
    published(
        tmp_path,
        replies=[(day, 0, 9, 3, 0), (day, 1, 5, 3, 0)],
        subscriptions=[(day, 0, None, 2, 1), (day, 4, 3, 2, 1), (day, 5, 60, 5, 0)],
    )
    assert [(one["replies"], one["stops"], one["starts"]) for one in told(tmp_path, "replies")] == [
        (9, 3, 0),
        (5, None, 0),
    ]
    found = told(tmp_path, "subscriptions")
    assert [(one["members"], one["joined"], one["left"]) for one in found] == [
        (None, 2, 1),
        (None, None, None),
        (60, 5, 0),
    ]


@pytest.mark.parametrize("table", tables.TABLES.values(), ids=lambda table: table.name)
def test_each_table_has_its_columns_and_types(tmp_path, table):
    day = DAYS[3]
    rows = {
        "facts": [fact(day)],
        "numbers": [(day, 1, 1, None, 0, 0, 0)],
        "names": [("account", 1, "x", None, "")],
        "campaigns": [campaign(1, 9)],
        "cube_hours": [(date(2026, 11, 1), 1, 1, 9, 1, 1, 0)],
        "subscriptions": [(day, 0, 1, 0, 0)],
        "replies": [(day, 0, 1, 0, 0)],
        "credits": [(1, day, 1, 0)],
        "balances": [(day, 1, 1, 0)],
    }
    published(tmp_path, **rows)
    [path] = files(tmp_path, table.name).values()
    with duckdb.connect() as database:
        asked = "SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM read_parquet(?))"
        found = database.execute(asked, [str(path)]).fetchall()
    assert found == [("institution", "VARCHAR"), *table.given]
