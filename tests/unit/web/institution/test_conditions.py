"""The conditions: written by administrators, read by everybody."""

import json

import pytest
import scenes

from unisms.model.folder import find
from unisms.services.people import consent
from unisms.services.rights import rights
from unisms.web.institution import conditions

PAGE, PUBLIC = f"{scenes.PARIS}/conditions", f"{scenes.PARIS}/terms"
FIRST = "Nous écrivons peu.\n\nRépondez STOP pour ne plus rien recevoir.\nRien n'est facturé."


def publish(app, text, status=303):
    form = app.get(PAGE).forms[1]
    form["text"] = text
    return form.submit(status=status)


def test_before_anything_is_published_the_public_page_says_so(house):
    assert "pas encore publié" in house.visitor().get(PUBLIC)


def test_what_is_published_is_public_paragraph_by_paragraph(house, admin):
    publish(admin, FIRST)
    page = house.visitor().get(PUBLIC)
    assert [one.text for one in page.html.select("p.lines-kept")] == FIRST.split("\n\n")
    assert "Version 1, publiée le" in page


def test_a_version_succeeds_another_which_can_still_be_read(house, admin):
    publish(admin, FIRST)
    publish(admin, "Nous écrivons très peu.")
    assert "Nous écrivons très peu." in house.visitor().get(PUBLIC)
    page = admin.get(PAGE)
    titles = [line.text for line in page.html.select(".line-title")]
    assert titles == ["Version 2", "Version 1"]
    assert "Répondez STOP" in admin.get(f"{PAGE}?version=1").html.select_one("#version").text
    assert not admin.get(f"{PAGE}?version=9").html.select("#version")
    assert not admin.get(f"{PAGE}?version=x").html.select("#version")


def test_the_journal_tells_which_version_and_who(house, admin):
    publish(admin, FIRST)
    [entry] = [
        one
        for one in house.run(lambda root: find(root, scenes.PARIS).audit.waiting())
        if one.verb.startswith("cond")
    ]
    assert (entry.verb, entry.by, json.loads(entry.after)) == (
        "conditions.published",
        "admin",
        {"version": 1},
    )
    assert "Changé par Jeanne Fontaine" in admin.get(PAGE)


def test_the_same_text_is_no_other_version(house, admin):
    publish(admin, FIRST)
    publish(admin, FIRST)
    assert house.run(lambda root: find(root, scenes.PARIS).conditions.number) == 1


@pytest.mark.parametrize("text", ["", " \n ", "x" * 101])
def test_nothing_and_too_much_is_not_published(house, admin, monkeypatch, text):
    monkeypatch.setattr(conditions, "MOST", 100)
    assert publish(admin, text, status=422).html.select_one("#text-error")
    assert house.run(lambda root: find(root, scenes.PARIS).conditions) is None


def test_who_says_yes_says_it_to_the_version_that_counts(house, admin):
    publish(admin, FIRST)

    def agree(root):
        consent.accept(rights.person(find(root, scenes.PARIS), "zlefevre"), "zlefevre", 5)
        return find(root, f"{scenes.PARIS}/people/zlefevre").consented_to

    assert house.run(agree) == 1


def test_two_who_publish_at_once(house, admin):
    form = admin.get(PAGE).forms[1]
    publish(house.person("admin"), FIRST)
    form["text"] = "Autre chose."
    assert "Quelqu’un d’autre" in form.submit(status=409)
    assert house.run(lambda root: find(root, scenes.PARIS).conditions.number) == 1


def test_others_do_not_write_them(house):
    house.person("abenali").get(PAGE, status=403)
