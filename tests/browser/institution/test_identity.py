"""The colour of an institution, as a browser shows it."""

import pytest
import scenes
from playwright.sync_api import expect

pytestmark = pytest.mark.servers


def test_a_colour_is_picked_beside_the_field_that_keeps_it_and_seen_on_a_button(visit):
    page = visit("admin")
    page.goto(f"{scenes.PARIS}/identity")
    picker, sample = page.locator("input[type=color]"), page.locator("#accent-sample")
    expect(picker).to_have_value(page.input_value("#accent"))
    picker.fill("#ffd500")
    expect(page.locator("#accent")).to_have_value("#ffd500")
    expect(sample).to_have_css("background-color", "rgb(255, 213, 0)")
    expect(sample).to_have_css("color", "rgb(0, 0, 0)")
    page.fill("#accent", "#1a4f8b")
    expect(picker).to_have_value("#1a4f8b")
    expect(sample).to_have_css("color", "rgb(255, 255, 255)")
    page.fill("#accent", "#1a")
    expect(picker).to_have_value("#1a4f8b")
    assert page.faults == []


def test_without_script_the_colour_is_typed(visit):
    page = visit("admin", script=False)
    page.goto(f"{scenes.PARIS}/identity")
    assert page.is_visible("#accent")
    assert not page.is_visible("input[type=color]")
    assert not page.is_visible("#accent-sample")
