"""The audit journals: sealed, searched, and whole or not."""

import pytest
from factories import NOW, make_institution
from hypothesis import given
from hypothesis import strategies as st
from ZODB.POSException import ConflictError

from unisms.model.audit import FIRST, Audit, AuditEntry, digest_of
from unisms.services.institution import audit_journals
from unisms.services.institution.audit_journals import Fault, Piece, Wanted

ENTRIES = st.lists(
    st.builds(
        AuditEntry,
        at=st.integers(0, 2**33),
        by=st.sampled_from(["zoe", "lib", ""]),
        verb=st.sampled_from(["role.given", "account.opened"]),
        path=st.text(max_size=3),
        address=st.sampled_from(["", "127.0.0.1"]),
        before=st.text(max_size=3),
        after=st.text(max_size=3),
    ),
    min_size=1,
    max_size=6,
)


def entry(at=0, **fields):
    return AuditEntry(NOW + at, "zoe", "role.given", "/roles/scd", "127.0.0.1")._replace(**fields)


def sealed(entries):
    """A journal in which these are sealed, in this order."""
    audit = Audit()
    for one in entries:
        audit.record(one)
        audit.seal()
    return audit


def pieces(audit, most=2):
    """The whole of a journal, read in small parts."""
    after = 0
    while links := audit.links(after, most):
        yield Piece(links, audit.head, audit.forgotten)
        after = links[-1][0]
    yield Piece([], audit.head, audit.forgotten)


def faults(audit, noted=""):
    return audit_journals.prove(pieces(audit), noted).faults


def gone(audit):
    return audit_journals.prove(pieces(audit)).gone


def leaves(audit):
    """Each entry as it is stored: its link, and what can be read of it."""
    return [(link, audit._parts[number]) for number, link in audit._links.items()]


def rewritten(audit, leaves):
    """The journal with other leaves in it, numbered from 1."""
    audit._links.clear()
    audit._parts.clear()
    for number, (link, part) in enumerate(leaves, 1):
        audit._links[number], audit._parts[number] = link, part


@given(ENTRIES)
def test_a_journal_that_nobody_touched_is_whole(entries):
    audit = sealed(entries)
    assert faults(audit) == []
    assert faults(audit, audit.entry(1).digest) == []
    assert gone(audit) == 0


@given(ENTRIES, st.data())
def test_an_edit_is_detected(entries, data):
    audit = sealed(entries)
    number = data.draw(st.integers(1, len(entries)))
    tree = data.draw(st.sampled_from([audit._parts, audit._links]))
    leaf = list(tree[number])
    place = data.draw(st.integers(0, len(leaf) - 1))
    kind = st.integers() if isinstance(leaf[place], int) else st.text(min_size=1)
    leaf[place] = data.draw(kind.filter(lambda value: value != leaf[place]))
    tree[number] = tuple(leaf)
    assert faults(audit)


@given(ENTRIES, st.data())
def test_a_removal_is_detected_with_and_without_a_gap(entries, data):
    audit = sealed(entries)
    number = data.draw(st.integers(1, len(entries)))
    before = leaves(audit)
    del audit._links[number]
    assert Fault(number, "missing") in faults(audit)
    rewritten(audit, before[: number - 1] + before[number:])
    assert faults(audit)


@given(ENTRIES, st.data())
def test_an_insertion_is_detected(entries, data):
    audit = sealed(entries)
    place = data.draw(st.integers(0, len(entries)))
    before = leaves(audit)
    other = (("0" * 64, "0" * 64, "0" * 64), (*entry(), "salt", "salt"))
    inserted = data.draw(st.sampled_from([*before, other]))
    rewritten(audit, [*before[:place], inserted, *before[place:]])
    assert faults(audit)


@given(ENTRIES, st.data())
def test_a_reorder_is_detected(entries, data):
    audit = sealed(entries)
    before = leaves(audit)
    other = data.draw(st.permutations(before))
    rewritten(audit, other)
    assert bool(faults(audit)) == (other != before)


@given(ENTRIES, st.data())
def test_a_chain_forged_anew_is_detected_by_its_head(entries, data):
    """Somebody who can write the store can seal their change again: but not to the same head."""
    audit = sealed(entries)
    head = audit.head
    change = data.draw(st.sampled_from(["edit", "remove", "insert"]))
    place = data.draw(st.integers(0, len(entries) - 1))
    forged = list(entries)
    forged[place : place + (change != "insert")] = (
        [] if change == "remove" else [entry(by="nobody")]
    )
    other = sealed(forged)
    rewritten(audit, leaves(other))
    assert faults(audit)
    audit.head = other.head
    assert faults(audit) == []
    assert faults(audit, head[1]) == [Fault(0, "noted")]


