"""The comparison of a file with the directory, told before anything changes."""

import pytest
from factories import NOW, make_group, make_person, mobile
from people_files import CHIEF, applied, compared, remarked, told

from unisms.model.campaigns import Campaign
from unisms.model.directories import DirectoryConnection, DirectoryQuery
from unisms.model.folder import BOUNDS
from unisms.model.roles import GROUP, PERSON
from unisms.services.register.changes import Facts, PersonChange
from unisms.services.register.columns import BadColumns

TITLES = "uid;nom complet;courriel;mobile\n"
ZOE = "zoe;Zoé Petit;zoe@u.example;06 39 98 00 01\n"
BOB = "bob;Bob Martin;bob@u.example;06 39 98 00 02\n"


@pytest.fixture
def kept(root, institution):
    """An institution whose roll of students is Zoé and Bob."""
    applied(root, institution, TITLES + ZOE + BOB)
    return institution


def test_whom_the_directory_does_not_know_is_new(institution):
    _, found = compared(institution, TITLES + ZOE)
    after = Facts("Zoé Petit", "zoe@u.example", mobile(1))
    assert found.changes == [PersonChange("new", 2, "zoe", after=after)]
    assert (found.remarks, found.unchanged, found.before) == ([], 0, 0)


def test_the_same_file_a_second_time_changes_nothing(kept):
    _, found = compared(kept, TITLES + ZOE + BOB, whole=True)
    assert (found.changes, found.remarks, found.unchanged, found.before) == ([], [], 2, 2)


def test_a_change_tells_each_field_before_and_after(kept):
    other = "zoe;Zoé Grand;ZOE@u.example;06 39 98 00 03\nbob;;robert@u.example;\n"
    _, found = compared(kept, TITLES + other)
    change, second = found.changes
    assert second.fields() == [("email", "bob@u.example", "robert@u.example")]
    assert change.fields() == [
        ("name", "Zoé Petit", "Zoé Grand"),
        ("msisdn", mobile(1), mobile(3)),
    ]


def test_what_the_file_does_not_tell_stays(kept):
    _, found = compared(kept, "uid;nom complet;mobile\nzoe;;\nbob;Bob Martin;\n")
    assert (found.changes, found.unchanged) == ([], 2)


def test_a_number_that_a_code_has_proved_stays(kept):
    kept["people"]["zoe"].proven_at = NOW
    _, found = compared(kept, TITLES + ZOE.replace("00 01", "00 03"))
    assert found.changes == []
    assert remarked(found) == [("proven", 2, "zoe")]


def test_a_number_that_somebody_else_has_proved_is_given_to_nobody(kept):
    kept["people"]["bob"].proven_at = NOW
    _, found = compared(kept, TITLES + ZOE.replace("00 01", "00 02") + "neo;Neo;;06 39 98 00 02\n")
    [change] = found.changes
    assert (change.kind, change.after) == ("new", Facts("Neo"))
    cells = [one for one in remarked(found) if one[0] == "proven_by_another"]
    assert cells == [("proven_by_another", 2, "zoe"), ("proven_by_another", 3, "neo")]


def test_people_are_gone_only_if_the_file_is_whole(kept):
    _, found = compared(kept, TITLES + ZOE)
    assert told(found) == []
    _, found = compared(kept, TITLES + ZOE, whole=True)
    assert told(found) == [("gone", "bob")]


def test_whom_no_file_brought_is_never_gone(kept):
    make_person(kept, "main", "Par Main", mobile(9))
    _, found = compared(kept, TITLES + ZOE + BOB, whole=True)
    assert found.changes == []


def test_people_of_before_stand_in_the_roll_of_a_whole_file_and_count_in_it(root, institution):
    rows = [f"p{number};Personne {number};;\n" for number in range(10)]
    for number in range(10):
        make_person(institution, f"p{number}", f"Personne {number}", "")
    _, found = compared(institution, TITLES + "".join(rows[:3]))
    assert (found.changes, found.unchanged) == ([], 3)
    applied(root, institution, TITLES + "neo;Neo;;\nnea;Nea;;\n")
    _, found = compared(institution, TITLES + "".join(rows) + "neo;Neo;;\n", whole=True)
    assert told(found) == [("gone", "nea"), *(("listed", f"p{one}") for one in range(10))]
    assert (found.unchanged, found.before) == (1, 12)
    applied(root, institution, TITLES + "".join(rows), whole=True)
    _, found = compared(institution, TITLES + "".join(rows[1:]), whole=True)
    assert (told(found), found.unchanged, found.before) == ([("gone", "p0")], 9, 10)


def test_whom_a_directory_has_brought_stays_that_directorys(root, kept):
    kept["directories"].add("ldap", DirectoryConnection("LDAP", "ldap"))
    make_person(kept, "loin", "Au Loin", "").came_from = "ldap"
    kept["people"]["bob"].came_from = "ldap"
    rest = TITLES + ZOE + "loin;Au Loin;;\n"
    _, found = compared(kept, rest, whole=True)
    assert (told(found), found.unchanged, found.before) == ([("unlisted", "bob")], 2, 2)
    applied(root, kept, rest, whole=True)
    assert kept["people"]["bob"].rolls == kept["people"]["loin"].rolls == ()


