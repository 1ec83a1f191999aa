"""Each figure is that of the facts, whichever table told it; and nobody sees more than they may."""

import inspect
import re
from datetime import date

import duckdb
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.exports import notes, schema
from dashboards.exports.questions import (
    arrival,
    campaigns,
    cost,
    errors,
    loans,
    outlook,
    overview,
    slowness,
    standing,
    usage,
)
from dashboards.exports.selection import Selection
from dashboards.exports.sums import sums

BOTH = ("anges", "pantheon")
MODULES = (arrival, campaigns, cost, errors, loans, outlook, overview, slowness, usage)
NO_QUESTIONS = {"histograms"}


def _questions():
    for module in MODULES:
        for name, function in vars(module).items():
            is_ours = inspect.isfunction(function) and function.__module__ == module.__name__
            if is_ours and not name.startswith("_") and name not in NO_QUESTIONS:
                yield pytest.param(function, id=f"{module.__name__.rpartition('.')[2]}.{name}")


QUESTIONS = [*_questions()]


def ask(question, engine, selection):
    needs = "campaign" in inspect.signature(question).parameters
    return question(engine, selection, *([latest_campaign(engine)] if needs else []))


def latest_campaign(engine):
    whole = Selection(("pantheon",), None, date(2024, 1, 1), date(2026, 12, 31))
    return int(campaigns.listed(engine, whole)["campaign"].max())


@pytest.fixture(scope="session")
def facts(folder):
    """All facts of the folder, in a frame."""
    with duckdb.connect() as db:
        frame = db.execute(f"SELECT * FROM '{folder}/facts/*/*.parquet'").df()
    assert frame["messages"].sum() > 100_000
    return frame


def chosen(facts, selection):
    days = facts["day"].between(pd.Timestamp(selection.first), pd.Timestamp(selection.last))
    kept = facts[days & facts["institution"].isin(selection.institutions)]
    for column, value in selection.chosen.items():
        kept = kept[kept[column] == value]
    return kept if selection.accounts is None else kept[kept["account"].isin(selection.accounts)]


SELECTIONS = st.builds(
    Selection,
    st.sampled_from([("pantheon",), ("anges",)]),
    st.sampled_from([None, None, (1, 2), (5,), ()]),
    st.dates(date(2024, 9, 1), date(2026, 6, 1)),
    st.dates(date(2026, 6, 1), date(2026, 12, 31)),
    st.sampled_from([0, 0, 1, 5]),
    st.sampled_from(["", "", "page", "service"]),
    st.sampled_from([0, 0, 2]),
    st.just(0),
    st.sampled_from(["", "", "208-01", "262-01"]),
    st.sampled_from(["", "", "FR"]),
)
BY = st.sampled_from(
    [
        *((), ("day",), ("state",), ("cause", "state"), ("broker",), ("network", "state")),
        *(("account",), ("origin",), ("country",), ("day", "broker", "state")),
    ]
)


@given(SELECTIONS, BY)
def test_whichever_table_is_asked_the_sums_are_those_of_the_facts(engine, facts, selection, by):
    found = sums(engine, selection, by)
    kept = chosen(facts, selection)
    if not by:
        assert int(found["messages"].fillna(0).sum()) == kept["messages"].sum()
        return
    true = kept.groupby(list(by))["messages"].sum()
    assert found.set_index(list(by))["messages"].to_dict() == true.to_dict()


@given(SELECTIONS)
def test_money_is_that_of_the_facts(engine, facts, selection):
    found = sums(engine, selection, ("origin",), cost.MONEY)
    true = chosen(facts, selection).groupby("origin")[list(cost.MONEY)].sum()
    assert found.set_index("origin").to_dict() == true.to_dict()


def test_states_are_counted_once(engine, facts, year):
    one = overview.totals(engine, year).iloc[0]
    kept = chosen(facts, year).groupby("state")["messages"].sum()
    assert one["messages"] == kept.sum()
    assert one["failed"] == kept["failed"] + kept["expired"]
    assert one["messages"] == one["sent"] + one["set_aside"]  # here none is queued or stopped
    assert one["sent"] == sum(one[name] for name in ("delivered", "failed", "waiting", "uncertain"))
    assert one["rate"] == one["delivered"] / one["sent"]


def test_periods_stand_side_by_side(engine, facts, year):
    october = year._replace(first=date(2026, 10, 1), last=date(2026, 10, 31))
    found = overview.compared(engine, october).set_index("period")
    for name, first, last in (
        ("now", "2026-10-01", "2026-10-31"),
        ("before", "2026-09-01", "2026-09-30"),
        ("last_year", "2025-10-01", "2025-10-31"),
    ):
        same = october._replace(first=date.fromisoformat(first), last=date.fromisoformat(last))
        assert found.loc[name, "messages"] == chosen(facts, same)["messages"].sum()
        assert found.loc[name, "first"] == pd.Timestamp(first)


