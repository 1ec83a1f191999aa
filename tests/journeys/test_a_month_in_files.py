"""A month through a real worker and a real SMSC, read by the documented schema of exports alone.

Every figure is that of the SMSC's log and of the ledger, to the unit.
"""

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.month import ACCOUNTS, ASIDE, MONTH, PARIS
from tests.month_figures import (
    BOUNDS,
    FEW,
    HANDED_OVER,
    SLACK,
    account,
    added,
    aside,
    begun,
    country,
    day,
    has_failed,
    is_delivered,
    of,
    price,
    row_of,
    segments,
)
from unisms.model.folder import find

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("a month")]

NAMED = "(SELECT key, name FROM names WHERE kind = 'account')"


def test_the_log_tells_of_everybody_who_was_written_to(month):
    assert len(month.fates) == sum(sent.people for sent in MONTH) == len(month.of)
    assert of(month, lambda one: one.state).keys() == {(state,) for state in HANDED_OVER}


def test_each_state_and_cause_of_each_day_is_in_the_files(month, files):
    expected = of(month, day, lambda one: one.state, lambda one: one.cause)
    for key, count in aside(
        month,
        lambda sent, _: begun(month, sent),
        lambda *_: "set_aside",
        lambda _, number: ASIDE[number],
    ).items():
        expected[key] += count
    for table in ("facts", "cube_brokers"):
        asked = f"SELECT day, state, cause, sum(messages) FROM {table} GROUP BY ALL"
        assert files.counted(asked) == expected


def test_each_account_has_its_messages_segments_and_cost_in_the_files(month, files):
    by = (account, lambda one: one.state)
    for table in ("facts", "cube_accounts"):
        asked = (
            f"SELECT name, state, sum({{}}) FROM {table} JOIN {NAMED} ON account = key "
            "WHERE state <> 'set_aside' GROUP BY ALL"
        )
        assert files.counted(asked.format("messages")) == of(month, *by)
        assert files.counted(asked.format("segments")) == added(month, segments, *by)
        assert files.counted(asked.format("cost")) == added(month, price, *by)


def test_origins_purposes_and_destinations_are_those_of_the_messages(month, files):
    found = files.counted(
        "SELECT origin, purpose, country, sum(messages) FROM facts WHERE state <> 'set_aside' "
        "GROUP BY ALL"
    )
    facts = (lambda one: one.sent.origin, lambda one: one.sent.purpose, country)
    assert found == of(month, *facts)
    assert files.counted(
        "SELECT country, state, sum(messages) FROM cube_networks WHERE state <> 'set_aside' "
        "GROUP BY ALL"
    ) == of(month, country, lambda one: one.state)


def test_the_broker_is_the_one_that_carried_them_and_told_no_network(files):
    asked = (
        "SELECT name, network, sum(messages) FROM cube_networks LEFT JOIN "
        "(SELECT key, name FROM names WHERE kind = 'broker') ON broker = key "
        "WHERE state <> 'set_aside' GROUP BY ALL"
    )
    assert files.counted(asked) == {("SMSC", ""): sum(sent.people for sent in MONTH)}


def test_hours_are_the_local_ones_at_which_the_smsc_took_them(month, files):
    hours = (
        lambda one: one.at.date().replace(day=1),
        account,
        lambda one: one.at.isoweekday(),
        lambda one: one.at.hour,
    )
    asked = (
        f"SELECT month, name, weekday, hour, sum({{}}) AS figure FROM cube_hours JOIN {NAMED} "
        "ON account = key GROUP BY ALL HAVING figure > 0"
    )
    assert files.counted(asked.format("messages")) == of(month, *hours)
    for column, is_so in (("delivered", is_delivered), ("failed", has_failed)):
        assert files.counted(asked.format(column)) == of(month, *hours, where=is_so)


