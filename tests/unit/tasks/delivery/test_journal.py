"""The hand-over journal: what a crash leaves in it is exactly what was known."""

import errno
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unisms.ports import Acceptance
from unisms.sms import causes
from unisms.tasks.delivery import journal as module
from unisms.tasks.delivery.journal import FileJournal, Outcome, replay

MACHINE = "here-1"
TAKEN = Acceptance("c.1", ("a", "b"))
REFUSED = Acceptance("c.2", (), causes.NUMBER_INVALID, "0x0b")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "line.journal"


@pytest.fixture
def journal(path):
    journal = FileJournal(path, MACHINE)
    yield journal
    journal.close()


def test_a_new_journal_knows_nothing_and_is_trusted(journal, path):
    assert replay([path], MACHINE) == Outcome({}, set(), trusted=True)


def test_a_journal_begun_on_an_old_one_forgets_it(path):
    path.write_text("unisms elsewhere old\nL c.1\nA c.2 a\n")
    FileJournal(path, MACHINE).close()
    assert replay([path], MACHINE) == Outcome({}, set(), trusted=True)


def test_what_leaves_is_known_before_it_is_answered(journal, path):
    journal.leaving(["c.1", "c.2"])
    assert replay([path], MACHINE) == Outcome({}, {"c.1", "c.2"}) == journal.outcome()


def test_answers_are_known_to_the_letter(journal, path):
    journal.leaving(["c.1", "c.2", "c.3"])
    journal.answered([TAKEN, REFUSED])
    assert (
        replay([path], MACHINE)
        == Outcome({"c.1": TAKEN, "c.2": REFUSED}, {"c.3"})
        == journal.outcome()
    )


@pytest.mark.parametrize(
    "acceptance",
    [
        Acceptance("c.1"),
        Acceptance("c.1", cause=causes.RATE),
        Acceptance("c.1", ("a",), causes.RATE, ""),
    ],
)
def test_an_answer_without_ids_or_code_is_known_too(journal, path, acceptance):
    journal.answered([acceptance])
    assert replay([path], MACHINE).answered == {"c.1": acceptance}


def test_a_brokers_code_of_several_words_stays_one_word(journal, path):
    journal.answered([Acceptance("c.1", (), causes.RATE, "too many\nof them")])
    assert replay([path], MACHINE).answered["c.1"].code == "too_many_of_them"


def test_a_line_of_another_kind_is_passed_over(journal, path):
    journal.leaving(["c.1"])
    path.write_text(path.read_text() + "X c.1\n\nL c.2\n")
    assert replay([path], MACHINE) == Outcome({}, {"c.1", "c.2"})


def test_what_was_given_back_has_not_left(journal, path):
    journal.leaving(["c.1", "c.2"])
    journal.returned(["c.1"])
    assert replay([path], MACHINE) == Outcome({}, {"c.2"}) == journal.outcome()


def test_a_new_batch_forgets_the_one_before(journal, path):
    journal.leaving(["c.1", "c.2"])
    journal.answered([TAKEN])
    journal.begin()
    assert replay([path], MACHINE) == Outcome({}, set()) == journal.outcome()


def test_it_remembers_when_the_first_answer_of_a_batch_came(journal, monkeypatch):
    monkeypatch.setattr(
        "unisms.tasks.delivery.journal.time.monotonic", iter([1.0, 2.0, 3.0]).__next__
    )
    assert journal.first_answer is None
    for reference in ("c.1", "c.2"):
        journal.answered([Acceptance(reference)])
    assert journal.first_answer == 1.0
    journal.begin()
    assert journal.first_answer is None


def test_answers_are_told_to_the_index(path):
    told = []
    journal = FileJournal(path, MACHINE, told.extend)
    journal.answered([TAKEN])
    journal.close()
    assert told == [TAKEN]


def test_the_outcome_does_not_change_afterwards(journal):
    journal.leaving(["c.1"])
    outcome = journal.outcome()
    journal.answered([TAKEN])
    assert outcome == Outcome({}, {"c.1"})


# Journals that are believed.


def test_a_missing_journal_is_not_trusted(path):
    assert replay([path], MACHINE) == Outcome({}, set(), trusted=False)


def test_the_journal_of_another_machine_is_not_trusted(journal, path):
    journal.answered([TAKEN])
    assert replay([path], "there-2") == Outcome({"c.1": TAKEN}, set(), trusted=False)


def test_a_journal_from_before_the_machine_started_is_not_trusted(journal, path, monkeypatch):
    monkeypatch.setattr(module, "boot_id", lambda: "another boot")
    assert not replay([path], MACHINE).trusted


def test_the_boot_id_is_the_kernels():
    assert len(module.boot_id()) == 36


def test_two_journals_are_trusted_together_or_not_at_all(journal, path, tmp_path):
    assert not replay([path, tmp_path / "other"], MACHINE).trusted


def test_what_one_batch_gave_back_and_a_later_one_wrote_has_left(journal, path, tmp_path):
    later = FileJournal(tmp_path / "later", MACHINE)
    journal.leaving(["c.1"])
    journal.returned(["c.1"])
    later.leaving(["c.1"])
    later.close()
    for order in ([path, tmp_path / "later"], [tmp_path / "later", path]):
        assert replay(order, MACHINE).left == {"c.1"}


