"""Tones stand out from the paper in both schemes, and drawings take the dark ones by a sheet."""

from importlib.resources import files

import pytest

from dashboards.figures import colours
from dashboards.figures.colours import INKS, STATES, TONES


def luminance(colour):
    """The relative luminance of WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [colours.LIGHT, colours.DARK])
@pytest.mark.parametrize("name", [*TONES, *STATES])
def test_marks_stand_out_from_the_paper(name, scheme):
    tone = {**TONES, **STATES}[name]
    assert contrast(tone.of(scheme), INKS["paper"].of(scheme)) >= 3


@pytest.mark.parametrize("scheme", [colours.LIGHT, colours.DARK])
@pytest.mark.parametrize("name", ["ink", "soft"])
def test_letters_are_read_on_the_paper(name, scheme):
    assert contrast(INKS[name].of(scheme), INKS["paper"].of(scheme)) >= 4.5


def test_tones_of_a_line_of_series_begin_anew():
    assert colours.series(0) == colours.series(len(colours.SERIES))


def test_a_colour_has_the_name_of_its_tone_in_either_scheme():
    for name, tone in {**TONES, **INKS}.items():
        assert [colours.name_of(one) for one in tone[:2]] == [name, name]
    assert colours.name_of("#123456") == ""


def test_the_style_sheet_turns_each_tone_dark_on_screens_alone():
    sheet = files("dashboards").joinpath("assets/look.css").read_text("utf-8")
    _, _, dark = sheet.partition("/* Of figures.colours")
    _, _, dark = dark.partition("@media screen and (prefers-color-scheme: dark) {\n")
    rules = [
        f"  .fill-{name}{{fill:{tone.dark}}}.line-{name}{{stroke:{tone.dark}}}"
        for name, tone in {**TONES, **INKS}.items()
    ]
    assert dark.partition("\n}")[0].split("\n") == rules
