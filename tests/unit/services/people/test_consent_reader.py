"""The judge: whom each purpose reaches, by policy, answer, pause and proof of a number."""

import pytest
from factories import MOBILE, NOW, make_house, make_person, mobile, reread

from unisms.model.proofs import NO, Proof
from unisms.model.themes import Member, Theme
from unisms.services.ground.actor import service
from unisms.services.people import consent
from unisms.services.people.consent import Reader
from unisms.services.rules import periods
from unisms.sms import causes
from unisms.sms.purposes import EMERGENCY, OPT_IN, OPT_OUT, PARTNER, THEME
from unisms.testing.factories import someone

KEPT = periods.seconds_of(None, periods.REFUSALS)

BU, CROUS = (THEME, "bu"), (PARTNER, "crous")
DAY = "2027-01-15"
OTHER = mobile(5)


@pytest.fixture
def institution(root):
    institution = make_house(root)
    make_person(institution)
    for name in ("bu", "sport", "crous"):
        institution["themes"].add(name, Theme(name.title()))
    return institution


def refusal(institution, purpose=(), uid="jdupont", number=MOBILE, now=NOW):
    return Reader(reread(institution), purpose, now).refusal(number, uid)


def both(institution, purpose):
    """Return the refusals by person and by number, which agree, as one."""
    by_person, by_number = (refusal(institution, purpose, uid) for uid in ("jdupont", ""))
    assert by_person == by_number
    return by_person


def says(institution, word, uid="jdupont", at=NOW):
    {"yes": consent.accept, "no": consent.opt_out}[word](someone(institution, uid), uid, at)


def joins(institution, theme, uid="jdupont"):
    institution["themes"][theme].join(uid, Member(NOW), DAY)


def leaves(institution, theme, uid="jdupont", at=NOW):
    institution["people"].note(uid, Proof(at, THEME, theme, NO))
    institution["themes"][theme].leave(uid, at, DAY)


@pytest.mark.parametrize(
    ("purpose", "policy", "said", "cause"),
    [
        (BU, OPT_IN, "", causes.NO_CONSENT),
        (BU, OPT_IN, "yes", causes.NO_CONSENT),
        (BU, OPT_IN, "joins", None),
        (BU, OPT_IN, "joins leaves", causes.OPT_OUT),
        (BU, OPT_IN, "joins leaves joins", None),
        (BU, OPT_IN, "joins no", causes.OPT_OUT),
        (BU, OPT_OUT, "", None),
        (BU, OPT_OUT, "leaves", causes.OPT_OUT),
        (BU, OPT_OUT, "no", causes.OPT_OUT),
        (CROUS, OPT_IN, "joins", causes.NO_CONSENT),
        (CROUS, OPT_IN, "yes", causes.NO_CONSENT),
        (CROUS, OPT_OUT, "leaves", None),
        ((EMERGENCY,), "overrides", "no", None),
        ((EMERGENCY,), OPT_OUT, "no", causes.OPT_OUT),
        ((EMERGENCY,), OPT_OUT, "", None),
        ((EMERGENCY,), OPT_IN, "", causes.NO_CONSENT),
        ((EMERGENCY,), OPT_IN, "yes", None),
        ((), OPT_OUT, "leaves", None),
        (("theme", "gone"), OPT_OUT, "", causes.NO_CONSENT),
    ],
)
def test_a_purpose_reaches_people_by_its_policy_and_their_answers(
    institution, purpose, policy, said, cause
):
    if purpose:
        institution.policies = ((purpose[0], policy),)
    for word in said.split():
        if word == "joins":
            joins(institution, "bu")
        elif word == "leaves":
            leaves(institution, "bu")
        else:
            says(institution, word)
    assert both(institution, purpose) == cause


def test_of_several_themes_that_share_a_message_one_is_enough(institution):
    both_themes = (THEME, "bu sport")
    assert both(institution, both_themes) == causes.NO_CONSENT
    joins(institution, "sport")
    assert both(institution, both_themes) is None
    leaves(institution, "bu")
    assert both(institution, both_themes) is None
    leaves(institution, "sport")
    assert both(institution, both_themes) == causes.OPT_OUT