@pytest.mark.parametrize("later", ["taken", "left", "returned"])
def test_what_was_refused_by_one_batch_and_offered_again_by_the_next_is_what_that_one_tells(
    journal, path, tmp_path, later
):
    journal.leaving(["c.2"])
    journal.answered([REFUSED])
    other = FileJournal(tmp_path / "later", MACHINE)
    other.leaving(["c.2"])
    taken = Acceptance("c.2", ("id",))
    if later == "taken":
        other.answered([taken])
    elif later == "returned":
        other.returned(["c.2"])
    told = {
        "taken": ({"c.2": taken}, set()),
        "left": ({}, {"c.2"}),
        "returned": ({"c.2": REFUSED}, set()),
    }
    for order in ([path, tmp_path / "later"], [tmp_path / "later", path]):
        assert replay(order, MACHINE)[:2] == told[later]


def test_what_is_answered_in_either_journal_is_answered(journal, path, tmp_path):
    later = FileJournal(tmp_path / "later", MACHINE)
    later.leaving(["c.1"])
    later.close()
    journal.answered([TAKEN])
    assert replay([path, tmp_path / "later"], MACHINE) == Outcome({"c.1": TAKEN}, set())


# A full disk.


@pytest.fixture
def full_disk(monkeypatch):
    """A disk with room for a few more bytes; ``room[0]`` may be changed."""
    room, write = [3], os.write

    def write_what_fits(file, data):
        if not room[0]:
            raise OSError(errno.ENOSPC, "no room")
        written = write(file, data[: room[0]])
        room[0] -= written
        return written

    monkeypatch.setattr(module.os, "write", write_what_fits)
    return room


def test_what_cannot_be_noted_must_not_leave(journal, path, full_disk):
    with pytest.raises(OSError):
        journal.leaving(["c.1"])
    assert journal.outcome() == replay([path], MACHINE) == Outcome({}, set())


def test_an_answer_that_cannot_be_noted_is_known_to_memory_alone(journal, path, full_disk, caplog):
    full_disk[0] = 1000
    journal.leaving(["c.1", "c.2"])
    full_disk[0] = 3
    journal.answered([TAKEN])
    journal.returned(["c.2"])
    assert journal.outcome() == Outcome({"c.1": TAKEN}, set())
    assert replay([path], MACHINE) == Outcome({}, {"c.1", "c.2"})
    assert "cannot be written" in caplog.text


def test_what_leaves_after_the_disk_was_full_is_noted_whole(journal, path, full_disk, caplog):
    full_disk[0] = 1000
    journal.leaving(["c.1"])
    full_disk[0] = 3
    journal.answered([TAKEN])
    full_disk[0] = 1000
    journal.leaving(["c.2"])
    assert replay([path], MACHINE).left == {"c.1", "c.2"}


def test_a_new_batch_needs_no_room(journal, path, full_disk):
    full_disk[0] = 0
    journal.begin()
    assert replay([path], MACHINE).trusted


# Any history, cut anywhere.

NUMBERS = st.integers(1, 9)
ANSWERS = st.builds(
    lambda number, ids, cause, code: Acceptance(
        f"c.{number}", tuple(ids), cause, code if cause else ""
    ),
    NUMBERS,
    st.lists(st.text("0123456789abcdef-", min_size=1, max_size=5), max_size=3),
    st.sampled_from([None, None, causes.RATE, causes.NUMBER_INVALID]),
    st.text("0123456789abcxé", max_size=5),
)
CALLS = st.lists(
    st.one_of(
        st.tuples(
            st.just("leaving"), st.lists(NUMBERS.map(lambda n: f"c.{n}"), min_size=1, max_size=3)
        ),
        st.tuples(st.just("answered"), st.lists(ANSWERS, max_size=3)),
        st.tuples(
            st.just("returned"), st.lists(NUMBERS.map(lambda n: f"c.{n}"), min_size=1, max_size=3)
        ),
    ),
    max_size=10,
)


def acted(path, calls):
    """The size of the file and the outcome after each call."""
    journal, seen = FileJournal(path, MACHINE), []
    seen.append((path.stat().st_size, journal.outcome()))
    for name, argument in calls:
        getattr(journal, name)(argument)
        seen.append((path.stat().st_size, journal.outcome()))
    journal.close()
    return seen


def told(outcome):
    """An outcome, where what was answered once is no longer uncertain whatever was said
    afterwards."""
    return outcome.answered, outcome.left - outcome.answered.keys()


@given(CALLS)
def test_after_each_call_the_file_tells_what_memory_knows(tmp_path_factory, calls):
    path = tmp_path_factory.mktemp("journal") / "line.journal"
    seen = acted(path, calls)
    content = path.read_bytes()
    for size, outcome in seen:
        path.write_bytes(content[:size])
        replayed = replay([path], MACHINE)
        assert replayed.trusted
        assert told(replayed) == told(outcome)


@given(CALLS, st.data())
def test_cut_at_any_byte_it_never_raises_and_never_loses_an_answer_before(
    tmp_path_factory, calls, data
):
    path = tmp_path_factory.mktemp("journal") / "line.journal"
    seen = acted(path, calls)
    content = path.read_bytes()
    cut = data.draw(st.integers(0, len(content)))
    path.write_bytes(content[:cut])
    replayed = replay([path], MACHINE)
    complete = [outcome for size, outcome in seen if size <= cut]
    assert replayed.trusted == bool(complete)
    if complete:
        given = [
            acceptance for name, argument in calls if name == "answered" for acceptance in argument
        ]
        assert complete[-1].answered.keys() <= replayed.answered.keys()
        assert all(acceptance in given for acceptance in replayed.answered.values())
        given_back = {
            reference for name, argument in calls if name == "returned" for reference in argument
        }
        assert complete[-1].left <= replayed.left | replayed.answered.keys() | given_back


@given(st.binary(max_size=200))
def test_whatever_bytes_a_disk_gives_back_it_is_not_believed(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("journal") / "line.journal"
    path.write_bytes(content)
    assert not replay([path], MACHINE).trusted
