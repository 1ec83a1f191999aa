"""A month through a real worker and a real SMSC, exported, and read: by the documented schema
alone, and as the dashboards read it. Every figure is that of the SMSC's log, of the ledger and of
the page that follows a message, to the unit.
"""

import json
import re
import time
from collections import Counter, defaultdict
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest
from webtest import TestApp

import unisms
from dashboards.exports.engine import Engine
from dashboards.exports.questions import arrival, campaigns, cost, errors, overview, usage
from dashboards.exports.selection import Selection
from tests import month as months
from tests.month import ACCOUNTS, ASIDE, MONTH, PARIS, PRICES, WITHOUT, Month
from tests.peers.service import Service
from tests.peers.smsc import Smsc
from unisms.model.folder import find
from unisms.model.people import Subscriber
from unisms.model.roles import PERSON
from unisms.scripts.opening import read_settings
from unisms.services.door import passwords

pytestmark = pytest.mark.servers

FEW = 5
BOUNDS = (1, 2, 3, 5, 10, 20, 30, 60, 120, 300, 900, 3600, 14400, 43200, 86400)
SLACK = 1.0  # seconds: the service notes whole ones
PASSWORD = "marron-tilleul"
HANDED_OVER = ("delivered", "failed", "expired", "accepted")
FAILED = ("failed", "expired")


@pytest.fixture(scope="module")
def month():
    with Smsc() as smsc, Service(smsc.port, window="20") as service:
        lived = Month(smsc, service, int(time.time()))
        lived.live()
        lived.fates = months.fates(lived)
        lived.folder = lived.export()
        yield lived


class Files:
    """The exports, as anybody reads them who knows ``docs/exports.md``."""

    def __init__(self, folder):
        self.folder = folder
        with open(f"{folder}/manifest.json") as opened:
            self.manifest = json.load(opened)
        self.database = duckdb.connect()
        for table in {file["table"] for file in self.manifest["files"]}:
            paths = [
                f"{folder}/{file['path']}"
                for file in self.manifest["files"]
                if file["table"] == table
            ]
            self.database.execute(f"CREATE VIEW {table} AS FROM read_parquet({paths})")

    def counted(self, asked):
        """Return the last column of an answer by the ones before it."""
        return {row[:-1]: row[-1] for row in self.database.execute(asked).fetchall()}


@pytest.fixture(scope="module")
def files(month):
    return Files(month.folder)


@pytest.fixture(scope="module")
def engine(month):
    opened = Engine(month.folder)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def everything(month):
    today = date.fromtimestamp(month.now)
    return Selection(("paris1",), None, today - timedelta(days=70), today)


@pytest.fixture(scope="module")
def pages(month):
    """A browser in which an administrator has signed in."""

    def furnish(root):
        institution = find(root, PARIS)
        institution["people"].add("admin", Subscriber("Jeanne Fontaine", "+33639980001"))
        institution.grants.give(f"{PERSON}admin", "administrator", "")
        institution.passwords["admin"] = passwords.hash_password(PASSWORD)

    month.service.run(furnish)
    wsgi = unisms.main({}, **read_settings(str(month.service.ini)))
    app = TestApp(wsgi, extra_environ={"HTTP_ACCEPT_LANGUAGE": "fr"})
    form = app.get(f"{PARIS}/sign-in").form
    form["uid"], form["password"] = "admin", PASSWORD
    form.submit(status=303)
    yield app
    wsgi.registry.worker.db.close()


def of(month, *facts, where=lambda fate: True):
    """Count the messages of the SMSC's log by these facts of them; and those set aside."""
    return Counter(tuple(fact(one) for fact in facts) for one in month.fates if where(one))


def aside(month, *facts):
    """Count the messages that were never sent, by facts of their campaign and their cause."""
    return Counter(
        tuple(fact(sent, number) for fact in facts) for sent in MONTH for number in sent.aside
    )


