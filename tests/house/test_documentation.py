"""The documentation tells the truth:
settings, commands, links, and the programs one is told to run."""

import re
import shlex
import subprocess
import sys

import places
import pytest
import scenes
from places import ROOT

import unisms
from unisms.addons.brokers.smpp.settings import Settings
from unisms.model import acl
from unisms.scripts import COMMANDS
from unisms.settings import SETTINGS
from unisms.web.edge.languages import read_catalogue

PAGES = places.pages()
WIDTH = 100
ADMINISTRATOR = (ROOT / "docs/administrator.md").read_text()
ADDONS = (ROOT / "docs/addons.md").read_text()
INSTITUTION = (ROOT / "docs/institution.md").read_text()


@pytest.mark.parametrize("name", [setting.name for setting in SETTINGS])
def test_every_setting_is_documented(name):
    assert f"| `{name}` |" in ADMINISTRATOR


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(command):
    assert f"| `unisms {command}` |" in ADMINISTRATOR


@pytest.mark.parametrize(("name", "default"), Settings._field_defaults.items())
def test_every_setting_of_an_smsc_is_documented_with_its_default(name, default):
    shown = f"`{default}`" if default != "" else "empty"
    assert f"| `{name}` | {shown} |" in ADMINISTRATOR


def test_every_module_named_with_its_path_exists():
    pages = [page for page in PAGES if page.name != "addons.md"]  # which names files of an add-on
    named = {
        path
        for page in pages
        for path in re.findall(r"`((?:unisms|tests)/[\w/.-]+)`", page.read_text())
    }
    assert len(named) > 15
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []


def test_no_prose_is_wide():
    """Tables, pictures and links alone in a line, and printed output may be wider."""
    lines = [(page.name, line) for page in PAGES for line in prose_of(page)]
    assert len(lines) > 1_800
    assert [(name, line) for name, line in lines if len(line) > WIDTH] == []


def prose_of(page):
    """Yield the lines of a page that are neither printed output, a table, nor one link."""
    text = re.sub(r"^ *```.*?^ *```", "", page.read_text(), flags=re.MULTILINE | re.DOTALL)
    for line in text.splitlines():
        if not re.fullmatch(r"\s*(?:\|.*|!?\[[^]]*\]\([^)]*\))", line):
            yield line


def test_every_package_that_is_needed_has_its_reason():
    lines = re.findall(r'^    "([^"]+)",', (ROOT / "setup.py").read_text(), re.MULTILINE)
    names = [re.match(r"[\w.-]+", line)[0] for line in lines]
    told = (ROOT / "docs/dependencies.md").read_text()
    assert len(names) > 20
    assert [name for name in names if f"`{name}" not in told] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_and_image_leads_somewhere(page):
    assert [link for link in links_of(page) if not leads_somewhere(page, link)] == []


def test_many_links_were_looked_at():
    assert sum(len(links_of(page)) for page in PAGES) > 80


def links_of(page):
    return [link for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text()) if "://" not in link]


def leads_somewhere(page, link):
    path, _, anchor = link.partition("#")
    target = page.parent / path if path else page
    return target.exists() and (not anchor or anchor in anchors(target.read_text()))


def anchors(text):
    """The anchors of a page's titles, as GitHub and GitLab make them."""
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_what_pages_are_said_to_show_in_french_and_english_they_do_show():
    english = {
        _plain(message.id): _plain(message.string) for message in read_catalogue("en") if message.id
    }
    told = re.findall(r"\*{1,2}([^*]+?)\*{1,2} \(([^)]+)\)", " ".join(INSTITUTION.split()))
    assert len(told) > 90
    assert [pair for pair in told if english.get(pair[0].rpartition(" > ")[2]) != pair[1]] == []


def _plain(message):
    """The singular of a sentence, without the point at its end, and with plain hyphens."""
    told = message if isinstance(message, str) else message[0]
    return told.removesuffix(".").replace("\N{NON-BREAKING HYPHEN}", "-")


def test_pictures_are_small():
    pictures = places.pictures()
    assert [picture.name for picture in pictures if picture.stat().st_size > 150_000] == []
    used = "".join(page.read_text() for page in PAGES)
    assert [picture.name for picture in pictures if f"images/{picture.name}" not in used] == []


