"""A student comes for the first time: a number is proved, a theme joined, left and joined again.

By pages alone, and without a script.
"""

import re

import pytest
import scenes

from unisms.model.folder import find
from unisms.model.themes import ANYONE
from unisms.services.door import passwords

ME = f"{scenes.PARIS}/me/"
UID = "hmarchand"
NUMBER = "+33639980077"


@pytest.fixture
def student(house):
    """A browser in which somebody without number and without role has signed in."""

    def furnish(root):
        scenes.themes(root)
        paris = find(root, scenes.PARIS)
        paris.passwords[UID] = passwords.hash_password(scenes.PASSWORD)
        paris["people"].renumber(UID, "")
        paris["themes"]["sport"].forget(UID, "2026-11-30")
        paris["themes"]["sport"].joining = ANYONE

    house.run(furnish)
    app, place = house.sign_in(UID, "paris1")
    assert app.get(place).follow().request.path == ME
    return app


def press(app, page, action, **fields):
    """Fill the form of this action on one of the own pages, and go where it leads."""
    form = form_of(app, page, action)
    for name, value in fields.items():
        form[name] = value
    return form.submit(status=303).follow()


def form_of(app, page, action):
    forms = app.get(f"{ME}{page}").forms.values()
    return next(one for one in forms if one.action.endswith(action))


def tick(app, *titles):
    """Save the choices with the boxes of these themes ticked, and of these parts of them."""
    form = form_of(app, "choices", "choices")
    for one in (box for boxes in form.fields.values() for box in boxes):
        if getattr(one, "_value", None) and one.attrs.get("type") == "checkbox":
            one.checked = one._value in titles
    return form.submit(status=303).follow()


def text_sent(house, number):
    """Return the text of the last message that the service has sent to a number by itself."""

    def look(root):
        campaigns = find(root, scenes.PARIS)["campaigns"].values()
        errands = [one for one in campaigns if one.errand and one.row(1).msisdn == number]
        return errands[-1].values(1)[2]

    return house.run(look)


def said(page):
    return [" ".join(one.text.split()) for one in page.html.select("[role=status]")]


def member(house, uid=UID):
    def look(root):
        one = find(root, scenes.PARIS)["themes"]["sport"].member(uid)
        return one and (one.choices, one.version, one.source)

    return house.run(look)


def prove(house, app, typed="06.39.98.00.77"):
    press(app, "number", "number", own_number=typed)
    code = re.search(r"\n@localhost #(\d{6})$", text_sent(house, NUMBER))[1]
    return press(app, "code", "code", own_code=code)


def test_a_student_subscribes_leaves_and_comes_back(house, student):
    assert "Ajouter mon numéro" in student.get(ME)
    assert said(prove(house, student)) == ["Votre numéro est confirmé"]
    assert student.get(f"{ME}choices").html.select("input[type=checkbox][checked]") == []
    assert said(tick(student, "sport", "0.1")) == ["Vos choix sont enregistrés"]
    assert member(house) == ((("Campus", ("Nord",)),), 1, "page")
    assert "les messages de service, Sport" in student.get(ME)
    page = tick(student)
    assert "Vous venez de quitter" in page.html.select_one(".notice.uncertain").text
    assert member(house) is None
    press(student, "choices", "undo")
    assert member(house) == ((("Campus", ("Nord",)),), 1, "page")


def test_a_student_pauses_leaves_everything_and_comes_back(house, student):
    prove(house, student)
    far = house.run(lambda root: "2027-01-04")
    page = press(student, "leave", "pause", until=far)
    assert said(page) == ["C’est noté : vos messages sont en pause"]
    assert "Reprendre maintenant" in page
    press(student, "leave", "resume")
    page = press(student, "leave", "leave-all")
    assert "Vous avez refusé tous les messages" in page
    page = press(student, "leave", "take-back")
    assert said(page) == ["C’est noté : vous recevez de nouveau vos messages"]


def test_a_student_tries_their_number_and_takes_their_data(house, student):
    prove(house, student)
    page = press(student, "number", "sample")
    assert said(page) == ["L’essai est parti : il arrive dans quelques instants"]
    told = form_of(student, "data", "data-file").submit().json
    assert told["person"]["mobile"] == NUMBER
    page = press(student, "data", "erase-me")
    assert "Vous l’avez demandé le" in page
    assert "Hugo" in house.person("admin").get(f"{scenes.PARIS}/erasure-requests")
