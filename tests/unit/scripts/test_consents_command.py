"""``unisms consents``: the answers of a file are counted first, and noted when told to."""

import pytest
import scenes

from unisms.model.folder import find
from unisms.model.themes import Theme

ANSWERS = (
    "identifiant;finalité;réponse;date\nhmarchand;bu;oui;19/11/2026\nzlefevre;;non;\nx;bu;oui;\n"
)


@pytest.fixture
def file(demo, tmp_path):
    def furnish(root):
        find(root, scenes.PARIS)["themes"].add("bu", Theme("Bibliothèque"))

    demo.look(furnish)
    file = tmp_path / "answers.csv"
    file.write_text(ANSWERS)
    return str(file)


def command(file, *more, uid="admin", institution="paris1"):
    return ("consents", file, "--institution", institution, "--as", uid, *more)


def said(demo):
    def look(root):
        paris = find(root, scenes.PARIS)
        return len(paris["themes"]["bu"]), paris["people"]["zlefevre"].said

    return demo.look(look)


def test_answers_are_counted_and_nothing_is_noted_before_it_is_asked_for(demo, file):
    shown = demo.run(*command(file)).output
    assert "       1  would be noted as a yes\n" in shown
    assert "       1  are of nobody here\n" in shown
    assert "Nothing is noted yet: add --run." in shown
    assert said(demo) == (0, "")


def test_answers_are_noted_once(demo, file):
    assert "2 noted." in demo.run(*command(file, "--run")).output
    assert said(demo) == (1, "no")
    told = demo.json(*command(file, "--run"))
    assert told == {"answers": {"same": 2, "stranger": 1}, "noted": 0}


@pytest.mark.parametrize(
    ("more", "content", "told"),
    [
        ({"institution": "lyon"}, ANSWERS, "There is no institution lyon."),
        ({"uid": "zlefevre"}, ANSWERS, "no role gives person:manage"),
        ({}, "Nom;Mobile\nZoé;0639980001\n", "has no column identifiant"),
        ({}, "", "cannot be read"),
    ],
)
def test_what_cannot_be_taken_over_is_refused(demo, file, more, content, told):
    with open(file, "w") as written:
        written.write(content)
    assert told in demo.run(*command(file, "--run", **more), code=3).output
    assert said(demo) == (0, "")
