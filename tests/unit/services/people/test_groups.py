"""People join and leave a group, which gives or takes away rights."""

import pytest
from factories import make_group, make_institution, make_person

from unisms.model.groups import members
from unisms.model.roles import GROUP, PERSON, Role
from unisms.services.people import groups
from unisms.services.rights import rights
from unisms.testing.factories import someone

CHIEFS = rights.Grant("group:chiefs", "", "administrator")


@pytest.fixture
def institution(root):
    """Have a register who may not give roles, and one administrator, who is so by a group."""
    institution = make_institution(root)
    for name in ("ufr", "l2", "l3"):
        make_group(institution, name, 2)
    make_group(institution, "chiefs", 0)
    for uid in ("chef", "bob"):
        make_person(institution, uid)
    institution["roles"].add("register", Role("Register", ["person:manage", "institution:view"]))
    institution.grants.give(f"{PERSON}bob", "register")
    institution.grants.give(CHIEFS.holder, CHIEFS.role)
    institution["groups"]["chiefs"].uids.add("chef")
    return institution


def by(institution, uid="bob"):
    return rights.person(institution, uid)


def people_of(institution, name):
    return list(members(institution["groups"], name))


def test_people_and_groups_join_and_leave(institution):
    groups.join(by(institution), "ufr", 1, ["bob"], ["l2", "l3", "l2"])
    assert people_of(institution, "ufr") == [
        "bob",
        "ufr-0",
        "ufr-1",
        "l2-0",
        "l2-1",
        "l3-0",
        "l3-1",
    ]
    groups.leave(by(institution), "ufr", 1, ["bob", "ufr-1", "nobody"], ["l2"])
    assert people_of(institution, "ufr") == ["ufr-0", "l3-0", "l3-1"]


@pytest.mark.parametrize(
    ("name", "other", "path"),
    [
        ("l3", "ufr", ("l3", "ufr", "l2", "l3")),
        ("ufr", "ufr", ("ufr", "ufr")),
        ("l2", "ufr", ("l2", "ufr", "l2")),
    ],
)
def test_a_group_never_contains_itself(institution, name, other, path):
    groups.join(by(institution), "ufr", 1, names=["l2"])
    groups.join(by(institution), "l2", 1, names=["l3"])
    with pytest.raises(groups.Circle) as refusal:
        groups.join(by(institution), name, 1, ["bob"], [other])
    assert refusal.value.names == path
    assert "bob" not in people_of(institution, name)


def test_what_gives_roles_is_joined_and_left_by_who_could_give_them(institution):
    """Also where the group is only inside the one that has the role."""
    groups.join(by(institution, "chef"), "chiefs", 1, names=["l2"])
    for name in ("chiefs", "l2"):
        with pytest.raises(groups.NotYours):
            groups.join(by(institution), name, 1, ["bob"])
        with pytest.raises(groups.NotYours):
            groups.leave(by(institution), name, 1, ["l2-0"])
    groups.join(by(institution), "l3", 1, ["bob"])
    groups.join(by(institution, "chef"), "l2", 1, ["bob"])
    assert {"chef", "bob", "l2-0"} <= set(rights.administrators(institution))


def test_the_last_administrator_does_not_leave(institution):
    with pytest.raises(groups.LastAdministrator):
        groups.leave(by(institution, "chef"), "chiefs", 1, ["chef"])
    assert people_of(institution, "chiefs") == ["chef"]
    groups.join(by(institution, "chef"), "chiefs", 1, names=["l2"])
    groups.leave(by(institution, "chef"), "chiefs", 1, ["chef"])
    with pytest.raises(groups.LastAdministrator):
        groups.leave(by(institution, "l2-0"), "chiefs", 1, names=["l2"])
    assert institution["groups"]["chiefs"].groups == ("l2",)


def test_who_has_no_administrators_cannot_lose_them(institution):
    institution.grants.withdraw(CHIEFS.holder, CHIEFS.role)
    groups.leave(by(institution), "l2", 1, ["l2-0"])
    assert people_of(institution, "l2") == ["l2-1"]


def test_a_group_is_deleted_unless_something_hangs_on_it(institution):
    institution.grants.give(f"{PERSON}bob", "sender", "groups/l3")
    for name, grant in (
        ("chiefs", CHIEFS),
        ("l3", rights.Grant("person:bob", "groups/l3", "sender")),
    ):
        with pytest.raises(groups.StillHeld) as held:
            groups.remove(someone(institution), name, 1)
        assert held.value.grants == [grant]
    groups.join(by(institution), "ufr", 1, names=["l2"])
    with pytest.raises(groups.StillInside) as inside:
        groups.remove(someone(institution), "l2", 1)
    assert inside.value.names == ["ufr"]
    groups.remove(someone(institution), "ufr", 1)
    groups.remove(someone(institution), "l2", 1)
    assert list(institution["groups"]) == ["chiefs", "l3"]
    assert "l2-0" in institution["people"]
    assert institution.grants.of(f"{GROUP}l2") == []


def test_names_that_something_still_tells_are_no_new_groups(institution):
    institution.grants.give(f"{GROUP}gone", "sender")
    institution.grants.give(f"{PERSON}bob", "sender", "groups/left")
    institution.grants.give(f"{PERSON}bob", "sender", "accounts/scd")
    institution["groups"]["ufr"].groups = ("lost",)
    assert groups.names_kept(institution) == {"ufr", "l2", "l3", "chiefs", "gone", "left", "lost"}


@pytest.mark.parametrize("who", [{"uids": ["nobody"]}, {"names": ["nothing"]}])
def test_nobody_joins_who_is_not_here(institution, who):
    with pytest.raises(groups.NoSuchThing):
        groups.join(by(institution), "l2", 1, **who)
    assert people_of(institution, "l2") == ["l2-0", "l2-1"]
