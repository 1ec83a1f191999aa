"""Whatever is given and withdrawn, nobody gives more than they have, and what is withdrawn is
gone."""

import pytest
from factories import Store, make_account, make_group, make_institution, make_person
from hypothesis import given, settings
from hypothesis import strategies as st
from tiers import tries

from unisms.model.acl import Permission
from unisms.model.roles import Grant, Limits, Role, beyond
from unisms.model.templates import TemplateFolder
from unisms.services.ground.actor import Actor
from unisms.services.rights import reaches, rights
from unisms.services.rights.rights import Held, LastAdministrator, NotYours

SCOPES = ("", "accounts/scd", "accounts/sport", "groups/l2", "templates/bu")
UIDS = ("zoe", "adam", "ines")
often = settings(max_examples=tries(300))
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def institution():
    store = Store()
    institution = make_institution(store.root)
    for account in ("scd", "sport"):
        make_account(institution, account)
    institution["templates"].add("bu", TemplateFolder("BU"))
    for uid in UIDS:
        make_person(institution, uid, msisdn="")
    for name, uid, inner in (("l2", "adam", ("l3",)), ("l3", "zoe", ("l2",))):
        group = make_group(institution, name, people=0)
        group.uids.add(uid)
        group.groups = inner
    yield institution
    store.close()
    store.db.close()


BOUNDS = (
    Limits(),
    Limits(audience=5, daily=7),
    Limits(audience=10, free_text=False),
    Limits(typed_numbers=False, sender_ids=("BU",)),
    Limits(sender_ids=("BU", "SCD"), hours=(480, 1080)),
    Limits(hours=(540, 720)),
    Limits(hours=(1320, 60)),
    Limits(accounts=("scd",)),
    Limits(accounts=("scd", "sport"), audience=5),
)
own_limits = st.sampled_from(BOUNDS)
permitted = st.sets(st.sampled_from([Permission.ROLE_MANAGE, Permission.NUMBER_VIEW]))
composers = permitted.map({Permission.CAMPAIGN_COMPOSE}.union)
role = st.tuples(composers | composers | permitted, own_limits)
own_roles = st.fixed_dictionaries({"a": role, "b": role, "c": role})
names = st.sampled_from(["a", "a", "b", "b", "c", "sender", "administrator", "gone"])
places = st.sampled_from(("", *SCOPES))
mine = st.lists(st.builds(Held, names, places, st.just("")), max_size=4)
holders = st.sampled_from([f"person:{uid}" for uid in UIDS] + ["group:l2", "group:l3"])
moves = st.lists(
    st.tuples(st.sampled_from(UIDS), st.booleans(), st.builds(Grant, holders, places, names)),
    max_size=12,
)


def furnish(institution, roles, found=()):
    """These roles and grants, and no others."""
    for name in list(institution["roles"]):
        institution["roles"].remove(name)
    for name, (permissions, bounds) in roles.items():
        institution["roles"].add(name, Role(name, sorted(permissions), bounds))
    for grant in list(institution.grants):
        institution.grants.withdraw(grant.holder, grant.role, grant.scope)
    for holder, one in found:
        institution.grants.give(holder, one.role, one.scope)


def power(institution, found):
    """Return the power of these roles: permissions at each place, reach with each account."""
    permissions = {scope: Actor(institution, "", found).permissions(scope) for scope in SCOPES}
    return permissions, {
        name: reaches.of(Actor(institution, "", found), name) for name in institution["accounts"]
    }


def assert_no_more(mine, theirs):
    """Assert that one power is within the other."""
    assert all(mine[0][scope] <= theirs[0][scope] for scope in SCOPES)
    for account, reach in mine[1].items():
        other = theirs[1][account]
        if reach is not None:
            assert other is not None
            assert other.groups is None or (
                reach.groups is not None and reach.groups <= other.groups
            )
            assert together(reach.limits, other.limits) == ()


def together(wanted, mine):
    """``beyond`` of limits whose hours are several pairs."""
    pairs = [mine._replace(hours=pair) for pair in mine.hours or ((),)]
    return tuple(
        name
        for hours in wanted.hours or ((),)
        for name in beyond(wanted._replace(hours=hours), pairs)
    )


@often
@given(own_roles, mine, names, places)
def test_nobody_gives_more_than_they_have(institution, roles, found, name, scope):
    furnish(institution, roles)
    try:
        rights.give(Actor(institution, "", found), Grant("person:ines", scope, name), 1)
    except (NotYours, rights.NoSuchThing):
        assert list(institution.grants) == []
    else:
        assert_no_more(
            power(institution, rights.held(institution, "ines")), power(institution, found)
        )


@often
@given(own_roles, mine, names, places, holders)
def test_giving_and_then_withdrawing_leaves_nothing(institution, roles, found, name, scope, holder):
    furnish(institution, roles)
    grant = Grant(holder, scope, name)
    try:
        rights.give(Actor(institution, "", found), grant, 1)
    except (NotYours, rights.NoSuchThing):
        return
    assert list(institution.grants) == [grant]
    try:
        rights.withdraw(Actor(institution, "", found), grant, 1)
    except LastAdministrator:
        assert Permission.ROLE_MANAGE in institution.permissions_of_roles()[name]
    else:
        assert list(institution.grants) == []


@often
@given(own_roles, st.lists(st.tuples(holders, st.builds(Held, names, places, st.just("")))), moves)
def test_together_people_never_get_more_than_they_had_together(institution, roles, begun, moves):
    furnish(institution, roles, begun)
    before = power(institution, [one for uid in UIDS for one in rights.held(institution, uid)])
    had_one = bool([*rights.administrators(institution)])
    for uid, gives, grant in moves:
        try:
            move = rights.give if gives else rights.withdraw
            move(rights.person(institution, uid), grant, 1)
        except (NotYours, LastAdministrator, rights.NoSuchThing):
            continue
    for uid in UIDS:
        assert_no_more(power(institution, rights.held(institution, uid)), before)
    assert not had_one or [*rights.administrators(institution)]


@often
@given(own_roles, mine, st.sampled_from("abc"), role)
def test_no_change_of_a_role_gives_its_editor_more(institution, roles, found, name, change):
    furnish(institution, roles)
    before, (permissions, bounds) = power(institution, found), change
    try:
        rights.refuse_change(Actor(institution, "", found), name, permissions, bounds)
    except NotYours:
        return
    role = institution["roles"][name]
    role.permissions, role.limits = tuple(sorted(permissions)), tuple(bounds)
    assert_no_more(power(institution, found), before)
