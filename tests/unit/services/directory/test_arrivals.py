"""The record of somebody whom a directory lets in: made once, then refreshed."""

import pytest
from factories import NOW, make_group, make_person, mobile

from unisms.model.directories import DirectoryConnection
from unisms.model.roles import GROUP, PERSON
from unisms.ports import Person
from unisms.services.directory import arrivals
from unisms.services.directory.local_people import LocalPeople

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


def test_a_number_that_somebody_else_has_proved_is_given_to_nobody(institution):
    make_person(institution, "max", "Max", mobile(1)).proven_at = NOW
    zoe = arrive(institution)
    assert (zoe.msisdn, zoe.found_in) == ("", "")
    institution["people"]["max"].proven_at = 0
    assert arrive(institution).msisdn == mobile(1)


@pytest.mark.parametrize("uid", ["", "new", "operator:root", "a/b", "x" * 65, "é"])
def test_whose_uid_cannot_be_one_has_no_record(institution, uid):
    assert arrive(institution, ZOE._replace(uid=uid)) is None


@pytest.fixture
def alumni(institution):
    """Yield the second of two directories that let people in."""
    institution["directories"]["ldap"].signs_in = True
    other = institution["directories"].add("alumni", DirectoryConnection("Anciens", "fake"))
    other.signs_in = True
    return other


def come(institution, directory, person=ZOE):
    return arrivals.arrive(institution, person, NOW, directory=directory)


@pytest.mark.usefixtures("alumni")
def test_a_record_stays_with_the_directory_that_brought_it(institution):
    zoe = come(institution, "ldap")
    assert zoe.came_from == "ldap"
    assert come(institution, "alumni", ZOE._replace(name="Another", email="other@x")) is None
    assert (zoe.name, zoe.email) == ("Zoé Lefèvre", "zoe@univ.example")
    assert come(institution, "ldap", ZOE._replace(name="Zoé Roux")) is zoe
    assert zoe.name == "Zoé Roux"


def test_a_directory_that_is_gone_keeps_nobody(institution, alumni):
    zoe = come(institution, "ldap")
    institution["directories"].remove("ldap")
    assert come(institution, "alumni") is zoe
    assert zoe.came_from == "alumni"


@pytest.mark.parametrize("holder", [f"{PERSON}zlefevre", f"{GROUP}staff", f"{GROUP}ldap/tutors"])
def test_who_has_roles_is_brought_by_no_directory_that_might_mean_another(
    institution, alumni, query, holder
):
    make_group(institution, "staff", people=0).uids.add("zlefevre")
    query.keep(["zlefevre"], NOW)
    institution.grants.give(holder, "observer")
    assert come(institution, "alumni") is None
    assert (come(institution, "ldap") is None) == (not holder.endswith("tutors"))
    alumni.signs_in = False
    assert come(institution, "ldap").came_from == "ldap"


def test_the_roles_of_a_query_are_not_those_of_a_namesake_of_another_directory(
    institution, alumni, query
):
    query.keep(["zlefevre", "max"], NOW)
    zoe = come(institution, "alumni")
    people = LocalPeople({"institution": institution})
    assert people.memberships("zlefevre", ["ldap/tutors"]) == []
    assert [one.uid for one in people.members("ldap/tutors")] == ["max"]
    zoe.came_from = "ldap"
    assert people.memberships("zlefevre", ["ldap/tutors"]) == ["ldap/tutors"]
