"""Saved audiences."""

from factories import make_group, make_institution, reread
from pyramid.authorization import ACLHelper

from unisms.model.acl import Permission, role_principal
from unisms.model.groups import Group, holding, members, size, within


def test_a_group_holds_each_uid_once_in_order(root):
    institution = make_institution(root)
    group = institution["groups"].add("l2", Group("L2", ["b", "a", "b"]))
    group.uids.add("c")
    assert list(reread(group).uids) == ["a", "b", "c"]
    assert group.title == "L2"


def test_a_group_may_be_empty(root):
    assert list(make_group(make_institution(root), people=0).uids) == []


def test_a_group_names_the_groups_whose_people_are_in_it_too(root):
    group = make_group(make_institution(root), people=0)
    assert group.groups == ()
    group.groups = ("l3", "m1")
    assert reread(group).groups == ("l3", "m1")


def test_a_role_at_a_group_holds_there_and_at_no_other(root):
    institution = make_institution(root)
    mine, other = make_group(institution, "l2", 0), make_group(institution, "l3", 0)
    principals = [role_principal("paris1", "administrator", "groups/l2")]
    assert ACLHelper().permits(mine, principals, Permission.PERSON_MANAGE)
    assert not ACLHelper().permits(other, principals, Permission.PERSON_MANAGE)
    assert not ACLHelper().permits(institution, principals, Permission.PERSON_MANAGE)


def test_whom_a_group_reaches_through_those_in_it(root):
    institution = make_institution(root)
    groups = institution["groups"]
    for name in ("ufr", "l2", "l3"):
        make_group(institution, name, 2)
    groups["ufr"].groups, groups["l2"].groups, groups["l3"].groups = (
        ("l2", "gone", "l3"),
        ("l3",),
        ("ufr",),
    )
    groups["l3"].uids.add("l2-0")
    assert list(within(groups, "ufr")) == ["ufr", "l2", "l3"]
    assert list(members(groups, "ufr")) == ["ufr-0", "ufr-1", "l2-0", "l2-1", "l3-0", "l3-1"]
    assert [size(groups, name) for name in ("ufr", "l2")] == [6, 6]
    assert holding(groups, "l3") == ["l2", "ufr"]
    groups["ufr"].groups = ()
    assert size(groups, "ufr") == 2
