"""The page of one recipient: what became of their message, step by step."""

import re

import pytest
import scenes

from unisms.model.folder import find
from unisms.sms import causes, states

AT = 1_800_000_000


@pytest.fixture
def path(house):
    return house.run(scenes.under_way)


def row_of(house, path, state):
    """The number of the first row in this state."""

    def look(root):
        rows = find(root, path).stored_rows()
        return next(number for number, row in rows if row[1] == state)

    return house.run(look)


def page_of(app, path, number, **options):
    return app.get(f"{path}/recipient?row={number}", **options)


def steps(page):
    return [" ".join(one.text.split()) for one in page.html.select("ol.history li")]


def lead(page):
    return " ".join(page.html.select_one(".lead").text.split())


def test_a_message_that_arrived_tells_when_it_left_and_how_long_it_took(house, secretary, path):
    number = row_of(house, path, states.DELIVERED)

    def tell(root):
        row = find(root, path).row(number)
        find(root, path)._rows[number] = (*row[:4], AT + 7, (None, 1, AT, ""))

    house.run(tell)
    page = page_of(secretary, path, number)
    words = steps(page)
    assert words[1].endswith("L’envoi est lancé")
    assert re.search("Remis au fournisseur · [12] SMS$", words[2])
    assert words[3].endswith("Arrivé sur le téléphone, après 7 secondes")
    assert lead(page) == "Arrivé sur le téléphone. Facturé."
    assert "Bonjour" in page.html.select_one(".quote").text
    assert "[nom]" not in page.html.select_one(".quote").text


def test_a_failure_says_why_what_to_do_and_whether_it_is_billed(house, secretary, path):
    page = page_of(secretary, path, row_of(house, path, states.FAILED))
    assert steps(page)[-1].endswith("N’est pas arrivé : numéro inconnu")
    assert "Demandez-en un autre à la personne" in lead(page)
    assert "Facturé s’il a été pris en charge" in lead(page)
    assert page.html.select_one("a[href*='/compose?person=']")


def test_whoever_was_set_aside_never_left(house, secretary, path):
    page = page_of(secretary, path, row_of(house, path, states.SET_ASIDE))
    assert len(steps(page)) == 2
    assert "Mis de côté, rien n’est parti : sans numéro" in steps(page)[-1]


def test_a_message_that_waits_has_not_been_handed_over(house, secretary, path):
    page = page_of(secretary, path, row_of(house, path, states.QUEUED))
    assert [one.split(" ", 1)[1].partition(" (")[0] for one in steps(page)] == [
        "Choisi pour ce message",
        "L’envoi est lancé",
    ]
    assert lead(page) == "Pas encore parti. Non facturé."


def test_the_list_leads_to_each_of_them(house, secretary, path):
    page = secretary.get(f"{path}/")
    links = [link["href"] for link in page.html.select("#rows tbody th a")]
    assert len(links) == len(set(links)) > 40
    assert (
        secretary.get(links[0]).html.select_one("h1").text
        == page.html.select_one("#rows tbody th").text.strip()
    )


@pytest.mark.parametrize("row", ["0", "99999", "x", ""])
def test_a_row_that_is_not_there_is_not_found(secretary, path, row):
    page_of(secretary, path, row, status=404)


@pytest.mark.parametrize("state", [states.QUEUED, states.ACCEPTED, states.EXPIRED])
def test_somebody_who_said_no_looks_like_the_others_to_who_may_not_see_numbers(house, path, state):
    """Their page tells no other moment, step or word than that of a message without news."""

    def refuse(root):
        campaign = find(root, path)
        campaign.audience = (("number", "06 39 98 77 77"), *campaign.audience)
        campaign.handover.cursor = 2
        for number, row in list(campaign.stored_rows()):
            campaign._rows[number] = (*row[:1], state, "", 1, AT, (None, 1, AT - 9, ""))
        if state == states.EXPIRED:
            campaign.state = states.CLOSED
            for number, row in list(campaign.stored_rows()):
                campaign._rows[number] = (*row[:4], AT, (causes.NO_NEWS, 1, AT - 9, ""))
        campaign._rows[5] = (*campaign.stored_row(5)[:1], "set_aside", "", 0, 7, causes.OPT_OUT)

    house.run(refuse)
    writer, admin = house.person("zlefevre"), house.person("admin")
    refused, other = (page_of(writer, path, number) for number in (5, 6))
    assert steps(refused) == steps(other)
    assert lead(refused) == lead(other)
    assert "désinscrit" in page_of(admin, path, 5).html.main.text


def test_after_the_erasure_no_text_is_left(house, secretary, path):
    number = row_of(house, path, states.DELIVERED)
    house.run(lambda root: setattr(find(root, path), "erased_at", AT))
    assert not page_of(secretary, path, number).html.select(".quote")