def test_a_period_before_anything_was_exported_is_unknown_not_nothing(engine, year):
    found = overview.compared(engine, year).set_index("period")
    assert found.loc["now", "messages"] > 0
    old = overview.compared(engine, year._replace(first=date(2024, 10, 1))).set_index("period")
    assert old.loc["last_year"].drop(["first", "last"]).isna().all()


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_has_its_columns_whatever_is_chosen(engine, year, question):
    whole = ask(question, engine, year)
    assert len(whole)
    for selection in (
        year._replace(institutions=BOTH),
        year._replace(accounts=(1,)),
        year._replace(accounts=()),
        year._replace(account=2, origin="page", broker=1, network="208-01", country="FR"),
        year._replace(first=date(2027, 1, 1), last=date(2027, 12, 31)),
        year._replace(institutions=()),
        year._replace(institutions=("nobody",)),
    ):
        assert list(ask(question, engine, selection)) == list(whole)


def test_what_a_docstring_tells_is_in_the_frame(engine, year):
    listed = [question.values[0] for question in QUESTIONS]
    assert len(listed) >= 35
    for question in listed:
        words = set(re.findall(r"\w+", question.__doc__))
        frame = ask(question, engine, year)
        grouped = {*standing.COLUMNS, *overview.totals(engine, year)}
        told = "standing.COLUMNS" in question.__doc__ or "totals" in question.__doc__
        others = ("as ``", "``COLUMNS``")
        if not any(word in question.__doc__ for word in others):
            assert set(frame) - words - (grouped if told else set()) == set(), question


@pytest.mark.parametrize("question", QUESTIONS)
def test_somebody_who_may_see_no_account_sees_nothing(engine, year, question):
    frame = ask(question, engine, year._replace(accounts=()))
    if question.__module__ == loans.__name__:
        return  # the library's own figures, of no account
    numbers = frame.select_dtypes("number").drop(columns=["broker", "hour"], errors="ignore")
    assert not numbers.fillna(0).to_numpy().any()


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_account_that_one_may_not_see_cannot_be_chosen(engine, year, question):
    if question.__module__ == loans.__name__ or "campaign" in question.__code__.co_varnames:
        return  # a campaign is found by its key, whatever else is chosen
    frame = ask(question, engine, year._replace(accounts=(1,), account=2))
    assert not frame.select_dtypes("number").fillna(0).to_numpy().any()


def test_figures_of_the_whole_institution_are_not_told_by_account(engine, year):
    frame = errors.flagged_by_day(engine, year._replace(accounts=(1, 2)))
    assert [note.code for note in notes.of(frame)] == [notes.NOT_BY_ACCOUNT]
    assert frame.empty


def test_a_filter_that_a_table_does_not_know_is_told(engine, year):
    frame = usage.hours(engine, year._replace(origin="page"))
    assert (frame.empty, notes.of(frame)[-1].detail) == (True, "origin")


def test_keys_of_several_institutions_are_not_mixed(engine, year):
    for asked in ({"account": 1}, {"broker": 1}, {"campaign": 7}, {"accounts": (1,)}):
        frame = overview.by_day(engine, year._replace(institutions=BOTH, **asked))
        assert notes.ONE_INSTITUTION in [note.code for note in notes.of(frame)]
        assert frame.empty


def test_an_operator_sees_the_sum_of_institutions(engine, facts, year):
    found = overview.by_institution(engine, year._replace(institutions=BOTH))
    true = chosen(facts, year._replace(institutions=BOTH)).groupby("institution")["messages"].sum()
    assert found.set_index("institution")["messages"].to_dict() == true.to_dict()


def test_the_broker_that_got_slower_is_found_and_no_other(engine, year):
    found = slowness.slower(engine, year)
    slow = found[found["slower"]]
    assert slow[["name", "network"]].to_numpy().tolist() == [["Facilitateur B", "208-01"]]
    assert (slow["p90_after"] > slow["p90_before"]).all()
    assert len(found) > 3


def test_flagged_numbers_fall_and_are_those_of_the_latest_day(engine, year):
    found = errors.flagged_by_day(engine, year)
    assert len(found) == (year.last - year.first).days + 1
    assert found["flagged"].iloc[-1] < found["flagged"].iloc[0]


