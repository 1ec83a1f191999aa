"""Uploaded files."""

import pytest
from factories import NOW, make_institution, reread
from pyramid.authorization import ACLHelper, Everyone

from unisms.model.acl import Permission, person_principal, role_principal
from unisms.model.imports import CHUNK, Import, Rows


@pytest.mark.parametrize("size", [0, 1, CHUNK, CHUNK + 1, 2 * CHUNK + 7])
def test_an_upload_is_kept_in_pieces_and_told_as_it_came(root, size):
    content = bytes(number % 251 for number in range(1000)) * (size // 1000 + 1)
    content = content[:size]
    record = make_institution(root)["imports"].add("i", Import("liste.csv", content, "lib", NOW))
    reread(record)
    assert record.content() == content
    assert record.size == size
    assert len(record.raw) == -(-size // CHUNK)


def test_what_is_forgotten_leaves_what_the_file_was_called(root):
    record = make_institution(root)["imports"].add("i", Import("liste.csv", b"abc", "lib", NOW))
    record.rows.keep([(1, ("a", "b"))])
    reread(record)
    record.forget()
    reread(record)
    assert (record.content(), len(record.rows)) == (b"", 0)
    assert (record.filename, record.author, record.created_at) == ("liste.csv", "lib", NOW)


@pytest.fixture
def record(root):
    record = make_institution(root)["imports"].add("i", Import("liste.csv", b"abc", "lib", NOW))
    record.rows.keep([(5, ("c", "")), (2, ("a", "b"))])
    return reread(record)


def test_rows_are_told_by_the_number_of_their_line(record):
    assert record.rows.items() == [(2, ("a", "b")), (5, ("c", ""))]
    assert record.rows[5] == ("c", "")
    assert list(record.rows.values()) == [("a", "b"), ("c", "")]
    assert len(record.rows) == 2


def test_the_first_rows_are_told_without_the_others(record):
    assert record.rows.first(1) == [(2, ("a", "b"))]


@pytest.mark.parametrize("permission", Permission)
def test_a_file_of_people_is_its_authors_alone(record, permission):
    def may(principal):
        return bool(ACLHelper().permits(record, [Everyone, principal], permission))

    assert may(person_principal("paris1", "lib")) == (permission == Permission.IMPORT_FILE)
    assert not may(person_principal("paris1", "other"))
    assert not may(person_principal("lyon2", "lib"))
    assert not may(role_principal("paris1", "administrator"))


def test_a_file_that_is_in_no_folder_is_forgotten_too():
    record = Import("a.csv", b"Nom;Mobile", "lib", NOW)
    record.forget()
    assert (record.content(), record.state) == (b"", "forgotten")


def test_some_rows_are_read_by_their_numbers():
    rows = Rows()
    rows.keep([(1, ("a",)), (2, ("b", "c")), (4, ("d",))])
    assert rows.between(2, 3) == [(2, ("b", "c"))]
