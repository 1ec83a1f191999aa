"""Templates under a content security policy without ``unsafe-inline``:
nothing inline in any of them."""

import re

import places
import pytest

TEMPLATES = places.templates()
WIDTH = 140
FORBIDDEN = {
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "style element": re.compile(r"<style", re.IGNORECASE),
    "inline script": re.compile(r"<script(?![^>]*\ssrc=)", re.IGNORECASE),
    "event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "htmx that needs eval": re.compile(r"hx-on|hx-vals\s*=\s*['\"]js:|hx-trigger=\"[^\"]*\["),
    "script address": re.compile(r"javascript:", re.IGNORECASE),
    "unescaped value": re.compile(r"\|\s*safe\b|autoescape\s+false"),
    "other people's server": re.compile(r"(?:src|href)=\"(?:https?:)?//"),
}


#: the address of this page is the secret: there is no session that another site could use
WITHOUT_SESSION = {"leave.jinja2"}


@pytest.mark.parametrize("fault", FORBIDDEN)
def test_no_template_has(fault):
    assert [file.name for file in TEMPLATES if FORBIDDEN[fault].search(file.read_text())] == []


def test_every_form_that_changes_something_carries_its_token():
    form = re.compile(r"<form[^>]*method=\"post\".*?</form>", re.DOTALL)
    found = [(file.name, one) for file in TEMPLATES for one in form.findall(file.read_text())]
    assert len(found) > 35
    found = [(name, one) for name, one in found if name not in WITHOUT_SESSION]
    assert [name for name, one in found if "csrf(" not in one] == []


def test_no_line_is_wide():
    lines = [(file.name, line) for file in TEMPLATES for line in file.read_text().splitlines()]
    assert len(lines) > 6_300
    assert [(name, line) for name, line in lines if len(line) > WIDTH] == []


def test_the_first_view_is_light():
    """Uncompressed: a phone on a slow network gets less than a third of it."""
    static = {file.name: file.stat().st_size for file in places.statics()}
    assert static["look.css"] < 25_000
    assert static["pages.js"] < 11_000
    assert sum(static.values()) < 100_000