def test_the_place_of_a_fault_is_told():
    audit = sealed(entry(at) for at in range(5))
    audit._parts[3] = (*entry(by="lib"), *audit._parts[3][-2:])
    assert faults(audit) == [Fault(3, "edited")]
    del audit._links[3]
    assert faults(audit) == [Fault(3, "missing")]


def test_a_tail_cut_off_or_added_is_told():
    audit = sealed(entry(at) for at in range(5))
    longer = sealed([entry()])
    tail = audit._links.pop(5)
    assert faults(audit) == [Fault(5, "missing")]
    audit._links.update({5: tail, 6: longer._links[1]})
    assert Fault(6, "added") in faults(audit)


def test_a_head_that_was_changed_is_told():
    audit = sealed(entry(at) for at in range(2))
    audit.head = 2, "0" * 64
    assert faults(audit) == [Fault(2, "edited")]


# Entries are erased at their age.


def test_an_address_goes_and_the_chain_stays_whole():
    audit = sealed(entry(at) for at in range(5))
    assert audit.forget_addresses(NOW + 3, 2) == 2
    assert audit.forget_addresses(NOW + 3, 2) == 1
    assert audit.forget_addresses(NOW + 3, 2) == 0
    assert [one.entry.address for one in audit.sealed()] == ["", "", "", "127.0.0.1", "127.0.0.1"]
    assert faults(audit, audit.head[1]) == []
    assert gone(audit) == 3


def test_what_an_entry_says_goes_and_the_chain_stays_whole():
    audit = sealed(entry(at, after=f'"name {at}"') for at in range(5))
    audit.forget_addresses(NOW + 4, 9)
    assert audit.forget(NOW + 2, 9) == 2
    assert audit.forget(NOW + 2, 9) == 0
    assert [one.number for one in audit.sealed()] == [3, 4, 5]
    assert audit.entry(1) is None
    assert audit.first() == 3
    assert faults(audit, audit.head[1]) == []
    assert gone(audit) == 6
    audit.record(entry(9))
    audit.seal()
    assert faults(audit) == []
    assert audit.forget(NOW + 99, 9) == 4
    assert audit.first() == 7


def test_what_is_erased_before_its_age_is_told():
    audit = sealed(entry(at) for at in range(5))
    del audit._parts[3]
    assert faults(audit) == [Fault(3, "erased")]


def test_an_erased_address_cannot_be_put_back_or_forged():
    audit = sealed(entry(at) for at in range(2))
    audit.forget_addresses(NOW + 1, 9)
    *fields, _, salt = audit._parts[1]
    fields[4] = "10.0.0.1"
    audit._parts[1] = (*fields, "aa", salt)
    assert faults(audit) == [Fault(1, "edited")]


# The first book, of journals from before what an entry says could be erased.


def old_journal(entries):
    """A journal as it was, brought up to date; what was sealed stands in its first book."""
    audit, digest = Audit(), FIRST
    for number, one in enumerate(entries, 1):
        digest = digest_of(digest, one)
        audit._chain[number] = (*one, digest)
        audit.head = number, digest
    audit.close_first_book()
    return audit


def test_the_first_book_is_quoted_by_the_chain_that_follows():
    audit = old_journal([entry(at) for at in range(3)])
    noted = audit.head[1]
    for at in range(3, 6):
        audit.record(entry(at))
    audit.seal()
    assert [one.entry.at - NOW for one in audit.sealed()] == [0, 1, 2, 3, 4, 5]
    assert faults(audit, noted) == []
    assert [one.at - NOW for one in audit.latest(NOW + 1)] == [5, 4, 3, 2, 1]


@pytest.mark.parametrize("number", [1, 2, 3])
def test_an_edit_of_the_first_book_is_detected(number):
    audit = old_journal([entry(at) for at in range(3)])
    audit.record(entry(3))
    audit.seal()
    audit._chain[number] = (*entry(by="lib"), audit._chain[number][-1])
    assert faults(audit) == [Fault(number, "edited")]


