"""A file that was compared: approved, and its changes done some at a time."""

import pytest
from factories import NOW, make_group, make_person, mobile
from people_files import CHIEF, actor, applied, compared, finish, register

from unisms.model.campaigns import Campaign
from unisms.model.directories import DirectoryConnection
from unisms.model.folder import BOUNDS
from unisms.model.registers import APPLIED, COMPARED
from unisms.model.roles import GROUP, PERSON
from unisms.services.people import consent
from unisms.services.register import application, changes
from unisms.services.register.application import Unapproved
from unisms.services.rights import rights

TITLES = "uid;nom complet;courriel;mobile;groupes\n"
TEN = "".join(f"p{number};Personne {number};;06 39 98 00 {number:02};\n" for number in range(10))


def path_of(record):
    return f"/institutions/paris1/registers/{record.__name__}"


def people(institution):
    return {
        uid: (one.name, one.email, one.msisdn)
        for uid, one in institution["people"].items()
        if uid != CHIEF
    }


def verbs(institution):
    return [entry.verb for entry in institution.audit.latest(0)]


def test_people_come_in_and_stand_in_their_roll(root, institution):
    make_group(institution, "l2", 0)
    record = applied(root, institution, TITLES + "z;Zoé;z@u.example;06 39 98 00 01;L2\n")
    assert people(institution) == {"z": ("Zoé", "z@u.example", mobile(1))}
    zoe = institution["people"]["z"]
    assert (zoe.rolls, zoe.last_change) == (("Étudiants",), (NOW, CHIEF))
    assert list(institution["groups"]["l2"].uids) == ["z"]
    assert (record.state, record.done, record.overtaken) == (APPLIED, 1, 0)
    assert {"register.compared", "register.approved", "register.applied"} <= {*verbs(institution)}


def test_people_change_move_leave_and_go(root, institution):
    make_group(institution, "l2", 0)
    applied(root, institution, TITLES + TEN + "a;Ann;a@u.example;;L2\nz;Zoé;;;\n")
    applied(root, institution, TITLES + "z;Zoé;;;\n", "Personnels")
    changed = TEN.replace("Personne 3", "Autre")
    applied(root, institution, TITLES + changed + "ann;Ann;a@u.example;;L2\n", whole=True)
    assert institution["people"]["p3"].name == "Autre"
    assert "a" not in institution["people"]
    assert list(institution["groups"]["l2"].uids) == ["ann"]
    assert institution["people"]["z"].rolls == ("Personnels",)
    shorter = "".join(changed.splitlines(keepends=True)[:-1]) + "ann;Ann;;;\n"
    applied(root, institution, TITLES + shorter, whole=True)
    assert "p9" not in institution["people"]
    assert list(institution["groups"]["l2"].uids) == ["ann"]


def test_a_person_by_hand_stays_so(root, institution):
    make_person(institution, "z", "Zoé", mobile(1))
    applied(root, institution, TITLES + "z;Zoé Petit;;;\n")
    assert institution["people"]["z"].name == "Zoé Petit"
    assert institution["people"]["z"].rolls == ()


def test_a_no_stays_with_somebody_whose_number_or_uid_changes(root, institution):
    applied(root, institution, TITLES + "z;Zoé;z@u.example;06 39 98 00 01;\n")
    consent.opt_out(actor(institution), "z", NOW)
    applied(root, institution, TITLES + "z;Zoé;z@u.example;06 39 98 00 02;\n")
    applied(root, institution, TITLES + "zoe;Zoé;z@u.example;06 39 98 00 03;\n")
    judge = consent.Reader(institution, (), NOW)
    for number in (1, 2, 3):
        assert judge.refusal(mobile(number)) == "opt_out"
    assert judge.refusal(mobile(3), "zoe") == "opt_out"
    assert [one.answer for one in institution["people"].proofs("zoe")] == ["no"]


def test_a_no_stays_with_the_number_of_somebody_who_is_gone(root, institution):
    applied(root, institution, TITLES + TEN)
    consent.opt_out(actor(institution), "p9", NOW)
    rest = "".join(TEN.splitlines(keepends=True)[:-1])
    applied(root, institution, TITLES + rest, whole=True)
    applied(root, institution, TITLES + "neo;Nouveau;;06 39 98 00 09;\n")
    assert consent.Reader(institution, (), NOW).refusal(mobile(9), "neo") == "opt_out"


