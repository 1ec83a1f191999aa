"""A file that waits for its comparison, is compared, thrown away, forgotten."""

import pytest
from factories import NOW
from people_files import CHIEF, actor, applied, register

from unisms.model.roles import PERSON
from unisms.services.imports import intake
from unisms.services.register import archive, changes, memberships, requests
from unisms.services.register.columns import BadColumns, PeopleColumns
from unisms.services.register.comparison import Declared

CONTENT = "uid;nom complet;mobile\nz;Zoé;06 39 98 00 01\n"
COLUMNS = PeopleColumns(0, (1,), -1, (2,), -1)
DAY = 86400


@pytest.fixture
def file(institution):
    record = intake.receive(actor(institution), "liste.csv", CONTENT.encode(), NOW)
    intake.read(record)
    return record


def begun(institution, file, **fields):
    wish = Declared("Étudiants", True, COLUMNS)._replace(**fields)
    return requests.begin(actor(institution), file, wish, NOW)


def path_of(record):
    return f"/institutions/paris1/registers/{record.__name__}"


def test_a_worker_compares_what_waits_once(root, institution, file):
    record = begun(institution, file)
    assert (record.state, record.filename, record.author) == ("waiting", "liste.csv", CHIEF)
    assert institution["registers"].waiting() == [record.__name__]
    requests.compare_at(root, path_of(record), NOW + 1)
    assert (record.state, record.compared_at, record.whole) == ("compared", NOW + 1, True)
    assert institution["registers"].waiting() == []
    assert record.counted("new") == 1
    requests.compare_at(root, path_of(record), NOW + 2)
    requests.compare_at(root, "/institutions/paris1/registers/x", NOW)
    assert record.compared_at == NOW + 1


def test_a_file_that_is_gone_is_told(root, institution, file):
    record, other = begun(institution, file), begun(institution, file)
    file.forget()
    requests.compare_at(root, path_of(record), NOW)
    assert (record.state, record.problem) == ("failed", "file_gone")
    institution["imports"].remove(file.__name__)
    requests.compare_at(root, path_of(other), NOW)
    assert other.problem == "file_gone"


def test_a_file_of_too_many_groups_is_not_compared(root, institution, file, monkeypatch):
    monkeypatch.setattr(memberships, "MOST_MADE", 0)
    record = begun(institution, file, columns=COLUMNS._replace(groups=1))
    requests.compare_at(root, path_of(record), NOW)
    assert (record.state, record.problem) == ("failed", "many_groups")


def test_who_may_manage_people_no_more_has_nothing_compared(root, institution, file):
    record = begun(institution, file)
    institution.grants.withdraw(f"{PERSON}{CHIEF}", "administrator")
    requests.compare_at(root, path_of(record), NOW)
    assert (record.state, record.problem) == ("failed", "no_right")


def test_a_roll_is_written_as_at_first(institution, file):
    begun(institution, file)
    assert begun(institution, file, roll="  ETUDIANTS ").roll == "Étudiants"
    assert begun(institution, file, roll="Personnels  BU").roll == "Personnels BU"
    assert institution.rolls == ("Étudiants", "Personnels BU")


@pytest.mark.parametrize(
    ("fields", "field", "code"),
    [
        ({"roll": " "}, "roll", "missing"),
        ({"roll": "x" * 61}, "roll", "long"),
        ({"roll": "Une de trop"}, "roll", "too_many"),
        ({"columns": COLUMNS._replace(uid=-1)}, "uid", "no_column"),
    ],
)
def test_a_wish_that_makes_no_sense_stores_nothing(institution, file, fields, field, code):
    institution.rolls = tuple(f"Liste {number}" for number in range(50))
    with pytest.raises(BadColumns) as refused:
        begun(institution, file, **fields)
    assert refused.value.problem[:2] == (field, code)
    assert len(institution["registers"]) == 0


def test_a_comparison_is_thrown_away_unless_it_is_being_applied(institution):
    record = register(institution, CONTENT)
    record.become("applying")
    requests.discard(actor(institution), record, NOW)
    assert len(institution["registers"]) == 1
    record.become("compared")
    requests.discard(actor(institution), record, NOW)
    assert len(institution["registers"]) == 0


def test_people_are_named_for_a_month_and_counts_as_long_as_texts(root, institution):
    record = applied(root, institution, CONTENT)
    institution.retention = 90
    requests.forget(institution, NOW + 30 * DAY)
    assert len(record.changes) == 1
    requests.forget(institution, NOW + 31 * DAY)
    assert (len(record.changes), record.filename, record.state) == (0, "", "forgotten")
    assert record.counted("new") == 1
    requests.forget(institution, NOW + 40 * DAY)
    requests.forget(institution, NOW + 91 * DAY)
    assert len(institution["registers"]) == 0


def test_what_is_being_applied_is_not_forgotten(institution):
    record = register(institution, CONTENT)
    record.become("applying")
    requests.forget(institution, NOW + 31 * DAY)
    assert len(record.changes) == 1


def test_an_archive_has_each_file_with_its_changes(root, institution):
    applied(root, institution, CONTENT)
    [line] = archive.registers(institution)
    assert (line["roll"], line["changes"][0]["uid"]) == ("Étudiants", "z")


def test_changes_and_remarks_are_read_page_by_page(institution):
    rows = "".join(f"p{number};Personne {number};\n" for number in range(7))
    record = register(institution, "uid;nom complet;mobile\n" + rows + "pas un uid;X;\n")
    pages = [changes.of_kind(record, "new", page, 3) for page in (1, 2, 3, 4)]
    assert [[one.uid for one in page] for page in pages] == [
        ["p0", "p1", "p2"],
        ["p3", "p4", "p5"],
        ["p6"],
        [],
    ]
    assert [one.code for one in changes.of_kind(record, "bad", 1, 3)] == ["uid"]
    assert len(changes.of_kind(record, "without", 1, 50)) == 7
    assert changes.of_kind(record, "gone", 1, 3) == []
