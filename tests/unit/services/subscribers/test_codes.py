"""Codes that prove a number: sent, typed, guessed, too many; and whose the number is then."""

import re

import pytest
from factories import NOW, make_house, make_person, mobile, reread
from hypothesis import given
from hypothesis import strategies as st

from unisms.model import digests, health
from unisms.services.door import throttle
from unisms.services.errands.errands import NoWay
from unisms.services.health import flags
from unisms.services.people import consent, enrolment
from unisms.services.subscribers import codes
from unisms.services.subscribers.limits import until_next
from unisms.testing.factories import someone

HOME, OTHER = "198.51.100.7", "198.51.100.8"
PLACE = {"host": "sms.univ.example", "language": "fr"}
NUMBER = mobile(77)


@pytest.fixture
def institution(root):
    institution = make_house(root)
    make_person(institution, msisdn="")
    make_person(institution, "bob", "Bob Martin", NUMBER, "bob@univ.example")
    return institution


@pytest.fixture
def me(institution):
    return someone(institution, "jdupont")


def errands(institution):
    return [one for one in institution["campaigns"].values() if one.errand]


def code_of(institution):
    """Return the code of the last message that left."""
    latest = max(errands(institution), key=lambda one: one.sent_at)
    return re.search(r"#(\d{6})$", latest.values(1)[2])[1]


def asked(me, now=NOW, number=NUMBER):
    codes.ask(me, number, now, **PLACE)
    return code_of(me.institution)


def typed(me, code, now=NOW, address=HOME):
    return codes.prove(me, code, now, address=address, link="https://sms.example/me/number")


def wrong(code):
    return f"{(int(code) + 1) % 10**6:06}"


def verbs(institution, *wanted):
    return [one.verb for one in institution.audit.waiting() if one.verb in wanted]


def mails(institution):
    outbox = institution.outbox
    return [outbox.mail(name) for name in outbox.of("bob")]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("06 39 98 00 77", NUMBER),
        ("06.39.98.00.77", NUMBER),
        ("+33 6 39 98 00 77", NUMBER),
        ("0033639980077", NUMBER),
    ],
)
def test_a_number_is_typed_in_any_way(institution, typed, read):
    assert codes.number_of(institution, typed) == read


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("  ", "missing"),
        ("01 42 68 53 00", "landline"),
        ("06 12 34", "impossible"),
        ("06 00 00 00 00", "filler"),
        ("06 39 98 00 01 / 06 39 98 00 02", "several"),
        ("bonjour", "unreadable"),
    ],
)
def test_what_cannot_be_written_to_is_told_in_a_word(institution, typed, code):
    with pytest.raises(codes.NoMobile) as told:
        codes.number_of(institution, typed)
    assert told.value.code == code


def test_a_code_leaves_at_once_for_the_number_as_browsers_fill_it_in(institution, me):
    connection = codes.ask(me, NUMBER, NOW, **PLACE)
    [errand] = errands(institution)
    assert (errand.urgent, errand.account, errand.author) == (True, "service", "")
    assert errand.row(1).msisdn == NUMBER
    assert errand.connection == connection
    assert re.search(r"\n@sms\.univ\.example #\d{6}$", errand.values(1)[2])
    assert verbs(institution, "number.code_sent") == ["number.code_sent"]


def test_a_code_is_kept_as_a_digest_of_the_person_the_number_and_the_digits(institution, me):
    code = asked(me)
    kept = institution["me"].code("jdupont")
    assert (kept.msisdn, kept.sent_at, kept.wrong) == (NUMBER, NOW, 0)
    assert code not in kept.digest
    assert len(kept.digest) == 32


@pytest.mark.parametrize(
    "form", ["%s", " %s ", "@sms.univ.example #%s", "Code: %s", "%s, 10 minutes"]
)
def test_the_right_code_proves_the_number_however_it_is_typed(institution, me, form):
    told = form % asked(me)
    assert typed(me, told, NOW + 60) == codes.CodeOutcome(codes.PROVEN)
    person = reread(institution)["people"]["jdupont"]
    assert (person.msisdn, person.proven_at) == (NUMBER, NOW + 60)
    assert codes.under_way(institution, "jdupont", NOW + 60) is None
    assert verbs(institution, "number.proven", "number.lost") == ["number.lost", "number.proven"]


@pytest.mark.parametrize("told", ["", "12345", "1234567", "12 34 5", "le code"])
def test_what_holds_no_six_digits_is_no_try(institution, me, told):
    asked(me)
    assert typed(me, told) == codes.CodeOutcome(codes.NO_CODE)
    assert institution["me"].code("jdupont").wrong == 0


def test_who_proves_a_number_has_it_and_the_other_is_told(institution, me):
    typed(me, asked(me))
    people = institution["people"]
    assert people.with_number(NUMBER) == ("jdupont",)
    assert people["bob"].msisdn == ""
    assert institution["me"].lost_number("bob") == NOW
    [mail] = mails(institution)
    assert (mail.to, mail.kind, mail.uid) == ("bob@univ.example", "number.lost", "bob")
    assert ("link", "https://sms.example/me/number") in mail.values
    bob = someone(institution, "bob")
    typed(bob, asked(bob, NOW + 10), NOW + 10)
    assert (people.with_number(NUMBER), institution["me"].lost_number("bob")) == (("bob",), 0)


def test_a_number_that_is_proved_is_written_to_though_others_refused_it(institution, me):
    consent.opt_out(someone(institution, "bob"), "bob", NOW - 10)
    reader = consent.Reader(institution, (), NOW)
    assert reader.refusal(NUMBER, "jdupont") == "opt_out"
    typed(me, asked(me))
    assert reader.refusal(NUMBER, "jdupont") is None