def test_the_seconds_are_those_between_the_submit_and_the_receipt(month, files):
    told = Counter(files.counted("SELECT delay, sum(messages) FROM cube_delays GROUP BY ALL"))
    delivered = [one for one in month.fates if one.state == "delivered"]
    assert sum(told.values()) == len(delivered)
    least = Counter(bucket(max(0, one.seconds - SLACK)) for one in delivered)
    most = Counter(bucket(one.seconds + SLACK) for one in delivered)
    for bound in range(len(BOUNDS)):
        within = sum(count for (place,), count in told.items() if place <= bound)
        assert beneath(most, bound) <= within <= beneath(least, bound), BOUNDS[bound]


def bucket(seconds):
    return next((place for place, bound in enumerate(BOUNDS) if seconds <= bound), len(BOUNDS))


def beneath(counted, bound):
    return sum(count for place, count in counted.items() if place <= bound)


def test_each_campaign_has_its_row_and_small_ones_have_no_key(month, files):
    rows = files.database.execute(
        "SELECT name, c.day, origin, purpose, urgent, people, messages, segments, cost, delivered, "
        "failed, set_aside, uncertain FROM campaigns c JOIN names n "
        "ON n.kind = 'campaign' AND n.key = c.campaign"
    ).fetchall()
    large = [sent for sent in MONTH if sent.people >= FEW]
    assert sorted(rows) == sorted(row_of(month, sent) for sent in large)
    small = [row_of(month, sent)[5:] for sent in MONTH if sent.people < FEW]
    asked = (
        "SELECT campaigns, people, messages, segments, cost, delivered, failed, set_aside, "
        "uncertain FROM campaigns WHERE campaign = 0"
    )
    summed = [sum(figures) for figures in zip(*small, strict=True)]
    assert files.database.execute(asked).fetchall() == [(len(small), *summed)]


def test_no_number_no_name_and_no_text_is_in_a_file(month, files):
    paths = [Path(month.folder, file["path"]) for file in files.manifest["files"]]
    written = b"".join(path.read_bytes() for path in paths)
    columns = [
        (table, column)
        for (table,) in files.database.execute("SHOW TABLES").fetchall()
        for column, kind in files.database.execute(
            f"SELECT column_name, column_type FROM (DESCRIBE {table})"
        ).fetchall()
        if kind == "VARCHAR"
    ]
    told = {
        value
        for table, column in columns
        for (value,) in files.database.execute(f"SELECT DISTINCT {column} FROM {table}").fetchall()
    }
    assert len(told) > 20
    assert [one for one in told if re.search(r"\d{4}|Lefèvre|document|carte", one)] == []
    assert b"Lef\xc3\xa8vre" not in written


def test_every_ledger_tells_the_same_segments_and_cost(month, files):
    def look(root):
        institution = find(root, PARIS)
        spent = {}
        for name, title in ACCOUNTS.items():
            account = institution["accounts"][name]
            entries = [one for one in account.entries() if one.campaign]
            figures = (sum(one.segments for one in entries), sum(one.amount for one in entries))
            spent[title] = [-figure for figure in figures]
        return spent

    ledgers = month.service.run(look)
    asked = (
        f"SELECT name, sum(segments), sum(cost) FROM cube_accounts JOIN {NAMED} ON account = key "
        "GROUP BY ALL"
    )
    told = {name: figures for name, *figures in files.database.execute(asked).fetchall()}
    assert told == ledgers


def test_the_balance_of_each_evening_is_the_credit_without_what_was_spent(month, files):
    asked = f"SELECT name, sum(segments) FROM credits JOIN {NAMED} ON account = key GROUP BY ALL"
    given = files.counted(asked)
    asked = (
        f"SELECT name, arg_max(available + reserved, day) FROM balances JOIN {NAMED} "
        "ON account = key GROUP BY ALL"
    )
    spent = added(month, lambda one: one.segments if month.is_settled(one.sent) else 0, account)
    assert files.counted(asked) == {key: given[key] - spent[key] for key in spent}
