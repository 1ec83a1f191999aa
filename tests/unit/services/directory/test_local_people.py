"""The people and groups that an institution keeps itself."""

import pytest
from factories import NOW, make_group, make_institution, make_person, make_query, mobile

from unisms.model.directories import DirectoryConnection
from unisms.ports import Person
from unisms.services.directory.local_people import LocalPeople


@pytest.fixture
def institution(root):
    institution = make_institution(root)
    make_person(institution, "zoe", "Zoé Lefèvre", mobile(1), "zoe@univ.example")
    make_person(institution, "adam", "Adam Roux", "")
    return institution


@pytest.fixture
def directory(institution):
    return LocalPeople({"institution": institution})


def group(institution, name, uids=(), groups=()):
    one = make_group(institution, name, people=0)
    one.uids.update(uids)
    one.groups = groups
    return one


def uids(people):
    return [person.uid for person in people]


def test_people_are_told_with_their_number_if_they_have_one(directory):
    zoe = Person("zoe", "Zoé Lefèvre", (mobile(1),), "zoe@univ.example")
    assert directory.person("zoe") == zoe
    assert directory.search("lefe") == [zoe]
    assert directory.person("adam") == Person("adam", "Adam Roux", (), "")
    assert directory.person("nobody") is None


def test_groups_are_found_by_a_part_of_their_title(institution, directory):
    for name, title in (("a", "L3 Histoire"), ("b", "histoire L2"), ("c", "Droit")):
        group(institution, name).title = title
    assert directory.groups("HISTOIRE") == [("b", "histoire L2"), ("a", "L3 Histoire")]
    assert len(directory.groups("")) == 3


def test_a_group_has_its_people_and_those_of_the_groups_in_it_each_once(institution, directory):
    group(institution, "l2", ["adam", "gone"])
    group(institution, "l3", ["adam", "zoe"])
    group(institution, "all", ["adam"], ("l2", "l3", "nowhere"))
    assert sorted(uids(directory.members("all"))) == ["adam", "zoe"]
    assert uids(directory.members("l2")) == ["adam"]


def test_the_groups_of_a_person_are_those_here_and_those_that_a_directory_has_told(institution):
    group(institution, "l3", ["zoe"], ("l2",))
    group(institution, "l2", ["adam"]).title = "a second year"
    make_query(institution, ["zoe", "unknown"])
    make_query(institution, ["adam"], "readers")
    directory = LocalPeople({"institution": institution, "now": NOW})
    told = directory.groups_of("zoe")
    assert [(name, one.title) for name, one in told] == [("l3", "L3"), ("ldap/tutors", "Tutors")]
    assert [name for name, _ in directory.groups_of("unknown")] == ["ldap/tutors"]
    assert [name for name, _ in directory.groups_of("adam")] == ["l2", "ldap/readers"]
    later = LocalPeople({"institution": institution, "now": NOW + 3601})
    assert [name for name, _ in later.groups_of("adam")] == ["l2"]
    institution["people"]["zoe"].came_from = (
        institution["directories"].add("alumni", DirectoryConnection("Anciens", "ldap")).__name__
    )
    assert [name for name, _ in directory.groups_of("zoe")] == ["l3"]


def test_a_group_that_is_not_there_is_refused(directory):
    with pytest.raises(KeyError):
        list(directory.members("nowhere"))


def test_a_group_called_as_a_person_is_another_thing(institution, directory):
    group(institution, "zoe", ["adam"])
    group(institution, "all", ["zoe"], ("zoe",))
    assert sorted(uids(directory.members("all"))) == ["adam", "zoe"]


@pytest.mark.parametrize("circle", [("a",), ("b",), ("b", "a"), ("c", "b", "c")])
def test_groups_that_contain_each_other_end(institution, directory, circle):
    group(institution, "a", ["zoe"], circle)
    group(institution, "b", ["adam"], ("c",))
    group(institution, "c", [], ("a", "b", "c"))
    assert set(uids(directory.members("c"))) == {"adam", "zoe"}
    assert directory.memberships("zoe", ["a", "c", "nowhere"]) == ["a", "c"]
    assert directory.memberships("nobody", ["a", "b", "c"]) == []


def test_groups_may_be_as_deep_as_one_likes(institution, directory):
    for depth in range(1500):
        group(institution, f"g{depth}", [], (f"g{depth + 1}",))
    group(institution, "g1500", ["zoe"])
    assert uids(directory.members("g0")) == ["zoe"]
    assert directory.memberships("zoe", ["g0"]) == ["g0"]
