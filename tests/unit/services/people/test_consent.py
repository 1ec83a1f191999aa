"""People who said yes, people who said no, and numbers that are not written to."""

import pytest
from factories import MOBILE, NOW, make_house, make_person, mobile, reread
from hypothesis import given
from hypothesis import strategies as st

from unisms.model.conditions import Conditions
from unisms.services.ground.actor import service
from unisms.services.people import consent
from unisms.services.rights import rights
from unisms.services.rules import periods
from unisms.sms import causes
from unisms.testing.factories import someone
from unisms.testing.store import Store

KEPT = periods.seconds_of(None, periods.REFUSALS)

SILENT = None


@pytest.fixture
def institution(root):
    institution = make_house(root)
    make_person(institution)
    return institution


def person(institution):
    return reread(institution)["people"]["jdupont"]


def reader(institution):
    return consent.Reader(institution, (), NOW)


def refusal_of_person(institution, subscriber):
    return reader(institution).refusal(subscriber.msisdn, subscriber.__name__)


def refusal_of_number(institution, number):
    return reader(institution).refusal(number)


def refusal_at_last(institution, number):
    return reader(institution).refusal_at_last(number)


def may_have_changed(institution):
    return reader(institution).asks_at_last


def refusals(institution):
    return (
        refusal_of_person(institution, person(institution)),
        refusal_of_number(institution, MOBILE),
    )


def test_a_yes_has_its_date_and_the_version_of_the_conditions(institution):
    consent.accept(rights.person(institution, "jdupont"), "jdupont", NOW)
    assert (person(institution).consent_at, person(institution).consented_to) == (NOW, 0)
    institution.conditions = Conditions()
    institution.conditions.publish("Peu de messages.", NOW, "admin")
    consent.accept(rights.person(institution, "jdupont"), "jdupont", NOW + 1)
    assert (person(institution).consent_at, person(institution).consented_to) == (NOW + 1, 1)


def test_a_yes_to_conditions_that_were_read_is_to_those_that_count(institution):
    consent.accept(rights.person(institution, "jdupont"), "jdupont", NOW, 0)
    institution.conditions = Conditions()
    institution.conditions.publish("Peu de messages.", NOW, "admin")
    with pytest.raises(consent.OtherConditions):
        consent.accept(rights.person(institution, "jdupont"), "jdupont", NOW + 1, 0)
    assert person(institution).consent_at == NOW
    consent.accept(rights.person(institution, "jdupont"), "jdupont", NOW + 1, 1)
    assert person(institution).consented_to == 1


def test_a_no_has_its_date_and_the_yes_before_keeps_its_own(institution):
    consent.accept(rights.person(institution, "jdupont"), "jdupont", NOW)
    consent.opt_out(rights.person(institution, "jdupont"), "jdupont", NOW + 5)
    assert (person(institution).consent_at, person(institution).opt_out_at) == (NOW, NOW + 5)


@pytest.mark.parametrize(
    ("policy", "said", "cause"),
    [
        ("everybody", "", None),
        ("everybody", "yes", None),
        ("everybody", "no", causes.OPT_OUT),
        ("everybody", "yes no", causes.OPT_OUT),
        ("everybody", "no yes", None),
        ("said_yes", "", causes.NO_CONSENT),
        ("said_yes", "yes", None),
        ("said_yes", "no", causes.OPT_OUT),
        ("said_yes", "yes no", causes.OPT_OUT),
        ("said_yes", "no yes", None),
    ],
)
def test_the_last_word_counts_for_the_person_and_for_the_number(institution, policy, said, cause):
    institution.consent = policy
    for word in said.split():
        record = {"yes": consent.accept, "no": consent.opt_out}[word]
        record(someone(institution), "jdupont", NOW)  # at the same second even
    assert refusals(institution) == (cause, cause)


def test_of_two_with_one_number_a_no_is_heeded(institution):
    make_person(institution, "pdupont", "Paul Dupont")
    institution.consent = "said_yes"
    consent.accept(rights.person(institution, "jdupont"), "jdupont", NOW)
    assert refusals(institution) == (None, None)
    consent.opt_out(rights.person(institution, "pdupont"), "pdupont", NOW)
    assert refusals(institution) == (causes.OPT_OUT, causes.OPT_OUT)
    consent.accept(
        rights.person(institution, "jdupont"), "jdupont", NOW + 1
    )  # for herself, not for whoever said no there
    assert refusals(institution) == (causes.OPT_OUT, causes.OPT_OUT)
    consent.accept(rights.person(institution, "pdupont"), "pdupont", NOW + 1)
    assert refusals(institution) == (None, None)


