"""The people whom directories have brought, refreshed at night: by whole answers alone."""

import pytest
from factories import NOW, make_group, make_house, make_person, make_worker, mobile

from unisms.model.directories import DirectoryConnection
from unisms.model.folder import find
from unisms.model.roles import PERSON
from unisms.ports import DirectoryError
from unisms.services.people import refreshes
from unisms.services.people.refreshes import Refreshed
from unisms.tasks import directories

PLACE = "/institutions/paris1/directories/ldap"
DAY = 86400


@pytest.fixture
def worker(tmp_path, broker):
    worker = make_worker(tmp_path, broker, "unisms.testing.directories")
    yield worker
    worker.close()
    worker.db.close()


@pytest.fixture
def directory(worker):
    directory = worker.registry.directory
    for number in range(20):
        tell(directory, number)
    return directory


def tell(directory, number, name="", msisdn=""):
    """Let the directory know a person: as all are here, or by another name and number."""
    name, msisdn = name or f"Personne {number}", msisdn or mobile(number)
    directory.has(f"p{number}", name, msisdn, found_in="mobile")


def rename(directory):
    """Let it tell of another name and number of the person called ``p3``."""
    tell(directory, 3, "Personne Autre", mobile(33))


def lose(directory, *numbers):
    """Let the directory know these people no more."""
    for number in numbers:
        del directory.known[f"p{number}"]


@pytest.fixture(autouse=True)
def house(worker, directory):
    """Twenty people whom the directory has brought, and one added by hand."""

    def build(root):
        institution = make_house(root)
        for name in ("ldap", "other"):
            connection = DirectoryConnection("Annuaire", "fake", {"server": "a"})
            institution["directories"].add(name, connection)
        for number in range(20):
            person = make_person(institution, f"p{number}", f"Personne {number}", mobile(number))
            person.came_from, person.found_in = "ldap", "mobile"
        make_person(institution, "main", "Par Main", "")

    worker.run(build)


def night(worker, nights=1):
    """Let some nights pass; return the outcome of the last and its trouble."""
    for after in range(nights):
        directories.refresh(worker, "paris1", NOW + after * DAY)
    return worker.run(
        lambda root: (Refreshed(*find(root, PLACE).refreshed or (0,) * 5), trouble(root))
    )


def trouble(root):
    return find(root, PLACE).refresh_trouble


def change(worker, func):
    return worker.run(lambda root: func(find(root, "/institutions/paris1")))


def people(worker):
    return change(worker, lambda institution: {*institution["people"]})


def test_people_are_what_the_directory_tells_now(worker, directory, monkeypatch):
    monkeypatch.setattr(directories, "SOME", 8)
    rename(directory)
    directory.has("main", "Quelqu'un", mobile(34))
    assert night(worker) == (Refreshed(NOW, 20, 1, 0, 0), ())
    told = change(
        worker,
        lambda one: [(p.name, p.msisdn, p.last_change) for p in map(one["people"].get, ("p3",))],
    )
    assert told == [("Personne Autre", mobile(33), (NOW, "unisms"))]
    assert change(worker, lambda one: one["people"]["main"].name) == "Par Main"
    entry = change(worker, lambda one: next(iter(one.audit.latest(0))))
    assert (entry.verb, entry.path) == ("directory.refreshed", "/directories/ldap")
    assert directory.asked == ["persons"]


def test_who_is_missing_two_nights_on_end_is_taken_out(worker, directory):
    lose(directory, 3, 4)
    assert night(worker)[0] == Refreshed(NOW, 18, 0, 0, 2)
    tell(directory, 4)
    assert night(worker)[0] == Refreshed(NOW, 19, 0, 1, 0)
    assert "p3" not in people(worker)
    assert len(people(worker)) == 20


def test_nobody_is_taken_out_if_more_are_missing_than_a_file_may_take_out(worker, directory):
    lose(directory, *range(3))
    assert night(worker, 3)[0] == Refreshed(NOW + 2 * DAY, 17, 0, 0, 3, True)
    assert len(people(worker)) == 21


def test_who_signs_in_or_stands_in_a_list_stays(worker, directory):
    def keep(institution):
        institution.removal_share = 49
        institution["people"]["p0"].rolls = ("Étudiants",)
        institution.passwords["p1"] = "hash"
        institution.grants.give(f"{PERSON}p2", "sender")
        make_group(institution, "l2", 0).uids.add("p3")

    change(worker, keep)
    lose(directory, *range(4))
    assert night(worker, 2)[0] == Refreshed(NOW + DAY, 16, 0, 1, 3)
    assert {"p0", "p1", "p2"} <= people(worker)


@pytest.mark.parametrize("code", [DirectoryError.AWAY, DirectoryError.CUT])
def test_a_directory_that_goes_away_in_the_middle_changes_nothing(worker, directory, code):
    rename(directory)

    def some(uids):
        yield directory.known["p3"]
        raise DirectoryError(code)

    directory.persons = some
    assert night(worker) == (Refreshed(*(0,) * 5), (NOW, code))
    assert change(worker, lambda one: one["people"]["p3"].name) == "Personne 3"
    del directory.persons
    assert night(worker)[1] == ()


def test_another_directory_by_now_changes_nothing(worker, directory):
    lose(directory, 4)
    night(worker)

    def other():
        change(worker, lambda one: one["directories"]["ldap"].settings.update(server="b"))

    rename(directory)
    directory.meanwhile = other
    assert night(worker)[0].changed == 0
    assert len(people(worker)) == 21
    [question] = worker.run(refreshes.questions, "paris1")
    change(worker, lambda one: one["directories"].remove("ldap"))
    worker.run(refreshes.note_trouble, question, "away", NOW)
    assert worker.run(refreshes.take_out, question, ["p4"], NOW) == 0


def test_who_was_taken_out_meanwhile_does_not_come_back(worker, directory):
    def remove():
        directory.meanwhile = lambda: None
        change(worker, lambda one: one["people"].remove("p3"))

    directory.meanwhile = remove
    assert night(worker)[0] == Refreshed(NOW, 20, 0, 0, 0)
    assert "p3" not in people(worker)


def test_an_institution_that_is_gone_asks_nothing(worker, directory):
    directories.refresh(worker, "gone", NOW)
    assert directory.asked == []