def day(fate):
    return fate.at.date()


def begun(month, sent):
    return month._moment(sent).date()


def account(fate):
    return ACCOUNTS[fate.sent.account]


def is_delivered(fate):
    return fate.state == "delivered"


def has_failed(fate):
    return fate.state in FAILED


def country(fate):
    return "BE" if fate.msisdn.startswith("+32") else "FR"


def segments(fate):
    return fate.segments


def price(fate):
    return fate.segments * PRICES[country(fate)]


def added(month, figure, *facts):
    """Add a figure of the messages up, by facts of them."""
    found = defaultdict(int)
    for one in month.fates:
        found[tuple(fact(one) for fact in facts)] += figure(one)
    return dict(found)


def test_the_log_tells_of_everybody_who_was_written_to(month):
    assert len(month.fates) == sum(sent.people for sent in MONTH) == len(month.of)
    assert of(month, lambda one: one.state).keys() == {(state,) for state in HANDED_OVER}


# By the documented schema.


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


NAMED = "(SELECT key, name FROM names WHERE kind = 'account')"


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


def row_of(month, sent):
    ends = [one for one in month.fates if one.sent == sent]
    states = Counter(one.state for one in ends)
    return (
        sent.title,
        begun(month, sent),
        sent.origin,
        sent.purpose,
        sent.urgent,
        len(ends),
        len(ends) + len(sent.aside),
        sum(one.segments for one in ends),
        sum(map(price, ends)),
        states["delivered"],
        sum(states[state] for state in FAILED),
        len(sent.aside),
        states["uncertain"],
    )


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


# By the dashboards.


def test_the_dashboards_tell_the_same_sums(month, engine, everything):
    [found] = overview.totals(engine, everything).to_dict("records")
    states = of(month, lambda one: one.state)
    assert found["sent"] == len(month.fates)
    assert found["delivered"] == states["delivered",]
    assert found["failed"] == sum(states[state,] for state in FAILED)
    assert found["waiting"] == states["accepted",] == 1
    assert found["set_aside"] == sum(len(sent.aside) for sent in MONTH)
    assert found["segments"] == sum(one.segments for one in month.fates)
    assert found["cost"] == sum(map(price, month.fates))
    causes = overview.causes(engine, everything)
    assert dict(zip(causes["cause"], causes["messages"], strict=True)) == {
        cause: count
        for (state, cause), count in of(
            month, lambda one: "failed" if one.state in FAILED else one.state, lambda one: one.cause
        ).items()
        if state == "failed"
    }


def test_the_dashboards_tell_each_account_and_each_origin_its_cost(month, engine, everything):
    for question, by, fact in (
        (cost.by_account, "name", account),
        (cost.by_origin, "origin", lambda one: one.sent.origin),
        (cost.by_month, "month", lambda one: one.at.date().replace(day=1)),
    ):
        found = question(engine, everything)
        told = {
            (plain(key),): figures
            for key, *figures in zip(found[by], found["segments"], found["cost"], strict=True)
        }
        taken, money = added(month, segments, fact), added(month, price, fact)
        assert told == {key: [taken[key], money[key]] for key in taken}


def plain(key):
    return key.date() if hasattr(key, "date") else key


@pytest.mark.parametrize("account_name", ACCOUNTS.values())
def test_the_dashboards_tell_one_account_alone_from_the_facts(
    month, files, engine, everything, account_name
):
    [key] = [
        key
        for key, name in files.database.execute(f"SELECT key, name FROM {NAMED}").fetchall()
        if name == account_name
    ]
    only = everything._replace(accounts=(key,))
    mine = [one for one in month.fates if account(one) == account_name]
    broker = arrival.by_broker(engine, only)
    carried = broker[broker["broker"] > 0]
    assert [*carried["sent"]] == [len(mine)]
    assert [*carried["delivered"]] == [sum(one.state == "delivered" for one in mine)]
    days = overview.by_day(engine, only)
    expected = Counter(day(one) for one in mine)
    told = {plain(key): count for key, count in zip(days["day"], days["sent"], strict=True)}
    assert {key: count for key, count in told.items() if count} == expected


