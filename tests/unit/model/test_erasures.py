"""Somebody who is being erased."""

from factories import NOW, make_institution, reread

from unisms.model.erasures import DONE, WAITING, Erasure


def test_it_counts_and_names_nobody_once_it_is_done(root):
    folder = make_institution(root)["erasures"]
    record = folder.add("20270115-abcd", Erasure(("z", "Zoé", "", ""), "chef", NOW, False))
    record.become("working")
    assert folder.waiting() == ["20270115-abcd"]
    for more in (2, 0, 1):
        record.count("messages", more)
    record.become(WAITING)
    record.finish(NOW + 1)
    record = reread(record)
    assert (record.state, record.subject, record.done_at) == (DONE, (), NOW + 1)
    assert record.counts == (("messages", 3),)
    assert folder.waiting() == []


def test_one_that_is_in_no_folder_changes_its_state_too():
    record = Erasure((), "chef", NOW, False)
    record.become(DONE)
    assert record.state == DONE
