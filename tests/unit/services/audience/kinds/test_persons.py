"""Persons as audience."""

from datetime import date

from factories import MOBILE, NOW, make_person

from unisms.model.acl import Permission
from unisms.services.audience.audience import expand
from unisms.services.audience.choices import Choice
from unisms.services.audience.kinds.persons import PERSON, PersonKind
from unisms.services.exclusions.judges import Judge
from unisms.services.people import consent
from unisms.sms import causes

TODAY = date(2027, 1, 15)
KIND = PersonKind()


def expanded(institution, *chosen, wanted=()):
    return list(
        expand(institution, chosen, wanted, TODAY, Judge(consent.Reader(institution, (), NOW)))
    )


def test_what_we_know_of_a_person_personalises_whatever_its_spelling(institution):
    make_person(institution, email="jd@univ.example")
    wanted = ("IDENTIFIANT", "Courriel", "nom", "inconnu")
    [recipient] = expanded(institution, ("person", "jdupont"), wanted=wanted)
    assert recipient.values == ("jdupont", "jd@univ.example", "Jeanne Dupont", "")


def test_a_person_without_a_number_is_listed_with_the_reason(institution):
    make_person(institution, msisdn="")
    [recipient] = expanded(institution, ("person", "jdupont"))
    assert (recipient.msisdn, recipient.cause) == ("", causes.NO_NUMBER)


def test_a_person_is_called_by_name_to_who_may_know_and_in_no_title(institution):
    make_person(institution)
    assert KIND.called(institution, "jdupont") == "Jeanne Dupont"
    assert KIND.title(institution, "jdupont") == KIND.called(institution, "gone") == ""
    assert KIND.group("jdupont") == ""


def test_a_person_is_found_by_a_word_of_the_name_and_by_no_single_letter(institution):
    make_person(institution)
    is_called = KIND.finder(institution)
    assert [is_called("jdupont", word) for word in ("dup", "dup", "d", "martin")] == [
        True,
        True,
        False,
        False,
    ]


def test_those_who_are_chosen_stay_offered_as_long_as_they_are_there(institution):
    make_person(institution)
    assert KIND.choices(institution, ["jdupont", "gone"], "lib") == [
        Choice(PERSON, "jdupont", "Jeanne Dupont", MOBILE)
    ]


def test_to_choose_somebody_takes_the_right_to_look_people_up(institution):
    assert KIND.permission == Permission.PERSON_VIEW
    assert [*KIND.uids(institution, "jdupont")] == ["jdupont"]
