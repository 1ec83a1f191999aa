"""The directories of an institution: how they are asked, what is kept of a try, their end."""

from factories import NOW

from unisms.services.directory import archive, directories
from unisms.testing.factories import someone

SAMPLE = (("Zoé", "+33639980001", "mobile", "sure"),)


def test_those_that_let_people_in_are_asked_for_their_passwords(root, institution, connection):
    assert [*directories.every(root)] == [connection]
    assert directories.signing_in(institution) == []
    connection.signs_in = True
    assert directories.signing_in(institution) == directories.searched(institution)
    [asked] = directories.searched(institution)
    assert asked.made_with() == ("fake", {"server": "a", "password": "s", "country": "FR"})


def test_the_people_whom_a_try_has_shown_are_forgotten_after_a_day(institution, connection):
    connection.tested, connection.found = (NOW, True, "ok", "words"), (9, 8, 1, SAMPLE)
    directories.forget_samples(institution, NOW + 86400)
    assert connection.found == (9, 8, 1, SAMPLE)
    directories.forget_samples(institution, NOW + 86401)
    assert connection.found == (9, 8, 1)
    assert connection.tested == (NOW, True, "ok", "")
    connection.found = (9, 8, 1, SAMPLE)
    connection.tested = ()
    directories.forget_samples(institution, NOW)
    assert connection.found == (9, 8, 1)


def test_other_settings_have_found_nothing_yet(connection):
    connection.tested, connection.found = (NOW, True, "ok", ""), (9, 8, 1)
    directories.settings_changed(connection)
    assert (connection.tested, connection.found) == ((), ())


def test_a_directory_is_taken_away_with_its_queries(institution, connection):
    directories.remove(someone(institution), connection, NOW)
    assert [*institution["directories"]] == []


def test_an_archive_has_no_secret_and_nobody_of_a_directory(institution, connection):
    connection.found = (9, 8, 1, SAMPLE)
    connection["all"].numberless = (("max", "Max"),)
    [told] = archive.directories(institution)
    assert told["settings"] == ["password", "server"]
    assert told["found"] == (9, 8, 1)
    assert [one["title"] for one in told["queries"]] == ["Tout le monde", "Tuteurs"]
    assert "Max" not in repr(told)
