"""Figures of days that no message tells."""

from collections import Counter
from datetime import date, timedelta

import pytest
from factories import MOBILE, NOW, make_account, make_person
from sent_campaigns import GOOD, WAITING, sent

from unisms.model.accounts import LedgerEntry
from unisms.model.health import Flag
from unisms.model.health import of as health_of
from unisms.model.leavings import BACK, Leaving, note
from unisms.model.themes import Member, Theme
from unisms.services.exports import snapshots
from unisms.services.exports.periods import Span
from unisms.services.exports.snapshots import NumbersTold
from unisms.sms import causes

TODAY, DAY = date(2027, 1, 15), 86_400
YESTERDAY, TOMORROW = TODAY - timedelta(1), TODAY + timedelta(1)
UNTOLD = NumbersTold(None, {})


def key(name):
    return {"": 0}.get(name, len(name))


def flag(institution, digest, at):
    health_of(institution).flag(digest, Flag(at, causes.NUMBER_INVALID, 1))


def test_an_institution_of_which_no_number_failed_has_no_row(institution):
    assert list(snapshots.numbers(institution, [TODAY], UNTOLD)) == []


def test_flagged_numbers_are_counted_on_the_evening_of_a_day(institution):
    for digest, at in (("a", NOW - DAY), ("b", NOW), ("c", NOW), ("d", NOW + DAY)):
        flag(institution, digest, at)
    days = [YESTERDAY, TODAY]
    rows = list(snapshots.numbers(institution, days, UNTOLD))
    assert [row[:4] for row in rows] == [(YESTERDAY, 1, 1, None), (TODAY, 3, 2, 0)]


def test_flags_that_have_gone_were_repaired(institution):
    flag(institution, "b", NOW)
    [row] = snapshots.numbers(institution, [TODAY], NumbersTold(5, {}))
    assert row[:4] == (TODAY, 1, 1, 5)


def test_savings_are_those_of_the_month_but_of_the_days_before(institution):
    health_of(institution).save("2027-01", 9, 12, 600)
    told = NumbersTold(0, {"2027-01": (4, 5, 250), "2026-12": (7, 7, 7)})
    [row] = snapshots.numbers(institution, [TODAY], told)
    assert row[4:] == (5, 7, 350)
    first, second = snapshots.numbers(institution, [YESTERDAY, TODAY], UNTOLD)
    assert (first[4:], second[4:]) == ((9, 12, 600), (0, 0, 0))


def test_a_theme_has_its_members_on_each_evening_since_its_first(institution):
    theme = institution["themes"].add("sport", Theme("Sport"))
    for uid, day in (("a", "2027-01-13"), ("b", "2027-01-13"), ("c", "2027-01-15")):
        theme.join(uid, Member(1), day)
    theme.leave("a", NOW, "2027-01-15")
    theme.join("d", Member(1), "2027-01-16")
    span = Span(date.min, TODAY)
    rows = snapshots.subscriptions(institution, key, span, {})
    assert sorted(rows) == [
        (date(2027, 1, 13), 5, 2, 2, 0),
        (YESTERDAY, 5, 2, 0, 0),
        (TODAY, 5, 2, 1, 1),
    ]


def test_opt_outs_are_the_institutions_and_people_are_counted_where_that_is_known(institution):
    note(institution, Leaving(NOW, "", MOBILE, "reply"))
    note(institution, Leaving(NOW, "jd", "", "page", action=BACK))
    note(institution, Leaving(NOW, "jd", "", "page", theme="sport"))
    note(institution, Leaving(NOW + DAY, "jd", "", "page"))
    rows = snapshots.subscriptions(
        institution, key, Span(date.min, TODAY), {YESTERDAY: 7, TODAY: 8}
    )
    assert list(rows) == [(YESTERDAY, 0, 7, 0, 0), (TODAY, 0, 8, 1, 1)]


def test_replies_are_counted_for_the_account_whose_message_they_answer(institution):
    campaign = sent(institution, GOOD)
    for word, answers in (
        ("stop", campaign.__name__),
        ("", campaign.__name__),
        ("start", ""),
        ("yes", "gone"),
    ):
        institution.replies.receive(NOW, MOBILE, "36111", "…", word=word, campaign=answers)
    counted = snapshots.replies(institution)
    assert list(snapshots.reply_rows(counted, key)) == [(TODAY, 0, 4, 1, 2), (TODAY, 3, 2, 1, 0)]
    assert counted.by_campaign == {campaign.__name__: Counter({"stop": 1, "": 1})}


def test_credits_are_those_given_and_taken_back_a_day(institution):
    account = make_account(institution, "bu", segments=0)
    for place, (at, segments) in enumerate(((NOW, 100), (NOW, -30), (NOW + DAY, 5))):
        account.record(f"credit:x{place}", LedgerEntry(at, "credit", "", segments, 0))
    given, _ = snapshots.money(institution, key, Span(TODAY, TODAY))
    assert [row for row in given if row[0] == 2] == [
        (2, date(1970, 1, 1), 0, 0),
        (2, TODAY, 70, 0),
        (2, TOMORROW, 5, 0),
    ]


def test_balances_of_each_evening_are_those_of_the_ledger(institution):
    account = make_account(institution, "bu", segments=100)
    sent(institution, GOOD, WAITING, at=NOW - DAY, account="bu", closed=False)
    campaign = sent(institution, *[GOOD] * 4, WAITING, at=NOW, account="bu")
    account.record(f"{campaign.__name__}:resend-1", LedgerEntry(NOW + DAY, "resend", "x", -3, -9))
    _, evenings = snapshots.money(institution, key, Span(YESTERDAY - timedelta(1), TOMORROW))
    assert [row[2:] for row in evenings if row[1] == 2] == [(100, 0), (98, 2), (94, 2), (91, 5)]
    assert account.available == 91


def test_an_account_that_nobody_gave_anything_has_no_balance(institution):
    institution["accounts"]["scd"]._ledger.clear()
    institution["accounts"]["scd"].index_ledger()
    assert snapshots.money(institution, key, Span(YESTERDAY, TODAY)) == ([], [])


@pytest.mark.parametrize("people", [0, 3])
def test_an_institution_without_leavings_tells_of_its_people_alone(institution, people):
    for place in range(people):
        make_person(institution, f"p{place}")
    rows = snapshots.subscriptions(institution, key, Span(TODAY, TODAY), {TODAY: people})
    assert list(rows) == [(TODAY, 0, people, 0, 0)]
