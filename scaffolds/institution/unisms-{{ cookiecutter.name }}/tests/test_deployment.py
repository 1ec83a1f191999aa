"""The settings load, and the commands of the README open the institution, in a temporary folder."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from unisms.scripts.opening import read_settings
from unisms.settings import complaints

FOLDER = Path(__file__).parents[1]
STORE = "{{ cookiecutter.store }}"
PASSWORD = r"with the password \w{4}-\w{4}-\w{4}"


@pytest.fixture
def copy(tmp_path):
    """The folder as it is kept: without secrets, and with nothing stored."""
    left_out = shutil.ignore_patterns("secrets", "var", ".*")
    return Path(shutil.copytree(FOLDER, tmp_path / "copy", ignore=left_out))


def run(commands, folder):
    command = ["bash", "-euc", commands]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def commands_of(folder):
    """Return the first block of commands that the README shows."""
    shown = re.findall(r"^```\n(.*?)^```", (folder / "README.md").read_text(), re.M | re.S)
    return shown[0]


def test_the_settings_load_and_nothing_is_missing(copy):
    until_secrets, _, _ = commands_of(copy).partition("unisms evolve")
    run(until_secrets, copy)
    settings = read_settings(str(copy / "production.ini"))
    assert [*complaints(settings)] == []
    assert settings["unisms.hosts"] == "{{ cookiecutter.host }}"


@pytest.mark.skipif(STORE != "sqlite", reason="wants the databases that its README asks for")
def test_the_commands_of_the_readme_open_the_institution(copy):
    told = run(commands_of(copy), copy)
    assert re.search(f"{{ cookiecutter.operator }} signs in at /operators {PASSWORD}", told)
    opened = "Opened /institutions/{{ cookiecutter.name }}/: {{ cookiecutter.administrator }}"
    assert re.search(f"{opened} signs in there {PASSWORD}", told)
