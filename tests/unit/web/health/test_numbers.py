"""The page of numbers that fail: the list, putting them back in service, the file."""

import time

import failing
import pytest
import scenes
from people_pages import form_to, journal

from unisms.model.folder import find
from unisms.model.groups import Group
from unisms.model.roles import Role
from unisms.services.campaigns import checks, drafts
from unisms.services.health import flags
from unisms.sms import states
from unisms.testing.factories import someone

NUMBERS = f"{scenes.PARIS}/numbers"
RULES = f"{scenes.PARIS}/numbers-rules"


@pytest.fixture
def uids(house):
    return house.run(failing.failing)


def flagged(house):
    return house.run(lambda root: len(find(root, scenes.PARIS).numbers.flags()))


def rows(page):
    return [
        [" ".join(cell.get_text(" ").split()) for cell in row.select("td")]
        for row in page.html.select("#list tbody tr")
    ]


def test_where_nothing_fails_the_page_says_what_will_be_there(admin):
    page = admin.get(NUMBERS)
    assert "Aucun numéro n’est en panne." in page
    assert "Réseau" not in page


def test_each_number_is_told_with_whose_it_is_why_and_since_when(house, admin, uids):
    page = admin.get(NUMBERS)
    name = house.run(lambda root: find(root, scenes.PARIS)["people"][uids[0]].name)
    found = rows(page)
    assert len(found) == 4
    assert found[0][1] == name
    assert found[0][3] == "numéro inconnu · 2 échecs"
    assert found[0][5] == "inconnue"
    assert found[3][1] == "hors annuaire"
    assert journal(house, "number.read")


def test_a_reason_is_looked_at_alone(admin, uids):
    page = admin.get(NUMBERS, {"cause": "absent"})
    assert {row[3] for row in rows(page)} == {"téléphone éteint ou hors réseau · 2 échecs"}
    assert len(rows(page)) == 2
    assert "Remettre 2 numéros en service" in page


def test_all_numbers_of_a_reason_are_put_back_in_service(house, admin, uids):
    page = admin.get(NUMBERS, {"cause": "absent"})
    page = form_to(page, "numbers").submit("action", value="all", status=303).follow()
    assert "2 numéros sont de nouveau en service" in page
    assert len(rows(page)) == 2
    assert flagged(house) == 2
    assert [entry[0] for entry in journal(house, "numbers.mended")] == ["admin"]


def test_those_that_are_ticked_are_put_back_in_service(house, admin, uids):
    page = admin.get(NUMBERS)
    form = form_to(page, "numbers")
    form.fields["number"][1].checked = True
    page = form.submit("action", value="ticked", status=303).follow()
    assert "1 numéro est de nouveau en service" in page
    assert flagged(house) == 3


def test_whoever_ticks_nothing_is_told_so(house, admin, uids):
    form = form_to(admin.get(NUMBERS), "numbers")
    page = form.submit("action", value="ticked", status=422)
    assert "Cochez d’abord un numéro de la liste." in page
    assert flagged(house) == 4


def test_what_is_saved_and_the_networks_are_told(house, admin):
    house.run(failing.failed)
    page = admin.get(NUMBERS)
    text = " ".join(page.html.select_one("main").get_text(" ").split())
    assert "économisés en douze mois" in text
    assert "9,80" in text
    networks = [row.find("td").text for row in page.html.select("tbody tr") if row.find("td")]
    assert networks[-2:] == ["208-01", "208-15"]


def test_the_list_is_a_file_for_a_spreadsheet(house, admin, uids):
    table = admin.get(f"{NUMBERS}.csv").body.decode("utf-8-sig").splitlines()
    assert table[0].startswith("Identifiant;Nom;Numéro;Raison;Depuis le")
    assert len(table) == 5
    assert table[1].startswith(f"{uids[0]};")
    assert "+33" in table[1] or "06" in table[1]
    assert journal(house, "numbers.exported")


@pytest.fixture
def clerk(house):
    """Somebody who keeps the directory, and sees neither people nor numbers."""

    def give(root):
        paris = find(root, scenes.PARIS)
        paris["roles"].add("clerk", Role("Clerk", ["institution:view", "person:manage"]))
        paris.grants.give("person:mcomptes", "clerk")
        paris.grants.withdraw("person:mcomptes", "account_manager")

    house.run(give)
    return house.person("mcomptes")


