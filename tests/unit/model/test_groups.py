"""Saved audiences."""

from factories import make_group, make_institution, reread

from unisms.model.groups import Group


def test_a_group_holds_each_uid_once_in_order(root):
    institution = make_institution(root)
    group = institution["groups"].add("l2", Group("L2", ["b", "a", "b"]))
    group.uids.add("c")
    assert list(reread(group).uids) == ["a", "b", "c"]
    assert group.title == "L2"


def test_a_group_may_be_empty(root):
    assert list(make_group(make_institution(root), people=0).uids) == []
