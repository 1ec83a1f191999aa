"""Every view says who may ask it, and no page of a university answers to another one."""

import pytest
import scenes
from pyramid.config import Configurator
from pyramid.interfaces import IException
from pyramid.security import NO_PERMISSION_REQUIRED

from unisms.model import root as tree
from unisms.model.authored import Authored
from unisms.model.campaigns import Campaign
from unisms.model.connections import BrokerConnection
from unisms.model.folder import Folder, find, path_of
from unisms.services.imports import intake
from unisms.services.rights import rights

OPEN = {
    "sign-in",
    "signed-in",
    "sign-out",
    "second-factor",
    "look.css",
    "logo",
    "terms",
}  # strangers are meant to see these pages of an institution


def views(registry):
    """Every view of ours: ``(context, name, method, permission as written)``."""
    for found in registry.introspector.get_category("views"):
        view = found["introspectable"]
        context = view["context"]
        if (
            context is None
            or _raised(context)
            or not getattr(context, "__module__", "").startswith("unisms")
        ):
            continue
        stated = [
            one.discriminator for one in found["related"] if one.category_name == "permissions"
        ]
        yield context, view["name"], view["request_methods"], stated[0] if stated else None


def _raised(context):
    return (isinstance(context, type) and issubclass(context, Exception)) or context is IException


def test_every_view_states_its_permission(house):
    found = list(views(house.registry))
    assert len(found) > 170
    assert [(context, name) for context, name, _, stated in found if not stated] == []


def test_a_view_without_a_permission_would_be_found():
    with Configurator() as config:
        config.add_view(lambda _: None, context=Campaign, name="forgotten")
    assert [stated for _, _, _, stated in views(config.registry)] == [None]


def test_only_the_doors_are_open_to_strangers(house):
    free = {
        (context, name)
        for context, name, _, stated in views(house.registry)
        if stated == NO_PERMISSION_REQUIRED
    }
    assert free == {
        (tree.Root, ""),
        (tree.Root, "sign-in"),
        (tree.Root, "dashboards"),  # which leads everybody to where they sign in, or are let in
        (tree.Root, "l"),  # which is opened from a message, by whoever has it
        (BrokerConnection, "receipts"),  # which holds a secret in its address
        *((tree.Root, name) for name in ("operators", "second-factor", "signed-in", "sign-out")),
        *((tree.Institution, name) for name in OPEN),
    }


def addresses(house):
    """Every URL of Paris, ``(method, path)``: each resource with each view that its kind has."""
    known = [view for view in views(house.registry) if view[3] != NO_PERMISSION_REQUIRED]

    def walk(root):
        for resource in _resources(find(root, scenes.PARIS)):
            for context, name, method, _ in known:
                if isinstance(resource, context) and type(resource) in (context, Folder, Authored):
                    yield method or "GET", f"{path_of(resource)}/{name}"

    return sorted(set(house.run(lambda root: list(walk(root)))))


def _resources(resource):
    yield resource
    if isinstance(resource, Folder):
        for name, child in (
            list(resource.items())[:3] if resource.__name__ == "people" else list(resource.items())
        ):
            assert child.__parent__ is resource, name
            yield from _resources(child)


@pytest.fixture
def furnished(house):
    """Paris with a campaign in every state and an import."""
    house.run(scenes.gallery)
    csv = "Nom;Mobile\nZoé;06 39 98 00 01\n".encode()
    house.run(
        lambda root: (
            intake.receive(
                rights.person(find(root, scenes.PARIS), "abenali"), "liste.csv", csv, 1_800_000_000
            )
            and None
        )
    )
    return house


def receive(root, csv):
    intake.receive(
        rights.person(find(root, scenes.PARIS), "abenali"), "liste.csv", csv, 1_800_000_000
    )


def test_every_page_of_a_university_is_closed_to_another(furnished):
    stranger = furnished.person("admin", "nice")
    token = (
        stranger.get("/institutions/nice/campaigns/compose").forms["compose"]["csrf_token"].value
    )
    asked = addresses(furnished)
    assert len(asked) > 100
    assert any("/imports/2" in path for _, path in asked)
    answers = {}
    for method, path in asked:
        call = stranger.post if method == "POST" else stranger.get
        given = {"csrf_token": token} if method == "POST" else {}
        answers[method, path] = call(path, given, status="*").status_int
    let_in = {where: status for where, status in answers.items() if status not in (403, 404, 405)}
    assert let_in == {}
    assert list(answers.values()).count(403) > len(asked) / 2


def test_nobody_gets_in_without_signing_in(furnished):
    stranger = furnished.visitor()
    token = stranger.get("/institutions/paris1/sign-in").form["csrf_token"].value
    for method, path in addresses(furnished):
        call = stranger.post if method == "POST" else stranger.get
        answer = call(path, {"csrf_token": token} if method == "POST" else {}, status="*")
        assert answer.status_int in (303, 404, 405), (method, path)
        if answer.status_int == 303:
            assert answer.location.startswith(
                "http://localhost/institutions/paris1/sign-in?return_to="
            ), path


def test_no_post_is_taken_without_its_token(furnished):
    admin = furnished.person("admin")
    for method, path in addresses(furnished):
        if method == "POST":
            assert admin.post(path, status="*").status_int in (400, 403, 404, 405), path


def test_a_path_that_goes_round_stays_in_its_university(furnished):
    """Neither ``..`` nor an encoded slash leads traversal out of an institution."""
    stranger = furnished.person("admin", "nice")
    ways = ("/../paris1/", "/%2e%2e/paris1/campaigns/", "%2f..%2fparis1/")
    for path in ways:
        assert stranger.get(f"/institutions/nice{path}", status="*").status_int in (403, 404)
