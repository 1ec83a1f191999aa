"""An actor, and what their roles permit."""

import pytest
from factories import make_institution

from unisms.model.acl import Permission as P
from unisms.services.ground.actor import Actor, Held, OutsideInstitutions, operator, service
from unisms.services.rights import rights


@pytest.fixture
def institution(root):
    return make_institution(root)


@pytest.mark.parametrize(
    ("held", "place", "may"),
    [
        ((Held("sender", "", ""),), None, True),
        ((Held("sender", "", ""),), "accounts/scd", True),
        ((Held("sender", "accounts/scd", ""),), "accounts/scd", True),
        ((Held("sender", "accounts/scd", ""),), "accounts/bu", False),
        ((Held("sender", "accounts/scd", ""),), None, False),
        ((Held("subscriber", "", ""),), None, False),
        ((Held("gone", "", ""),), None, False),
        ((), None, False),
    ],
)
def test_a_role_permits_where_it_is_given(institution, held, place, may):
    assert Actor(institution, "zoe", held).may(P.CAMPAIGN_COMPOSE, place) is may


def test_what_is_permitted_at_some_place_is_permitted_somewhere(institution):
    actor = Actor(institution, "zoe", (Held("sender", "accounts/scd", ""),))
    assert actor.may_somewhere(P.CAMPAIGN_COMPOSE)
    assert not actor.may_somewhere(P.ROLE_MANAGE)


@pytest.mark.parametrize(
    ("scope", "permission", "may"),
    [
        ("accounts/scd", P.CAMPAIGN_COMPOSE, True),  # it is of the common rooms
        ("accounts/scd", P.ROLE_MANAGE, False),
        ("", P.ROLE_MANAGE, True),
    ],
)
def test_the_common_rooms_permit_what_a_role_at_one_place_has_of_theirs(
    institution, scope, permission, may
):
    assert (
        Actor(institution, "zoe", (Held("administrator", scope, ""),)).may_here(permission) is may
    )


def test_whoever_acts_outside_every_institution_has_no_role(institution):
    for actor in (operator("mroux"), service()):
        assert actor.permissions() == frozenset()
        assert not actor.may_somewhere(P.INSTITUTION_VIEW)


@pytest.mark.parametrize("outsider", [operator("mroux"), service()])
def test_whoever_acts_outside_every_institution_is_asked_for_none(outsider):
    with pytest.raises(OutsideInstitutions):
        rights.principals(outsider)


def test_the_journals_call_an_operator_otherwise_than_a_person_and_the_service_nothing(institution):
    institution.grants.give("operator:mroux", "approver")
    guest = rights.person(institution, "operator:mroux")
    assert operator("mroux").name == guest.name == "operator:mroux"
    assert rights.person(institution, "mroux").name == "mroux"
    assert service().name == ""
    assert guest.held == (Held("approver", "", ""),)
