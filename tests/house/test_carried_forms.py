"""No form with a secret or a file says whose it is, and so none is carried through signing in."""

import pytest
from browser_pages import OPERATED, OWN

from unisms.addons.brokers.smpp import SmppBroker
from unisms.web.door.carried import SECRETS

NEVER = "input[type=password], input[autocomplete=one-time-code], input[type=file]"


@pytest.fixture
def carried(house, monkeypatch):
    """Every form of our pages that is carried."""
    monkeypatch.setitem(house.registry.factories, ("broker", "smpp"), SmppBroker)
    smpp = {"smpp": f"{OWN['brokers']}new?adapter=smpp"}
    asked = [(house.person("admin"), OWN | smpp), (house.operator(), OPERATED)]
    answers = (app.get(path, status="*") for app, paths in asked for path in paths.values())
    forms = [
        form
        for answer in answers
        if answer.content_type == "text/html"
        for form in answer.html.select("form")
    ]
    return [form for form in forms if form.select("[name=typed_by]")]


def test_many_forms_are_carried(carried):
    assert len(carried) > 40
    assert len({form.get("action") for form in carried}) > 20


def test_no_secret_and_no_file_is_among_them(carried):
    for form in carried:
        told = [
            (field["name"], field["type"])
            for field in form.select(NEVER)
            if field["name"] not in SECRETS
        ]
        sends_parts = form.get("enctype") == "multipart/form-data"
        assert sends_parts or not told, form.get("action")
