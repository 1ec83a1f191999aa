"""The list of what one may set, and the word that it is saved."""

import pytest
import scenes

from unisms.web import settings

PARIS = scenes.PARIS


@pytest.mark.parametrize(
    ("path", "ending"),
    [
        ("/policies", "/policies"),
        ("/identity", "/identity"),
        ("/conditions", "/conditions"),
        ("/people/hmarchand/settings", "/settings"),
        ("/groups/l2-histoire/settings", "/settings"),
        ("/accounts/scd/settings", "/settings"),
        ("/accounts/scd/", "/grant"),
        ("/templates/cours-deplace/settings", "/settings"),
        ("/templates/scd/settings", "/settings"),
        ("/brokers/simulateur/settings", "/settings"),
    ],
)
def test_what_is_saved_is_said_to_be_once(house, path, ending):
    house.run(scenes.shelf)
    app = house.person("admin")
    form = next(form for form in app.get(f"{PARIS}{path}").forms.values() if form.action.endswith(ending))
    for name, value in {"text": "Bonjour", "segments": "5"}.items():
        if name in form.fields:
            form[name] = value
    page = form.submit(status=303).follow()
    assert [notice.text.strip() for notice in page.html.select(".notice.delivered")] == ["C’est enregistré"]
    assert "C’est enregistré" not in app.get(page.request.url)


def test_what_is_wrong_is_not_said_to_be_saved(house):
    app = house.person("admin")
    form = app.get(f"{PARIS}/people/hmarchand/settings").forms[1]
    form["name"] = ""
    form.submit(status=422)
    assert "C’est enregistré" not in app.get(f"{PARIS}/people/hmarchand/")


def test_each_line_leads_to_its_page(house):
    links = house.person("admin").get(f"{PARIS}/settings").html.select("a.line-main")
    assert len(links) > len(settings.SETTING)
    for link in links:
        house.person("admin").get(link["href"], status=200)
