"""Writing to the people of a directory: chosen on the page, asked for at the check."""

import pytest
import scenes

from unisms.model.folder import find
from unisms.ports import DirectoryError

COMPOSE = f"{scenes.PARIS}/campaigns/compose"
TUTORS = "directory:annuaire/tuteurs"

pytestmark = pytest.mark.usefixtures("connected")


def checked(house, app):
    """Write to the tutors and have it checked; return the page of the check."""
    form = app.get(COMPOSE).forms["compose"]
    [box] = [one for one in form.fields["audience"] if one._value == TUTORS]
    box.checked = True
    form["text"] = "Bonjour [nom]"
    form["account"] = "scolarite"
    way = form.submit("action", value="check", status=303).location
    house.worker.drain()
    page = app.get(way)
    return page.follow() if page.status_int == 303 else page


def test_saved_people_are_offered_with_how_many_they_are(house, secretary, connected):
    house.run(lambda root: setattr(find(root, f"{connected}/tuteurs"), "counted", (1, 41, 2)))
    page = secretary.get(COMPOSE)
    assert "Personnes de l’annuaire" in page
    assert "41" in page.html.find(id=TUTORS.replace(":", "-")).parent.text


def test_a_message_to_them_is_checked_with_those_that_the_directory_tells(house, secretary):
    page = checked(house, secretary)
    assert "Envoyer à 1 personne" in page.text.replace("\xa0", " ").replace("\u202f", " ")


@pytest.mark.parametrize("code", [DirectoryError.CUT, DirectoryError.AWAY])
def test_a_directory_that_gives_no_whole_answer_sends_it_back_and_says_why(
    house, secretary, directory, code
):
    directory.fails(code)
    page = checked(house, secretary)
    words = {"cut": "qu’une partie des personnes", "away": "ne répond pas"}
    assert words[code] in page
