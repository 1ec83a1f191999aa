"""People of a directory as they are saved: counted, asked for, and given roles."""

import pytest
from factories import NOW, mobile

from unisms.model.folder import root_of
from unisms.ports import DirectoryError, Person
from unisms.services.directory import directories, queries
from unisms.services.directory.directories import HasRoles
from unisms.services.directory.local_people import LocalPeople
from unisms.services.rights import rights
from unisms.testing.factories import someone

PATH = "/institutions/paris1/directories/ldap/tutors"
GROUP = "group:ldap/tutors"


def give_role(institution, holder=GROUP, role="sender"):
    institution.grants.give(holder, role)


def test_a_query_is_found_by_its_directory_and_its_own_name(institution, query):
    assert queries.find(institution, "ldap/tutors") is query
    assert queries.find(institution, "ldap/nobody") is None
    assert queries.find(institution, "other/tutors") is None
    assert [name for name, _ in queries.all_of(institution)] == ["ldap/all", "ldap/tutors"]


def test_a_group_and_a_filter_are_asked_for(connection, directory):
    directory.has("zoe", "Zoé", mobile(1))
    directory.has("max", "Max")
    directory.has_group("tutors", "Tuteurs", "zoe")
    by_group, by_filter = (queries.asked(connection[name]) for name in ("tutors", "all"))
    assert [one.uid for one in queries.people(directory, by_group)] == ["zoe"]
    assert [one.uid for one in queries.people(directory, by_filter)] == ["zoe", "max"]
    assert by_group.ask.made_with()[1]["country"] == "FR"


def test_a_count_tells_who_has_no_number():
    told = [Person("zoe", "Zoé", (mobile(1),)), Person("max", "Max"), Person("lou", "Lou", ("12",))]
    counted = queries.count(told, "FR")
    assert (counted.people, counted.without) == (3, 2)
    assert counted.numberless == (("max", "Max"), ("lou", "Lou"))


def test_members_are_called_as_here_however_a_directory_spells_them():
    counted = queries.count([Person(" ZLefevre", "Zoé"), Person("Max", "Max")], "FR")
    assert counted.uids == ("zlefevre", "max")
    assert counted.numberless == (("zlefevre", "Zoé"), ("max", "Max"))


def test_a_count_is_waited_for_until_it_is_answered_or_too_late(root, query):
    assert [*queries.to_count(root, NOW)] == []
    queries.ask_for_count(query, NOW)
    assert [*queries.to_count(root, NOW)] == [("count_query", PATH)]
    assert queries.is_being_counted(query, NOW + 100)
    assert not queries.is_being_counted(query, NOW + 200)
    queries.note_count(query, queries.Count(3, 1, (("max", "Max"),), ("zoe",)), NOW)
    assert (query.counted, query.numberless) == ((NOW, 3, 1), (("max", "Max"),))
    assert not queries.is_being_counted(query, NOW)
    assert not query.has("zoe")  # nobody needs to know


def test_a_count_that_failed_says_why_and_the_last_one_stays(query):
    queries.note_count(query, queries.Count(3, 1), NOW)
    queries.ask_for_count(query, NOW + 5)
    queries.note_trouble(query, DirectoryError.CUT, NOW + 6)
    assert (query.counted, query.trouble) == ((NOW, 3, 1), (NOW + 6, "cut"))
    assert not queries.is_being_counted(query, NOW + 6)
    queries.note_count(query, queries.Count(4), NOW + 9)
    assert query.trouble == ()


def test_people_of_a_query_have_the_roles_that_are_given_to_it(root, institution, query):
    give_role(institution)
    assert [*queries.to_count(root, NOW)] == [("count_query", PATH)]
    changes = institution.grants.changes
    queries.note_count(query, queries.Count(1, uids=("zoe",)), NOW)
    assert institution.grants.changes > changes
    changes = institution.grants.changes
    queries.note_count(query, queries.Count(1, uids=("zoe",)), NOW)
    assert institution.grants.changes == changes  # nobody else has the role
    assert [one.via for one in rights.held(institution, "zoe")] == ["ldap/tutors"]
    assert rights.held(institution, "max") == []
    assert [*queries.to_count(root, NOW + 59)] == []
    assert [*queries.to_count(root, NOW + 60)] == [("count_query", PATH)]
    queries.note_count(query, queries.Count(1, uids=("max",)), NOW + 60)
    assert rights.held(institution, "zoe") == []


def test_roles_end_if_the_directory_is_silent_for_long(institution, query):
    give_role(institution)
    queries.note_count(query, queries.Count(1, uids=("zoe",)), NOW)
    queries.note_trouble(query, "away", NOW + queries.LAPSED)
    assert rights.held(institution, "zoe") != []
    queries.note_trouble(query, "away", NOW + queries.LAPSED + 1)
    assert rights.held(institution, "zoe") == []


def test_who_may_give_roles_by_a_directory_is_an_administrator(institution, query):
    give_role(institution, role="administrator")
    queries.note_count(query, queries.Count(1, uids=("zoe",)), NOW)
    assert [*rights.administrators(institution)] == ["zoe"]


def test_a_query_with_roles_is_not_taken_away(institution, connection, query):
    give_role(institution)
    actor = someone(institution)
    for remove, what in ((queries.remove, query), (directories.remove, connection)):
        with pytest.raises(HasRoles) as raised:
            remove(actor, what, NOW)
        assert raised.value.titles == ("Tuteurs",)
    queries.remove(actor, connection["all"], NOW)
    assert [*connection] == ["tutors"]


def test_who_has_no_number_is_forgotten_after_a_week(institution, query):
    queries.note_count(query, queries.Count(1, 1, (("max", "Max"),)), NOW)
    queries.forget(institution, NOW + queries.KEPT)
    assert query.numberless
    queries.forget(institution, NOW + queries.KEPT + 1)
    assert query.numberless == ()
    assert query.counted == (NOW, 1, 1)


def test_members_of_a_query_without_roles_are_forgotten(institution, query):
    give_role(institution)
    queries.keep_members(query, ["zoe"], NOW)
    queries.forget(institution, NOW)
    assert query.members() == ["zoe"]
    institution.grants.withdraw(GROUP, "sender", "")
    queries.forget(institution, NOW)
    assert (query.members(), query.answered_at) == ([], NOW)


def test_a_task_finds_a_query_by_its_path_and_nothing_else(root, institution, query):
    assert root_of(institution) is root
    assert queries.at(root, PATH) is query
    assert queries.at(root, PATH + "x") is None
    assert queries.at(root, "/institutions/paris1/directories/ldap") is None


def test_no_role_waits_for_a_count_that_a_person_asks_for(query):
    queries.note_trouble(query, "away", NOW + queries.LAPSED + 1)
    assert query.answered_at == 0


@pytest.mark.parametrize(
    ("silence", "known"), [(queries.LAPSED, ["zoe"]), (queries.LAPSED + 1, [])]
)
def test_roles_of_a_query_end_also_where_no_worker_asks_any_more(
    institution, query, silence, known
):
    give_role(institution)
    query.keep(["zoe"], NOW)
    people = LocalPeople({"institution": institution, "now": NOW + silence})
    assert [one.uid for one in people.members("ldap/tutors")] == known
    assert [one.role for one in rights.held(institution, "zoe", people)] == ["sender"] * len(known)