def test_a_person_who_is_known_answers_for_themselves_and_a_number_for_each_holder(institution):
    make_person(institution, "pdupont")
    joins(institution, "bu")
    assert refusal(institution, BU, "pdupont") == causes.NO_CONSENT
    assert refusal(institution, BU, "") is None
    assert refusal(institution, BU, "stranger") is None  # nobody of the directory


def test_a_no_is_the_persons_whatever_number_they_are_written_to(institution):
    joins(institution, "bu")
    leaves(institution, "bu")
    assert refusal(institution, BU, number=OTHER) == causes.OPT_OUT
    says(institution, "no")
    assert refusal(institution, (), number=OTHER) == causes.OPT_OUT


def test_a_pause_ends_by_itself_and_an_emergency_does_not_wait_for_it(institution):
    institution["people"].pauses("jdupont", NOW + 60)
    assert both(institution, ()) == causes.PAUSED
    assert both(institution, (EMERGENCY,)) is None
    joins(institution, "bu")
    assert both(institution, BU) == causes.PAUSED
    assert refusal(institution, now=NOW + 60) is None


def test_a_pause_is_that_of_the_person_and_of_a_number_when_all_pause(institution):
    make_person(institution, "pdupont")
    institution["people"].pauses("jdupont", NOW + 60)
    assert refusal(institution, (), "pdupont") is None
    assert refusal(institution, (), "") is None
    assert refusal(institution, (), "stranger", OTHER) is None


def next_one(institution):
    """Somebody turns up with the number of a person who is gone."""
    institution["people"].remove("jdupont")
    return make_person(institution, "next")


def test_a_no_of_the_number_holds_until_somebody_proves_the_number(institution):
    says(institution, "no")
    person = next_one(institution)
    assert both_of_next(institution, ()) == causes.OPT_OUT
    person.proven_at = NOW
    assert both_of_next(institution, ()) == causes.OPT_OUT  # at the same moment the no counts
    person.proven_at = NOW + 1
    assert both_of_next(institution, ()) is None
    consent.refuse_number(service(), institution, MOBILE, NOW + 2)
    assert both_of_next(institution, ()) == causes.OPT_OUT


def test_a_theme_that_was_left_holds_likewise(institution):
    joins(institution, "bu")
    leaves(institution, "bu")
    person = next_one(institution)
    joins(institution, "bu", "next")
    assert both_of_next(institution, BU) == causes.OPT_OUT
    assert both_of_next(institution, ()) is None
    person.proven_at = NOW + 1
    assert both_of_next(institution, BU) is None
    institution["themes"]["bu"].refuse_number(MOBILE, NOW + 2)
    assert both_of_next(institution, BU) == causes.OPT_OUT


def both_of_next(institution, purpose):
    by_person, by_number = (refusal(institution, purpose, uid) for uid in ("next", ""))
    assert by_person == by_number
    return by_person


def test_of_two_with_one_number_the_one_who_proved_it_is_written_to(institution):
    make_person(institution, "pdupont")
    says(institution, "no")
    assert refusal(institution, (), "pdupont") == causes.OPT_OUT
    institution["people"]["pdupont"].proven_at = NOW + 1
    assert refusal(institution, (), "pdupont") is None
    assert refusal(institution, (), "") is None
    assert refusal(institution, (), "jdupont") == causes.OPT_OUT


def test_old_noes_of_a_theme_go_with_those_of_all_messages(institution):
    institution["themes"]["bu"].refuse_number(OTHER, NOW)
    consent.forget(institution, NOW + KEPT)
    assert institution["themes"]["bu"].refused_at(OTHER) == NOW
    consent.forget(institution, NOW + KEPT + 1)
    assert institution["themes"]["bu"].refused_at(OTHER) == 0


@pytest.mark.parametrize(("purpose", "asks"), [((), False), (BU, True), ((EMERGENCY,), False)])
def test_a_judge_says_whether_it_asks_anything(institution, purpose, asks):
    assert Reader(institution, purpose, NOW).asks is asks
    institution.foreign_numbers = "refuse"
    assert Reader(institution, purpose, NOW).asks_at_last
    assert Reader(institution, (EMERGENCY,), NOW).refusal_at_last("+447911123456") == (
        causes.FOREIGN_NOT_ALLOWED
    )
