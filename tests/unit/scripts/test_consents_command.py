"""``unisms consents``: the answers of a file are counted first, and noted when told to."""

import pytest
import scenes

from unisms import seams
from unisms.model.directories import DirectoryConnection
from unisms.model.folder import find
from unisms.model.themes import Theme
from unisms.ports import DirectoryError
from unisms.testing.directories import FakeDirectory

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


def of_directory(*more, attribute="up1TermsOfUse"):
    options = ("--directory", "ldap", "--attribute", attribute, "--institution", "paris1")
    return ("consents", *options, "--as", "admin", *more)


@pytest.fixture
def directory(demo, monkeypatch):
    """A directory whose people have answered ESUP SMS-U, and a theme."""

    def furnish(root):
        paris = find(root, scenes.PARIS)
        paris["themes"].add("bu", Theme("Bibliothèque"))
        paris["directories"].add("ldap", DirectoryConnection("LDAP", "fake", {}))

    demo.look(furnish)
    fake = FakeDirectory()
    told = {"up1TermsOfUse": "{SMSU}CG|{SMSU}BU|{OTHER}x"}
    fake.has("hmarchand", "Hugo Marchand", attributes=told)
    fake.has("zlefevre", "Zoé Lefèvre", attributes={"up1TermsOfUse": "{SMSU}NOTHING"})
    monkeypatch.setattr(seams, "make_adapter", lambda *_: fake)
    return fake


@pytest.mark.usefixtures("directory")
def test_the_answers_of_a_directory_are_counted_and_noted_once(demo):
    shown = demo.run(*of_directory()).output
    assert "       2  would be noted as a yes\n" in shown
    assert "       1  name no theme of this institution\n" in shown
    assert said(demo) == (0, "")
    assert "2 noted." in demo.run(*of_directory("--run")).output
    assert said(demo) == (1, "")
    assert demo.json(*of_directory("--run"))["noted"] == 0


def test_a_directory_that_tells_a_part_only_changes_nothing(demo, directory):
    directory.fails(DirectoryError.CUT)
    assert "gives no whole answer" in demo.run(*of_directory("--run"), code=3).output
    assert said(demo) == (0, "")


def test_a_directory_that_is_none_is_refused(demo):
    assert "There is no directory ldap" in demo.run(*of_directory(), code=3).output
    assert "Name a FILE" in demo.run(*of_directory(attribute=""), code=2).output