def test_whoever_may_not_see_people_and_numbers_sees_neither(house, clerk, uids):
    number = house.run(lambda root: find(root, scenes.PARIS)["people"][uids[0]].msisdn)
    page = clerk.get(NUMBERS)
    assert rows(page)[0][1] == "une personne de l'annuaire".replace("'", "’")
    table = clerk.get(f"{NUMBERS}.csv").text
    for told in (page.text, table):
        assert number[-6:] not in told.replace("\xa0", "").replace("\u202f", "").replace(" ", "")
        assert uids[0] not in told


def test_whoever_does_not_keep_the_directory_is_refused(librarian):
    librarian.get(NUMBERS, status=403)
    librarian.get(f"{NUMBERS}.csv", status=403)


def test_thresholds_are_changed_and_what_is_as_by_default_is_not_stored(house, admin):
    form = form_to(admin.get(RULES), "numbers-rules")
    assert (form["hard"].value, form["kept"].value) == ("2", "365")
    form["hard"] = "3"
    form.submit(status=303).follow()
    rules = house.run(lambda root: find(root, scenes.PARIS).health_rules)
    assert rules == (("hard", 3),)
    form = form_to(admin.get(RULES), "numbers-rules")
    form["outage"] = "3"
    assert "Un nombre entier" in form.submit(status=422)


def test_the_page_of_a_person_warns_and_puts_their_number_back(house, admin, uids):
    address = f"{scenes.PARIS}/people/{uids[0]}/"
    page = admin.get(address)
    assert "Son numéro est en panne" in page
    page = form_to(page, "mend").submit(status=303).follow()
    assert "Son numéro est de nouveau en service" in page
    assert "en panne" not in page
    assert flagged(house) == 3
    page = admin.post(f"{address}mend", page.forms[0].submit_fields(), status="*")
    assert flagged(house) == 3


def test_the_page_of_a_connection_tells_its_outages(house, admin):
    assert "Pannes constatées" not in admin.get(f"{scenes.BROKER}/")
    house.run(failing.failed)
    page = admin.get(f"{scenes.BROKER}/").html.select_one("#outages")
    told = " ".join(page.get_text(" ").split())
    assert "numéro inconnu" in told
    assert "412 échecs sur 508 messages" in told


def test_whoever_runs_the_installation_reads_whose_messages_failed_on_a_shared_connection(house):
    def share(root):
        failing.failed(root)
        find(root, scenes.PARIS).numbers.carriers = ("/brokers/commun",)

    house.run(share)
    page = house.operator().get("/brokers/commun/").html.select_one("#outages")
    assert "Université du Panthéon" in page.text


def test_nothing_is_mended_where_no_number_is_set_aside(house, uids):
    def again(root):
        paris = find(root, scenes.PARIS)

        return [flags.mend_number(someone(paris), failing.STRANGER, 1) for _ in (1, 2)]

    assert house.run(again) == [1, 0]


def checked(root, purpose):
    """Check a message to the people of the first group, of whom one has a number that fails."""
    uids = failing.failing(root)
    paris = find(root, scenes.PARIS)
    group = paris["groups"].add("three", Group("Trois", uids))
    path = scenes.checked(root, author="admin", groups=(group.__name__,))
    campaign = find(root, path)
    campaign.purpose, campaign.reason = purpose, "Incendie" if purpose else ""
    campaign.become(states.DRAFT)
    drafts.submit(campaign)
    checks.prepare(root, path, int(time.time()))
    return path


def test_the_check_counts_numbers_that_fail_among_those_set_aside(house, admin):
    page = admin.get(f"{house.run(checked, ())}/check")
    assert "numéro suspendu après des échecs : 3" in " ".join(page.html.text.split())


def test_the_check_of_an_emergency_says_that_they_are_tried_all_the_same(house, admin):
    page = admin.get(f"{house.run(checked, ('emergency',))}/check")
    text = " ".join(page.html.text.split())
    assert "Les numéros en panne sont essayés tout de même." in text
    assert "suspendu" not in text
