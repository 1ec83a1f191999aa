"""Pairs of acts by which rights would come to somebody whom nobody has given them."""

import pytest
from factories import NOW, make_group, make_institution, make_person
from races import AGAIN, TOGETHER, race

from unisms.model.folder import find
from unisms.model.roles import Grant, Role
from unisms.services.door import passwords
from unisms.services.ground.actor import Actor, operator, service
from unisms.services.operators import institutions, operators
from unisms.services.people import enrolment, groups
from unisms.services.people.groups import Circle, StillInside
from unisms.services.rights import places, rights
from unisms.services.rights.rights import NoSuchThing, NotYours, StillHeld
from unisms.testing.factories import someone

PARIS = "/institutions/paris1"


def paris(root):
    return find(root, PARIS)


@pytest.fixture
def world(store):
    """An administrator, somebody else, three groups, a role of its own, an operator."""
    institution = make_institution(store.root, "paris1")
    for uid in ("anne", "bob"):
        make_person(institution, uid)
    for name in ("staff", "inner", "empty"):
        make_group(institution, name, 0)
    institution["roles"].add("own", Role("Own", ("campaign:compose",)))
    institution.grants.give("person:anne", "administrator")
    institution.grants.give("group:staff", "administrator")
    passwords.set_password(store.root, "op", "correct horse battery")
    store.commit()
    return store


def anne(root):
    return rights.person(paris(root), "anne")


def given(holder, role="administrator", scope=""):
    def give(root):
        rights.give(anne(root), Grant(holder, scope, role), NOW)

    return give


def joined(name, **who):
    def join(root):
        groups.join(anne(root), name, NOW, **who)

    return join


def group_removed(name):
    return lambda root: groups.remove(someone(paris(root)), name, NOW)


def person_removed(root):
    enrolment.remove(anne(root), "bob", NOW)


def identified(**facts):
    return lambda root: enrolment.identify(anne(root), "bob", **facts)


def by_a_lesser(act, *args, **facts):
    """Do to Bob as somebody who has no role at all."""
    return lambda root: act(Actor(paris(root), "", ()), "bob", *args, **facts)


def role_removed(root):
    rights.remove_role(anne(root), "own", NOW)


def dismissed(root):
    operators.dismiss(service(), root, "op", NOW)


BOB, OP = "person:bob", "operator:op"

# an act, another one; what the other one is told that comes second, and what the act is told then
PAIRS = [
    (joined("staff", uids=("bob",)), person_removed, AGAIN, NoSuchThing),
    (given(BOB), person_removed, AGAIN, NoSuchThing),
    (given("group:empty"), group_removed("empty"), StillHeld, NoSuchThing),
    (given(BOB, "sender", "groups/empty"), group_removed("empty"), StillHeld, NoSuchThing),
    (joined("staff", names=("empty",)), group_removed("empty"), StillInside, NoSuchThing),
    (joined("empty", names=("inner",)), group_removed("empty"), AGAIN, KeyError),
    (joined("empty", names=("inner",)), joined("inner", names=("empty",)), Circle, Circle),
    (identified(msisdn="+33639980001"), person_removed, AGAIN, KeyError),
    (identified(name="Robert"), person_removed, AGAIN, KeyError),
    (identified(email="bob@univ.example"), person_removed, AGAIN, KeyError),
    (given(BOB), by_a_lesser(enrolment.identify, msisdn="+33639980001"), NotYours, TOGETHER),
    (
        given(BOB),
        by_a_lesser(enrolment.give_password, NOW, "quatre chevaux bleus"),
        NotYours,
        TOGETHER,
    ),
    (given(BOB), by_a_lesser(enrolment.take_second_factor, NOW), NotYours, TOGETHER),
    (
        joined("staff", uids=("bob",)),
        by_a_lesser(enrolment.identify, email="b@univ.example"),
        NotYours,
        TOGETHER,
    ),
    (joined("staff", uids=("bob",)), by_a_lesser(enrolment.end_sessions, NOW), NotYours, TOGETHER),
    (given(BOB, "own"), role_removed, StillHeld, NoSuchThing),
    (given(OP), dismissed, AGAIN, NoSuchThing),
    (given(BOB), dismissed, AGAIN, TOGETHER),
]


@pytest.mark.parametrize(("act", "other", "other_told", "act_told"), PAIRS)
def test_of_two_acts_on_rights_the_second_one_finds_the_first(
    world, act, other, other_told, act_told
):
    assert race(world, act, other) == other_told
    assert dangling(world.root) == []


@pytest.mark.parametrize(("act", "other", "other_told", "act_told"), PAIRS)
def test_of_two_acts_on_rights_the_other_way_round(world, act, other, other_told, act_told):
    assert race(world, other, act) == act_told
    assert dangling(world.root) == []


def renewed(root):
    institutions.renew_password(operator("op"), root, "paris1", "bob", NOW)


def withdrawn(root):
    rights.withdraw(anne(root), Grant(BOB, "", "administrator"), NOW)


@pytest.mark.parametrize(
    ("act", "other", "told"),
    [
        (renewed, person_removed, AGAIN),
        (person_removed, renewed, institutions.NoAdministrator),
        (withdrawn, renewed, institutions.NoAdministrator),
    ],
)
def test_an_administrator_who_is_none_any_more_gets_no_password(world, act, other, told):
    paris(world.root).grants.give(BOB, "administrator")
    world.commit()
    assert race(world, act, other) == told
    assert "bob" not in paris(world.root).passwords


def dangling(root):
    """Yield references to people and things that are gone: the next of that name would get them."""
    institution = paris(root)
    named = [(place.partition("/"), role) for _, place, role in institution.grants]
    found = [
        grant.holder
        for grant in institution.grants
        if not places.is_holder(institution, grant.holder)
    ]
    found += [place for (_, _, place), _ in named if place and place not in institution["groups"]]
    found += [role for _, role in named if role not in institution.permissions_of_roles()]
    found += [
        uid
        for uids in institution["people"]._uids.values()
        for uid in uids
        if uid not in institution["people"]
    ]
    for group in institution["groups"].values():
        found += [uid for uid in group.uids if uid not in institution["people"]]
        found += [name for name in group.groups if name not in institution["groups"]]
    return found
