"""A month through a real worker and a real SMSC, as dashboards and the service's own pages tell it.

Every figure is that of the SMSC's log, to the unit.
"""

import re
from collections import Counter
from datetime import date, timedelta

import pytest
from webtest import TestApp

import unisms
from dashboards.exports.engine import Engine
from dashboards.exports.questions import arrival, campaigns, cost, errors, overview, usage
from dashboards.exports.selection import Selection
from tests.month import ACCOUNTS, ASIDE, MONTH, PARIS, WITHOUT
from tests.month_figures import (
    BOUNDS,
    FAILED,
    FEW,
    SLACK,
    account,
    added,
    day,
    has_failed,
    is_delivered,
    of,
    price,
    row_of,
    segments,
)
from unisms.model.folder import find
from unisms.model.people import Subscriber
from unisms.model.roles import PERSON
from unisms.scripts.opening import read_settings
from unisms.services.door import passwords

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("a month")]

PASSWORD = "marron-tilleul"


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
        for key, name in files.database.execute(
            "SELECT key, name FROM names WHERE kind = 'account'"
        ).fetchall()
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
