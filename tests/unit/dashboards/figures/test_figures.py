"""Every figure: plain kinds of marks, words of its reader, and no colour that is alone."""

import json

import drawn
import plotly.graph_objects as go
import pytest

from dashboards.figures.colours import SERIES, TONES
from dashboards.figures.looks import Look
from dashboards.figures.words import WORDS

BASIC = {"scatter", "bar", "pie"}  # kinds of marks that the small bundle of Plotly draws
ALL = pytest.mark.parametrize("name", drawn.FIGURES)


@ALL
def test_a_figure_has_marks_of_the_small_bundle_a_name_and_a_description(name):
    figure = drawn.made(name, Look())
    assert isinstance(figure, go.Figure)
    assert {trace.type for trace in figure.data} <= BASIC
    assert go.Figure(json.loads(figure.to_json()))  # which raises at what Plotly does not know
    meta = figure.layout.meta
    assert (meta["key"], meta["name"]) == (name, WORDS[name][0])
    assert meta["description"] == WORDS[f"{name}.told"][0]


@ALL
def test_a_frame_without_rows_has_no_figure(name):
    assert drawn.of_nothing(name, Look()) is None


@ALL
def test_a_figure_is_told_in_english(name):
    french, english = (drawn.made(name, Look(language)) for language in ("fr", "en"))
    assert english.layout.meta["name"] == WORDS[name][1]
    assert french.layout.separators != english.layout.separators


@ALL
def test_a_figure_is_of_its_scheme_on_a_ground_that_shows_through(name):
    light, dark = (drawn.made(name, Look(scheme=scheme)) for scheme in ("light", "dark"))
    assert light.layout.paper_bgcolor == light.layout.plot_bgcolor == "rgba(0,0,0,0)"
    assert light.layout.font.color != dark.layout.font.color
    told = dark.to_json()
    assert not [tone.light for tone in TONES.values() if tone.light in told]


@ALL
def test_marks_that_stand_together_differ_by_more_than_colour(name):
    figure = drawn.made(name, Look())
    told = [
        (trace.type, trace.line.dash, trace.marker.symbol, trace.fill)
        if trace.type == "scatter"
        else (trace.type, trace.marker.pattern.shape)
        for trace in figure.data
        if trace.showlegend is not False
    ]
    assert len({*told}) == len(told)


@ALL
def test_each_axis_has_ticks_with_words_and_nothing_moves(name):
    figure = drawn.made(name, Look())
    for axis in (figure.layout.xaxis, figure.layout.yaxis):
        assert axis.fixedrange
        assert len(axis.tickvals) == len(axis.ticktext) >= 1
        assert all(axis.ticktext)
    assert figure.layout.dragmode is False


@ALL
def test_a_drawing_says_what_the_figure_says_without_style_and_script(name):
    figure = drawn.made(name, Look())
    drawing = drawn.Drawing(figure, prefix="one")
    assert "style=" not in drawing.text
    assert drawing.all("script") == drawing.all("image") == drawing.all("foreignObject") == []
    [title], [told] = drawing.all("title"), drawing.all("desc")
    assert (title.text, told.text) == (
        figure.layout.meta["name"],
        figure.layout.meta["description"],
    )
    assert drawing.root.get("role") == "img"
    assert drawing.root.get("aria-labelledby") == f"{title.get('id')} {told.get('id')}"
    assert all(one.get("id").startswith("one-") for one in drawing.root.iter() if one.get("id"))
    words = drawing.words()
    assert set(figure.layout.yaxis.ticktext) & set(words)
    for trace in figure.data if figure.layout.showlegend else ():
        assert trace.showlegend is False or trace.name in words


@ALL
@pytest.mark.parametrize("width", [344, 720])
def test_nothing_of_a_drawing_stands_outside_of_it(name, width):
    drawing = drawn.Drawing(drawn.made(name, Look()), width=width)
    height = float(drawing.root.get("height"))
    for x, y, wide, high in drawing.bars():
        assert -1 <= x <= x + wide <= width + 1
        assert -1 <= y <= y + high <= height + 1
    for one in drawing.all("text"):
        assert 0 <= float(one.get("x")) <= width
        assert 0 <= float(one.get("y")) <= height


def test_the_words_of_a_page_go_before_those_of_figures():
    func, told = drawn.FIGURES["overview.causes"]
    figure = func(told, Look(words={"absent": "téléphone éteint"}))
    assert [*figure.layout.yaxis.ticktext] == ["téléphone éteint", "inconnu"]


def test_a_name_that_looks_like_markup_stays_a_name():
    func, told, key = drawn.FIGURES["arrival.by_broker"]
    evil = told.assign(name=["<b>&%{x}", "plain"])
    drawing = drawn.Drawing(func(evil, Look(), key))
    assert "<b>&%{x}" in drawing.words()
    figure = drawn.FIGURES["arrival.by_broker_and_day"][0](
        drawn.BY_NAME.assign(name="<b>&%{x}"), Look()
    )
    assert "<b>" not in figure.data[0].hovertemplate
    assert "%{x}" not in figure.data[0].hovertemplate


def test_there_are_tones_for_all_series_and_more_begin_anew():
    assert len({*SERIES}) == len(SERIES) == len(TONES)
