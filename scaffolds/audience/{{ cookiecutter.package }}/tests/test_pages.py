"""Whoever writes a message finds the lists on the page, in both languages."""

import pytest
import unisms
from unisms.model.evolve import initialise
from unisms.services.door import passwords
from unisms.testing.factories import make_house, make_person
from unisms.testing.fixtures import in_database
from webtest import TestApp

from {{ cookiecutter.package }} import FOLDER, NAME

PASSWORD = "demo-demo-demo"
HOUSE = "/institutions/paris1"
TITLES = {"fr": "{{ cookiecutter.french }}", "en": "{{ cookiecutter.english }}"}


@pytest.fixture
def visitor(tmp_path, folder):
    """The browser of an administrator of the institution, who has signed in."""
    settings = {
        "unisms.var": str(tmp_path),
        "unisms.secret": "a secret for tests, long enough to be one",
        "unisms.queue": "memory",
        "unisms.addons": NAME,
        "zodbconn.uri": "memory://",
        FOLDER: str(folder),
    }
    service = unisms.main({}, **settings)
    in_database(service.registry.worker, lambda opened: furnish(service, opened))
    visitor = TestApp(service)
    form = visitor.get(f"{HOUSE}/sign-in").form
    form["uid"], form["password"] = "zlefevre", PASSWORD
    form.submit(status=303)
    yield visitor
    service.registry.worker.close()
    service.registry.worker.db.close()


def furnish(service, opened):
    root = initialise(opened, service.registry.evolution_steps)
    institution = make_house(root)
    make_person(institution, "zlefevre", "Zoé Lefèvre")
    institution.grants.give("person:zlefevre", "administrator")
    passwords.set_password(institution, "zlefevre", PASSWORD)


def test_a_list_is_ticked_on_the_page(visitor):
    page = visitor.get(f"{HOUSE}/campaigns/compose")
    assert page.html.find("input", value=f"{NAME}:readers") is not None
    assert "Readers" in page


def test_its_words_are_there_in_both_languages(visitor):
    for language, title in TITLES.items():
        page = visitor.get(f"{HOUSE}/campaigns/compose?lang={language}").html
        assert title in [straight(one.text) for one in page.find_all("h3")]
        first_page = visitor.get(f"{HOUSE}/?lang={language}").html
        assert title in straight(first_page.text)


def straight(words):
    """Return words with the apostrophes that one types."""
    return words.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
