"""Message templates taken up again, archived and taken back."""

import pytest
from factories import NOW, make_institution

from unisms.model.templates import MessageTemplate
from unisms.services.institution import templates
from unisms.testing.factories import someone


@pytest.fixture
def institution(root):
    return make_institution(root)


@pytest.fixture
def template(institution):
    record = MessageTemplate("Retard", "Rendez-le.")
    record.written = (NOW, "lib")
    return institution["templates"].add("retard", record)


def told(institution):
    return [(one.verb, one.by, one.path, one.after) for one in institution.audit.waiting()]


def test_another_text_leaves_the_present_one_among_the_earlier(institution, template):
    for _ in range(2):
        templates.rewrite(someone(institution), template, "Rapportez-le.", NOW + 60)
    assert [one.text for one in template.versions()] == ["Rapportez-le.", "Rendez-le."]
    assert template.last_change == (NOW + 60, "lib")
    hidden = '{"text": "•"}'
    assert told(institution) == [("template.changed", "lib", "/templates/retard", hidden)]


def test_an_earlier_text_is_taken_up_again(institution, template):
    template.rewrite("Rapportez-le.", NOW + 60, "lib")
    templates.restore(someone(institution), template, template.versions()[-1], NOW + 120)
    assert template.text == "Rendez-le."
    [entry] = told(institution)
    assert entry[:3] == ("template.restored", "lib", "/templates/retard")


def test_it_is_put_away_once_and_taken_back(institution, template):
    for archived in (True, True, False):
        templates.put_away(someone(institution), template, archived, NOW)
    assert not template.archived
    assert template.last_change == (NOW, "lib")
    assert [entry[0] for entry in told(institution)] == ["template.archived", "template.taken_back"]