def test_another_roll_takes_nobody_out(kept):
    _, found = compared(kept, TITLES + "eve;Eve;;\n", "Personnels", whole=True)
    assert told(found) == [("new", "eve")]


def test_who_stands_in_two_rolls_leaves_one_only(root, kept):
    applied(root, kept, TITLES + BOB, "Personnels")
    assert kept["people"]["bob"].rolls == ("Étudiants", "Personnels")
    _, found = compared(kept, TITLES + ZOE, whole=True)
    assert told(found) == [("unlisted", "bob")]


def test_who_is_named_in_a_bad_row_is_not_gone(kept):
    _, found = compared(kept, TITLES + ZOE + BOB + "bob;Un Autre;;\n", whole=True)
    assert told(found) == []
    assert remarked(found) == [("twice", 3, "bob"), ("twice", 4, "bob")]


def test_who_has_a_role_is_gone_by_hand_alone(kept):
    kept.grants.give(f"{PERSON}bob", "sender")
    _, found = compared(kept, TITLES + ZOE, whole=True)
    assert (told(found), remarked(found)) == ([], [("has_roles", 0, "bob")])


def test_a_role_by_a_query_of_a_directory_holds_somebody_too(kept):
    ldap = kept["directories"].add("ldap", DirectoryConnection("LDAP", "ldap"))
    ldap.add("bureau", DirectoryQuery("Bureau")).keep(["bob"], NOW)
    kept.grants.give(f"{GROUP}ldap/bureau", "sender")
    _, found = compared(kept, TITLES + ZOE, whole=True)
    assert (told(found), remarked(found)) == ([], [("has_roles", 0, "bob")])


def test_who_has_a_password_is_gone_by_hand_alone(kept):
    kept.passwords["bob"] = "hash"
    _, found = compared(kept, TITLES + ZOE, whole=True)
    assert (told(found), remarked(found)) == ([], [("signs_in", 0, "bob")])


def test_another_uid_with_the_same_name_and_address_is_the_same_person(kept):
    moved = ZOE.replace("zoe;Zoé Petit", "zpetit;Zoe PETIT")
    _, found = compared(kept, TITLES + moved + BOB, whole=True)
    [change] = found.changes
    assert (change.kind, change.former, change.uid) == ("moved", "zoe", "zpetit")


@pytest.mark.parametrize(
    "row",
    [
        "zpetit;Zoé Grand;zoe@u.example;\n",  # another name
        "zpetit;Zoé Petit;;06 39 98 00 01\n",  # no address
        "zpetit;Zoé Petit;zoe@u.example;\nzp2;Zoé Petit;zoe@u.example;\n",  # two of them
    ],
)
def test_who_may_be_somebody_else_is_new(kept, row):
    _, found = compared(kept, TITLES + row)
    assert {one.kind for one in found.changes} == {"new"}


def test_two_people_alike_are_nobody_in_particular(kept):
    make_person(kept, "zoe2", "Zoé Petit", "", "zoe@u.example")
    _, found = compared(kept, TITLES + "zpetit;Zoé Petit;zoe@u.example;\n")
    assert told(found) == [("new", "zpetit")]


def test_who_has_a_password_gets_another_uid_by_a_file_and_who_has_a_role_by_hand(kept):
    kept.passwords["zoe"] = "hash"
    _, found = compared(kept, TITLES + ZOE.replace("zoe;", "zpetit;", 1) + BOB, whole=True)
    assert told(found) == [("moved", "zpetit")]
    kept.grants.give(f"{PERSON}zoe", "sender")
    _, found = compared(kept, TITLES + ZOE.replace("zoe;", "zpetit;", 1) + BOB, whole=True)
    assert (told(found), remarked(found)) == ([], [("moves_by_hand", 2, "zpetit")])


def test_a_uid_whose_messages_are_kept_is_nobody_elses(kept):
    kept["campaigns"].add("c", Campaign("eve", NOW))
    _, found = compared(kept, TITLES + "eve;Eve;;\nadam;;;\n")
    assert (told(found), remarked(found)) == ([], [("kept", 2, "eve"), ("no_name", 3, "adam")])


def test_nobody_with_more_rights_is_changed(kept):
    kept.grants.give(f"{PERSON}bob", "administrator")
    kept.grants.give(f"{PERSON}eve", "administrator")
    kept.grants.withdraw(f"{PERSON}{CHIEF}", "administrator")
    kept.grants.give(f"{PERSON}{CHIEF}", "sender")
    _, found = compared(kept, TITLES + BOB.replace("00 02", "00 05") + "eve;Eve;;\n")
    assert told(found) == []
    assert remarked(found) == [("not_yours", 2, "bob"), ("not_yours", 3, "eve")]


