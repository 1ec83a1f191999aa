"""Rights of people, and their reasons."""

import pytest
from factories import make_account, make_group, make_institution, make_person, make_query, reread

from unisms.model.acl import GIVEN, ROLES, Permission
from unisms.model.roles import Grant, Limits, Role
from unisms.model.templates import MessageTemplate, TemplateFolder
from unisms.services.ground.actor import Actor
from unisms.services.rights import rights
from unisms.services.rights.rights import Held, LastAdministrator, NoSuchThing, NotYours, StillHeld

P = Permission
ADMINISTRATOR = [Held("administrator", "", "")]


@pytest.fixture
def institution(root):
    institution = make_institution(root)
    for uid in ("zoe", "adam"):
        make_person(institution, uid, msisdn="")
    make_account(institution)
    make_group(institution, "l2", people=0).uids.add("adam")
    institution["templates"].add("bu", TemplateFolder("BU"))
    institution["templates"].add("retard", MessageTemplate("Retard", "Bonjour"))
    institution.passwords["root"] = "hash"
    root.passwords["op"] = "hash"
    institution.grants.give("person:root", "administrator")
    return institution


def own_role(institution, name="guichet", permissions=(P.CAMPAIGN_COMPOSE,), **limits):
    return institution["roles"].add(name, Role(name.title(), permissions, Limits(**limits)))


# ---- what one has ----


def test_a_role_is_had_directly_and_by_each_group(institution):
    make_group(institution, "l3", people=0).groups = ("l2",)
    institution.grants.give("person:adam", "sender")
    institution.grants.give("group:l2", "sender", "accounts/scd")
    institution.grants.give("group:l3", "approver")
    assert rights.held(institution, "adam") == [
        Held("sender", "", ""),
        Held("sender", "accounts/scd", "l2"),
        Held("approver", "", "l3"),
    ]
    assert rights.held(institution, "zoe") == []


def test_the_directory_that_is_asked_knows_the_groups(institution):
    class Elsewhere:
        def memberships(self, uid, among):
            return [name for name in among if uid == "zoe"]

    institution.grants.give("group:of-ldap", "sender")
    assert rights.held(institution, "zoe", Elsewhere()) == [Held("sender", "", "of-ldap")]
    assert rights.held(institution, "zoe") == []


def test_a_role_of_a_group_that_contains_itself_is_had_once(institution):
    institution["groups"]["l2"].groups = ("l2",)
    institution.grants.give("group:l2", "sender")
    assert rights.held(institution, "adam") == [Held("sender", "", "l2")]


def test_an_operator_has_what_is_given_to_that_operator_alone(institution):
    institution.grants.give("operator:op", "approver")
    institution.grants.give("person:op", "administrator")
    assert rights.held(institution, "operator:op") == [Held("approver", "", "")]
    assert rights.held(institution, "operator:other") == []


def test_the_principals_name_each_role_its_place_and_the_person(institution):
    institution.grants.give("person:zoe", "sender")
    institution.grants.give("person:zoe", "approver", "accounts/scd")
    assert rights.principals(rights.person(institution, "zoe")) == {
        "paris1:sender",
        "paris1:approver@accounts/scd",
        "paris1:approver@*",
        "paris1/zoe",
        "paris1:*",
    }


def test_without_a_role_one_is_known_and_no_author_any_more_and_an_operator_is_nobody(institution):
    assert rights.principals(rights.person(institution, "zoe")) == {"paris1:*"}
    assert not rights.principals(rights.person(institution, "operator:op"))


def test_permissions_are_those_of_the_place_and_of_everywhere(institution):
    found = [Held("approver", "accounts/scd", ""), Held("subscriber", "", ""), Held("gone", "", "")]
    assert Actor(institution, "", found).permissions() == ROLES["subscriber"]
    assert (
        Actor(institution, "", found).permissions("accounts/scd")
        == ROLES["approver"] | ROLES["subscriber"]
    )
    assert Actor(institution, "", ()).permissions() == frozenset()


