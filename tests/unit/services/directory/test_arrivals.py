"""The record of somebody whom a directory lets in: made once, then refreshed."""

import pytest
from factories import NOW, make_person, mobile

from unisms.ports import Person
from unisms.services.directory import arrivals

ZOE = Person("ZLefevre", "Zoé Lefèvre", (mobile(1),), "zoe@univ.example", {}, "mobile", "sure")


def arrive(institution, person=ZOE, now=NOW):
    return arrivals.arrive(institution, person, now)


def verbs(institution):
    return [entry.verb for entry in institution.audit.latest(10)]


def test_somebody_new_has_a_record_with_the_number_and_its_field(institution):
    zoe = arrive(institution)
    assert institution["people"]["zlefevre"] is zoe
    assert (zoe.name, zoe.msisdn, zoe.email) == ("Zoé Lefèvre", mobile(1), "zoe@univ.example")
    assert (zoe.found_in, zoe.confidence, zoe.last_change) == ("mobile", "sure", (NOW, "zlefevre"))


def test_what_the_directory_tells_now_takes_the_place_of_what_it_told(institution):
    arrive(institution)
    other = ZOE._replace(
        name="Zoé Roux", msisdns=(mobile(2),), email="z@univ.example", found_in="pager"
    )
    zoe = arrive(institution, other, NOW + 5)
    assert (zoe.name, zoe.msisdn, zoe.email) == ("Zoé Roux", mobile(2), "z@univ.example")
    assert (zoe.found_in, zoe.last_change) == ("pager", (NOW + 5, "zlefevre"))


def test_nothing_is_written_where_nothing_has_changed(institution):
    zoe = arrive(institution)
    assert arrive(institution, now=NOW + 5) is zoe
    assert zoe.last_change == (NOW, "zlefevre")


@pytest.mark.parametrize("msisdns", [(), ("06 39 98 00",), ("+33 1 45 67 89 01",)])
def test_a_number_that_cannot_be_written_to_changes_none(institution, msisdns):
    arrive(institution)
    assert arrive(institution, ZOE._replace(msisdns=msisdns, name="", email="")).msisdn == mobile(1)


def test_a_number_that_somebody_has_proved_or_typed_here_stays(institution):
    zoe = arrive(institution)
    zoe.proven_at = NOW
    assert arrive(institution, ZOE._replace(msisdns=(mobile(2),))).msisdn == mobile(1)
    max_ = make_person(institution, "max", "Max", mobile(3))
    arrive(institution, Person("max", "Max", (mobile(4),), "", {}, "mobile", "sure"))
    assert (max_.msisdn, max_.found_in) == (mobile(3), "")


@pytest.mark.parametrize("uid", ["", "new", "operator:root", "a/b", "x" * 65, "é"])
def test_whose_uid_cannot_be_one_has_no_record(institution, uid):
    assert arrive(institution, ZOE._replace(uid=uid)) is None
