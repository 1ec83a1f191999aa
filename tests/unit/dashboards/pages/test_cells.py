"""Tables as the template shows them: written values, links, bars, shades, at most 500 rows."""

from datetime import date

import pandas as pd
import pytest

from dashboards.pages import cells, hours, rendering
from dashboards.pages.answers import ShownColumn, ShownTable
from dashboards.pages.speech import Speech
from tests.unit.dashboards.pages.saying import flat

FRENCH = Speech("fr")


@pytest.mark.parametrize(
    ("kind", "value", "told"),
    [
        ("text", "", "inconnu"),
        ("text", "Scolarité", "Scolarité"),
        ("count", 12345, "12 345"),
        ("count", float("nan"), "–"),
        ("people", pd.NA, "< 5"),
        ("share", 0.942, "94,2 %"),
        ("money", 8800, "8,80 €"),
        ("day", date(2026, 11, 3), "mar. 3 nov. 2026"),
        ("month", date(2026, 11, 1), "novembre 2026"),
        ("seconds", 90, "1,5 min"),
        ("number", 1.25, "1,2"),
        ("points", -0.073, "−7,3 pt"),
        ("points", 0.01, "+1,0 pt"),
        ("points", None, "–"),
    ],
)
def test_a_value_is_written_by_its_kind(kind, value, told):
    assert flat(cells.written(FRENCH, kind, value)) == told


def test_a_page_has_100_rows_and_says_how_many_are_left_out():
    table = ShownTable(
        "t", (ShownColumn("a"), ShownColumn("b", "count")), tuple(("x", n) for n in range(103))
    )
    shown = rendering.cells_of(FRENCH, table, "novembre")
    assert len(shown["rows"]) == 100
    assert shown["left_out"] == 3
    assert shown["scope"] == "novembre"


def test_a_bar_is_as_wide_as_its_part_of_the_largest():
    table = ShownTable(
        "t", (ShownColumn("a"), ShownColumn("b", "count")), (("x", 10), ("y", 5), ("z", 0)), bar=1
    )
    shown = rendering.cells_of(FRENCH, table, "")
    assert [row["cells"][0]["width"] for row in shown["rows"]] == [100.0, 50.0, 0.0]


def test_a_bar_of_what_is_unknown_has_no_width():
    table = ShownTable(
        "t", (ShownColumn("a"), ShownColumn("b", "share")), (("x", float("nan")), ("y", 0.5)), bar=1
    )
    shown = rendering.cells_of(FRENCH, table, "")
    assert [row["cells"][0]["width"] for row in shown["rows"]] == [0, 100.0]


def test_shades_are_classes():
    table = ShownTable(
        "t", (ShownColumn("a"), ShownColumn("9 h", "count")), (("lundi", 3),), shades=((9,),)
    )
    shown = rendering.cells_of(FRENCH, table, "")
    assert shown["shaded"]
    assert shown["rows"][0]["cells"][0]["classes"] == "s9"


@pytest.mark.parametrize(("count", "shade"), [(0, 0), (1, 1), (25, 4), (100, 9)])
def test_small_counts_of_the_heat_map_are_told_apart(count, shade):
    assert hours.shade(count, 100) == shade
    assert hours.shade(count, 0) == 0
