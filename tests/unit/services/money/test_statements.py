"""A month of an account, in rows: the sums agree with the ledger to the unit."""

import pytest
from factories import NOW, make_house, make_release, reread

from unisms.model.accounts import Account
from unisms.services.delivery import closing
from unisms.services.money import billing, ledgers, statements
from unisms.sms import states
from unisms.testing.factories import ledger, someone

PARIS, DAY = "Europe/Paris", 86400
NOVEMBER, DECEMBER = statements.bounds("2026-11", PARIS)


@pytest.fixture
def account():
    return ledger()


def send(account, name, at, segments=10, spent=None, closed_at=None):
    billing.reserve(someone(account, "zlefevre"), account, name, segments, 50 * segments, at)
    if spent is not None:
        billing.settle(account, name, spent, 50 * spent, closed_at or at + 60)


def told(account, month):
    return statements.statement(account, *statements.bounds(month, PARIS))


def test_a_message_is_one_line_of_what_it_spent(account):
    billing.grant(someone(account, "mcomptes"), account, 100, NOVEMBER, note="dotation")
    send(account, "c1", NOVEMBER + 5, spent=8)
    send(account, "c2", NOVEMBER + 9)
    found = told(account, "2026-11")
    assert [(line.campaign, line.segments, line.amount, line.settled) for line in found.lines] == [
        ("c2", -10, -500, False),
        ("c1", -8, -400, True),
        ("", 100, 0, True),
    ]
    assert [line.note for line in found.lines] == ["", "", "dotation"]
    assert found[1:] == (2, 18, 900)


def test_a_second_try_is_a_part_of_its_message(account):
    billing.grant(someone(account, "mcomptes"), account, 100, NOVEMBER)
    send(account, "c1", NOVEMBER + 5)
    billing.reserve(
        someone(account, "abenali"), account, "c1", 3, 150, NOVEMBER + 9, kind="resend-1"
    )
    [line, _] = told(account, "2026-11").lines
    assert (line.by, line.segments, line.at) == ("zlefevre", -13, NOVEMBER + 5)


def test_a_second_try_is_a_part_of_its_message_once_it_is_settled_too(account):
    billing.grant(someone(account, "mcomptes"), account, 100, NOVEMBER)
    send(account, "c1", NOVEMBER + 5)
    billing.reserve(
        someone(account, "abenali"), account, "c1", 3, 150, NOVEMBER + 9, kind="resend-1"
    )
    billing.settle(account, "c1", 12, 600, NOVEMBER + 99)
    found = told(account, "2026-11")
    [line, _] = found.lines
    assert (line.by, line.segments, line.amount, line.settled) == ("zlefevre", -12, -600, True)
    assert found[1:] == (1, 12, 600)


def test_a_message_that_a_clock_has_settled_before_it_left_is_one_line(account):
    billing.grant(someone(account, "mcomptes"), account, 100, NOVEMBER)
    send(account, "c1", NOVEMBER + 50, spent=7, closed_at=NOVEMBER + 5)
    found = told(account, "2026-11")
    assert [(line.campaign, line.segments) for line in found.lines] == [("c1", -7), ("", 100)]


def test_of_one_second_the_credit_comes_before_what_it_pays(account):
    billing.grant(someone(account, "mcomptes"), account, 100, NOVEMBER)
    for name in ("c2", "c1", "c3"):
        send(account, name, NOVEMBER, spent=7 if name != "c1" else None)
    assert [line.campaign for line in told(account, "2026-11").lines] == ["c3", "c2", "c1", ""]


def test_a_message_stands_whole_in_the_month_in_which_it_left(account):
    billing.grant(someone(account, "mcomptes"), account, 100, NOVEMBER)
    send(account, "c1", DECEMBER - 1, spent=7, closed_at=DECEMBER + 3 * DAY)
    assert told(account, "2026-11").segments == 7
    assert told(account, "2026-12") == statements.Statement([], 0, 0, 0)


def test_months_begin_and_end_where_the_institution_is(account):
    billing.grant(someone(account, "mcomptes"), account, 100, NOVEMBER)
    send(account, "c1", DECEMBER, spent=7)
    assert [told(account, month).messages for month in ("2026-11", "2026-12")] == [0, 1]
    there = statements.bounds("2026-11", "Pacific/Noumea")
    assert statements.statement(account, *there).messages == 0
    assert NOVEMBER - there[0] == 10 * 3600
    assert statements.bounds("2026-12", PARIS)[1] == statements.bounds("2027-01", PARIS)[0]


def test_the_months_are_those_since_the_first_entry(account):
    assert statements.months(account, DECEMBER + DAY, PARIS) == ["2026-12"]
    billing.grant(someone(account, "mcomptes"), account, 1, NOVEMBER)
    assert statements.months(account, DECEMBER + 40 * DAY, PARIS) == [
        "2027-01",
        "2026-12",
        "2026-11",
    ]
    assert statements.months(account, NOVEMBER - 40 * DAY, PARIS) == [
        "2026-09"
    ]  # a clock that was ahead


def test_all_months_together_are_the_ledger_and_the_ledger_agrees(root):
    institution = make_house(root)
    for place in range(7):
        campaign = make_release(institution, title=f"m{place}")
        if place % 2:
            campaign.state, campaign.ended_at = states.STOPPED, NOW
            closing.close(campaign, institution["brokers"]["fake"], NOW + place * 20 * DAY)
    account = reread(institution)["accounts"]["scd"]
    assert ledgers.look(root, "paris1").faults == []
    known = statements.months(account, NOW + 365 * DAY, PARIS)
    lines = [line for month in known for line in told(account, month).lines]
    assert sum(line.segments for line in lines) == account.available
    assert sum(line.amount for line in lines) == sum(entry.amount for entry in account.entries())
    assert len([line for line in lines if line.campaign]) == 7


def test_a_statement_reads_no_other_month(account, monkeypatch):
    """The mechanism behind its speed: what lies before and after is not looked at."""
    billing.grant(someone(account, "mcomptes"), account, 1000, NOVEMBER - 90 * DAY)
    for place in range(40):
        send(account, f"old-{place}", NOVEMBER - 60 * DAY + place, segments=1, spent=1)
    send(account, "c1", NOVEMBER + 5, spent=8)
    read = []
    stored = Account.entry
    monkeypatch.setattr(Account, "entry", lambda self, key: read.append(key) or stored(self, key))
    assert told(account, "2026-11").segments == 8
    assert read == ["c1:reserve", "c1:settle"]
