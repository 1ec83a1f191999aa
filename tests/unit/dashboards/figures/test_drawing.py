"""A drawing has each value at its place: bars by length, lines with gaps, bands and whiskers."""

from datetime import date
from itertools import pairwise

import drawn
import pandas as pd
import pytest

from dashboards.exports import notes
from dashboards.exports.notes import Note
from dashboards.figures import arrival, cost, loans, overview
from dashboards.figures.looks import Look
from dashboards.figures.scales import scale

DAYS = [date(2026, 11, each) for each in (1, 2, 4, 5)]


def frame(**columns):
    return pd.DataFrame(columns)


def test_bars_are_as_long_as_their_values_and_stand_upon_each_other():
    figure = overview.by_day(frame(day=DAYS[:2], delivered=[100, 50], failed=[0, 25]), Look())
    bars = drawn.Drawing(figure, width=720, height=320).bars()
    assert len(bars) == 3  # a bar of 0 is not drawn
    first, second, failed = bars
    assert first[3] == pytest.approx(2 * second[3], abs=0.3)
    assert failed[3] == pytest.approx(second[3] / 2, abs=0.3)
    assert failed[1] + failed[3] == pytest.approx(second[1], abs=0.3)
    assert failed[0] == second[0] > first[0] + first[2]


def test_bars_side_by_side_share_the_room_of_a_day():
    figure = drawn.made("errors.new_and_repaired", Look())
    bars = sorted(drawn.Drawing(figure).bars())
    assert len(bars) == 60
    for left, right in pairwise(bars):
        assert left[0] + left[2] <= right[0] + 0.2


def test_bars_that_lie_have_their_value_at_their_end():
    figure = overview.causes(frame(cause=["absent", "full"], messages=[100, 50]), Look())
    drawing = drawn.Drawing(figure)
    long, short = drawing.bars()
    assert (long[0], long[3]) == (short[0], short[3])
    assert long[2] == pytest.approx(2 * short[2], abs=0.2)
    assert long[1] < short[1]
    ends = {one.text: float(one.get("x")) for one in drawing.all("text")}
    assert ends["absent"] < long[0] < long[0] + long[2] < float(drawing.root.get("width"))
    assert drawing.words().count("100") == 2  # at its end, and on the axis


def test_a_line_has_a_gap_where_nothing_is_known():
    made = frame(day=DAYS, delivered=[9, 8, 9, 8], sent=[10, 10, 10, 10])
    note = Note(notes.MISSING_DAYS, "", "", date(2026, 11, 3), date(2026, 11, 3))
    drawing = drawn.Drawing(arrival.by_day(notes.told(made, note), Look()))
    lines = [one for one in drawing.all("path") if "line-blue" in (one.get("class") or "")]
    assert [one.get("d").count("L") for one in lines] == [1, 1]
    assert len(drawing.all("circle")) == 4
    [ground] = [one for one in drawing.all("rect") if one.get("opacity")]
    assert float(ground.get("width")) > 0


def test_a_day_between_two_gaps_is_a_point():
    figure = arrival.by_day(frame(day=DAYS[:1], delivered=[9], sent=[10]), Look())
    drawing = drawn.Drawing(figure)
    assert len(drawing.all("circle")) == 1
    assert not [one for one in drawing.all("path") if "line-blue" in (one.get("class") or "")]


def test_a_forecast_has_its_band_its_line_and_its_credit():
    drawing = drawn.Drawing(drawn.made("cost.forecast", Look()))
    [band] = [
        one for one in drawing.root.findall(f"{drawn.NAMESPACE}path") if one.get("fill-opacity")
    ]
    assert band.get("d").count("L") == 41  # 21 days there and back
    assert band.get("d").endswith("Z")
    dashed = [one for one in drawing.all("path") if one.get("stroke-dasharray")]
    assert len(dashed) == 3  # the expectation and its sample, and the line of the credit
    assert "crédit : 2\N{NARROW NO-BREAK SPACE}000" in drawing.words()


def test_a_forecast_without_credit_has_no_line_across():
    figure = cost.forecast(drawn.AHEAD, Look())
    assert not figure.layout.shapes
    assert [one.text for one in figure.layout.annotations] == ["SMS"]


def test_whiskers_reach_from_the_lower_to_the_upper_end():
    figure = loans.compare(frame(**drawn.LATE), Look())
    drawing = drawn.Drawing(figure)
    whiskers = [one for one in drawing.all("path") if one.get("d", "").count("M") == 3]
    assert len(whiskers) == 2
    assert figure.data[0].error_y.array[0] == pytest.approx(0.05)
    assert figure.data[1].error_y.arrayminus[0] == pytest.approx(0.03)


def test_a_group_without_members_has_no_mark():
    late = {**drawn.LATE, "share": [0.2, None], "low": [0.15, None], "high": [0.25, None]}
    assert len(drawn.Drawing(loans.compare(frame(**late), Look())).all("circle")) == 3


def test_a_legend_that_is_too_long_has_a_second_line():
    figure = drawn.made("errors.causes_by_month", Look())
    wide, narrow = (drawn.Drawing(figure, width=width) for width in (900, 344))
    tops = [
        {one.get("y") for one in drawing.all("text") if one.get("font-size") == "13"}
        for drawing in (wide, narrow)
    ]
    assert len(tops[0]) == 1
    assert len(tops[1]) > 1


def test_labels_that_would_stand_in_each_other_are_left_out():
    figure = drawn.made("cost.by_month", Look())
    wide, narrow = (drawn.Drawing(figure, width=width).words() for width in (720, 160))
    assert "mars" in wide
    assert len(narrow) < len(wide)


def test_two_drawings_of_a_page_share_no_id():
    figure = drawn.made("overview.by_day", Look())
    ids = [
        {one.get("id") for one in drawn.Drawing(figure, prefix=prefix).root.iter() if one.get("id")}
        for prefix in ("a", "b")
    ]
    assert ids[0].isdisjoint(ids[1])


def test_a_paper_is_drawn_where_one_is_wanted():
    figure = drawn.made("overview.by_day", Look())
    assert 'fill="#ffffff" class="fill-paper"' in drawn.Drawing(figure, paper="#ffffff").text
    assert (
        drawn.Drawing(figure, font="Libertinus Serif").root.get("font-family") == "Libertinus Serif"
    )


@pytest.mark.parametrize(
    ("axis", "value", "pixel"),
    [
        ({"range": [0, 10]}, 5, 150),
        ({"range": [10, 0]}, 10, 100),
        ({"type": "log", "range": [0, 2]}, 10, 150),
        ({"type": "date", "range": ["2026-11-01", "2026-11-03"]}, "2026-11-02", 150),
        ({"range": [3, 3]}, 3, 100),
    ],
)
def test_a_scale_places_values_as_plotly_does(axis, value, pixel):
    assert scale(axis, 100, 200).at(value) == pytest.approx(pixel)
