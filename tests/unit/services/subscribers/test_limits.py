"""Limits of codes: of a network, and of an institution for a day, beside those of each person."""

import pytest
from factories import NOW, make_house, make_person, mobile

from unisms.model import digests
from unisms.services.errands.errands import NoWay
from unisms.services.money.service_account import service_account
from unisms.services.subscribers import codes, limits
from unisms.services.subscribers.limits import CEILING, DAY, HOUR, NETWORK, NotYet
from unisms.testing.factories import someone

CAMPUS, ELSEWHERE = "198.51.100.7", "203.0.113.9"
PLACE = {"host": "sms.univ.example", "language": "fr"}


@pytest.fixture
def institution(root):
    institution = make_house(root)
    make_person(institution, msisdn="")
    return institution


@pytest.fixture
def me(institution):
    return someone(institution, "jdupont")


def crowd(institution, count, at, address=CAMPUS):
    """Let so many others have asked for a code each, at this moment from this address."""
    for one in range(count):
        for begins in (limits.OF_CODES, limits.of_network(institution, address)):
            institution["me"].note_times(f"{begins}u{at}-{one}", (at,))


def ask(me, now=NOW, address=CAMPUS):
    return codes.ask(me, mobile(77), now, address=address, **PLACE)


def refused(me, now=NOW, address=CAMPUS):
    with pytest.raises(NotYet) as told:
        ask(me, now, address)
    return told.value.why, told.value.wait


def test_a_network_has_two_hundred_codes_an_hour_and_others_do_not_wait(institution, me):
    crowd(institution, 200, NOW - 600)
    assert refused(me) == (NETWORK, HOUR - 600)
    ask(me, address=ELSEWHERE)
    ask(me, NOW + HOUR)


def test_an_ipv6_visitor_is_one_network_whatever_their_address(institution, me):
    crowd(institution, 200, NOW, "2001:db8:0:1::7")
    assert refused(me, address="2001:db8:0:1:ffff::8")[0] == NETWORK


def test_a_network_has_five_hundred_codes_a_day(institution, me):
    crowd(institution, 500, NOW - 2 * HOUR)
    assert refused(me) == (NETWORK, DAY - 2 * HOUR)


def test_all_together_have_a_thousand_codes_a_day_and_the_journal_tells_when(institution, me):
    crowd(institution, 998, NOW - HOUR, ELSEWHERE)
    ask(me)
    assert "codes.ceiling" not in [one.verb for one in institution.audit.waiting()]
    ask(me, NOW + 1)
    assert [one.verb for one in institution.audit.waiting()].count("codes.ceiling") == 1
    assert refused(me, NOW + 2) == (CEILING, DAY - HOUR - 2)
    assert limits.codes_of_day(institution, NOW + 2) == limits.ceiling(institution) == 1000


def test_the_limits_grow_with_the_people(institution, monkeypatch):
    monkeypatch.setattr(type(institution["people"]), "__len__", lambda _: 40_000)
    assert limits.most_of_network(institution) == ((HOUR, 2_000), (DAY, 10_000))
    assert limits.ceiling(institution) == 20_000


def test_a_network_is_kept_as_a_digest_and_goes_with_the_night_or_the_person(institution, me):
    ask(me)
    kept = limits.of_network(institution, CAMPUS)
    assert CAMPUS not in kept
    assert digests.of_word(institution, "codes", CAMPUS) in kept
    assert [*institution["me"].times_of(kept)] == [NOW]
    institution["me"].forget_person("jdupont")
    assert [*institution["me"].times_of(kept)] == []
    ask(me)
    codes.forget(institution, NOW + DAY + 1)
    assert [*institution["me"].times_of(kept)] == []


def test_why_no_code_leaves_is_told(institution, me):
    assert limits.silence(institution) == ""
    ask(me)
    assert limits.silence(institution) == ""
    account = service_account(institution, NOW)
    account.overdraft = 1
    assert limits.silence(institution) == limits.UNPAID
    institution["brokers"]["fake"].trouble = "down"
    assert limits.silence(institution) == limits.NO_WAY
    with pytest.raises(NoWay):
        ask(me, NOW + 60)
