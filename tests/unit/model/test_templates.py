"""Saved texts."""

from factories import make_institution, reread

from unisms.model.templates import MessageTemplate


def test_a_template_keeps_its_title_and_its_text(root):
    template = make_institution(root)["templates"].add("retard", MessageTemplate("Retard", "Bonjour [nom]"))
    reread(template)
    assert (template.title, template.text) == ("Retard", "Bonjour [nom]")