def test_numbers_of_two_people_and_people_without_are_told(kept):
    make_person(kept, "main", "Par Main", mobile(3))
    make_person(kept, "loin", "Au Loin", mobile(4))
    rows = "a;A;;06 39 98 00 03\nb;B;;06 39 98 00 05\nc;C;;06 39 98 00 05\nd;D;;\n"
    _, found = compared(kept, TITLES + rows)
    assert remarked(found) == [
        ("no_number", 5, "d"),
        ("same_number", 2, "a"),
        ("same_number", 3, "b"),
        ("same_number", 4, "c"),
    ]
    assert {one.uid: one.detail for one in found.remarks} == {
        "a": "main",
        "b": "c",
        "c": "b",
        "d": "",
    }


def test_a_number_of_somebody_who_goes_is_no_one_elses(kept):
    row = "eve;Eve;;06 39 98 00 02\n"
    _, found = compared(kept, TITLES + ZOE + row, whole=True)
    assert (told(found), found.remarks) == ([("gone", "bob"), ("new", "eve")], [])


def test_groups_change_where_the_column_is_given(kept):
    make_group(kept, "l2", 0)
    make_group(kept, "td", 0)
    make_group(kept, "chorale", 0).uids.update(["zoe"])
    kept["groups"]["td"].uids.update(["zoe", "bob"])
    titles = "uid;nom complet;groupes\n"
    _, found = compared(kept, titles + "zoe;Zoé Petit;L2\nbob;Bob Martin;td\n")
    [change] = found.changes
    assert (change.uid, change.joins, change.leaves) == ("zoe", ("l2",), ("td",))
    _, found = compared(kept, "uid;nom complet\nzoe;Zoé Petit\n")
    assert found.changes == []
    _, found = compared(kept, titles + "eve;Eve;L2\n")
    assert found.changes[0].joins == ("l2",)


GROUPED = "uid;nom complet;groupes\n"


def test_groups_that_give_roles_or_have_too_long_a_title_are_told_with_their_row(kept):
    make_group(kept, "bureau", 0)
    kept.grants.give(f"{GROUP}bureau", "sender")
    long = "G" * 81
    _, found = compared(kept, f"{GROUPED}bob;Bob Martin;\nzoe;Zoé Petit;Bureau|{long}\n")
    assert found.changes == []
    assert {(one.code, one.line, one.detail) for one in found.remarks} == {
        ("group_with_roles", 3, "Bureau"),
        ("long_group", 3, long),
    }


def test_groups_that_are_not_here_would_be_made_for_those_who_join_them(kept):
    make_group(kept, "td-1", 0).title = "Travaux"
    rows = "zoe;Zoé Petit;TD 1|Chorale\nbob;Bob Martin;chorale\nsans-nom;;Nulle part\n"
    _, found = compared(kept, GROUPED + rows)
    assert found.new_groups == (("td-1-2", "TD 1"), ("chorale", "Chorale"))
    assert {one.uid: one.joins for one in found.changes} == {
        "zoe": ("chorale", "td-1-2"),
        "bob": ("chorale",),
    }
    made = {(one.line, one.detail) for one in found.remarks if one.code == "new_group"}
    assert made == {(2, "TD 1 (1)"), (2, "Chorale (2)")}


def test_a_column_that_names_too_many_groups_is_not_one_of_groups(kept, monkeypatch):
    rows = "".join(f"p{number};P{number};g{number}\n" for number in range(501))
    with pytest.raises(BadColumns, match="many_groups"):
        compared(kept, GROUPED + rows)
    monkeypatch.setitem(BOUNDS, "groups", 1)
    with pytest.raises(BadColumns, match="many_groups"):
        compared(kept, GROUPED + "zoe;Zoé Petit;A|B\n")


def test_what_becomes_of_each_row_is_counted_once(root, kept):
    applied(root, kept, TITLES + "sam;Sam;sam@u.example;\n")
    make_person(kept, "hier", "Hier", "")
    rows = (
        "zoe;Zoé Petit;;\nbob;Bob Autre;;\nneo;Neo;;\nneo;Neo;;\nNEA;Nea;;\nnea;Nea;;\n"
        "samuel;Sam;sam@u.example;\nhier;Hier;;\npas un uid;X;;\n;Y;;\n;Z;;\nsans;;;\n"
    )
    _, found = compared(kept, TITLES + rows, whole=True)
    kinds = [one.kind for one in (*found.changes, *found.remarks)]
    counts = {kind: kinds.count(kind) for kind in kinds}
    people = {"new": 1, "changed": 1, "moved": 1, "listed": 1}
    assert counts == {**people, "bad": 6, "repeated": 1, "without": 3}
    assert (found.unchanged, found.lines) == (1, 12)
    of_rows = sum(counts.get(kind, 0) for kind in (*people, "bad", "repeated"))
    assert of_rows + found.unchanged == found.lines