@pytest.mark.parametrize(("left", "typed"), [(9, ""), (8, "2"), (6, " 4 ")])
def test_a_few_go_and_more_once_their_number_is_typed(root, institution, left, typed):
    applied(root, institution, TITLES + TEN)
    rest = "".join(TEN.splitlines(keepends=True)[:left])
    record = register(institution, TITLES + rest, whole=True)
    application.approve(actor(institution), record, NOW, typed)
    finish(root, record)
    assert len(people(institution)) == left


@pytest.mark.parametrize(
    ("left", "typed", "code", "count"),
    [(8, "", "untyped", 2), (8, "3", "untyped", 2), (5, "5", "half", 5), (1, "9", "half", 9)],
)
def test_too_many_go_never(root, institution, left, typed, code, count):
    applied(root, institution, TITLES + TEN)
    rest = "".join(TEN.splitlines(keepends=True)[:left])
    record = register(institution, TITLES + rest, whole=True)
    with pytest.raises(Unapproved) as refused:
        application.approve(actor(institution), record, NOW, typed)
    assert refused.value.problem == ("register", code, count)
    assert record.state == COMPARED
    assert not application.apply_some(root, path_of(record), NOW)
    assert len(people(institution)) == 10


def test_nothing_to_do_and_a_second_press_are_refused(root, institution):
    record = applied(root, institution, TITLES + TEN)
    with pytest.raises(Unapproved, match="not_compared"):
        application.approve(actor(institution), record, NOW)
    same = register(institution, TITLES + TEN)
    with pytest.raises(Unapproved, match="nothing"):
        application.approve(actor(institution), same, NOW)


def test_a_crash_in_the_middle_goes_on_where_it_was(root, institution):
    record = register(institution, TITLES + TEN)
    application.approve(actor(institution), record, NOW)
    assert application.apply_some(root, path_of(record), NOW, 4)
    assert (record.done, len(people(institution))) == (4, 4)
    finish(root, record)
    assert (record.done, record.overtaken, len(people(institution))) == (10, 0, 10)


def test_who_changed_meanwhile_is_left_as_they_are(root, institution):
    applied(root, institution, TITLES + TEN + "a;Ann;a@u.example;;\ns;Sam;s@u.example;;\nu;U;;;\n")
    applied(root, institution, TITLES + "u;U;;;\n", "Personnels")
    rows = TEN.replace("Personne 1;", "Autre;").splitlines(keepends=True)[:-2]
    late = "n;Nouvelle;;;\nm;Morte;;;\nann;Ann;a@u.example;;\nsam;Sam;s@u.example;;\n"
    record = register(institution, TITLES + "".join(rows) + late, whole=True)
    application.approve(actor(institution), record, NOW, str(record.counted("gone")))
    folder = institution["people"]
    folder.rename("p1", "Elle-même")  # its change
    make_person(institution, "n", "Une Autre")  # is not new any more
    institution["campaigns"].add("c", Campaign("m", NOW))  # has written meanwhile
    make_person(institution, "ann", "Ann Autre")  # the other uid is taken
    institution["campaigns"].add("d", Campaign("s", NOW))  # so that uid has to stay
    folder["u"].rolls = ("Étudiants",)  # has left the other roll
    folder["p8"].rolls = ()  # is kept by hand now
    folder.remove("p9")
    finish(root, record)
    assert record.overtaken == 8
    assert folder["p1"].name == "Elle-même"
    assert {"p8", "u", "a", "s"} <= {*folder}
    assert "m" not in folder


def test_a_number_that_a_code_proves_meanwhile_stays_with_whoever_has_it(root, institution):
    applied(root, institution, TITLES + TEN)
    rows = "p1;Personne 1;;06 39 98 00 21;\np2;Personne 2;;06 39 98 00 22;\n"
    record = register(institution, TITLES + rows + "n;Neo;;06 39 98 00 22;\np3;Trois;;;\n")
    application.approve(actor(institution), record, NOW)
    folder = institution["people"]
    folder["p1"].proven_at = NOW  # their number of before
    make_person(institution, "q", "Quelqu'un", mobile(22)).proven_at = NOW
    folder["p3"].proven_at = NOW  # of whom the file changes the name alone
    finish(root, record)
    assert record.overtaken == 3
    assert [folder[uid].msisdn for uid in ("p1", "p2", "q")] == [mobile(1), mobile(2), mobile(22)]
    assert "n" not in folder
    assert folder["p3"].name == "Trois"


def test_who_is_erased_meanwhile_is_passed_over(root, institution):
    record = register(institution, TITLES + TEN)
    changes.blank(record, {"p3"})
    application.approve(actor(institution), record, NOW)
    finish(root, record)
    assert (record.overtaken, len(people(institution))) == (1, 9)