def test_entries_of_the_first_book_go_whole_with_their_addresses():
    audit = old_journal([entry(at) for at in range(3)])
    noted = audit.head[1]
    audit.record(entry(3))
    audit.seal()
    assert audit.forget_addresses(NOW + 2, 9) == 2
    assert (audit.first(), gone(audit)) == (3, 4)
    assert faults(audit, noted) == []
    assert audit.forget_addresses(NOW + 3, 9) == 1
    assert faults(audit, noted) == []
    audit.forget_addresses(NOW + 4, 9)
    audit.forget(NOW + 4, 9)
    assert faults(audit) == []
    assert list(audit.sealed()) == []
    assert list(audit.latest(0)) == []


def test_every_journal_is_sealed_that_has_something_to_seal(root):
    paris = make_institution(root)
    make_institution(root, "nice")
    for audit in (root.audit, paris.audit):
        audit.record(entry())
    assert audit_journals.unsealed(root) == ["/", "paris1"]
    assert [audit_journals.seal(root, name) for name in ("/", "paris1", "nice")] == [1, 1, 0]
    assert audit_journals.unsealed(root) == []
    assert audit_journals.piece(root, "paris1", 0, 9).head == paris.audit.head
    assert [number for number, _ in audit_journals.piece(root, "/", 0, 9).links] == [1]


def test_there_is_no_journal_of_an_unknown_institution(root):
    with pytest.raises(KeyError):
        audit_journals.journal_of(root, "nowhere")


def numbers(found):
    return [one.number for one in found.entries]


def test_the_latest_come_first_page_by_page():
    audit = sealed(entry(at) for at in range(5))
    first = audit_journals.search(audit, Wanted(), 0, 2)
    assert (numbers(first), first.before) == ([5, 4], 4)
    second = audit_journals.search(audit, Wanted(), first.before, 2)
    assert (numbers(second), second.before) == ([3, 2], 2)
    third = audit_journals.search(audit, Wanted(), second.before, 2)
    assert (numbers(third), third.before) == ([1], 0)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(uids=frozenset({"lib", "ann"})), [3]),
        (Wanted(verb="account.opened"), [2]),
        (Wanted(path="accounts/"), [2]),
        (Wanted(since=NOW + 2), [4, 3]),
        (Wanted(until=NOW + 1), [1]),
        (Wanted(since=NOW + 1, until=NOW + 3), [3, 2]),
        (Wanted(verb="role.withdrawn"), []),
    ],
)
def test_entries_are_found_by_who_what_where_and_when(wanted, found):
    audit = sealed(
        [
            entry(0),
            entry(1, verb="account.opened", path="/accounts/scd"),
            entry(2, by="lib"),
            entry(3, by="zoe"),
        ]
    )
    assert numbers(audit_journals.search(audit, wanted, 0, 50)) == found


def test_a_period_reads_nothing_far_from_it():
    day = 86_400
    audit = sealed(entry(at * day) for at in range(20))
    wanted = Wanted(since=NOW + 5 * day, until=NOW + 8 * day)
    assert audit_journals.stretch(audit, wanted) == (
        6,
        9,
    )  # an hour too many: an entry may be sealed late
    assert numbers(audit_journals.search(audit, wanted, 0, 50)) == [8, 7, 6]


def test_what_was_sealed_late_is_found_in_its_period():
    audit = sealed([entry(100), entry(0), entry(101)])
    assert numbers(audit_journals.search(audit, Wanted(until=NOW + 50), 0, 50)) == [2]


def test_a_search_of_a_long_journal_stops_and_goes_on():
    audit = sealed([entry(0, by="lib"), *(entry(at) for at in range(1, 9))])
    wanted = Wanted(uids=frozenset({"lib"}))
    first = audit_journals.search(audit, wanted, 0, 50, looked_at=5)
    assert (numbers(first), first.before) == ([], 5)
    assert numbers(audit_journals.search(audit, wanted, first.before, 50, looked_at=5)) == [1]


def test_a_gap_is_no_obstacle_to_reading():
    audit = sealed(entry(at) for at in range(3))
    del audit._parts[2]
    assert numbers(audit_journals.search(audit, Wanted(since=NOW), 0, 50)) == [3, 1]


def test_of_two_who_seal_at_once_one_conflicts(store, root):
    root.audit.record(entry())
    store.commit()
    rival = store.rival()
    assert [audit_journals.seal(one.root, "/") for one in (store, rival)] == [1, 1]
    store.commit()
    with pytest.raises(ConflictError):
        rival.commit()
    rival.close()


def test_a_journal_that_is_gone_has_nothing_to_forget(root):
    assert audit_journals.forget_some(root, "nowhere", NOW) == 0
