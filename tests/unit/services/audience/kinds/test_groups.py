"""Groups as audience."""

from datetime import date

import pytest
from factories import (
    NOW,
    make_group,
    make_person,
    mobile,
)

from unisms.ports import AudienceGone
from unisms.services.audience.audience import expand
from unisms.services.audience.choices import Choice
from unisms.services.audience.kinds.groups import GROUP, GroupKind
from unisms.services.exclusions.judges import Judge
from unisms.services.people import consent
from unisms.services.rules.recipients import Recipient
from unisms.sms import causes

TODAY = date(2027, 1, 15)
KIND = GroupKind()


def expanded(institution, *chosen, wanted=()):
    return list(
        expand(institution, chosen, wanted, TODAY, Judge(consent.Reader(institution, (), NOW)))
    )


def test_a_group_is_those_of_the_groups_in_it_too_each_once(institution):
    make_group(institution, people=2)
    outer = make_group(institution, "ufr", people=1)
    outer.groups = ("l2",)
    outer.uids.add("l2-0")
    told = [
        (recipient.who, recipient.source) for recipient in expanded(institution, ("group", "ufr"))
    ]
    assert told == [("Personne 0", "UFR"), ("Personne 0", "UFR"), ("Personne 1", "UFR")]


def test_a_group_is_everyone_in_it_and_says_where_they_come_from(institution):
    make_group(institution, people=2)
    assert expanded(institution, ("group", "l2"), wanted=("Nom",)) == [
        Recipient(mobile(0), "Personne 0", "L2", ("Personne 0",), uid="l2-0"),
        Recipient(mobile(1), "Personne 1", "L2", ("Personne 1",), uid="l2-1"),
    ]


def test_the_people_of_a_group_come_in_the_order_of_their_names(institution):
    group = make_group(institution, people=0)
    for uid, name in (
        ("a", "Zoé Roux"),
        ("b", "élodie Blanc"),
        ("c", "Anaïs Petit"),
        ("d", "Elsa Diallo"),
    ):
        make_person(institution, uid, name)
        group.uids.add(uid)
    told = [recipient.who for recipient in expanded(institution, ("group", "l2"))]
    assert told == ["Anaïs Petit", "élodie Blanc", "Elsa Diallo", "Zoé Roux"]


def test_a_member_who_has_gone_is_listed_by_uid_as_having_no_number(institution):
    make_group(institution, people=1)
    institution["people"].remove("l2-0")
    [recipient] = expanded(institution, ("group", "l2"), wanted=("nom", "courriel"))
    assert recipient == Recipient("", "l2-0", "L2", ("", ""), causes.NO_NUMBER)


def test_a_group_that_is_no_more_is_told_and_leads_to_nobody(institution):
    assert not KIND.exists(institution, "l2")
    with pytest.raises(AudienceGone):
        next(KIND.recipients(institution, "l2", (), TODAY))
    assert ([*KIND.uids(institution, "l2")], KIND.title(institution, "l2")) == ([], "")


def test_a_group_is_found_by_the_words_it_is_called_now(institution):
    group = make_group(institution)
    group.title = "M1 Histoire – TD 3"
    is_called = KIND.finder(institution)
    assert is_called("l2", "hist")
    assert not is_called("l2", "geographie")
    assert not is_called("gone", "hist")


def test_groups_are_offered_by_title_numbers_by_their_size(institution):
    for name, title in (("b", "TD 10"), ("a", "TD 2"), ("c", "Élus")):
        make_group(institution, name, people=len(title)).title = title
    assert KIND.choices(institution, (), "lib") == [
        Choice(GROUP, "c", "Élus", count=4),
        Choice(GROUP, "a", "TD 2", count=4),
        Choice(GROUP, "b", "TD 10", count=5),
    ]


def test_roles_may_be_bound_to_a_group_which_takes_no_more_than_to_compose():
    assert (KIND.group("l2"), KIND.permission, KIND.brings_numbers) == ("l2", None, False)
