"""A file of people, compared with the directory."""

from factories import NOW, make_institution, reread

from unisms.model.registers import Register


def test_a_worker_finds_it_while_there_is_work(root):
    folder = make_institution(root)["registers"]
    record = folder.add("20270115-abcd", Register("Étudiants", "f", "a.csv", "chef", NOW))
    for state, waits in (("waiting", True), ("compared", False), ("applying", True)):
        record.become(state)
        assert folder.waiting() == (["20270115-abcd"] if waits else [])
    record.become("applied")
    assert folder.waiting() == []


def test_it_forgets_whom_it_names_and_keeps_how_many(root):
    folder = make_institution(root)["registers"]
    record = folder.add("20270115-abcd", Register("Étudiants", "f", "a.csv", "chef", NOW))
    record.changes.keep([(1, ("new", "z"))])
    record.remarks.keep([(1, ("bad", "x"))])
    record.counts = (("new", 1), ("bad", 1))
    record.forget()
    record = reread(record)
    assert (len(record.changes), len(record.remarks), record.filename) == (0, 0, "")
    assert (record.counted("new"), record.counted("gone")) == (1, 0)
    assert record.state == "forgotten"


def test_one_that_is_in_no_folder_changes_its_state_too():
    record = Register("Étudiants", "f", "a.csv", "chef", NOW)
    record.become("compared")
    assert record.state == "compared"
