"""The credit of an account and its ledger."""

import pytest
from factories import make_account, make_institution, reread
from ZODB.POSException import ConflictError

from unisms.model.accounts import Account, LedgerEntry, NotEnoughCredit


@pytest.fixture
def account(root):
    return make_account(make_institution(root), segments=10)


def entry(at=1, segments=-3, campaign="c1", kind="reserve"):
    return LedgerEntry(at, kind, campaign, segments, 0)


def test_an_entry_moves_the_credit(account):
    account.record("c1:reserve", entry())
    assert reread(account).available == 7


def test_an_entry_is_written_once_under_its_natural_key(account):
    assert account.record("c1:reserve", entry())
    assert not account.record("c1:reserve", entry(segments=-5))
    assert reread(account).available == 7
    assert account.entry("c1:reserve") == entry()


def test_an_unknown_entry_is_none(account):
    assert account.entry("c2:reserve") is None


def test_the_ledger_is_told_oldest_first(account):
    account.record("c2:reserve", entry(at=9, campaign="c2"))
    account.record("c1:reserve", entry(at=5))
    assert [line.at for line in reread(account).ledger()] == [1, 5, 9]


def test_the_entries_of_a_stretch_are_found_oldest_first(account):
    for at in range(9, 1, -1):
        account.record(f"c{at}:reserve", entry(at=at, segments=-1))
    assert [line.at for line in reread(account).between(3, 6)] == [3, 4, 5]
    assert account.between(20, 30) == []
    assert account.began() == 1


def test_each_entry_makes_another_edition_once_it_is_committed(account):
    before = reread(account).edition
    account.record("c1:reserve", entry(segments=0))
    assert account.edition is None
    assert before is not None
    assert reread(account).edition not in (None, before)
    assert Account("Nouveau").edition is None


def test_an_account_without_entries_has_not_begun():
    assert Account("Nouveau").began() is None


def test_credits_are_told_apart_from_messages(account):
    account.record("c1:reserve", entry(at=5, segments=-1))
    account.record("credit:5:aa", entry(at=5, kind="credit", campaign="", segments=7))
    assert 7 in [line.segments for line in account.credits()]
    assert all(line.kind == "credit" for line in account.credits())


def test_the_entries_of_a_campaign_are_its_own(account):
    for campaign, kind in (
        ("c1", "reserve"),
        ("c1", "resend-4"),
        ("c1-2", "reserve"),
        ("c12", "reserve"),
    ):
        account.record(f"{campaign}:{kind}", entry(campaign=campaign, kind=kind, segments=-1))
    assert [line.kind for line in reread(account).entries_of("c1")] == ["resend-4", "reserve"]


def test_a_ledger_of_before_is_put_in_order(account):
    account.record("a:reserve", entry(at=9, campaign="a"))
    account.record("b:reserve", entry(at=5, campaign="b"))
    account._order = None
    account.index_ledger()
    assert [line.at for line in reread(account).ledger()] == [1, 5, 9]


def test_the_ledger_adds_up_to_the_credit(account):
    account.record("c1:reserve", entry(segments=-4))
    account.record("c1:settle", entry(segments=2, kind="settle"))
    assert sum(line.segments for line in account.ledger()) == reread(account).available == 8


def test_two_reservations_at_once_conflict(store, account):
    store.commit()
    rival = store.rival()
    other = rival.root["institutions"]["paris1"]["accounts"]["scd"]
    account.record("c1:reserve", entry())
    other.record("c2:reserve", entry(campaign="c2"))
    store.commit()
    with pytest.raises(ConflictError):
        rival.commit()
    rival.close()


def test_missing_credit_tells_how_much(account):
    assert NotEnoughCredit(3).missing == 3
