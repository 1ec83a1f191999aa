"""The audit journal: nothing of it can be edited, removed or added unseen."""

import pytest
import ZODB
from factories import NOW, make_institution, reread
from transaction import TransactionManager
from ZODB.DemoStorage import DemoStorage

from unisms.model.audit import FIRST, Audit, AuditEntry


@pytest.fixture
def institution(root):
    return make_institution(root)


@pytest.fixture
def audit(institution):
    return institution.audit


def entry(number=0, verb="role.given"):
    return AuditEntry(
        NOW + number, "zoe", verb, "/roles/scd", "127.0.0.1", "", '{"role": "sender"}'
    )


def is_whole(audit):
    """Whether each entry is where it was sealed, as it was sealed."""
    digest, number = FIRST, 0
    for place, (number, link) in enumerate(audit.links(0, 99), 1):
        if number != place or not (link.follows(digest) and link.is_as_sealed()):
            return False
        digest = link.digest
    return audit.head == (number, digest)


def test_an_entry_waits_until_it_is_sealed(institution):
    institution.audit.record(entry())
    audit = reread(institution).audit
    assert audit.waiting() == [entry()]
    assert list(audit.sealed()) == []
    assert audit.seal() == 1
    assert reread(institution).audit.waiting() == []
    assert [sealed.entry for sealed in audit.sealed()] == [entry()]
    assert len(audit) == 1


def test_entries_are_sealed_in_the_order_in_which_they_came(audit):
    for number in (1, 3, 5):
        audit.record(entry(number))
    assert audit.seal() == 3
    for number in (7, 9):
        audit.record(entry(number))
    assert len(audit) == 5
    assert audit.seal() == 2
    assert [(sealed.number, sealed.entry.at - NOW) for sealed in audit.sealed()] == [
        (1, 1), (2, 3), (3, 5), (4, 7), (5, 9)
    ]  # fmt: skip
    assert is_whole(audit)


def test_nothing_to_seal_changes_nothing(audit):
    audit.record(entry())
    audit.seal()
    head = audit.head
    assert audit.seal() == 0
    assert audit.head == head


def test_an_empty_journal_is_a_journal_all_the_same(audit):
    assert audit
    assert len(audit) == 0
    assert is_whole(audit)


def test_a_part_of_the_chain_is_read(audit):
    for number in range(5):
        audit.record(entry(number))
    audit.seal()
    assert [sealed.number for sealed in audit.sealed(after=2)] == [3, 4, 5]
    assert [sealed.number for sealed in audit.sealed(after=2, before=4)] == [3]


def edit(audit):
    audit._parts[2] = (*entry(2, "role.withdrawn"), *audit._parts[2][-2:])


def remove(audit):
    del audit._links[2]


def remove_the_last(audit):
    del audit._links[3]


def swap(audit):
    audit._links[1], audit._links[2] = audit._links[2], audit._links[1]


def add(audit):
    audit._links[4] = ("0" * 64, "0" * 64, "0" * 64)


def edit_and_seal_again(audit):
    other = Audit()
    other.head = (1, audit._links[1][0])
    other.record(entry(2, "role.withdrawn"))
    other.seal()
    audit._links[2], audit._parts[2] = other._links[2], other._parts[2]


@pytest.mark.parametrize("tamper", [edit, remove, remove_the_last, swap, add, edit_and_seal_again])
def test_whoever_touches_the_chain_breaks_it(audit, tamper):
    for number in range(3):
        audit.record(entry(number))
    audit.seal()
    assert is_whole(audit)
    tamper(audit)
    assert not is_whole(audit)


@pytest.mark.parametrize("before", [0, 20])
def test_two_writers_do_not_conflict(before):
    """In a store that merges trees, as RelStorage and FileStorage do."""
    db = ZODB.DB(DemoStorage())
    with db.transaction() as connection:
        audit = connection.root()["audit"] = Audit()
        for number in range(before):
            audit.record(entry(number))
    managers = TransactionManager(), TransactionManager()
    connections = [db.open(manager) for manager in managers]
    for connection in connections:
        connection.root()["audit"].record(entry(before))
    for manager in managers:
        manager.commit()
    assert len(connections[1].root()["audit"]) == before + 2
    for connection in connections:
        connection.close()
    db.close()


def test_what_somebody_asks_to_erase_leaves_the_chain_whole_and_is_told(audit):
    for number in range(4):
        audit.record(entry(number, "role.given" if number % 2 else "consent.given"))
    audit.seal()
    audit.record(entry(9, "consent.given"))
    assert audit.forget_about(lambda one: one.verb == "consent.given") == 3
    assert audit.forget_about(lambda one: one.verb == "nothing") == 0
    assert [one.at - NOW for one in audit.latest(0)] == [3, 1]
    assert [link.asked for _, link in audit.links(0, 9)] == [True, False, True, False]
    assert is_whole(audit)