def test_who_gets_a_role_meanwhile_is_left(root, institution):
    applied(root, institution, TITLES + TEN)
    rows = TEN.replace("Personne 1;", "Autre;").splitlines(keepends=True)[:-1]
    record = register(institution, TITLES + "".join(rows), whole=True)
    application.approve(actor(institution), record, NOW)
    institution["people"].add("root", institution["people"].remove("p0"))
    for uid in ("p1", "p9"):
        institution.grants.give(f"{PERSON}{uid}", "administrator")
    institution.grants.withdraw(f"{PERSON}{CHIEF}", "administrator")
    institution.grants.give(f"{PERSON}{CHIEF}", "few")
    institution["roles"].add("few", few())
    finish(root, record)
    assert record.overtaken == 2
    assert institution["people"]["p1"].name == "Personne 1"


def few():
    from unisms.model.roles import Role

    return Role("Few", ["institution:view", "person:manage"])


def test_who_may_manage_people_no_more_applies_nothing(root, institution):
    record = register(institution, TITLES + TEN)
    application.approve(actor(institution), record, NOW)
    institution.grants.withdraw(f"{PERSON}{CHIEF}", "administrator")
    assert not application.apply_some(root, path_of(record), NOW)
    assert (record.state, record.problem) == ("failed", "no_right")
    assert people(institution) == {}


def test_groups_that_are_gone_or_give_roles_meanwhile_are_passed_over(root, institution):
    for name in ("l1", "l2", "l3"):
        make_group(institution, name, 0)
    record = register(institution, TITLES + "z;Zoé;;;L1|L2|L3\n")
    application.approve(actor(institution), record, NOW)
    institution["groups"].remove("l1")
    institution.grants.give(f"{GROUP}l2", "sender")
    finish(root, record)
    assert [len(institution["groups"][name].uids) for name in ("l2", "l3")] == [0, 1]


def test_groups_that_the_file_names_are_made_and_filled(root, institution):
    record = applied(root, institution, TITLES + "z;Zoé;;;Chorale|TD 1\nb;Bob;;;chorale\n")
    groups = institution["groups"]
    told = {name: (one.title, [*one.uids], one.last_change) for name, one in groups.items()}
    assert told == {
        "chorale": ("Chorale", ["b", "z"], (NOW, CHIEF)),
        "td-1": ("TD 1", ["z"], (NOW, CHIEF)),
    }
    assert record.counted("made") == 2
    assert verbs(institution).count("group.added") == 2
    _, found = compared(institution, TITLES + "z;Zoé;;;Chorale|TD 1\nb;Bob;;;chorale\n")
    assert (found.changes, found.new_groups, found.unchanged) == ([], (), 2)


def test_a_group_made_meanwhile_is_filled_if_it_is_the_one_that_was_meant(
    root, institution, monkeypatch
):
    record = register(institution, TITLES + "z;Zoé;;;Chorale|TD 1|Bureau\n")
    application.approve(actor(institution), record, NOW)
    groups = institution["groups"]
    make_group(institution, "chorale", 0)
    make_group(institution, "td-1", 0).title = "Tout autre chose"
    monkeypatch.setitem(BOUNDS, "groups", 2)
    finish(root, record)
    assert {name: [*one.uids] for name, one in groups.items()} == {"chorale": ["z"], "td-1": []}


def test_a_command_acts_with_the_rights_of_an_administrator(institution):
    command = application.actor_of(institution, "")
    assert (command.uid, command.name) == ("", "")
    assert command.may("person:manage")
    assert application.actor_of(institution, CHIEF) == rights.person(institution, CHIEF)


def test_what_is_gone_or_not_approved_has_nothing_to_do(root, institution):
    assert not application.apply_some(root, "/institutions/paris1/registers/x", NOW)
    record = register(institution, TITLES + TEN)
    assert not application.apply_some(root, path_of(record), NOW)


def test_a_comparison_changes_nothing(institution):
    compared(institution, TITLES + TEN)
    assert people(institution) == {}


def test_whom_a_directory_brings_or_a_password_lets_in_meanwhile_is_left(root, institution):
    applied(root, institution, TITLES + TEN)
    rows = "".join(TEN.splitlines(keepends=True)[:-2])
    record = register(institution, TITLES + rows, whole=True)
    application.approve(actor(institution), record, NOW, "2")
    institution.passwords["p9"] = "hash"
    institution["directories"].add("ldap", DirectoryConnection("LDAP", "ldap"))
    institution["people"]["p8"].came_from = "ldap"
    finish(root, record)
    assert record.overtaken == 2
    assert len(people(institution)) == 10
