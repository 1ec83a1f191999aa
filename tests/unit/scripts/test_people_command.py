"""``unisms people``: what a file would change is told first, and done when told to."""

import pytest
import scenes

from unisms.model.folder import find

TITLES = "uid;displayName;mail;mobile\n"
ROWS = "nouvelle;Zoé Nouvelle;zoe@u.example;06 39 98 11 11\nautre;Un Autre;;\n"


@pytest.fixture
def file(tmp_path):
    file = tmp_path / "people.csv"
    file.write_text(TITLES + ROWS + "pas un uid;X;;\n")
    return file


def command(file, *more, institution="paris1"):
    return ("people", "--file", str(file), "--institution", institution, *more)


def people(demo):
    def look(root):
        folder = find(root, scenes.PARIS)["people"]
        return {uid: folder[uid].rolls for uid in ("nouvelle", "autre", "tiers") if uid in folder}

    return demo.look(look)


def test_what_would_change_is_told_and_nothing_is_done(demo, file):
    shown = demo.run(*command(file)).output
    assert "       2  are new\n" in shown
    assert "       1  rows are left out\n" in shown
    assert "line 4: pas un uid: uid\n" in shown
    assert "Nothing is changed yet: add --apply." in shown
    assert people(demo) == {}


def test_it_is_done_once(demo, file):
    done = demo.run(*command(file, "--apply", "--list", "Élèves", "--as", "admin")).output
    assert "Nothing is changed" not in done
    assert people(demo) == {"nouvelle": ("Élèves",), "autre": ("Élèves",)}
    told = demo.json(*command(file, "--list", "Élèves"))
    assert told["counts"] == {"bad": 1, "without": 1}
    assert told["unchanged"] == 2
    again = demo.run(*command(file, "--list", "Élèves", "--apply"), code=3)
    assert "Nothing changes." in again.output


def test_people_go_once_their_number_is_told(demo, file):
    file.write_text(TITLES + ROWS + "tiers;Un Tiers;;\n")
    demo.run(*command(file, "--apply"))
    file.write_text(TITLES + ROWS)
    refused = demo.run(*command(file, "--whole", "--apply"), code=3).output
    assert "1 people would be taken out. If that is right, add --removals 1." in refused
    demo.run(*command(file, "--whole", "--apply", "--removals", "1"))
    assert {*people(demo)} == {"nouvelle", "autre"}
    file.write_text(TITLES + ROWS.splitlines()[0] + "\n")
    refused = demo.run(*command(file, "--whole", "--apply", "--removals", "1"), code=3)
    assert "half of this list or more" in refused.output


@pytest.mark.parametrize(
    ("content", "more", "told"),
    [
        (TITLES + ROWS, ("--as", "zlefevre"), "no role gives person:manage"),
        (TITLES + ROWS, ("--encoding", "x"), "There is no encoding x"),
        (TITLES + ROWS, ("--apply", "--list", " "), "Give the list a title"),
        ("Nom;Mobile\nZoé;0639980001\n", (), "has no column of identifiers"),
        ("", (), "cannot be read"),
    ],
)
def test_what_cannot_be_done_so_is_told(demo, file, content, more, told):
    file.write_text(content)
    assert told in demo.run(*command(file, *more), code=3).output


def test_an_institution_that_there_is_not_is_told(demo, file):
    refused = demo.run(*command(file, institution="lyon"), code=3)
    assert "There is no institution lyon." in refused.output


def test_who_changed_meanwhile_is_told(demo, file, monkeypatch):
    from unisms.services.register import application

    monkeypatch.setattr(application, "_apply", lambda *_: False)
    done = demo.run(*command(file, "--apply")).output
    assert "2 had changed meanwhile, and are left as they are." in done