def test_each_permission_is_explained_by_every_chain_that_gives_it(institution):
    institution.grants.give("person:adam", "sender")
    institution.grants.give("group:l2", "group_sender", "accounts/scd")
    chains = rights.explain(institution, "adam")
    assert list(chains) == list(GIVEN)
    assert chains[P.CAMPAIGN_COMPOSE] == [
        Held("sender", "", ""),
        Held("group_sender", "accounts/scd", "l2"),
    ]
    assert chains[P.IMPORT_FILE] == [Held("group_sender", "accounts/scd", "l2")]
    assert chains[P.ROLE_MANAGE] == []


def test_what_no_place_has_is_explained_by_no_role_that_is_given_at_one(institution):
    institution.grants.give("person:adam", "group_sender", "accounts/scd")
    assert (
        rights.explain(institution, "adam")[P.REPLY_VIEW]
        == rights.explain(institution, "adam")[P.NUMBER_VIEW]
        == []
    )
    institution.grants.give("person:adam", "group_sender")
    assert rights.explain(institution, "adam")[P.REPLY_VIEW] == [Held("group_sender", "", "")]


def test_only_roles_of_ones_own_have_limits(institution):
    own_role(institution, audience=10)
    assert rights.limits_of(institution, "guichet") == Limits(audience=10)
    assert (
        rights.limits_of(institution, "sender") == rights.limits_of(institution, "gone") == Limits()
    )


# ---- giving ----


@pytest.mark.parametrize("holder", ["person:zoe", "person:root", "group:l2", "operator:op"])
@pytest.mark.parametrize("scope", ["", "accounts/scd", "groups/l2", "templates/bu"])
def test_a_role_is_given_to_whom_one_knows_at_a_place_that_is_there(institution, holder, scope):
    rights.give(Actor(institution, "", ADMINISTRATOR), Grant(holder, scope, "sender"), 1)
    assert Grant(holder, scope, "sender") in reread(institution).grants.of(holder)


@pytest.mark.parametrize(
    "grant",
    [
        Grant("person:zoe", "", "gone"),
        *(
            Grant(name, "", "sender")
            for name in ("", "zoe", "person:", "person:op", "person:gone", "group:gone")
        ),
        *(
            Grant(name, "", "sender")
            for name in ("operator:zoe", "robot:zoe", "person:zoe\naccounts/scd")
        ),
        *(
            Grant("person:zoe", scope, "sender")
            for scope in ("accounts", "accounts/", "accounts/gone", "people/zoe")
        ),
        *(
            Grant("person:zoe", scope, "sender")
            for scope in ("/accounts/scd", "accounts/scd/", "accounts/scd/x", "*")
        ),
        Grant("person:zoe", "templates/retard", "sender"),
    ],
)
def test_what_is_not_there_is_not_given(institution, grant):
    before = list(institution.grants)
    with pytest.raises(NoSuchThing):
        rights.give(Actor(institution, "", ADMINISTRATOR), grant, 1)
    assert list(institution.grants) == before


def test_nobody_gives_more_than_they_have(institution):
    own_role(institution, "keeper", [P.ROLE_MANAGE, P.INSTITUTION_VIEW, P.CAMPAIGN_VIEW])
    with pytest.raises(NotYours) as refused:
        rights.give(
            Actor(institution, "", [Held("keeper", "", "")]), Grant("person:zoe", "", "approver"), 1
        )
    assert refused.value.permissions == (
        P.ACCOUNT_VIEW,
        P.CAMPAIGN_APPROVE,
        P.CAMPAIGN_STEER,
    )
    assert refused.value.limits == ()
    assert institution.grants.of("person:zoe") == []


def test_what_one_has_at_one_place_one_gives_there_only(institution):
    mine = [Held("approver", "accounts/scd", "")]
    rights.give(Actor(institution, "", mine), Grant("person:zoe", "accounts/scd", "approver"), 1)
    for scope in ("", "groups/l2"):
        with pytest.raises(NotYours):
            rights.give(Actor(institution, "", mine), Grant("person:zoe", scope, "approver"), 1)


