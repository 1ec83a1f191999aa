"""Every module, and every file beside them, is installed and measured, in whatever folder."""

import shutil
import subprocess
import sys

import places
import pytest
from coverage import Coverage
from places import PACKAGE, ROOT

DOORS = ("addons", "scripts", "testing", "web")  # and the modules beside the floors
BESIDE = {"__init__.py", "settings.py"}


def built(root, folder):
    """The files that an installation of the package at ``root`` has, by their path."""
    command = [
        sys.executable,
        "setup.py",
        "-q",
        "egg_info",
        "-e",
        folder,
        "build_py",
        "--build-lib",
        folder / "lib",
    ]
    told = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    return {
        file.relative_to(folder / "lib").as_posix()
        for file in (folder / "lib").rglob("*")
        if file.is_file()
    }


@pytest.fixture(scope="module")
def packaged(tmp_path_factory):
    return built(ROOT, tmp_path_factory.mktemp("packaged"))


@pytest.mark.parametrize("kind", ["everywhere", "templates", "catalogues", "statics", "assets"])
def test_every_file_is_packaged(packaged, kind):
    found = [file.relative_to(ROOT).as_posix() for file in getattr(places, kind)()]
    assert [file for file in found if file not in packaged] == []


def test_everything_in_the_package_is_packaged(packaged):
    """Settings of stores and closed pages need them too."""
    found = [*PACKAGE.rglob("*"), *places.DASHBOARDS.rglob("*")]
    kept = {file for file in found if file.is_file() and file.suffix != ".pyc"}
    assert len(kept) > 550
    assert {file.relative_to(ROOT).as_posix() for file in kept} - packaged == set()


def test_a_file_in_a_folder_of_a_folder_would_be_packaged(tmp_path):
    for name in ("setup.py", "MANIFEST.in"):
        shutil.copy(ROOT / name, tmp_path)
    deep = {
        f"unisms/web/wing/{name}"
        for name in ("templates/page.jinja2", "words/en.po", "static/look.css")
    }
    for name in (
        "unisms/__init__.py",
        "unisms/web/__init__.py",
        "unisms/web/wing/__init__.py",
        *deep,
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "built").mkdir()
    assert deep - built(tmp_path, tmp_path / "built") == set()


def measured(file):
    """Whether the coverage asks for every line of a module."""
    floors = Coverage(config_file=ROOT / ".coveragerc").get_option("run:source")
    return any(file.startswith(f"{floor}/") for floor in floors)


def test_every_module_below_the_doors_is_measured():
    below = [
        file.relative_to(PACKAGE)
        for file in places.modules()
        if file.relative_to(PACKAGE).parts[0] not in DOORS
    ]
    floors = [f"unisms/{file.as_posix()}" for file in below if file.as_posix() not in BESIDE]
    assert len(floors) > 165
    assert [file for file in floors if not measured(file)] == []


def test_a_look_at_too_little_would_be_seen():
    with pytest.raises(AssertionError, match="only"):
        places.modules("sms/nothing", at_least=1)
