"""The file that the library of the demonstration uploads."""

from datetime import date, timedelta

from unisms.scripts.demonstration import loans
from unisms.scripts.demonstration.universities import PANTHEON, people
from unisms.services.imports import row_rule
from unisms.services.tables import tables

DAY = date(2027, 1, 15)


def read(day=DAY):
    return tables.read(loans.overdue(list(people(PANTHEON))[:24], day))


def test_it_is_read_as_it_is_meant():
    table = read()
    assert table.columns == loans.TITLES
    assert len(table.rows) == 25


def test_as_many_are_overdue_whatever_the_day():
    days = [DAY + timedelta(days=days) for days in range(0, 400, 13)]
    chosen = [
        len(row_rule.select(dict(read(day).rows).items(), [loans.OVERDUE], day).chosen)
        for day in days
    ]
    assert set(chosen) == {chosen[0]}
    assert 10 < chosen[0] < 20


def test_it_has_the_slips_of_such_files():
    cells = [cells for _, cells in read().rows]
    numbers = [row[loans.NUMBER] for row in cells]
    assert "" in numbers
    assert "01 44 07 80 00" in numbers
    assert cells[0][:2] == cells[-1][:2]  # two books of one reader