def test_balances_are_credits_less_what_was_spent(engine, facts, year):
    since = year._replace(first=date(2024, 1, 1))
    given_ = cost.credits(engine, since).set_index("account")["segments"]
    spent = chosen(facts, since).groupby("account")["segments"].sum()
    found = cost.balances(engine, year).set_index("account")["available"]
    assert found.to_dict() == (given_ - spent).to_dict()


def test_credits_are_those_given_in_the_period(engine, year):
    september = year._replace(first=date(2026, 9, 1), last=date(2026, 9, 30))
    given_ = cost.credits(engine, september)["segments"]
    assert given_.sum() > 0
    assert cost.credits(engine, september._replace(first=date(2026, 9, 2)))["segments"].sum() == 0
    whole = cost.credits(engine, year._replace(first=date(2024, 1, 1)))["segments"]
    assert whole.sum() > given_.sum()


def test_a_course_goes_on_from_what_was_spent(engine, facts, year):
    found = outlook.course(engine, year, "academic year")
    spent = chosen(facts, year._replace(first=date(2026, 9, 1)))["segments"].sum()
    assert outlook.course(engine, year, "academic year", "cost")["spent"].max() == spent * 45
    assert found["spent"].max() == spent
    assert found["day"].iloc[[0, -1]].tolist() == [
        pd.Timestamp(2026, 9, 1),
        pd.Timestamp(2027, 8, 31),
    ]
    ahead = found[found["expected"].notna()]
    assert ahead["day"].iloc[0] == pd.Timestamp(2026, 11, 30)
    assert (ahead["low"] <= ahead["expected"]).all()
    assert (ahead["expected"] <= ahead["high"]).all()
    assert ahead["expected"].iloc[0] >= spent
    assert outlook.course(engine, year, "month")["day"].max() == pd.Timestamp(2026, 11, 30)


def test_accounts_together_are_expected_to_spend_about_what_the_whole_does(engine, year):
    whole = outlook.course(engine, year)
    each = outlook.accounts(engine, year)
    assert each["spent"].sum() == whole["spent"].max()
    assert each["expected"].sum() == pytest.approx(whole["expected"].max(), rel=0.4)
    assert (each["runs_out"].dropna() > pd.Timestamp(2026, 11, 29)).all()


def test_a_campaign_leads_to_its_causes(engine, facts, year):
    key = latest_campaign(engine)
    one = campaigns.one(engine, year, key).iloc[0]
    causes = campaigns.causes_of(engine, year, key)
    assert causes["messages"].sum() == one["messages"]
    failed = causes[causes["state"].isin(schema.FAILED)]["messages"].sum()
    assert failed == one["failed"]
    assert one["name"].startswith("Rappel") or not key % 97


def test_a_campaign_of_another_account_is_not_found(engine, year):
    key = latest_campaign(engine)
    account = campaigns.one(engine, year, key)["account"].iloc[0]
    others = tuple(n for n in range(1, 7) if n != account)
    assert campaigns.one(engine, year._replace(accounts=others), key).empty
    assert campaigns.causes_of(engine, year._replace(accounts=others), key).empty


def test_small_campaigns_have_no_key_but_count(engine, year):
    sizes = usage.sizes(engine, year).set_index("size")
    assert sizes.index.tolist() == [1, 5, 10, 50, 200, 1000]
    assert sizes["campaigns"].sum() == usage.campaigns_by_day(engine, year)["campaigns"].sum()
    assert (campaigns.listed(engine, year)["campaign"] > 0).all()


def test_fewer_than_five_people_are_not_told(engine, year):
    found = usage.subscriptions(engine, year)
    told = found[found["theme"] > 0][["joined", "left"]]
    assert told.isna().any().all()
    assert not told.isin([1, 2, 3, 4]).any().any()
    assert found[found["theme"] == 0]["left"].notna().all()


def test_reminders_bring_books_back(engine, year):
    found = loans.compare(engine, year).set_index("kind")
    assert list(found.index) == ["with", "after", "others", "net"]
    for kind in ("with", "after", "net"):
        assert found.loc[kind, "low"] < -0.08 < found.loc[kind, "high"] < 0
    assert found.loc["others", "low"] < 0 < found.loc["others", "high"]
    rates = loans.by_branch(engine, year)
    assert rates.set_index("branch")["rate"].to_dict() == pytest.approx(
        {"Centrale": 0.17, "Lettres": 0.25}, abs=0.02
    )


def test_without_a_file_of_loans_there_is_nothing_but_a_note(engine, year):
    found = loans.compare(engine, year._replace(institutions=("anges",)))
    assert (len(found), [note.code for note in notes.of(found)]) == (0, [notes.NO_LOANS])
