"""The audit journals: sealed, searched, and whole or not."""

import pytest
from factories import NOW, make_institution
from hypothesis import given
from hypothesis import strategies as st
from ZODB.POSException import ConflictError

from unisms.model.audit import FIRST, Audit, AuditEntry, digest_of
from unisms.services import auditing
from unisms.services.auditing import Fault, Piece, Wanted

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
        yield Piece(links, audit.head)
        after = links[-1][0]
    yield Piece([], audit.head)


def faults(audit, noted=""):
    return auditing.faults(pieces(audit), noted)


def rewritten(audit, chain):
    """The journal with another chain in it, links as given, numbered from 1."""
    audit._chain.clear()
    audit._chain.update(dict(enumerate(chain, 1)))


def chained(entries):
    """The links of these entries, their digests as they should be."""
    digest, links = FIRST, []
    for stored in entries:
        digest = digest_of(digest, stored)
        links.append((*stored, digest))
    return links


@given(ENTRIES)
def test_a_journal_that_nobody_touched_is_whole(entries):
    audit = sealed(entries)
    assert faults(audit) == []
    assert faults(audit, audit.entry(1).digest) == []


@given(ENTRIES, st.data())
def test_an_edit_is_detected(entries, data):
    audit = sealed(entries)
    number = data.draw(st.integers(1, len(entries)))
    place = data.draw(st.integers(0, 7))
    link = list(audit._chain[number])
    link[place] = data.draw((st.integers() if place == 0 else st.text()).filter(lambda value: value != link[place]))
    audit._chain[number] = tuple(link)
    assert faults(audit)


@given(ENTRIES, st.data())
def test_a_removal_is_detected_with_and_without_a_gap(entries, data):
    audit = sealed(entries)
    number = data.draw(st.integers(1, len(entries)))
    links = list(audit._chain.values())
    del audit._chain[number]
    assert Fault(number, "missing") in faults(audit)
    rewritten(audit, links[: number - 1] + links[number:])
    assert faults(audit)


@given(ENTRIES, st.data())
def test_an_insertion_is_detected(entries, data):
    audit = sealed(entries)
    place = data.draw(st.integers(0, len(entries)))
    links = list(audit._chain.values())
    inserted = data.draw(st.sampled_from([*links, (*entry(), "0" * 64)]))
    rewritten(audit, [*links[:place], inserted, *links[place:]])
    assert faults(audit)


@given(ENTRIES, st.data())
def test_a_reorder_is_detected(entries, data):
    audit = sealed(entries)
    links = list(audit._chain.values())
    other = data.draw(st.permutations(links))
    rewritten(audit, other)
    assert bool(faults(audit)) == (other != links)


@given(ENTRIES, st.data())
def test_a_chain_forged_anew_is_detected_by_its_head(entries, data):
    """Whoever can write the store can seal again what they changed: but not to the same head."""
    audit = sealed(entries)
    head = audit.head
    change = data.draw(st.sampled_from(["edit", "remove", "insert"]))
    place = data.draw(st.integers(0, len(entries) - 1))
    forged = [tuple(one) for one in entries]
    forged[place : place + (change != "insert")] = [] if change == "remove" else [tuple(entry(by="nobody"))]
    rewritten(audit, chained(forged))
    assert faults(audit)
    audit.head = len(forged), audit.entry(len(forged)).digest if forged else FIRST
    assert faults(audit) == []
    assert faults(audit, head[1]) == [Fault(0, "noted")]


def test_the_place_of_a_fault_is_told():
    audit = sealed(entry(at) for at in range(5))
    audit._chain[3] = (*entry(by="lib"), audit._chain[3][-1])
    assert faults(audit) == [Fault(3, "edited")]
    del audit._chain[3]
    assert faults(audit) == [Fault(3, "missing")]


def test_a_tail_cut_off_or_added_is_told():
    audit = sealed(entry(at) for at in range(5))
    tail = audit._chain.pop(5)
    assert faults(audit) == [Fault(5, "missing")]
    audit._chain.update({5: tail, 6: (*entry(), digest_of(tail[-1], entry()))})
    assert faults(audit) == [Fault(6, "added")]


def test_a_head_that_was_changed_is_told():
    audit = sealed(entry(at) for at in range(2))
    audit.head = 2, "0" * 64
    assert faults(audit) == [Fault(2, "edited")]


def test_every_journal_is_sealed_that_has_something_to_seal(root):
    paris = make_institution(root)
    make_institution(root, "nice")
    for audit in (root.audit, paris.audit):
        audit.record(entry())
    assert auditing.unsealed(root) == ["/", "paris1"]
    assert [auditing.seal(root, name) for name in ("/", "paris1", "nice")] == [1, 1, 0]
    assert auditing.unsealed(root) == []
    assert auditing.piece(root, "paris1", 0, 9).head == paris.audit.head
    assert [number for number, _ in auditing.piece(root, "/", 0, 9).links] == [1]


def test_there_is_no_journal_of_an_unknown_institution(root):
    with pytest.raises(KeyError):
        auditing.journal_of(root, "nowhere")


def numbers(found):
    return [one.number for one in found.entries]


def test_the_latest_come_first_page_by_page():
    audit = sealed(entry(at) for at in range(5))
    first = auditing.search(audit, Wanted(), 0, 2)
    assert (numbers(first), first.before) == ([5, 4], 4)
    second = auditing.search(audit, Wanted(), first.before, 2)
    assert (numbers(second), second.before) == ([3, 2], 2)
    third = auditing.search(audit, Wanted(), second.before, 2)
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
        [entry(0), entry(1, verb="account.opened", path="/accounts/scd"), entry(2, by="lib"), entry(3, by="zoe")]
    )
    assert numbers(auditing.search(audit, wanted, 0, 50)) == found


def test_a_period_reads_nothing_far_from_it():
    day = 86_400
    audit = sealed(entry(at * day) for at in range(20))
    wanted = Wanted(since=NOW + 5 * day, until=NOW + 8 * day)
    assert auditing.stretch(audit, wanted) == (6, 9)  # an hour too many: an entry may be sealed late
    assert numbers(auditing.search(audit, wanted, 0, 50)) == [8, 7, 6]


def test_what_was_sealed_late_is_found_in_its_period():
    audit = sealed([entry(100), entry(0), entry(101)])
    assert numbers(auditing.search(audit, Wanted(until=NOW + 50), 0, 50)) == [2]


def test_a_search_of_a_long_journal_stops_and_goes_on():
    audit = sealed([entry(0, by="lib"), *(entry(at) for at in range(1, 9))])
    wanted = Wanted(uids=frozenset({"lib"}))
    first = auditing.search(audit, wanted, 0, 50, looked_at=5)
    assert (numbers(first), first.before) == ([], 5)
    assert numbers(auditing.search(audit, wanted, first.before, 50, looked_at=5)) == [1]


def test_a_gap_is_no_obstacle_to_reading():
    audit = sealed(entry(at) for at in range(3))
    del audit._chain[2]
    assert numbers(auditing.search(audit, Wanted(since=NOW), 0, 50)) == [3, 1]


def test_of_two_who_seal_at_once_one_conflicts(store, root):
    root.audit.record(entry())
    store.commit()
    rival = store.rival()
    assert [auditing.seal(one.root, "/") for one in (store, rival)] == [1, 1]
    store.commit()
    with pytest.raises(ConflictError):
        rival.commit()
    rival.close()
