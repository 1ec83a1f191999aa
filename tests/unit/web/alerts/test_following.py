"""An alert on a wall, its answers, and the report of an exercise."""

import pytest
import scenes
from check_page import stored

from unisms.model.acl import ROLES, Permission
from unisms.model.folder import find
from unisms.model.roles import Role
from unisms.sms import states
from unisms.sms.purposes import EMERGENCY

ALERT = {"purpose": (EMERGENCY,), "urgent": True, "reason": "Incendie", "on_doubt": "resend"}


def under_way(house, **part):
    path = house.run(lambda root: scenes.under_way(root, author="admin", **ALERT))

    def mark(root):
        campaign = find(root, path)
        campaign.alert = tuple(campaign.alerting._replace(**part))

    house.run(mark)
    return path


def answer(house, path, *texts):
    """The first people to whom it was handed answer these texts."""

    def receive(root):
        campaign = find(root, path)
        left = [row[0] for _, row in campaign.stored_rows() if row[1] in states.LEFT]
        box = find(root, scenes.PARIS).replies
        for number, text in zip(left, texts, strict=False):
            box.receive(campaign.sent_at + 5, number, "38000", text)

    house.run(receive)


def figures(page):
    return {
        one.select_one("dt").text.strip(): one.select_one("dd").text
        for one in page.html.select(".wall-figure")
    }


@pytest.fixture
def blind(house):
    """The administrator, who sees no number any more."""

    def give(root):
        paris = find(root, scenes.PARIS)
        seeing = ROLES["administrator"] - {Permission.NUMBER_VIEW}
        paris["roles"].add("blind", Role("Blind", sorted(seeing)))
        paris.grants.withdraw("person:admin", "administrator")
        paris.grants.give("person:admin", "blind")

    house.run(give)
    return house.person("admin")


def brings_numbers(house, path):
    def bring(root):
        campaign = find(root, path)
        campaign.audience = (*campaign.audience, ("number", "+33639980001"))

    house.run(bring)


def test_answers_are_counted_on_the_page_of_an_alert_and_on_a_wall(house, admin):
    path = under_way(house, asks=True)
    answer(house, path, "1", "1 merci", "2", "Où ?")
    page = admin.get(f"{path}/")
    assert [one.text for one in page.html.select("#answers .figure-value")][:3] == ["1", "2", "1"]
    assert page.html.select_one("#alert-ways a[href*='replies']") is not None
    wall = page.click("Écran mural")
    told = figures(wall)
    assert (told["besoin d’aide"], told["en sécurité"], told["autre réponse"]) == ("1", "2", "1")


def test_a_wall_shows_no_name_and_no_number_and_asks_for_itself_again(house, admin):
    path = under_way(house)
    page = admin.get(f"{path}/wall")
    part = page.html.select_one("#wall")
    assert part["hx-get"].endswith(f"{path}/wall-figures")
    assert "besoin d’aide" not in page.text
    again = admin.get(f"{path}/wall-figures")
    assert "<html" not in again.text
    names = house.run(lambda root: {find(root, path).values(n)[0] for n in range(1, 20)})
    assert not [name for name in names if name in page.text]


def test_only_an_alert_that_has_left_is_on_a_wall(house, admin):
    admin.get(f"{house.run(scenes.under_way)}/wall", status=404)
    waits = house.run(lambda root: scenes.checked(root, author="admin", **ALERT))
    admin.get(f"{waits}/wall-figures", status=404)


def test_whoever_sees_no_numbers_is_told_no_more_on_a_wall_than_elsewhere(house, blind):
    path = under_way(house, mode="exercise")
    brings_numbers(house, path)
    assert "EXERCICE" in blind.get(f"{path}/wall").text
    blind.get(f"{path}/exercise", status=403)


def test_an_exercise_has_its_report(house, admin):
    path = under_way(house, mode="exercise", announced=True, asks=True)
    page = admin.get(f"{path}/").click("Rapport de l’exercice")
    told = page.html.select_one("main").text
    assert "annoncé" in told
    assert "Remis à l’opérateur" in told
    assert page.html.select("main a[href*='state=failed']")
    assert stored(house, path, "state") == states.SENDING


def test_the_report_of_an_exercise_that_reached_everybody_says_so(house, admin):
    path = under_way(house, mode="exercise")

    def deliver(root):
        campaign = find(root, path)
        for number, row in [*campaign.stored_rows()]:
            if row[1] != states.SET_ASIDE:
                campaign._rows[number] = (*row[:1], states.DELIVERED, *row[2:5], None)
            else:
                campaign._rows[number] = (*row[:1], states.DELIVERED, "", 1, row[4], None)

    house.run(deliver)
    assert "Tout le monde a été joint." in admin.get(f"{path}/exercise").text.replace("’", "'")


def test_what_is_no_exercise_has_no_report(house, admin):
    admin.get(f"{under_way(house)}/exercise", status=404)
    admin.get(f"{house.run(scenes.under_way)}/exercise", status=404)


def test_a_report_that_outlives_its_numbers_leads_to_no_list(house, admin):
    path = under_way(house, mode="exercise")

    def over(root):
        campaign = find(root, path)
        report = (campaign.sent_at, False, 3, (1, 2, None), (3, None, None), 2)
        causes = (("absent", 1),)
        kept = (*report, causes, 1, 0, 0, (("no_number", 1),))
        campaign.alert = tuple(campaign.alerting._replace(report=kept))
        campaign.erase(campaign.sent_at)

    house.run(over)
    page = admin.get(f"{path}/exercise")
    assert not page.html.select("main a[href*='state=']")
    assert "pas atteint" in page.text
