"""The account that pays for what the service sends by itself."""

from factories import NOW, make_account, make_institution, someone

from unisms.services.money.service_account import CEILING, service_account
from unisms.services.rights import reaches


def test_the_account_is_made_once_and_told_in_the_journal(root):
    institution = make_institution(root)
    made = service_account(institution, NOW)
    assert service_account(institution, NOW + 1) is made
    assert (made.__name__, made.title, made.overdraft) == ("service", "Service", CEILING)
    assert [entry.verb for entry in institution.audit.latest(0)] == ["account.opened"]


def test_an_account_of_a_department_of_that_name_stays_its_own(root):
    institution = make_institution(root)
    make_account(institution, "service")
    assert service_account(institution, NOW).__name__ == "service-2"
    assert service_account(institution, NOW).__name__ == "service-2"


def test_nobody_may_choose_it_for_a_message(root):
    institution = make_institution(root)
    institution.grants.give("person:lib", "sender")
    make_account(institution)
    service_account(institution, NOW)
    assert reaches.accounts(someone(institution)) == ["scd"]
