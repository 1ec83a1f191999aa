"""All commands share: help that teaches by example, and the settings file."""

import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from unisms.scripts import COMMANDS, main


def run(*words):
    return CliRunner().invoke(main, words)


def every_command():
    """Those that do something: of a group, its own."""
    for name in COMMANDS:
        command = main.get_command(None, name)
        yield from (
            (f"{name} {inner}" for inner in command.commands)
            if isinstance(command, click.Group)
            else [name]
        )


@pytest.mark.parametrize("name", list(every_command()))
def test_every_help_teaches_by_example(name):
    shown = run(*name.split(), "--help")
    assert shown.exit_code == 0
    assert "Example" in shown.output
    assert f"unisms {name}" in shown.output


def test_the_help_lists_every_command_and_exit_code():
    shown = run("--help").output
    assert all(f"\n  {name} " in shown for name in COMMANDS)
    assert all(f"\n    {code}  " in shown for code in range(6))


def test_a_command_that_does_not_exist_is_wrong_use():
    assert run("fly").exit_code == 2


@pytest.mark.parametrize("name", ["demo", "serve", "web", "worker", "pack"])
def test_without_its_settings_file_no_command_runs(name, tmp_path):
    shown = run(name, "-c", str(tmp_path / "none.ini"))
    assert shown.exit_code == 4
    assert "Name the settings file" in shown.stderr


def test_a_missing_setting_is_named(empty):
    with open(empty.config) as file:
        text = file.read()
    with open(empty.config, "w") as file:
        file.write(text.replace("unisms.secret", "unisms.secrets"))
    assert "unisms.secret is missing" in empty.run("demo", code=4).stderr


def test_the_settings_file_may_be_named_by_the_environment(empty, monkeypatch):
    monkeypatch.setenv("UNISMS_CONFIG", empty.config)
    assert run("evolve", "--run").exit_code == 0


def test_the_module_is_the_command():
    shown = subprocess.run(
        [sys.executable, "-m", "unisms.scripts", "--version"], capture_output=True, text=True
    )
    assert shown.stdout.startswith("unisms, version 20")


def test_a_folder_that_cannot_be_made_is_named(empty):
    empty.var.write_text("a file, not a folder")
    with open(empty.config) as file:
        text = file.read()
    with open(empty.config, "w") as file:
        file.write(text.replace(f"generated:{empty.var}/secret", "s" * 40))
    assert f"{empty.var} cannot be used, see unisms.var" in empty.run("demo", code=4).stderr
