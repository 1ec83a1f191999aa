"""The doctor's look at the directories."""

import pytest

from unisms.model.directories import DirectoryConnection
from unisms.ports import DirectoryError
from unisms.scripts.check_directories import examine_directory
from unisms.testing.directories import FakeDirectory

PATH = "/institutions/paris1/directories/ldap"


class Worker:
    """A worker that has a fake directory, and one that cannot be made."""

    def __init__(self):
        self.registry, self.directory = self, FakeDirectory()
        self.factories = {("directory", "fake"): lambda settings: self.directory}
        self.factories["directory", "strict"] = lambda settings: settings["base"]


@pytest.fixture
def worker():
    return Worker()


def look(worker, adapter="fake"):
    return examine_directory(worker, PATH, adapter, {})


def test_a_directory_that_answers_is_fine(worker):
    assert look(worker).severity == "ok"
    assert worker.directory.asked == ["person"]


def test_one_that_gives_no_answer_is_a_warning_with_its_code(worker):
    worker.directory.fails(DirectoryError.CERTIFICATE)
    found = look(worker)
    assert found.severity == "warn"
    assert "certificate" in found.sentence


@pytest.mark.parametrize(("adapter", "words"), [("ldap", "unisms.addons"), ("strict", "setting")])
def test_an_add_on_or_a_setting_that_is_wrong_is_a_failure(worker, adapter, words):
    found = look(worker, adapter)
    assert found.severity == "fail"
    assert words in found.sentence


def test_the_doctor_looks_at_every_directory(demo):
    def plug_in(root):
        folder = root["institutions"]["paris1"]["directories"]
        folder.add("ldap", DirectoryConnection("LDAP", "none", {}))

    demo.look(plug_in)
    assert f"{PATH} needs the add-on none" in demo.run("check", code=2).output
