"""Roles, their limits, and to whom they are given."""

import pytest
from factories import make_institution, reread
from hypothesis import given
from hypothesis import strategies as st

from unisms.model.acl import ROLES, Permission
from unisms.model.roles import Grant, Grants, Limits, Role, beyond, minutes, permissions_of

HOURS = (8 * 60, 18 * 60)


@pytest.fixture
def institution(root):
    return make_institution(root)


@pytest.fixture
def grants(institution):
    return institution.grants


def test_a_role_is_given_once_and_kept_with_its_place(institution, grants):
    for _ in range(2):
        grants.give("person:zoe", "sender")
        grants.give("person:zoe", "approver", "accounts/scd")
        grants.give("person:zoe", "sender", "accounts/scd")
    assert reread(institution).grants.of("person:zoe") == [
        Grant("person:zoe", "", "sender"),
        Grant("person:zoe", "accounts/scd", "approver"),
        Grant("person:zoe", "accounts/scd", "sender"),
    ]


def test_what_others_hold_is_not_ones_own(grants):
    for holder in ("person:zo", "person:zoé", "person:zoe2", "group:zoe", "operator:zoe"):
        grants.give(holder, "sender", "groups/l2")
    assert grants.of("person:zoe") == []
    assert [grant.holder for grant in grants] == sorted(grant.holder for grant in grants)


def test_a_role_is_withdrawn_at_its_place_alone(institution, grants):
    grants.give("person:zoe", "sender")
    grants.give("person:zoe", "sender", "groups/l2")
    grants.withdraw("person:zoe", "approver")
    grants.withdraw("person:adam", "sender")
    grants.withdraw("person:zoe", "sender")
    assert list(reread(institution).grants) == [Grant("person:zoe", "groups/l2", "sender")]


def test_the_groups_that_hold_something_are_known_once(grants):
    for holder in ("person:zoe", "group:l2", "group:l3", "operator:root"):
        grants.give(holder, "sender")
        grants.give(holder, "sender", "accounts/scd")
    assert grants.groups() == {"l2", "l3"}


gifts = st.tuples(
    st.sampled_from(["person:a", "group:a", "operator:a"]),
    st.sampled_from(["sender", "approver"]),
    st.sampled_from(["", "accounts/scd", "groups/l2"]),
)


@given(st.lists(st.tuples(st.booleans(), gifts)))
def test_after_any_history_what_is_held_is_what_was_given_and_not_withdrawn(moves):
    grants, expected = Grants(), set()
    for give, (holder, role, scope) in moves:
        (grants.give if give else grants.withdraw)(holder, role, scope)
        (expected.add if give else expected.discard)(Grant(holder, scope, role))
    assert sorted(grants) == sorted(expected)
    assert sorted(grants.of("person:a")) == sorted(
        grant for grant in expected if grant.holder == "person:a"
    )
    assert grants.groups() == {"a"} & {
        grant.holder[6:] for grant in expected if grant.holder == "group:a"
    }


@given(st.lists(gifts))
def test_giving_and_then_withdrawing_leaves_nothing(gifts):
    grants = Grants()
    for gift in gifts:
        grants.give(*gift)
    for gift in gifts:
        grants.withdraw(*gift)
    assert not list(grants)
    assert not grants._held


def test_a_role_of_ones_own_keeps_what_it_permits_and_its_limits(root):
    roles = make_institution(root)["roles"]
    free = roles.add("scd", Role("SCD", [Permission.CAMPAIGN_COMPOSE]))
    bound = roles.add("guichet", Role("Guichet", (), Limits(audience=30, hours=HOURS)))
    reread(roles)
    assert (free.title, free.permissions, Limits(*free.limits)) == (
        "SCD",
        ("campaign:compose",),
        Limits(),
    )
    assert (Limits(*bound.limits), bound.last_change) == (Limits(audience=30, hours=HOURS), ())


def test_an_institutions_role_comes_before_a_built_in_one_of_its_name(root):
    roles = make_institution(root)["roles"]
    roles.add("sender", Role("Émetteur", [Permission.AUDIT_VIEW]))
    assert permissions_of(roles) == ROLES | {
        "sender": {Permission.AUDIT_VIEW, Permission.INSTITUTION_VIEW}
    }


@pytest.mark.parametrize(
    ("hours", "count", "some"),
    [
        ((), 1440, 0),
        (HOURS, 600, 480),
        ((1380, 60), 120, 1439),
        ((1380, 60), 120, 0),
        ((0, 1440), 1440, 1439),
    ],
)
def test_hours_may_pass_midnight(hours, count, some):
    assert len(minutes(hours)) == count
    assert some in minutes(hours)
    assert minutes((60, 60)) == set()


@pytest.mark.parametrize(
    ("wanted", "mine"),
    [
        (Limits(), [Limits()]),
        (Limits(audience=9, daily=9), [Limits(audience=10, daily=9)]),
        (Limits(audience=9, daily=9), [Limits(audience=1, daily=10), Limits(audience=0, daily=1)]),
        (
            Limits(free_text=False, typed_numbers=False),
            [Limits(free_text=False, typed_numbers=False)],
        ),
        (
            Limits(sender_ids=("BU", "SCD")),
            [Limits(sender_ids=("SCD",)), Limits(sender_ids=("BU", "U"))],
        ),
        (
            Limits(accounts=("scd",)),
            [Limits(accounts=("sport",))],
        ),  # for which roles charge what is known before
        (Limits(hours=(600, 900)), [Limits(hours=(480, 720)), Limits(hours=(720, 1080))]),
        (Limits(hours=(1400, 30)), [Limits(hours=(1380, 60))]),
    ],
)
def test_what_some_role_of_mine_lets_me_do_is_within_my_limits(wanted, mine):
    assert beyond(wanted, mine) == ()


@pytest.mark.parametrize(
    ("wanted", "mine", "names"),
    [
        (Limits(), [], ("accounts",)),
        (Limits(), [Limits(audience=10)], ("audience",)),
        (Limits(audience=11), [Limits(audience=10), Limits(audience=5)], ("audience",)),
        (Limits(daily=0), [Limits(daily=10)], ("daily",)),
        (Limits(), [Limits(free_text=False, typed_numbers=False)], ("free_text", "typed_numbers")),
        (Limits(), [Limits(sender_ids=("BU",))], ("sender_ids",)),
        (Limits(sender_ids=("BU", "SCD")), [Limits(sender_ids=("BU",))], ("sender_ids",)),
        (Limits(), [Limits(hours=HOURS)], ("hours",)),
        (Limits(hours=(480, 1081)), [Limits(hours=HOURS)], ("hours",)),
    ],
)
def test_what_none_of_my_roles_allows_is_beyond_my_limits(wanted, mine, names):
    assert beyond(wanted, mine) == names
