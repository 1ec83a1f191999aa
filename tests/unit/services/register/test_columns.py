"""The columns of a people file, proposed by titles of directories and of spreadsheets."""

import pytest

from unisms.services.register import columns
from unisms.services.register.columns import BadColumns, PeopleColumns, ReadColumns

NOTHING = ReadColumns((), (), (), -1, -1)


def proposed(titles, read=NOTHING):
    return columns.propose(titles.split(";"), read)


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        ("uid;displayName;mail;memberOf", PeopleColumns(0, (1,), 2, (), 3)),
        ("sn;givenName;eduPersonPrincipalName;supannEtuId", PeopleColumns(2, (1, 0), -1, (), -1)),
        ("N° étudiant;NOM;Prénom;Courriel;Groupes", PeopleColumns(0, (2, 1), 3, (), 4)),
        ("cod_etu;Nom complet", PeopleColumns(0, (1,), -1, (), -1)),
        ("supannEmpId;cn;supannAliasLogin", PeopleColumns(2, (1,), -1, (), -1)),
    ],
)
def test_columns_are_known_by_the_titles_of_directories_and_spreadsheets(titles, expected):
    assert proposed(titles) == expected


def test_what_no_title_tells_is_taken_from_the_reading():
    read = ReadColumns(("text", "email", "msisdn"), (2, 3, 4, 5), (0,), 6, 7)
    assert proposed("a;b;c", read) == PeopleColumns(6, (0,), 1, (2, 3, 4), -1, 7)


@pytest.mark.parametrize(
    ("chosen", "field", "code"),
    [
        (PeopleColumns(-1, (), -1, (), -1), "uid", "no_column"),
        (PeopleColumns(9, (), -1, (), -1), "uid", "unknown_column"),
        (PeopleColumns(0, (0, 9), -1, (), -1), "name_columns", "unknown_column"),
        (PeopleColumns(0, (), -1, (), -1, 9), "country_column", "unknown_column"),
    ],
)
def test_columns_that_make_no_sense_are_refused_by_their_field(chosen, field, code):
    with pytest.raises(BadColumns) as refused:
        columns.check(chosen, 3)
    assert refused.value.problem == (field, code, "")


def test_columns_that_exist_are_taken():
    columns.check(PeopleColumns(0, (1, 2), -1, (2,), -1), 3)