def test_every_picture_is_taken_by_one_command():
    taken = re.findall(r'Picture\("(\w+)"', (ROOT / "tests/pictures.py").read_text())
    assert sorted(f"{name}.png" for name in taken) == sorted(one.name for one in places.pictures())


def test_the_first_institution_of_the_page_is_opened_by_its_commands(tmp_path):
    ini = tmp_path / "production.ini"
    ini.write_text((ROOT / "development.ini").read_text())
    [part] = re.findall(
        r"^## The first institution\n(.*?)^## ", ADMINISTRATOR, re.MULTILINE | re.DOTALL
    )
    commands = re.findall(r"^ *unisms (.+)$", part, re.MULTILINE)
    assert [command.split()[:2] for command in commands] == [
        ["operator", "add"],
        ["institution", "add"],
    ]
    for command in ("evolve --run", *commands):
        told = run([sys.executable, "-m", "unisms.scripts", *shlex.split(command), "-c", str(ini)])
    assert "jfontaine signs in there with the password" in told


def files_of_the_add_on(folder):
    """Write every file of the page's add-on into a folder."""
    shown = r"^`(\S+\.(?:py|jinja2))`:\n\n```(?:python|jinja)\n(.*?)^```"
    files = dict(re.findall(shown, ADDONS, re.MULTILINE | re.DOTALL))
    assert len(files) == 10
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content)


@pytest.mark.servers
def test_the_add_on_of_the_page_keeps_the_contract(tmp_path):
    files_of_the_add_on(tmp_path)
    options = ["-q", "-c", "/dev/null", "--rootdir", ".", "-p", "no:cacheprovider", "tests"]
    told = run([sys.executable, "-m", "pytest", *options], cwd=tmp_path)
    assert " passed" in told


@pytest.fixture
def house_with_acme(tmp_path, monkeypatch):
    """The service with the contract of the page's add-on switched on."""
    files_of_the_add_on(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    ours = unisms.addon_modules
    monkeypatch.setattr(unisms, "addon_modules", lambda told: [*ours(told), "acme_broker.contract"])
    given, roles = list(acl.GIVEN), dict(acl.ROLES)
    house = scenes.House(tmp_path / "var")
    yield house
    house.close()
    acl.GIVEN[:] = given
    acl.ROLES.update(roles)
    for name in [name for name in sys.modules if name.split(".")[0] == "acme_broker"]:
        del sys.modules[name]


def test_what_the_add_on_of_the_page_announces_is_on_our_pages(house_with_acme):
    admin = house_with_acme.person("admin")
    page = admin.get(f"{scenes.PARIS}/")
    assert page.html.select_one(f"main a[href='{scenes.PARIS}/acme']").text == "Acme"
    page = admin.get(f"{scenes.PARIS}/settings")
    line = page.html.select_one(f"a.line-main[href='{scenes.PARIS}/acme']")
    assert line.text == "Contrat d’Acme le renouveler"
    page = admin.get(line["href"])
    assert page.html.select_one("nav.nav a[aria-current]")["href"] == f"{scenes.PARIS}/settings"
    next(one for one in page.forms.values() if not one.action).submit(status=303)
    assert "a renouvelé le contrat d’Acme" in admin.get(f"{scenes.PARIS}/audit?verb=connections")
    assert "Renouveler le contrat d’Acme." in admin.get(f"{scenes.PARIS}/roles/")
    assert "Renew the contract with Acme." in admin.get(f"{scenes.PARIS}/roles/?lang=en")


def test_what_only_some_may_see_of_an_add_on_the_others_do_not(house_with_acme):
    sender = house_with_acme.person("zlefevre")
    assert "Acme" not in sender.get(f"{scenes.PARIS}/").html.select_one("main").text
    sender.get(f"{scenes.PARIS}/acme", status=403)


def test_every_directive_of_ours_is_documented(house):
    ours = {
        name
        for name, (directive, _) in house.registry._directives.items()
        if getattr(directive, "func", directive).__module__.startswith(
            ("unisms.seams", "unisms.tasks")
        )
    }
    assert len(ours) >= 13
    inside = {"check_pages", "add_directory", "add_order_source"}  # which add-ons have no use for
    assert [name for name in sorted(ours - inside) if f"{name}(" not in ADDONS] == []


def run(command, typed="", cwd=ROOT):
    done = subprocess.run(
        command, input=typed, capture_output=True, text=True, cwd=cwd, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