def test_a_number_of_nobody_has_said_nothing(institution):
    assert refusal_of_number(institution, "+33639981234") is None
    institution.consent = "said_yes"
    assert refusal_of_number(institution, "+33639981234") == causes.NO_CONSENT


OTHER = "+33639981234"


def remove(institution):
    institution["people"].remove("jdupont")


def renumber(institution):
    institution["people"].renumber("jdupont", OTHER)


def take_the_number_away(institution):
    institution["people"].renumber("jdupont", "")


def renumber_and_remove(institution):
    renumber(institution)
    remove(institution)


@pytest.mark.parametrize("leave", [remove, renumber, take_the_number_away, renumber_and_remove])
def test_a_number_is_not_written_to_after_the_person_who_said_no(institution, leave):
    consent.opt_out(rights.person(institution, "jdupont"), "jdupont", NOW)
    leave(institution)
    make_person(institution, "next", "Nadia Next")
    assert refusal_of_number(reread(institution), MOBILE) == causes.OPT_OUT
    assert refusal_of_person(institution, institution["people"]["next"]) == causes.OPT_OUT
    consent.accept(rights.person(institution, "next"), "next", NOW + 5)
    assert refusal_of_number(institution, MOBILE) == causes.OPT_OUT
    assert refusal_of_number(institution, "+33639985555") is None


def test_a_no_is_the_persons_too_whatever_their_number(institution):
    consent.opt_out(rights.person(institution, "jdupont"), "jdupont", NOW)
    renumber(institution)
    assert refusals(institution) == (causes.OPT_OUT, causes.OPT_OUT)
    assert refusal_of_number(institution, OTHER) == causes.OPT_OUT
    institution["people"].remove("jdupont")
    assert refusal_of_number(institution, OTHER) == causes.OPT_OUT


def test_who_says_yes_again_is_written_to_at_the_number_that_they_have(institution):
    consent.opt_out(rights.person(institution, "jdupont"), "jdupont", NOW)
    consent.accept(rights.person(institution, "jdupont"), "jdupont", NOW + 1)
    assert refusals(institution) == (None, None)
    institution["people"].renumber("jdupont", OTHER)
    assert refusal_of_number(institution, MOBILE) is None


def test_a_no_without_a_number_is_the_persons_alone(institution):
    take_the_number_away(institution)
    consent.opt_out(rights.person(institution, "jdupont"), "jdupont", NOW)
    consent.accept(rights.person(institution, "jdupont"), "jdupont", NOW + 1)
    consent.opt_out(rights.person(institution, "jdupont"), "jdupont", NOW + 2)
    institution["people"].renumber("jdupont", MOBILE)
    assert refusals(institution) == (causes.OPT_OUT, causes.OPT_OUT)
    remove(institution)
    assert refusal_of_number(institution, MOBILE) == causes.OPT_OUT


def test_a_no_of_one_institution_is_nothing_to_another(root, institution):
    consent.opt_out(rights.person(institution, "jdupont"), "jdupont", NOW)
    remove(institution)
    other = make_house(root, "nice")
    assert refusal_of_number(other, MOBILE) is None
    assert not may_have_changed(other)


def test_nothing_that_is_kept_of_it_tells_the_number_or_who_it_was(institution):
    consent.opt_out(rights.person(institution, "jdupont"), "jdupont", NOW)
    remove(institution)
    stored = repr([*institution["people"].refusals._noes.items()])
    assert MOBILE.removeprefix("+33") not in stored
    assert "jdupont" not in stored
    assert str(NOW) in stored


def test_after_36_months_a_number_of_nobody_is_written_to_again(institution):
    consent.opt_out(rights.person(institution, "jdupont"), "jdupont", NOW)
    remove(institution)
    consent.forget(institution, NOW + KEPT)
    assert refusal_of_number(institution, MOBILE) == causes.OPT_OUT
    consent.forget(institution, NOW + KEPT + 1)
    assert refusal_of_number(institution, MOBILE) is None


