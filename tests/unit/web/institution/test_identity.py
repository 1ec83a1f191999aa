"""Name, time zone, language, colour and logo of an institution."""

import json

import pytest
import scenes

from unisms.model.folder import find
from unisms.services.rules.hours import time_zones
from unisms.web.institution import identity

PAGE = f"{scenes.PARIS}/identity"
PNG, JPEG, WEBP = b"\x89PNG\r\n\x1a\n1", b"\xff\xd8\xff\xe01", b"RIFF\x01\x00\x00\x00WEBPVP8 "


def stored(house, name):
    return house.run(lambda root: getattr(find(root, scenes.PARIS), name))


def save(app, status=303, **typed):
    form = app.get(PAGE).forms[1]
    for name, value in typed.items():
        form[name].force_value(value)
    return form.submit(status=status)


def upload(app, content, status=303, name="logo.png"):
    form = app.get(PAGE).forms[2]
    form["logo"] = (name, content)
    return form.submit(status=status)


def entries(house, verb):
    journal = house.run(lambda root: find(root, scenes.PARIS).audit.waiting())
    return [entry for entry in journal if entry.verb == verb]


def test_what_is_saved_is_seen_at_once_and_who_did_it(house, admin):
    typed = {
        "title": "Université  Paris 1",
        "time_zone": "Indian/Reunion",
        "country": "RE",
        "language": "en",
        "accent": "#8B1A1A",
    }
    page = save(admin, **typed).follow()
    assert page.html.select_one(".brand").text == "Université Paris 1"
    assert {name: stored(house, name) for name in typed} == {
        "title": "Université Paris 1",
        "time_zone": "Indian/Reunion",
        "country": "RE",
        "language": "en",
        "accent": "#8b1a1a",
    }
    assert "Changé par Jeanne Fontaine" in page
    [entry] = entries(house, "institution.changed")
    assert json.loads(entry.after)["time_zone"] == "Indian/Reunion"
    assert "--accent:#8b1a1a" in admin.get(f"{scenes.PARIS}/look.css")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", " "),
        ("title", "x" * 81),
        ("time_zone", "Europe/Atlantis"),
        ("time_zone", "../etc/passwd"),
        ("language", "de"),
        ("country", "BE"),
        ("country", ""),
        ("accent", "blue"),
        ("accent", "#12345"),
        ("accent", "#1234567"),
        ("accent", ""),
    ],
)
def test_a_slip_changes_nothing_and_is_told_at_its_field(house, admin, name, value):
    before = stored(house, name)
    page = save(admin, status=422, **{name: value})
    assert page.html.select_one(f"#{name}-error")
    assert stored(house, name) == before


def test_a_colour_that_cannot_be_read_is_told_to_be_changed(admin):
    page = save(admin, accent="#ffee00").follow()
    assert "il est assombri en #" in page
    assert "éclaircie" not in page
    page = save(admin, accent="#000044").follow()
    assert "elle est éclaircie en #" in page
    assert "assombri en" not in page


def test_french_time_zones_come_first_by_their_territory_and_each_is_told_once(admin):
    page = admin.get(PAGE).html
    first, second = page.select("#time_zone optgroup")
    assert [option.text for option in first.select("option")][:3] == [
        "France métropolitaine",
        "Guadeloupe",
        "Martinique",
    ]
    names = [option["value"] for option in page.select("#time_zone option")]
    assert sorted(names) == time_zones()
    assert first.select_one("option[selected]")["value"] == "Europe/Paris"
    assert not second.select("option[selected]")


def test_two_who_save_at_once(house, admin):
    form = admin.get(PAGE).forms[1]
    save(house.person("admin"), title="Autre")
    form["language"] = "en"
    page = form.submit(status=409)
    assert "Autre" in page.html.select_one(".notice").text
    assert stored(house, "language") == "fr"


@pytest.mark.parametrize(
    ("content", "kind"), [(PNG, "image/png"), (JPEG, "image/jpeg"), (WEBP, "image/webp")]
)
def test_a_logo_is_shown_on_every_page_to_everybody(house, admin, content, kind):
    upload(admin, content)
    shown = house.visitor().get(f"{scenes.PARIS}/sign-in").html.select_one("img.logo")["src"]
    answer = house.visitor().get(shown)
    assert (answer.body, answer.content_type) == (content, kind)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "immutable" in answer.headers["Cache-Control"]


def test_another_logo_has_another_address(house, admin):
    upload(admin, PNG)
    first = stored(house, "logo_version")
    upload(admin, JPEG)
    assert stored(house, "logo_version") not in ("", first)
    assert len(entries(house, "logo.changed")) == 2


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
            "PNG, JPEG ou WebP",
        ),
        (b"GIF89a", "PNG, JPEG ou WebP"),
        (b"RIFF\x01\x00\x00\x00WAVE", "PNG, JPEG ou WebP"),
        (PNG + bytes(600), "trop lourde"),
    ],
)
def test_what_is_no_picture_or_too_heavy_is_not_kept(house, admin, monkeypatch, content, says):
    monkeypatch.setattr(identity, "MOST", 600)
    page = upload(admin, content, status=422)
    assert says in page.html.select_one("#logo-error").text
    assert stored(house, "logo_version") == ""


def test_no_file_is_told(admin):
    assert "Choisissez" in admin.get(PAGE).forms[2].submit(status=422)


def test_a_logo_is_removed(house, admin):
    upload(admin, PNG)
    admin.get(PAGE).forms[2].submit("action", value="remove", status=303)
    assert stored(house, "logo") is None
    house.visitor().get(f"{scenes.PARIS}/logo", status=404)
    assert not admin.get(PAGE).html.select("img.logo")


def test_only_who_manages_the_institution_changes_it(house):
    secretary = house.person("zlefevre")
    secretary.get(PAGE, status=403)
    token = secretary.get(f"{scenes.PARIS}/").forms[0]["csrf_token"].value
    secretary.post(f"{scenes.PARIS}/logo", {"csrf_token": token, "action": "remove"}, status=403)


def test_the_territory_is_chosen_by_its_name_and_told_in_the_journal(house, admin):
    options = admin.get(PAGE).html.select("#country option")
    assert [" ".join(one.text.split()) for one in options][::9] == [
        "France métropolitaine · 06 39 98 00 01",
        "Nouvelle-Calédonie · 75.12.34",
    ]
    save(admin, country="NC")
    assert stored(house, "country") == "NC"
    assert "Nouvelle-Calédonie" in admin.get(f"{scenes.PARIS}/audit")