@pytest.mark.parametrize(
    ("mine", "wanted", "names"),
    [
        ({"audience": 10}, {"audience": 10}, ()),
        ({"audience": 10}, {}, ("audience",)),
        ({"free_text": False}, {"hours": (0, 60)}, ("free_text",)),
        ({"accounts": ("scd",)}, {}, ("accounts",)),
        ({"accounts": ("scd",)}, {"accounts": ("scd",)}, ()),
        ({"accounts": ("scd",)}, {"accounts": ("scd", "sport")}, ("accounts",)),
    ],
)
def test_nobody_gives_a_role_with_wider_limits_than_theirs(institution, mine, wanted, names):
    own_role(institution, "mine", **mine)
    own_role(institution, "wanted", **wanted)
    assert refused_limits(institution, "wanted", [Held("mine", "", "")]) == names


def refused_limits(institution, role, by):
    """The names of the limits for which the role is not given; none when it is."""
    try:
        rights.give(Actor(institution, "", by), Grant("person:zoe", "", role), 1)
    except NotYours as refused:
        return refused.limits
    return ()


def test_limits_of_a_role_that_sends_nothing_do_not_matter(institution):
    own_role(institution, "mine", [P.CAMPAIGN_COMPOSE, P.REPLY_VIEW], audience=10)
    own_role(institution, "wanted", [P.REPLY_VIEW])
    rights.give(
        Actor(institution, "", [Held("mine", "", "")]), Grant("person:zoe", "", "wanted"), 1
    )


def test_each_account_is_looked_at_for_itself(institution):
    own_role(institution, "much", accounts=("scd",))
    own_role(institution, "little", accounts=("sport",), audience=5)
    own_role(institution, "wanted", accounts=("sport",))
    mine = [Held("much", "", ""), Held("little", "", "")]
    assert refused_limits(institution, "wanted", mine) == ("audience",)
    rights.give(Actor(institution, "", mine), Grant("person:zoe", "accounts/scd", "wanted"), 1)


def test_at_an_account_the_role_that_one_has_there_counts(institution):
    own_role(institution, "elsewhere", accounts=("sport",))
    rights.give(
        Actor(institution, "", [Held("elsewhere", "accounts/scd", "")]),
        Grant("person:zoe", "accounts/scd", "elsewhere"),
        1,
    )
    with pytest.raises(NotYours):
        rights.give(
            Actor(institution, "", [Held("elsewhere", "", "")]),
            Grant("person:zoe", "accounts/scd", "elsewhere"),
            1,
        )


# ---- withdrawing ----


def test_a_role_is_withdrawn(institution):
    institution.grants.give("person:zoe", "sender", "accounts/scd")
    rights.withdraw(
        Actor(institution, "", ADMINISTRATOR), Grant("person:zoe", "accounts/scd", "sender"), 1
    )
    assert reread(institution).grants.of("person:zoe") == []


@pytest.mark.parametrize(
    "grant",
    [
        Grant("person:gone", "", "administrator"),
        Grant("group:gone", "", "sender"),
        Grant("operator:gone", "", "approver"),
        Grant("person:zoe", "accounts/gone", "sender"),
        Grant("person:zoe", "", "gone"),
    ],
)
def test_what_is_not_there_any_more_is_withdrawn(institution, grant):
    institution.grants.give(grant.holder, grant.role, grant.scope)
    rights.withdraw(Actor(institution, "", ADMINISTRATOR), grant, 1)
    assert institution.grants.of(grant.holder) == []


def test_nobody_takes_what_they_could_not_have_given(institution):
    own_role(institution, "keeper", [P.ROLE_MANAGE])
    institution.grants.give("person:zoe", "approver")
    with pytest.raises(NotYours):
        rights.withdraw(
            Actor(institution, "", [Held("keeper", "", "")]), Grant("person:zoe", "", "approver"), 1
        )
    assert institution.grants.of("person:zoe")


def test_the_last_administrator_stays(institution):
    last = Grant("person:root", "", "administrator")
    with pytest.raises(LastAdministrator):
        rights.withdraw(Actor(institution, "", ADMINISTRATOR), last, 1)
    assert last in institution.grants.of("person:root")
    institution.grants.give("group:l2", "administrator")
    rights.withdraw(Actor(institution, "", ADMINISTRATOR), last, 1)
    assert list(rights.administrators(institution)) == ["adam"]


