"""The lecture that moves: a secretary warns a group of eighty in five actions."""

import pytest
import scenes
from factories import mobile
from playwright.sync_api import expect
from served import Served

from unisms.model.folder import find
from unisms.model.groups import Group
from unisms.model.people import Subscriber
from unisms.model.templates import MessageTemplate

pytestmark = pytest.mark.servers

PEOPLE = 80
TEXT = "Votre cours de [matière] est déplacé en salle [salle]."
MOST = 5


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A house of its own: she has written to the group before."""
    house = scenes.House(tmp_path_factory.mktemp("secretary"))

    def furnish(root):
        paris = find(root, scenes.PARIS)
        uids = [f"td4-{number}" for number in range(PEOPLE)]
        for number, uid in enumerate(uids):
            paris["people"].add(uid, Subscriber(f"Étudiante {number}", mobile(7_000 + number)))
        paris["groups"].add("td4", Group("TD 4 Histoire", uids))
        paris["templates"].add("deplace", MessageTemplate("Cours déplacé en salle", TEXT))
        scenes.closed(root, groups=("td4",))

    house.run(furnish)
    with Served(house) as served:
        yield served
    house.close()


class Counted:
    """A page, and how many actions were done on it: a click, a choice, something typed."""

    def __init__(self, page):
        self.page, self.actions = page, 0

    def click(self, name, role="button"):
        self.actions += 1
        self.page.get_by_role(role, name=name, exact=True).click()

    def choose(self, label, option):
        self.actions += 1
        self.page.get_by_label(label, exact=True).select_option(label=option)

    def type(self, *words):
        """Type into the field that has the focus, and into those that follow it."""
        self.actions += 1
        for place, one in enumerate(words):
            if place:
                self.page.keyboard.press("Tab")
            self.page.keyboard.type(one)


def test_a_secretary_warns_eighty_people_in_five_actions(visit):
    secretary = Counted(page := visit("zlefevre"))
    secretary.click("TD 4 Histoire", role="link")
    page.wait_for_url("**/compose?group=td4")
    secretary.choose("Partir d\u2019un modèle", "Cours déplacé en salle")
    expect(page.get_by_label("matière")).to_be_focused()
    secretary.type("latin", "B12")
    expect(page.locator("#phone .bubble")).to_have_text(
        "Votre cours de latin est déplacé en salle B12."
    )
    secretary.click("Vérifier avant l\u2019envoi")
    page.wait_for_url("**/check")
    secretary.click(f"Envoyer à {PEOPLE} personnes")
    page.wait_for_selector("#live")
    expect(page.locator(".figure.delivered .figure-value")).to_have_text(str(PEOPLE))
    assert secretary.actions <= MOST
    assert page.faults == []
