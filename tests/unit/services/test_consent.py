"""Who said yes, who said no, and whom we do not write to."""

import pytest
from factories import MOBILE, NOW, make_house, make_person, reread

from unisms.model.conditions import Conditions
from unisms.services import consent
from unisms.sms import causes

SILENT = None


@pytest.fixture
def institution(root):
    institution = make_house(root)
    make_person(institution)
    return institution


def person(institution):
    return reread(institution)["people"]["jdupont"]


def refusals(institution):
    return (
        consent.refusal_of_person(institution, person(institution)),
        consent.refusal_of_number(institution, MOBILE),
    )


def test_a_yes_has_its_date_and_the_version_of_the_conditions(institution):
    consent.accept(institution, "jdupont", NOW)
    assert (person(institution).consent_at, person(institution).consented_to) == (NOW, 0)
    institution.conditions = Conditions()
    institution.conditions.publish("Peu de messages.", NOW, "admin")
    consent.accept(institution, "jdupont", NOW + 1)
    assert (person(institution).consent_at, person(institution).consented_to) == (NOW + 1, 1)


def test_a_no_has_its_date_and_the_yes_before_keeps_its_own(institution):
    consent.accept(institution, "jdupont", NOW)
    consent.opt_out(institution, "jdupont", NOW + 5)
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
        {"yes": consent.accept, "no": consent.opt_out}[word](institution, "jdupont", NOW)  # at the same second even
    assert refusals(institution) == (cause, cause)


def test_of_two_with_one_number_a_no_is_heeded(institution):
    make_person(institution, "pdupont", "Paul Dupont")
    institution.consent = "said_yes"
    consent.accept(institution, "jdupont", NOW)
    assert refusals(institution) == (None, None)
    consent.opt_out(institution, "pdupont", NOW)
    assert refusals(institution) == (None, causes.OPT_OUT)


def test_a_number_of_nobody_has_said_nothing(institution):
    assert consent.refusal_of_number(institution, "+33639981234") is None
    institution.consent = "said_yes"
    assert consent.refusal_of_number(institution, "+33639981234") == causes.NO_CONSENT


def test_who_is_removed_has_said_nothing(institution):
    consent.opt_out(institution, "jdupont", NOW)
    institution["people"].remove("jdupont")
    make_person(institution)
    assert refusals(institution) == (None, None)


def test_a_number_that_changes_hands_takes_no_word_with_it(institution):
    consent.opt_out(institution, "jdupont", NOW)
    institution["people"].renumber("jdupont", "+33639981234")
    assert consent.refusal_of_number(institution, MOBILE) is None
    assert consent.refusal_of_number(institution, "+33639981234") == causes.OPT_OUT


@pytest.mark.parametrize("record", [consent.accept, consent.opt_out])
def test_nobody_says_nothing(institution, record):
    with pytest.raises(KeyError):
        record(institution, "nobody", NOW)
