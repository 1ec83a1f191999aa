"""The people that the rows of a file tell, and what of it cannot be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from people_files import proposed

from unisms.model.root import Institution
from unisms.services.register import entries
from unisms.services.register.entries import Entry
from unisms.services.tables import tables

TITLES = "uid;nom complet;courriel;mobile;groupes\n"


def read(rows, titles=TITLES, **fields):
    institution = Institution("Paris 1")
    vars(institution).update(fields)
    table = tables.read((titles + rows).encode())
    return entries.read(institution, proposed(table), table.rows)


def codes(told):
    return [(one.code, one.line, one.uid, one.detail) for one in told.remarks]


def test_a_row_tells_a_person():
    told = read("ZPetit ; Zoé  Petit;zoe@u.example;06 39 98 00 01;L2 | TD 1\n")
    groups = frozenset({"l2", "td 1"})
    entry = Entry(2, "zpetit", "Zoé Petit", "zoe@u.example", "+33639980001", groups)
    named = {"l2": ("L2", 2), "td 1": ("TD 1", 2)}
    assert told == ({"zpetit": entry}, [], named, frozenset({"zpetit"}))


def test_empty_cells_and_missing_columns_tell_nothing():
    told = read("zpetit;;;;\n")
    assert told.entries["zpetit"] == Entry(2, "zpetit", None, None, None, frozenset())
    told = read("zpetit;Zoé Petit\n", titles="uid;nom complet\n")
    assert told.entries["zpetit"] == Entry(2, "zpetit", "Zoé Petit", None, None, None)


def test_several_rows_of_a_person_are_one_with_all_their_groups():
    told = read("z;Zoé;;;L2\nz;Zoe;zoe@u.example;01 44 07 80 00;TD 1\nz;;;06 39 98 00 01;L2\n")
    entry = Entry(2, "z", "Zoé", "zoe@u.example", "+33639980001", frozenset({"l2", "td 1"}))
    assert told.entries == {"z": entry}
    assert codes(told) == [("repeated", 3, "z", "2"), ("repeated", 4, "z", "2")]


@pytest.mark.parametrize(
    ("row", "code", "uid"),
    [
        (";Zoé;;;", "no_uid", ""),
        ("pas un uid;Zoé;;;", "uid", "pas un uid"),
        ("1,2E+07;Zoé;;;", "uid", "1,2e+07"),
        ("settings;Zoé;;;", "uid", "settings"),
        (f"z;{'Z' * 81};;;", "long_name", "z"),
    ],
)
def test_a_row_that_names_nobody_is_left_out_with_the_reason(row, code, uid):
    told = read(f"{row}\nb;Bob;;;\n")
    assert codes(told) == [(code, 2, uid, "")]
    assert {*told.entries} == {"b"}
    assert uid in told.named


def test_two_people_under_one_uid_are_both_left_out():
    told = read("z;Zoé;;;\nz;Bob;;;\n")
    assert codes(told) == [("twice", 2, "z", ""), ("twice", 3, "z", "")]
    told = read("z;Zoé;;;\nZ;Bob;;;\nz ;Zoé;;;\n")
    assert told.entries == {}
    assert {one[:3] for one in codes(told)} == {("twice", line, "z") for line in (2, 3, 4)}


@pytest.mark.parametrize(
    ("cells", "code", "detail"),
    [
        ("pas-un-courriel;", "email", "pas-un-courriel"),
        (";01 44 07 80 00", "landline", "01 44 07 80 00"),
        (";06 00 00 00 00", "filler", "06 00 00 00 00"),
        (";06 39 98 00 01 / 06 39 98 00 02", "several", "06 39 98 00 01 / 06 39 98 00 02"),
        (";06 39", "impossible", "06 39"),
    ],
)
def test_a_cell_that_cannot_be_used_leaves_the_rest_of_its_row(cells, code, detail):
    told = read(f"b;Bob;bob@u.example;06 39 98 00 09;\nz;Zoé;{cells};\n")
    assert codes(told) == [(code, 3, "z", detail)]
    assert told.entries["z"] == Entry(3, "z", "Zoé", None, None, frozenset())


def test_a_number_abroad_follows_the_policy_of_the_institution():
    row = "z;Zoé;;+32 470 12 34 56;\n"
    assert read(row).entries["z"].number == "+32470123456"
    told = read(row, foreign_numbers="refuse")
    assert codes(told) == [("foreign_not_allowed", 2, "z", "+32 470 12 34 56")]


@pytest.mark.parametrize(
    ("cell", "titles"),
    [
        ("L2 Histoire; TD  1 |  ", ["L2 Histoire", "TD 1"]),
        ("cn=l2-histoire,ou=groups,dc=univ;CN = td1", ["l2-histoire", "td1"]),
        ("", []),
        ("a=b", ["a=b"]),
    ],
)
def test_a_cell_names_several_groups_also_as_a_directory_does(cell, titles):
    assert entries.titles_in(cell) == titles


@given(st.lists(st.tuples(st.text("ab é", max_size=3), st.text("xy", max_size=2)), max_size=8))
def test_each_row_is_the_first_of_somebody_or_has_one_remark(pairs):
    rows = [(line, [uid, name]) for line, (uid, name) in enumerate(pairs, 2)]
    chosen = entries.PeopleColumns(0, (1,), -1, (), -1)
    told = entries.read(Institution("Paris 1"), chosen, rows)
    uids = {uid.strip().lower() for uid, _ in pairs}
    assert uids == told.named
    assert uids == {*told.entries} | {one.uid for one in told.remarks}
    lines = [*(one.line for one in told.entries.values()), *(one.line for one in told.remarks)]
    assert sorted(lines) == [line for line, _ in rows]
