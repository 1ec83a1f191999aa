"""A ticket says what somebody may see, signed, for a minute; the dashboards read it."""

import pytest

from dashboards.access.tickets import NoTicket, verified
from unisms.services.dashboards import tickets
from unisms.services.dashboards.scopes import Scope
from unisms.services.dashboards.tickets import Visit

NOW = 1_796_000_000
KEY = "a key of the service and its dashboards"
MANAGER = Scope("manager", ("pantheon",), (3, 5))
VISIT = Visit(
    "pantheon/jfontaine",
    MANAGER,
    "en",
    "https://sms.univ.example/institutions/pantheon/",
    "https://sms.univ.example/institutions/pantheon/dashboards",
)


def read(visit=VISIT, key=KEY):
    return verified(tickets.made(visit, KEY, NOW), key, NOW)


def test_the_dashboards_read_what_the_service_has_signed():
    told = read()
    assert (told.institutions, told.accounts, told.role) == (("pantheon",), (3, 5), "manager")
    assert (told.lang, told.back, told.renew) == (VISIT.language, VISIT.back, VISIT.renew)
    assert (told.iat, told.exp) == (NOW, NOW + 60)


@pytest.mark.parametrize(
    "scope",
    [
        MANAGER,
        MANAGER._replace(accounts=()),
        Scope("administrator", ("pantheon",), None),
        Scope("operator", (), None),
        Scope("operator", ("anges", "pantheon"), None),
        Scope("manager", ("pantheon",), tuple(range(1, 1200))),
    ],
)
def test_each_scope_comes_in(scope):
    told = read(VISIT._replace(scope=scope))
    assert Scope(told.role, told.institutions, told.accounts) == scope


def test_another_key_reads_nothing():
    with pytest.raises(NoTicket):
        read(key="a key of other dashboards, just as long")


def test_no_two_tickets_are_the_same():
    assert read().id != read().id


def test_a_ticket_names_nobody_and_yet_tells_people_apart():
    assert "jfontaine" not in f"{read()}"
    assert read().who == read().who != read(VISIT._replace(who="pantheon/zlefevre")).who


SECRET = "a secret of the service, long enough"


def test_without_a_key_of_their_own_tickets_are_signed_with_one_made_of_the_secret():
    made = tickets.key({"unisms.secret": SECRET})
    assert len(made) == 64
    assert SECRET not in made
    assert made == tickets.key({"unisms.secret": SECRET, "unisms.dashboards_key": " "})
    assert made != tickets.key({"unisms.secret": f"{SECRET}!"})


def test_the_settings_may_have_a_key_for_tickets():
    assert tickets.key({"unisms.secret": SECRET, "unisms.dashboards_key": KEY}) == KEY
