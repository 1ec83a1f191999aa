"""Those who may decide something in a whole institution, by themselves or by a group."""

from factories import make_group, make_house, make_person

from unisms.model.acl import Permission
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
