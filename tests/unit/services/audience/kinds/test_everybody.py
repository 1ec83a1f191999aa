"""Everybody as audience."""

from datetime import date

from factories import make_person, mobile

from unisms.model.acl import Permission
from unisms.services.audience.audience import expand
from unisms.services.audience.choices import Choice
from unisms.services.audience.kinds.everybody import ALL, EVERYBODY, EverybodyKind

KIND = EverybodyKind()


def test_everybody_gets_the_message_in_the_order_of_their_names(institution):
    make_person(institution, "zroux", "Zoé Roux", msisdn=mobile(2))
    make_person(institution, "jdupont", "Jeanne Dupont", msisdn=mobile(1))
    found = expand(institution, [(EVERYBODY, ALL)], ("nom",), date(2027, 1, 15))
    assert [(one.msisdn, one.values, one.source) for one in found] == [
        (mobile(1), ("Jeanne Dupont",), institution.title),
        (mobile(2), ("Zoé Roux",), institution.title),
    ]


def test_one_choice_is_offered_to_those_who_manage_people(institution):
    make_person(institution)
    title = KIND.title(institution, ALL)
    assert KIND.choices(institution, (), "lib") == [Choice(EVERYBODY, ALL, title, count=1)]
    assert KIND.permission == Permission.PERSON_MANAGE


def test_there_is_one_name_and_no_other(institution):
    make_person(institution)
    assert [KIND.exists(institution, name) for name in (ALL, "some")] == [True, False]
    assert [*KIND.uids(institution, "some")] == []