def test_another_code_makes_the_one_before_worthless(institution, me):
    first = asked(me)
    second = asked(me, NOW + 1)
    if first != second:
        assert typed(me, first).what == codes.WRONG
    assert typed(me, second, NOW + 2).what == codes.PROVEN


@pytest.mark.parametrize(("after", "what"), [(599, codes.PROVEN), (600, codes.OLD), (-61, "old")])
def test_a_code_counts_for_ten_minutes(me, after, what):
    code = asked(me)
    assert typed(me, code, NOW + after).what == what


def test_without_a_code_there_is_nothing_to_type(me):
    assert typed(me, "123456") == codes.CodeOutcome(codes.OLD)


def test_a_code_sent_a_second_time_is_told_to_be_right_for_as_long_as_it_counted(me):
    code = asked(me)
    for after in (1, 2, 599):
        assert typed(me, code, NOW + after).what == codes.PROVEN
    assert typed(me, code, NOW + 602).what == codes.OLD


@pytest.mark.parametrize(("number", "after", "has"), [(NUMBER, 19, 1), (NUMBER, 20, 0), ("", 1, 0)])
def test_a_code_that_has_just_left_is_not_asked_for_again(institution, me, number, after, has):
    assert not codes.has_just_left(institution, "jdupont", NUMBER, NOW)
    asked(me)
    assert codes.has_just_left(institution, "jdupont", number, NOW + after) == has


def test_after_five_wrong_ones_not_even_the_right_one_counts(me):
    code = asked(me)
    told = [typed(me, wrong(code), NOW + 60 * place) for place in range(5)]
    assert [(one.what, one.left) for one in told] == [
        *((codes.WRONG, left) for left in (4, 3, 2, 1)),
        (codes.SPENT, 0),
    ]
    assert typed(me, code, NOW + 400).what == codes.SPENT


def test_who_tries_quickly_is_slowed_and_told_for_how_long(me):
    code = asked(me)
    told = [typed(me, wrong(code)) for _ in range(4)]
    assert [one.what for one in told] == [codes.WRONG] * 3 + [codes.WAIT]
    assert told[-1].left == 2
    assert typed(me, code, NOW + 2).what == codes.PROVEN


def test_one_is_slowed_from_any_address_but_not_by_others(institution, me):
    for place in range(5):
        code = asked(me, NOW + 4000 * place)
        for turn in range(5):
            typed(me, wrong(code), NOW + 4000 * place + 100 * turn, f"198.51.100.{turn}")
    code = asked(me, NOW + 20_000)
    assert typed(me, code, NOW + 20_000, OTHER).what == codes.PROVEN
    assert throttle.wait(institution, throttle.doors(institution, "bob", HOME, NOW), NOW) == 0


def test_a_person_has_three_codes_an_hour_and_ten_a_day(me):
    for place in range(3):
        asked(me, NOW + place, mobile(place))
    with pytest.raises(codes.NotYet) as told:
        asked(me, NOW + 10, mobile(9))
    assert told.value.wait == 3590
    for place in range(7):
        asked(me, NOW + 3600 * (place + 1) + 3, mobile(100 + place))
    with pytest.raises(codes.NotYet) as told:
        asked(me, NOW + 3600 * 9, mobile(10))
    assert told.value.wait == 86_400 - 9 * 3600
    asked(me, NOW + 86_400, mobile(11))


def test_a_number_has_three_codes_an_hour_whoever_asks(institution, me):
    others = [make_person(institution, f"p{place}").__name__ for place in range(3)]
    for uid in others:
        asked(someone(institution, uid))
    with pytest.raises(codes.NotYet):
        asked(me, NOW + 1)
    assert institution["me"].code("jdupont") is None
    assert asked(me, NOW + 1, mobile(5))


def test_where_nothing_can_leave_no_code_is_counted(institution, me):
    institution["brokers"].remove("fake")
    with pytest.raises(NoWay):
        asked(me)
    assert institution["me"].times("code jdupont") == ()


def test_the_night_forgets_codes_and_when_they_were_asked_for(institution, me):
    asked(me)
    codes.forget(institution, NOW + 3600)
    assert institution["me"].code("jdupont")
    codes.forget(institution, NOW + 86_401)
    assert institution["me"].code("jdupont") is None
    assert institution["me"].times("code jdupont") == ()


def test_of_somebody_who_is_taken_out_no_code_is_left(institution, me):
    asked(me)
    institution.grants.give("person:bob", "administrator")
    institution.grants.give("person:lib", "administrator")
    enrolment.remove(someone(institution, "bob"), "jdupont", NOW)
    assert institution["me"].code("jdupont") is None


@given(st.lists(st.integers(0, 200_000), max_size=15), st.integers(0, 200_000))
def test_after_the_wait_there_is_never_more_than_the_most(moments, now):
    wait = until_next(moments, now, codes.MOST)
    then = now + wait
    for window, most in codes.MOST:
        assert sum(then - window < min(at, now) <= now for at in moments if at <= now + 60) < most


def test_a_number_that_was_set_aside_is_back_in_service_once_it_is_proved(institution, me):
    digest = digests.of_number(institution, NUMBER)
    health.of(institution).flag(digest, health.Flag(NOW - 9, "absent", 1))
    assert flags.flag_of(institution, NUMBER)
    typed(me, asked(me))
    assert flags.flag_of(institution, NUMBER) is None
