"""Histories as they are stored: lines by person and month, of campaigns that come and go."""

import pytest
from factories import NOW, make_institution
from hypothesis import given
from hypothesis import strategies as some

from unisms.model.history import MOST_LOOSE, Entered, History, PastCampaign

UIDS, MONTHS = ("anne", "bob", "zoe"), ("2026-12", "2027-01", "2027-02")
ROWS = some.dictionaries(some.sampled_from(UIDS), some.lists(some.integers(1, 9), max_size=3))
CAMPAIGNS = some.lists(some.tuples(some.sampled_from(MONTHS), ROWS), max_size=6)


def past(month, at=NOW):
    return PastCampaign(at, month, "SCD", (), "d")


def told(history, uid):
    """The lines of a person, with the names of campaigns."""
    return [(history.campaign(number) or "past", row) for number, row in history.lines(uid)]


@given(CAMPAIGNS, some.sets(some.integers(0, 5)), some.sets(some.integers(0, 5)))
def test_what_stays_is_what_was_entered_and_not_let_go(campaigns, gone, kept):
    history = History()
    for place, (month, rows) in enumerate(campaigns):
        history.enter(Entered(str(place), month, 9), rows)
    for place, (month, _) in enumerate(campaigns):
        if place in gone:
            history.let_go(str(place), past(month) if place in kept else None)
    history.clean()
    history.forget("zoe")
    for uid in UIDS:
        expected = [
            ("past" if place in gone else str(place), row)
            for month in MONTHS
            for place, (of, rows) in enumerate(campaigns)
            if of == month and (place not in gone or place in kept) and uid != "zoe"
            for row in sorted(rows.get(uid, ()))
        ]
        assert told(history, uid) == expected[::-1]


def test_a_campaign_that_is_entered_twice_has_one_number_and_all_its_rows():
    history = History()
    history.enter(Entered("a", "2027-01", 2), {"anne": [1, 2]})
    history.enter(Entered("a", "2027-01", 3), {"anne": [3], "bob": []})
    assert told(history, "anne") == [("a", 3), ("a", 2), ("a", 1)]
    assert history.entered("a") == Entered("a", "2027-01", 3)
    assert (history.entered("b"), history.campaign(9), history.past(9)) == (None, "", None)


def test_rows_in_nobodys_lines_are_told_until_there_are_too_many():
    history = History()
    history.enter(Entered("a", "2027-01", 3, (3,)), {"anne": [1], "bob": [2]})
    history.enter(Entered("b", "2027-01", 1), {"anne": [1]})
    history.enter(Entered("c", "2027-01", 1, ()), {"anne": [1]})
    history.let_go("c", past("2027-01"))
    history.forget("anne")
    assert history.entered("a").loose == (3, 1)
    assert history.entered("b").loose is None
    many = history.entered("a").loosened(range(MOST_LOOSE))
    assert (many.loose, many.loosened([1]).loose) == (None, None)


def test_a_past_campaign_has_no_line_of_a_mere_number():
    history = History()
    history.enter(Entered("a", "2027-01", 2), {"anne": [1], "#00ff": [2]})
    assert [*history.others("2027-01", "bob")] == [1 << 32 | 1]
    history.let_go("a", past("2027-01"))
    history.clean()
    assert (told(history, "anne"), told(history, "#00ff")) == ([("past", 1)], [])


def test_a_past_campaign_keeps_its_number_and_no_other_gets_it():
    history = History()
    history.enter(Entered("a", "2027-01", 1), {"anne": [1]})
    history.let_go("a", past("2027-01"))
    history.enter(Entered("b", "2027-01", 1), {"anne": [1]})
    ((newer, _), (older, _)) = history.lines("anne")
    assert (history.campaign(newer), history.past(older).department) == ("b", "SCD")


def test_what_is_past_is_forgotten_with_its_lines_and_an_empty_month_goes():
    history = History()
    for name, month, at in (("a", "2026-12", NOW), ("b", "2027-01", NOW + 9)):
        history.enter(Entered(name, month, 1), {"anne": [1]})
        history.let_go(name, past(month, at))
    history.forget_past(NOW + 9)
    history.clean()
    assert (told(history, "anne"), [*history._months]) == ([("past", 1)], ["2027-01"])


def test_a_name_waits_until_it_waits_no_more():
    history = History()
    for name in ("b", "a", "a"):
        history.wait(name)
    for name in history.waiting():
        assert name in ("a", "b")
        history.wait_no_more(name)
    assert [*history.waiting()] == []
    history.let_go("unknown", None)
    history.clean()


def test_lines_go_along_to_another_uid():
    history = History()
    for month in ("2026-12", "2027-01"):
        history.enter(Entered(month, month, 1), {"anne": [1]} if month < "2027" else {"bob": [1]})
    history.move("anne", "anna")
    assert [*history.lines("anne")] == []
    assert told(history, "anna") == [("2026-12", 1)]


@pytest.fixture
def stored(store):
    make_institution(store.root).history = History()
    store.commit()
    return store


def test_campaigns_released_at_one_moment_wait_both(stored):
    rival = stored.rival()
    for one, name in ((stored, "a"), (rival, "b")):
        one.root["institutions"]["paris1"].history.wait(name)
    stored.commit()
    rival.commit()
    stored.commit()
    assert [*stored.root["institutions"]["paris1"].history.waiting()] == ["a", "b"]
