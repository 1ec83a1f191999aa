"""The reach of somebody in the dashboards follows from the roles that they have now."""

import pytest
import scenes

from unisms.model import export_keys
from unisms.model.folder import find
from unisms.services.dashboards import scopes
from unisms.services.dashboards.scopes import Scope
from unisms.services.rights import rights

NAMES = ("scd", "scolarite", "sport")


@pytest.fixture
def scope(house):
    def asked(*roles, known=NAMES):
        """The scope of somebody who has just these roles, pairs of role and place."""

        def look(root):
            institution = find(root, scenes.PARIS)
            export_keys.of(institution).give("account", known)
            for grant in [*institution.grants.of("person:zlefevre")]:
                institution.grants.withdraw(*grant[:2])
            for role, place in roles:
                institution.grants.give("person:zlefevre", role, place)
            return scopes.of(rights.person(institution, "zlefevre"))

        return house.run(look)

    return asked


def test_an_administrator_sees_the_institution(scope):
    assert scope(("administrator", "")) == Scope("administrator", ("paris1",), None)


def test_whoever_reads_the_statements_of_one_account_sees_that_one(scope):
    assert scope(("account_manager", "accounts/sport")) == Scope("manager", ("paris1",), (3,))


def test_whoever_reads_the_statements_of_several_accounts_sees_those(scope):
    found = scope(("account_manager", "accounts/sport"), ("approver", "accounts/scd"))
    assert found == Scope("manager", ("paris1",), (1, 3))


def test_whoever_reads_all_statements_without_managing_the_institution_is_a_manager(scope):
    assert scope(("account_manager", "")) == Scope("manager", ("paris1",), (1, 2, 3))


def test_an_administrator_of_one_account_sees_that_one(scope):
    assert scope(("administrator", "accounts/scd")) == Scope("manager", ("paris1",), (1,))


@pytest.mark.parametrize("role", [(), (("sender", ""),), (("subscriber", ""),)])
def test_whoever_reads_no_statement_sees_nothing(scope, role):
    assert scope(*role) is None


def test_an_account_that_no_export_has_met_has_no_figures(scope):
    found = scope(("account_manager", ""), known=("sport",))
    assert found == Scope("manager", ("paris1",), (1,))


def test_before_the_first_export_accounts_have_no_keys(house):
    def look(root):
        institution = find(root, scenes.PARIS)
        assert institution.export_keys is None
        return scopes.of(rights.person(institution, "mcomptes"))

    assert house.run(look) == Scope("manager", ("paris1",), ())


def test_operators_see_the_sums_of_all_institutions(house):
    found = house.run(lambda root: scopes.of_operator(root["institutions"].values()))
    assert found == Scope("operator", ("nice", "paris1"), None)