def test_after_36_months_a_no_is_still_that_of_a_person_who_is_there(institution):
    consent.opt_out(rights.person(institution, "jdupont"), "jdupont", NOW)
    consent.forget(institution, NOW + 2 * KEPT)
    assert refusals(institution) == (causes.OPT_OUT, causes.OPT_OUT)


def test_a_no_of_somebody_who_is_gone_is_heard_until_the_last_moment(institution):
    assert not may_have_changed(institution)
    assert refusal_at_last(institution, MOBILE) is None
    consent.opt_out(rights.person(institution, "jdupont"), "jdupont", NOW)
    remove(institution)
    assert may_have_changed(institution)
    assert refusal_at_last(institution, MOBILE) == causes.OPT_OUT


@pytest.mark.parametrize("wait", [0, 2 * KEPT])
def test_whom_the_last_moment_would_refuse_the_check_refuses_already(institution, wait):
    """By a number that somebody brought along who said no, or of whom it is no longer kept by the
    number."""
    next_one = make_person(institution, "next", "Nadia Next")
    assert not consent.is_refused_by_others(institution, next_one)
    take_the_number_away(institution)
    consent.opt_out(rights.person(institution, "jdupont"), "jdupont", NOW)
    institution["people"].renumber("jdupont", MOBILE)
    consent.forget(institution, NOW + wait)
    assert refusal_of_person(institution, next_one) == refusal_at_last(institution, MOBILE)
    assert refusal_at_last(institution, MOBILE) == causes.OPT_OUT
    assert consent.is_refused_by_others(institution, next_one)


words = st.sampled_from(["yes", "no", "remove", "add", "renumber a", "renumber b", "renumber none"])


@given(st.lists(st.tuples(st.sampled_from(["ada", "bob"]), words), max_size=14))
def test_whatever_happens_a_number_that_somebody_refused_is_not_written_to(history):
    """The last no about a number is heeded, if the number was theirs then."""
    store = Store()
    institution = make_house(store.root)
    people, numbers, refused = institution["people"], {"a": MOBILE, "b": OTHER, "none": ""}, {}
    for moment, (uid, word) in enumerate(history):
        if word == "add" and uid not in people:
            make_person(institution, uid)
        if uid not in people:
            continue
        number = people[uid].msisdn
        if word == "no":
            consent.opt_out(rights.person(institution, uid), uid, NOW + moment)
        elif word == "yes":
            consent.accept(rights.person(institution, uid), uid, NOW + moment)
            refused.pop((uid, number), None)
        elif word == "remove" or numbers.get(word.removeprefix("renumber "), number) != number:
            if people[uid].said == "no":
                refused[moment, number] = True  # nobody can take it back
            if word == "remove":
                people.remove(uid)
            else:
                people.renumber(uid, numbers[word.rpartition(" ")[2]])
        if uid in people and people[uid].said == "no":
            refused[uid, people[uid].msisdn] = True
        refused = {
            (who, of): True
            for who, of in refused
            if isinstance(who, int) or (who in people and people[who].msisdn == of)
        }
    wanted = {of for _, of in refused if of}
    found = {of for of in (MOBILE, OTHER) if refusal_of_number(institution, of)}
    assert found >= wanted
    store.close()
    store.db.close()


@pytest.mark.parametrize("record", [consent.accept, consent.opt_out])
def test_nobody_says_nothing(institution, record):
    with pytest.raises(KeyError):
        record(someone(institution), "nobody", NOW)


def test_a_no_of_a_number_that_is_nobodys_can_be_taken_back_and_those_of_people_stay(institution):
    people = institution["people"]
    assert not people.is_refused_by_handset(mobile(7))
    people.allow_number(mobile(7))
    assert consent.refuse_number(service(), institution, mobile(7), NOW) == ()
    assert people.is_refused_by_handset(mobile(7))
    assert not people.is_refused_by_handset("")
    assert not people.is_refused_by_handset(mobile(8))
    make_person(institution, "zoe", "Zoé", mobile(7))
    people.opts_out("zoe", NOW)
    people.allow_number(mobile(7))
    assert people.said(mobile(7)) == {"no"}
    people.consents("zoe", NOW + 5, 0)
    assert people.said(mobile(7)) == {"yes"}


def test_without_a_number_nothing_is_refused(institution):
    assert consent.refuse_number(service(), institution, "", NOW) == ()
    assert not institution["people"].has_answers()