def test_the_dashboards_tell_hours_destinations_and_delays(month, engine, everything):
    hours = usage.hours(engine, everything)
    told = {
        (weekday, hour): figures
        for weekday, hour, *figures in zip(
            *(hours[name] for name in ("weekday", "hour", "messages", "delivered", "failed")),
            strict=True,
        )
    }
    at = (lambda one: one.at.isoweekday(), lambda one: one.at.hour)
    sent = of(month, *at)
    arrived, failed = of(month, *at, where=is_delivered), of(month, *at, where=has_failed)
    assert told == {key: [sent[key], arrived[key], failed[key]] for key in sent}
    abroad = arrival.by_country(engine, everything).set_index("country")
    assert abroad["sent"]["BE"] == sum(one.abroad for one in MONTH)
    [found] = arrival.overall(engine, everything, "institution").to_dict("records")
    assert found["messages"] == sum(one.state == "delivered" for one in month.fates)
    assert found["p50"] <= found["p90"] <= found["p99"]
    slowest = max(one.seconds for one in month.fates if one.state == "delivered")
    assert found["p99"] <= next(bound for bound in BOUNDS if slowest + SLACK <= bound)


def test_the_dashboards_tell_each_campaign_and_its_causes(month, engine, everything):
    listed = campaigns.listed(engine, everything)
    assert sorted(listed["name"]) == sorted(sent.title for sent in MONTH if sent.people >= FEW)
    columns = ("people", "messages", "segments", "cost", "delivered", "failed", "set_aside")
    for record in listed.to_dict("records"):
        [sent] = [one for one in MONTH if one.title == record["name"]]
        assert [record[name] for name in columns] == [*row_of(month, sent)[5:12]]
        found = campaigns.causes_of(engine, everything, record["campaign"])
        told = {
            (state, cause): count
            for state, cause, count in zip(
                found["state"], found["cause"], found["messages"], strict=True
            )
        }
        expected = of(
            month,
            lambda one: one.state,
            lambda one: one.cause,
            where=lambda one, sent=sent: one.sent == sent,
        )
        expected.update(("set_aside", ASIDE[number]) for number in sent.aside)
        assert told == expected


def test_the_dashboards_tell_the_worst_lists(month, engine, everything):
    bad = {"number_invalid", "number_unusable"}
    expected = Counter(account(one) for one in month.fates if one.cause in bad)
    expected.update(ACCOUNTS[sent.account] for sent in MONTH if WITHOUT in sent.aside)
    found = errors.worst_accounts(engine, everything)
    assert dict(zip(found["name"], found["bad"], strict=True)) == {
        name: expected[name] for name in ACCOUNTS.values()
    }


# And they are those of the service.


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


@pytest.mark.parametrize("sent", MONTH, ids=lambda sent: sent.title)
def test_the_page_that_follows_a_message_shows_the_same(month, pages, sent):
    page = pages.get(month.paths[sent.title]).html
    shown = {
        " ".join(one.select_one(".figure-label").text.split()): number(
            one.select_one(".figure-value").text
        )
        for one in page.select(".progress .figure")
    }
    *_, taken, money, delivered, failed, set_aside, _ = row_of(month, sent)
    assert shown.get("reçus", shown.get("reçu")) == delivered
    assert shown["en échec"] == failed
    assert shown.get("mis de côté", 0) == set_aside
    if month.is_settled(sent):
        head = " ".join(page.select_one(".head").text.split())
        euros = f"{money / 1000:.2f}".replace(".", ",")
        assert re.search(rf"· {taken} SMS, {euros}\s€", head), head


def number(text):
    return int(re.sub(r"\D", "", text))
