"""Rights: each role may do certain things in certain places."""

import pytest
from factories import make_account, make_campaign, make_house
from pyramid.authorization import ACLHelper, Everyone

from unisms.model import acl
from unisms.model.acl import (
    AUTHOR,
    COMMON,
    GIVEN,
    OPERATOR,
    ROLES,
    SENDER,
    SOMEWHERE,
    Permission,
    everybody_principal,
    granted,
    person_principal,
    role_principal,
)
from unisms.model.roles import Role

P = Permission


def may(resource, principals, permission):
    return bool(ACLHelper().permits(resource, [Everyone, *principals], permission))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("permission", Permission)
def test_a_role_may_do_in_its_institution_what_its_set_says_and_nothing_else(
    root, role, permission
):
    institution = make_house(root)
    assert may(institution, [role_principal("paris1", role)], permission) == (
        permission in ROLES[role]
    )


@pytest.mark.parametrize("permission", Permission)
def test_every_role_of_one_institution_is_nothing_in_another(root, permission):
    make_house(root)
    other = make_house(root, "lyon2")
    everyone = [role_principal("paris1", role) for role in ROLES]
    assert not may(other, everyone, permission)
    assert not may(root, everyone, permission)


@pytest.mark.parametrize("permission", Permission)
def test_an_operator_runs_the_installation_and_enters_no_institution(root, permission):
    principals = [role_principal("", OPERATOR)]
    assert may(root, principals, permission) == (permission in (P.OPERATE, P.CONNECTION_MANAGE))
    assert not may(make_house(root), principals, permission)


@pytest.mark.parametrize("permission", Permission)
def test_an_author_steers_her_own_campaign_and_no_other(root, permission):
    institution = make_house(root)
    mine, other = make_campaign(institution), make_campaign(institution)
    other.author = "somebody else"
    principals = [person_principal("paris1", "lib")]
    assert may(mine, principals, permission) == (permission in AUTHOR)
    assert not may(other, principals, permission)


def test_the_same_uid_elsewhere_is_another_person(root):
    campaign = make_campaign(make_house(root))
    assert not may(campaign, [person_principal("lyon2", "lib")], P.CAMPAIGN_VIEW)


def test_nobody_inside_an_institution_may_operate():
    assert all(P.OPERATE not in permissions for permissions in ROLES.values())


BUILT_IN = {
    "subscriber": "institution:view",
    "sender": "institution:view campaign:compose person:view",
    "group_sender": "institution:view campaign:compose person:view import:file campaign:view"
    " account:view number:view reply:view",
    "approver": "institution:view campaign:view campaign:approve campaign:steer account:view",
    "account_manager": "institution:view account:view account:manage",
    "administrator": "institution:view institution:manage institution:export role:manage audit:view"
    " person:view person:manage number:view theme:manage template:manage campaign:compose"
    " campaign:edit"
    " campaign:view campaign:send campaign:send_alone campaign:approve campaign:steer"
    " campaign:urgent campaign:emergency import:file"
    " reply:view account:view account:manage directory:manage connection:manage",
}


def test_each_built_in_role_has_these_permissions_and_no_other():
    assert {role: {*may} for role, may in ROLES.items()} == {
        role: {*told.split()} for role, told in BUILT_IN.items()
    }
    assert list(GIVEN) == BUILT_IN["administrator"].split()


def test_a_permission_that_no_role_is_said_to_have_is_nobodys(root):
    institution = make_house(root)
    for role in ROLES:
        assert not may(institution, [role_principal("paris1", role)], "timetable:change")


def test_a_permission_of_an_add_on_is_had_by_the_roles_that_it_names(root, monkeypatch):
    monkeypatch.setattr(acl, "GIVEN", [*acl.GIVEN])
    for role in ("sender", "administrator"):
        monkeypatch.setitem(ROLES, role, ROLES[role])
    for _ in range(2):
        acl.announce("timetable:change", ["sender", "administrator"])
    assert acl.GIVEN[-2:] == ["connection:manage", "timetable:change"]
    institution = make_house(root)
    have = [
        role
        for role in ROLES
        if may(institution, [role_principal("paris1", role)], "timetable:change")
    ]
    assert have == ["sender", "administrator"]


@pytest.mark.parametrize("permission", Permission)
def test_whoever_is_known_opens_their_own_pages_there_and_nothing_else(root, permission):
    institution, elsewhere = make_house(root), make_house(root, "lyon2")
    known = [everybody_principal("paris1")]
    assert may(institution, known, permission) == (permission == P.OWN_PAGES)
    assert not may(elsewhere, known, permission)
    assert not may(root, known, permission)


def test_a_sender_sees_no_money_and_no_file():
    assert not SENDER & {P.ACCOUNT_VIEW, P.ACCOUNT_MANAGE, P.IMPORT_FILE, P.CONNECTION_MANAGE}


def test_principals_of_roles_and_of_persons_never_meet():
    assert role_principal("paris1", "sender") == "paris1:sender"
    assert person_principal("paris1", "sender") == "paris1/sender"
    assert role_principal("paris1", "sender", "accounts/scd") == "paris1:sender@accounts/scd"


@pytest.mark.parametrize("permission", Permission)
def test_a_role_at_one_account_holds_there_and_for_its_campaigns(root, permission):
    institution = make_house(root)
    principals = [role_principal("paris1", "group_sender", "accounts/scd")]
    expected = permission in ROLES["group_sender"]
    assert may(institution["accounts"]["scd"], principals, permission) == expected
    assert may(make_campaign(institution), principals, permission) == expected
    assert not may(make_account(institution, "sport"), principals, permission)
    assert not may(make_campaign(institution, account="sport"), principals, permission)


@pytest.mark.parametrize("permission", Permission)
def test_a_role_somewhere_lets_one_enter_the_common_rooms_and_no_more(root, permission):
    institution = make_house(root)
    principals = [role_principal("paris1", "administrator", SOMEWHERE)]
    assert may(institution, principals, permission) == (permission in COMMON)


def test_a_role_of_ones_own_permits_what_it_says(root):
    institution = make_house(root)
    institution["roles"].add("guichet", Role("Guichet", [P.REPLY_VIEW]))
    principals = [role_principal("paris1", "guichet")]
    assert may(institution, principals, P.REPLY_VIEW)
    assert may(institution, principals, P.INSTITUTION_VIEW)  # any role lets in
    assert not may(institution, principals, P.CAMPAIGN_COMPOSE)
    [there] = (
        ace for ace in granted(institution, "groups/l2") if ace[1] == "paris1:guichet@groups/l2"
    )
    assert set(there[2]) == {P.REPLY_VIEW, P.INSTITUTION_VIEW}


def test_a_right_that_no_release_knows_any_more_opens_nothing(root):
    institution = make_house(root)
    institution["roles"].add("old", Role("Ancien", ["campaign:shred"]))
    assert not any(
        may(institution, [role_principal("paris1", "old")], permission) for permission in P
    )
