"""An institution's colour stays readable."""

import pytest

from unisms.web.frame import look


@pytest.mark.parametrize(
    "accent", ["#1a4f8b", "#8b3a1a", "#ffffff", "#000000", "#ffee00", "#777777", "#00aa55"]
)
def test_any_accent_is_readable_on_both_papers_and_under_its_own_ink(accent):
    for paper in (look.LIGHT_PAPER, look.DARK_PAPER):
        colour = look.readable(accent, paper)
        assert look.contrast(colour, paper) >= 4.5
        assert look.contrast(colour, look.ink_on(colour)) >= 4.5


@pytest.mark.parametrize("accent", ["#ffee00", "#ffffff", "#808080", "#1a4f8b", "#000000"])
def test_a_button_keeps_the_colour_itself_and_what_is_written_on_it_is_read(accent):
    sheet = look.stylesheet(accent)
    assert f"--fill:{accent};--on-fill:{look.ink_on(accent)}" in sheet
    assert look.contrast(accent, look.ink_on(accent)) >= 4.5


def test_what_is_written_on_a_light_button_is_dark():
    assert look.luminance(look.ink_on("#ffee00")) < 0.01


def test_a_readable_accent_is_left_alone():
    assert look.readable("#1a4f8b", look.LIGHT_PAPER) == "#1a4f8b"


def test_contrast_is_wcags():
    assert look.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert look.contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_the_stylesheet_is_public_and_kept(house):
    answer = house.visitor().get("/institutions/nice/look.css")
    assert answer.content_type == "text/css"
    assert "--accent:#8b3a1a" in answer
    assert "max-age=31536000" in answer.headers["Cache-Control"]
