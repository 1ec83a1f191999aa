"""Saved texts."""

from factories import make_institution, reread
from pyramid.authorization import ACLHelper

from unisms.model.acl import Permission
from unisms.model.templates import MessageTemplate, TemplateFolder, Version
from unisms.services.rights import rights


def test_a_template_keeps_its_title_and_its_text(root):
    template = make_institution(root)["templates"].add(
        "retard", MessageTemplate("Retard", "Bonjour [nom]")
    )
    reread(template)
    assert (template.title, template.text) == ("Retard", "Bonjour [nom]")


def test_every_text_that_a_template_had_is_kept_with_its_writer(root):
    template = make_institution(root)["templates"].add(
        "retard", MessageTemplate("Retard", "Bonjour", owner="zoe")
    )
    template.rewrite("Bonsoir", 20, "adam")
    template.rewrite("Bonne nuit", 30, "zoe")
    assert reread(template).versions() == [
        Version(30, "zoe", "Bonne nuit"),
        Version(20, "adam", "Bonsoir"),
        Version(0, "zoe", "Bonjour"),
    ]
    assert template.last_change == (30, "zoe")


def test_the_same_text_again_is_no_version(root):
    template = make_institution(root)["templates"].add(
        "retard", MessageTemplate("Retard", "Bonjour")
    )
    template.rewrite("Bonjour", 20, "adam")
    assert (reread(template).versions(), template.last_change) == ([Version(0, "", "Bonjour")], ())


def test_another_title_does_not_change_when_the_text_was_written(root):
    template = make_institution(root)["templates"].add(
        "retard", MessageTemplate("Retard", "Bonjour")
    )
    template.rewrite("Bonsoir", 20, "adam")
    template.title, template.last_change = "Retards", (40, "zoe")
    template.rewrite("Bonne nuit", 50, "zoe")
    assert [version.at for version in template.versions()] == [50, 20, 0]


def test_a_department_has_its_own_folder_with_its_own_rights(root):
    institution = make_institution(root)
    folder = institution["templates"].add("bu", TemplateFolder("BU"))
    template = folder.add("retard", MessageTemplate("Retard", "Bonjour"))
    principals = rights.principals(rights.person(give(institution, "templates/bu"), "zoe"))
    assert ACLHelper().permits(template, principals, Permission.TEMPLATE_MANAGE)
    assert not ACLHelper().permits(institution["templates"], principals, Permission.TEMPLATE_MANAGE)


def give(institution, scope):
    institution.grants.give("person:zoe", "administrator", scope)
    return institution
