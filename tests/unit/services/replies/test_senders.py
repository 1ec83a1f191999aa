"""STOP to one sender, where the institution has it so."""

import pytest
from factories import (
    MOBILE,
    NOW,
    make_person,
    make_recipient,
    make_release,
    mobile,
    reread,
    someone,
)
from shared_replies import CONNECTION, confirmed

from unisms.model import senders as noes
from unisms.model.connections import SenderId
from unisms.model.replies import KeptReply
from unisms.model.senders import all_noes, noes_to, sender_of
from unisms.services.delivery import claims, moments
from unisms.services.institution import digest_keys
from unisms.services.people import consent, enrolment
from unisms.services.people.consent import Reader
from unisms.services.register import moves
from unisms.services.replies import confirmations, leavings, senders, stops
from unisms.services.replies.stops import SENDER
from unisms.sms import causes

DAY = 86_400


@pytest.fixture(autouse=True)
def scoped(institution, connection):
    institution.stop_reaches = SENDER
    connection.put_sender(SenderId("+38000"))


@pytest.fixture
def person(institution):
    return make_person(institution)


def say(institution, text, now=NOW, to="38000", path=CONNECTION):
    stops.receive(institution, KeptReply(now, MOBILE, to, text, path), now)


def refused(institution, sender="38000", purpose=(), now=NOW):
    return Reader(institution, purpose, now, sender).refusal(MOBILE)


@pytest.mark.parametrize("known", [True, False])
def test_a_stop_ends_the_messages_of_the_sender_that_was_answered(institution, known):
    if known:
        make_person(institution)
    say(institution, "Arrêt")
    assert refused(institution) == causes.OPT_OUT
    assert refused(institution, "36000") is None
    assert refused(institution, purpose=("emergency",)) is None
    [kept] = [one for _, one in institution.replies.keyed("2027-01")]
    assert (kept.word, kept.theme) == ("stop", "sender:38000")
    assert [one.theme for one in leavings.of_institution(institution)] == ["sender:38000"]


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("text", ["START", "Oui"])
def test_it_is_taken_back(institution, known, text):
    if known:
        make_person(institution)
    say(institution, "STOP")
    confirmed(institution, NOW + 9)
    say(institution, text, NOW + 60)
    assert refused(institution, now=NOW + 60) is None


def test_start_takes_a_whole_no_back_too(institution, person):
    say(institution, "STOP")
    consent.opt_out(someone(institution, "jdupont"), "jdupont", NOW)
    say(institution, "START", NOW + 60)
    assert refused(institution, now=NOW + 60) is None


def test_the_sender_of_a_contract_is_its_connection(institution):
    say(institution, "STOP", to="39999")
    assert refused(institution, sender_of("", CONNECTION)) == causes.OPT_OUT
    assert senders.title_of(institution, CONNECTION) == "Fake"
    assert senders.title_of(institution, "38000") == "38000"


def test_where_nobody_knows_the_sender_a_stop_is_to_all(institution):
    say(institution, "STOP", path="")
    assert refused(institution, "36000") == causes.OPT_OUT


def test_another_handset_has_said_nothing_to_that_sender(institution):
    noes_to(institution, "38000")
    say(institution, "START")
    assert leavings.of_institution(institution) == []


def test_no_claim_after_it_has_that_number(root, institution, connection):
    campaign = make_release(institution, 3, sender_id="+38000")
    say(institution, "STOP")
    assert claims.claim_batch(root, CONNECTION, 10, "here", NOW).numbers == (2, 3)
    assert campaign.row(1).cause == causes.OPT_OUT


def test_another_senders_messages_leave(root, institution, connection):
    connection.put_sender(SenderId("36000"))
    make_release(institution, [make_recipient(0)], sender_id="36000")
    say(institution, "STOP")
    assert claims.claim_batch(root, CONNECTION, 10, "here", NOW).numbers == (1,)


def test_it_stays_with_the_person_and_with_the_number(institution, person):
    say(institution, "STOP")
    institution["people"].renumber("jdupont", mobile(5))
    assert Reader(institution, (), NOW, "38000").refusal(mobile(5)) == causes.OPT_OUT
    make_person(institution, "zoe", msisdn=MOBILE)
    assert refused(institution) == causes.OPT_OUT


def test_it_moves_with_the_person_and_stays_with_the_number_of_who_is_gone(institution, person):
    say(institution, "STOP")
    moves.move(someone(institution), "jdupont", "jeanne", NOW)
    assert noes_to(institution, "38000").left_at("jeanne") == NOW
    enrolment.remove(someone(institution), "jeanne", NOW)
    assert noes_to(institution, "38000").left_at("jeanne") == 0
    assert refused(institution) == causes.OPT_OUT
    moves_of_nobody = noes_to(institution, "38000")
    moves_of_nobody.move("gone", "new")
    assert moves_of_nobody.left_at("new") == 0


def test_a_person_without_a_number_leaves_none_behind(institution, person):
    say(institution, "STOP")
    person.msisdn = ""
    noes_to(institution, "38000").leave_number(person)
    assert not noes_to(institution, "38000")._refusals


def test_it_goes_after_36_months_and_is_dated_by_a_clock_that_is_right(root, institution):
    say(institution, "STOP", NOW + 100 * DAY)
    moments.redate(institution, NOW)
    consent.forget(institution, NOW + 1200 * DAY)
    assert refused(institution) is None


def test_it_is_dropped_with_its_key(root, institution, monkeypatch):
    say(institution, "STOP")
    root.numbers_key = "another"
    digest_keys.begin_anew(root)
    assert refused(reread(institution)) is None
    assert [one.has_noes() for one in all_noes(institution)] == [False]


def test_a_confirmation_says_that_it_is_of_this_sender(institution):
    place = institution.replies.add(NOW, MOBILE, "", "STOP", word="stop", theme="sender:38000")
    told = confirmations.text_of(institution, institution.replies.get(*place), "gsm")
    assert "les SMS de cet expéditeur" in told


def test_an_institution_where_nobody_left_a_sender_has_none(institution):
    assert noes.all_noes(institution) == []
    assert not senders.come_back(institution, "38000", MOBILE, NOW)