def test_where_there_is_none_to_lose_anything_is_withdrawn(institution):
    del institution.passwords["root"]
    rights.withdraw(
        Actor(institution, "", ADMINISTRATOR), Grant("person:root", "", "administrator"), 1
    )
    assert list(institution.grants) == []


def test_administrators_are_those_who_exist_and_can_give_roles_everywhere(institution):
    own_role(institution, "keeper", [P.ROLE_MANAGE])
    grants = institution.grants
    for holder in ("person:gone", "group:gone", "operator:op", "group:l2"):
        grants.give(holder, "administrator")
    grants.give("person:zoe", "keeper", "accounts/scd")
    assert list(rights.administrators(institution)) == ["adam", "root"]
    grants.give("person:zoe", "keeper")
    assert list(rights.administrators(institution)) == ["adam", "root", "zoe"]
    rights.refuse_without_administrator(institution)


def test_administrators_may_be_those_of_a_group_of_a_directory_also_who_never_came(institution):
    make_query(institution, ["adam", "unknown"])
    institution.grants.give("group:ldap/tutors", "administrator")
    institution.grants.give("group:ldap/gone", "administrator")
    assert list(rights.administrators(institution)) == ["adam", "unknown", "root"]


# ---- an institution's own roles ----


def test_a_role_gets_nothing_that_its_editor_lacks(institution):
    own_role(institution, "keeper", [P.ROLE_MANAGE, P.CAMPAIGN_COMPOSE], audience=5)
    own_role(institution, "guichet", [P.CAMPAIGN_COMPOSE], audience=5)
    mine = [Held("keeper", "", "")]
    rights.refuse_change(Actor(institution, "", mine), "guichet", [P.ROLE_MANAGE], Limits())
    with pytest.raises(NotYours):
        rights.refuse_change(
            Actor(institution, "", mine), "guichet", [P.NUMBER_VIEW], Limits(audience=5)
        )
    with pytest.raises(NotYours):
        rights.refuse_change(
            Actor(institution, "", mine), "guichet", [P.CAMPAIGN_COMPOSE], Limits(audience=6)
        )


def test_a_role_that_may_do_more_than_its_editor_is_not_changed(institution):
    own_role(institution, "keeper", [P.ROLE_MANAGE])
    own_role(institution, "strong", [P.ROLE_MANAGE, P.NUMBER_VIEW])
    with pytest.raises(NotYours):
        rights.refuse_change(
            Actor(institution, "", [Held("keeper", "", "")]), "strong", [P.ROLE_MANAGE], Limits()
        )


def test_a_change_leaves_somebody_who_can_give_roles(institution):
    own_role(institution, "keeper", [P.ROLE_MANAGE])
    institution.grants.withdraw("person:root", "administrator")
    institution.grants.give("person:zoe", "keeper")
    with pytest.raises(LastAdministrator):
        rights.refuse_change(
            Actor(institution, "", ADMINISTRATOR), "keeper", [P.AUDIT_VIEW], Limits()
        )
    rights.refuse_change(
        Actor(institution, "", ADMINISTRATOR), "keeper", [P.ROLE_MANAGE, P.AUDIT_VIEW], Limits()
    )


def test_a_role_that_somebody_has_stays(institution):
    own_role(institution)
    institution.grants.give("person:zoe", "guichet", "accounts/scd")
    with pytest.raises(StillHeld) as refused:
        rights.remove_role(Actor(institution, "", ADMINISTRATOR), "guichet", 1)
    assert refused.value.grants == (Grant("person:zoe", "accounts/scd", "guichet"),)
    assert "guichet" in institution["roles"]


def test_a_role_that_nobody_has_is_deleted_by_who_could_have_made_it(institution):
    own_role(institution)
    with pytest.raises(NotYours):
        rights.remove_role(Actor(institution, "", [Held("subscriber", "", "")]), "guichet", 1)
    rights.remove_role(Actor(institution, "", ADMINISTRATOR), "guichet", 1)
    assert "guichet" not in institution["roles"]
