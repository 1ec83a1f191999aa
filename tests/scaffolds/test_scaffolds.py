"""Each scaffold makes a folder that keeps our style, and whose own tests are green."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from places import ROOT
from tiers import ALL

pytestmark = [pytest.mark.slow, pytest.mark.spread]

SCAFFOLDS = ROOT / "scaffolds"
BIN = Path(sys.executable).parent

#: scaffold -> answers: the defaults, and others
ANSWERS = {
    "broker": (
        {},
        {"title": "Ma Messagerie", "package": "sms_by_messagerie", "unisms": "/opt/unisms"},
    ),
    "directory": (
        {},
        {"title": "Mon Annuaire", "package": "people_of_annuaire", "unisms": "/opt/unisms"},
    ),
    "audience": (
        {},
        {"name": "sympa", "french": "Listes d'envoi", "english": "The list's people"},
    ),
    "institution": (
        {},
        {
            "title": "Université de la Nouvelle-Calédonie",
            "name": "nouvelle-caledonie",
            "host": "sms.unc.example",
            "administrator": "a.wamytan",
            "administrator_name": "Anne Wamytan",
            "language": "en",
            "addons": "console smpp",
        },
        {"store": "postgresql"},
    ),
}
CASES = [(scaffold, answers) for scaffold, many in ANSWERS.items() for answers in many]
#: of which the tests are run: each scaffold by answers that are not the defaults
TRIED = CASES if ALL else [(scaffold, many[1]) for scaffold, many in ANSWERS.items()]
REFUSED = [
    ("broker", {"package": "two words"}),
    ("directory", {"package": "two words"}),
    ("audience", {"name": "1st"}),
    ("audience", {"english": 'a "quote"'}),
    ("institution", {"name": "Paris 1"}),
    ("institution", {"title": "Paris $(whoami)"}),
]


def make(folder, scaffold, answers):
    """Run the scaffold as people do, in an empty folder; return what became of the command."""
    (folder / "made").mkdir()
    config = folder / "cookiecutter.yaml"
    config.write_text(f"cookiecutters_dir: {folder}/kept\nreplay_dir: {folder}/replay\n")
    told = [f"{name}={answer}" for name, answer in answers.items()]
    options = ["--directory", scaffold, "--no-input", "--config-file", config]
    command = [sys.executable, "-m", "cookiecutter", SCAFFOLDS, *options, *told]
    return run(command, folder / "made")


@pytest.fixture(scope="session")
def kept(tmp_path_factory):
    """``kept(scaffold, answers)`` is the folder that the scaffold makes; it is made once."""
    folders = {}

    def keep(scaffold, answers):
        case = scaffold, *sorted(answers.items())
        if case not in folders:
            folder = tmp_path_factory.mktemp(scaffold)
            succeeded(make(folder, scaffold, answers))
            [folders[case]] = (folder / "made").iterdir()
        return folders[case]

    return keep


@pytest.fixture
def made(kept, tmp_path):
    """``made(scaffold, answers)`` is a copy of the folder that the scaffold makes."""

    def copy(scaffold, answers):
        original = kept(scaffold, answers)
        return shutil.copytree(original, tmp_path / "made" / original.name, symlinks=True)

    return copy


def run(command, folder, *paths):
    environment = {name: value for name, value in os.environ.items() if "PYTEST" not in name}
    environment["PYTHONPATH"] = os.pathsep.join(map(str, (*paths, ROOT)))
    environment["PATH"] = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        command,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def succeeded(done):
    """Return the printed lines of a command that ended well."""
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def installed(folder, target):
    """Install the package in a folder into ``target``, without a network; return ``target``."""
    options = ["--quiet", "--no-index", "--no-deps", "--no-build-isolation", "--target", target]
    succeeded(run([sys.executable, "-m", "pip", "install", *options, "."], folder))
    return target


def run_tests(folder, *paths):
    """Run the tests in a folder; what is in the folder itself is not found, unless installed."""
    return run([sys.executable, "-P", "-m", "pytest"], folder, *paths)


def paths_of(folder, target):
    """Return where the modules of what was made are found, once they are installed."""
    return [installed(folder, target)] if (folder / "setup.py").exists() else []


def test_every_scaffold_is_tested_and_told():
    folders = {file.parent.name for file in SCAFFOLDS.glob("*/cookiecutter.json")}
    assert folders == set(ANSWERS)
    lines = (SCAFFOLDS / "README.md").read_text()
    assert folders == set(re.findall(r"^\| `(\w+)` \|", lines, re.MULTILINE))


@pytest.mark.parametrize(("scaffold", "answers"), TRIED)
def test_what_is_made_is_installed_and_its_tests_are_green(made, tmp_path, scaffold, answers):
    folder = made(scaffold, answers)
    told = succeeded(run_tests(folder, *paths_of(folder, tmp_path / "target")))
    assert " passed" in told


@pytest.mark.parametrize(("scaffold", "answers"), CASES)
def test_what_is_made_keeps_our_style(made, scaffold, answers):
    folder = made(scaffold, answers)
    style = ["--config", ROOT / ".ruff.toml", "--no-cache"]
    succeeded(run([BIN / "ruff", "check", *style, "."], folder))
    succeeded(run([BIN / "ruff", "format", "--check", *style, "."], folder))


@pytest.mark.parametrize(("scaffold", "answers"), CASES)
def test_no_question_is_left_in_what_is_made(made, scaffold, answers):
    folder = made(scaffold, answers)
    texts = [file for file in folder.rglob("*") if file.is_file() and file.suffix != ".png"]
    assert len(texts) > 5
    left = re.compile(r"cookiecutter\.|\{% (?:end)?raw")
    assert [file.name for file in texts if left.search(file.read_text())] == []


@pytest.mark.parametrize("scaffold", ["broker", "directory", "audience"])
def test_five_commands_lead_from_nothing_to_green(made, scaffold):
    page = (made(scaffold, {}) / "README.md").read_text()
    [commands] = re.findall(r"^```\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert len(commands.splitlines()) == 5
    assert f"scaffolds --directory {scaffold}\n" in commands
    assert commands.endswith("/pytest\n")


@pytest.mark.parametrize(("scaffold", "answers"), REFUSED)
def test_an_answer_that_cannot_be_is_refused_and_nothing_is_left(tmp_path, scaffold, answers):
    done = make(tmp_path, scaffold, answers)
    assert done.returncode != 0
    assert [*(tmp_path / "made").iterdir()] == []


def test_a_broker_that_breaks_its_contract_is_seen(made, tmp_path):
    folder = made("broker", {})
    module = folder / "acme_broker/__init__.py"
    module.write_text(module.read_text().replace("        journal.leaving(references)\n", ""))
    done = run_tests(folder, installed(folder, tmp_path / "target"))
    assert done.returncode == 1
    assert " failed" in done.stdout
