"""The pictures of the documentation, taken of the demonstration: ``python -m tests.pictures``, or
``make pictures``.

They are of one size and light, in French, as the pages of documentation describe them: the
librarian writes to the people of ``tests/data/overdue-loans.csv``.
"""

import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import sync_playwright

from tests import chromium
from tests.peers.ports import free_port
from unisms.model.folder import find
from unisms.scripts.opening import make_registry, read_settings
from unisms.services.campaigns import drafts, guards
from unisms.services.ground.actor import Actor
from unisms.services.imports import fates, intake
from unisms.services.imports.row_rule import DAYS_BEFORE, IS, Condition
from unisms.services.rights import rights

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs/images"
LOANS = ROOT / "tests/data/overdue-loans.csv"
PLACE, PASSWORD = "/institutions/pantheon", "demo-demo-demo"
DAY = "2026-11-20"  # on which the file of the example was exported
TEXT = (
    "Bonjour, « [Titre] » est à rendre à la [Bibliothèque] depuis le [Date retour prévue]. Merci."
)
ABOVE = 20  # pixels of the page above what a picture begins with
HALF = 27  # seconds after which half of the message has left


class Picture(NamedTuple):
    """A part of a page."""

    name: str
    uid: str  #: sees it
    page: str  #: its address in the institution
    height: int
    start: str = ""  #: the first thing that is on it, as a selector; empty: the page from its top
    width: int = 1000


class Demonstration:
    """A demonstration that is served, in a folder of its own."""

    def __init__(self, folder, port):
        self.ini = folder / "demonstration.ini"
        text = (ROOT / "development.ini").read_text()
        self.ini.write_text(
            text.replace("%(here)s", str(folder)).replace("127.0.0.1:6543", f"127.0.0.1:{port}")
        )
        self.command("demo", "--password", PASSWORD)
        self.address = f"http://127.0.0.1:{port}"

    def command(self, *words):
        line = [sys.executable, "-m", "unisms.scripts", *words, "-c", str(self.ini)]
        subprocess.run(line, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)

    @contextmanager
    def served(self):
        line = [sys.executable, "-m", "unisms.scripts", "serve", "-c", str(self.ini)]
        process = subprocess.Popen(
            line, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        try:
            while "is ready" not in (told := process.stdout.readline()):
                assert told, "the service did not start"
            self.worker = make_registry(read_settings(str(self.ini))).worker
            yield self
            self.worker.db.close()
        finally:
            process.terminate()
            process.wait(20)

    def run(self, function, *args):
        return self.worker.run(function, *args)


def upload(root):
    """The librarian chooses the students whose loan was due yesterday; the path of the file."""
    institution = find(root, PLACE)
    record = intake.receive(
        rights.person(institution, "abenali"), LOANS.name, LOANS.read_bytes(), int(time.time())
    )
    intake.read(record, int(time.time()))
    column = record.columns.index
    rule = [
        Condition(column("Catégorie"), IS, ("Etudiant L", "Etudiant M")),
        Condition(column("Date retour prévue"), DAYS_BEFORE, 1),
    ]
    intake.choose(
        record,
        number_columns=record.number_columns,
        name_columns=record.name_columns,
        key_column=record.key_column,
        rule=rule,
        day=DAY,
    )
    counted = fates.preview(record, today=date.fromisoformat(DAY))
    record.ready, record.countries = counted.ready, counted.countries
    return f"{PLACE}/imports/{record.__name__}"


def draft(root, file):
    """She writes to them; the path of the message."""
    return drafts.draft(
        rights.person(find(root, PLACE), "abenali"),
        now=int(time.time()),
        title="Retards du 20 novembre",
        text=TEXT,
        audience=(("import", file.rpartition("/")[2]),),
        account="scd",
        connection=f"{PLACE}/brokers/simulateur",
        sender_id="BUEtoile",
        urgent=False,
        on_doubt="hold",
    ).path


def check(root, path):
    drafts.submit(find(root, path))
    guards.prepare(root, path, int(time.time()))


def send(root, path):
    institution, campaign = find(root, PLACE), find(root, path)
    held = rights.held(institution, campaign.author)
    guards.release(Actor(institution, campaign.author, held), campaign, int(time.time()))
    return campaign.connection


class Camera:
    """A browser that takes pictures of what somebody sees."""

    def __init__(self, browser, address):
        self.browser, self.address, self.contexts = browser, address, {}

    def take(self, picture):
        page = self._context(picture.uid).new_page()
        page.set_viewport_size({"width": picture.width, "height": picture.height})
        page.goto(self.address + picture.page)
        page.wait_for_load_state()
        page.evaluate("document.activeElement.blur()")
        if picture.start:
            self._scroll(page, picture)
        page.screenshot(path=IMAGES / f"{picture.name}.png")
        page.close()
        print(picture.name)

    def _scroll(self, page, picture):
        found = page.locator(picture.start)
        if not found.count():
            print(f"{picture.name} begins at the top: nothing on its page is {picture.start}")
            return
        page.evaluate("top => scrollTo(0, top)", found.first.bounding_box()["y"] - ABOVE)

    def _context(self, uid):
        if uid not in self.contexts:
            self.contexts[uid] = self.browser.new_context(
                locale="fr-FR",
                timezone_id="Europe/Paris",
                color_scheme="light",
                reduced_motion="reduce",
            )
            page = self.contexts[uid].new_page()
            page.goto(f"{self.address}{PLACE}/sign-in")
            page.fill("[name=uid]", uid)
            page.fill("[name=password]", PASSWORD)
            page.press("[name=password]", "Enter")
            page.wait_for_url(f"**{PLACE}/")
            page.close()
        return self.contexts[uid]


def take_all(demonstration, camera):
    """In the order of the story: what is sent changes what is seen of the rest."""
    camera.take(Picture("home", "zlefevre", f"{PLACE}/", 830))
    camera.take(Picture("rights", "admin", f"{PLACE}/rights-of?uid=sdiallo", 1080, "h1", width=800))
    camera.take(Picture("provider", "admin", f"{PLACE}/brokers/simulateur/", 820, "h1", width=800))
    file = demonstration.run(upload)
    camera.take(Picture("import", "abenali", file, 1070, "h2:has-text('lignes')", width=800))
    path = demonstration.run(draft, file)
    camera.take(Picture("compose", "abenali", f"{path}/edit", 760, "h2:has-text('Message')"))
    demonstration.run(check, path)
    camera.take(Picture("check", "abenali", f"{path}/check", 860, "h1"))
    connection = demonstration.run(send, path)
    demonstration.worker.enqueue("deliver", connection)
    time.sleep(HALF)
    camera.take(Picture("follow", "abenali", path, 760))
    camera.take(Picture("dashboards", "admin", f"{PLACE}/dashboards", 900))


def main():
    with (
        tempfile.TemporaryDirectory(prefix="unisms-pictures-") as folder,
        Demonstration(Path(folder), free_port()).served() as demonstration,
        sync_playwright() as playwright,
    ):
        browser = chromium.launch(playwright)
        take_all(demonstration, Camera(browser, demonstration.address))
        browser.close()


if __name__ == "__main__":
    main()
