"""Those who may decide something in a whole institution, by themselves or by a group."""

from factories import make_group, make_house, make_person, make_query

from unisms.model.acl import Permission
from unisms.model.directories import DirectoryConnection
from unisms.model.roles import OPERATOR
from unisms.services.rights.deciders import who_may

SERVES = (Permission.PERSON_MANAGE, Permission.INSTITUTION_EXPORT)


def test_those_decide_who_have_all_the_permissions_everywhere(root):
    institution = make_house(root)
    for uid in ("ada", "bob", "cleo"):
        make_person(institution, uid)
    make_group(institution, "chefs", 0).uids.add("bob")
    for holder, role, scope in (
        ("person:ada", "administrator", ""),
        ("person:ada", "sender", ""),
        ("person:cleo", "administrator", "accounts/scd"),
        ("person:cleo", "sender", ""),
        ("person:gone", "administrator", ""),
        ("group:chefs", "administrator", ""),
        ("group:gone", "administrator", ""),
        (f"{OPERATOR}root", "administrator", ""),
    ):
        institution.grants.give(holder, role, scope)
    assert who_may(institution, *SERVES) == ["ada", "bob"]
    assert who_may(institution, Permission.CAMPAIGN_COMPOSE) == ["ada", "bob", "cleo"]


def test_those_decide_too_who_have_it_by_a_group_of_a_remote_directory(root):
    institution = make_house(root)
    for uid in ("ada", "bob", "eve"):
        make_person(institution, uid)
    make_query(institution, ["ada", "eve", "unknown"])
    make_query(institution, ["bob"], "readers")
    institution["people"]["eve"].came_from = (
        institution["directories"].add("alumni", DirectoryConnection("Anciens", "ldap")).__name__
    )
    institution.grants.give("group:ldap/tutors", "administrator")
    institution.grants.give("group:ldap/gone", "administrator")
    assert who_may(institution, *SERVES) == ["ada"]
