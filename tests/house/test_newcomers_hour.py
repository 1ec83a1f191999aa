"""The four things that the page of the architecture adds are there once they are added as shown."""

import json
import os
import re
import shutil
import subprocess
import sys

import pytest
from places import PACKAGE, ROOT

PAGE = (ROOT / "docs/architecture.md").read_text().partition("## A newcomer's hour")[2]
#: a file named in the text, and the block after it
SHOWN = re.compile(r"`([\w/]+\.\w+)`[^`]*:\n\n```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
ASK = """
import json, pathlib, scenes, unisms
house = scenes.House(pathlib.Path("var"), **{"unisms.addons": "simulator spool"})
admin = house.person("admin")
forms = admin.get(f"{scenes.PARIS}/quiet-hours").forms.values()
form = next(one for one in forms if "seen" in one.fields)
form.set("quiet_hours", "22:00", 0)
form.set("quiet_hours", "07:30", 1)
form.submit(status=303)
names = ("settings", "audit", "campaigns/compose", "brokers/new")
pages = {name: admin.get(f"{scenes.PARIS}/{name}").text for name in names}
print(json.dumps([unisms.__file__, pages, [*house.registry.nightly_jobs]]))
house.close()
"""


def blocks():
    found = SHOWN.findall(PAGE)
    assert len(found) == 7
    return found


def add(package, name, kind, shown):
    """Add a block to the package as a newcomer would."""
    file = package / name
    if kind == "diff":
        change(file, shown)
    else:
        before = file.read_text() if file.exists() else ""
        file.write_text(before + shown)


def change(file, diff):
    """Add the lines of a diff behind the line that it shows before them, or at the end."""
    lines = diff.splitlines(keepends=True)
    before = "".join(line[1:] for line in lines if line[0] == " ")
    added = "".join(line[1:] for line in lines if line[0] == "+")
    text = file.read_text()
    assert before in text, f"{file.name} has no such line any more"
    file.write_text(text.replace(before, before + added, 1) if before else text + added)


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """Return the pages and the nightly jobs of a copy of the package in which all four are."""
    folder = tmp_path_factory.mktemp("hour")
    package = folder / "unisms"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    for name, kind, shown in blocks():
        add(package, name, kind, shown)
    announced = package / "services/institution/__init__.py"
    own = "from unisms.services.institution import templates\n"
    announced.write_text(re.sub(r"^(?=from )", own, announced.read_text(), count=1, flags=re.M))
    path = os.pathsep.join(map(str, (folder, ROOT / "tests")))
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ASK],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    where, pages, jobs = json.loads(done.stdout.splitlines()[-1])
    assert where.startswith(str(folder))
    return pages, jobs


def test_the_page_of_settings_has_its_line_and_its_words_in_the_journal(told):
    pages, _ = told
    assert "quand seuls les messages urgents partent" in pages["settings"]
    assert "a changé les heures calmes" in pages["audit"]
    assert "heures calmes\N{NARROW NO-BREAK SPACE}:" in pages["audit"]


def test_the_nightly_job_is_done(told):
    assert "owners" in told[1]


def test_the_kind_of_audience_is_offered(told):
    page = told[0]["campaigns/compose"]
    assert "Tout l’établissement" in page
    assert 'value="everybody:all"' in page


def test_the_broker_can_be_chosen(told):
    assert "adapter=spool" in told[0]["brokers/new"]


def test_the_page_counts_the_lines_that_it_shows():
    sizes = [
        sum(line[:1] == "+" for line in shown.splitlines()) if kind == "diff" else shown.count("\n")
        for _, kind, shown in blocks()
    ]
    counted = [sum(sizes[:3]), sum(sizes[3:5]), *sizes[5:]]
    assert re.findall(r"^\| an? .* \| (\d+) \|$", PAGE, re.MULTILINE) == [*map(str, counted)]
