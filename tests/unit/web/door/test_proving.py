"""A session is no proof of a person:
replacing a proof, or opening the export, asks for it again."""

import time

import pyotp
import pytest
import scenes
from BTrees.OOBTree import OOBTree

from unisms.model.directories import DirectoryConnection
from unisms.model.folder import find
from unisms.model.roles import Role
from unisms.services.door import passwords, second_factor
from unisms.web.door.proving import FRESH

HOME = "/institutions/paris1/"
NEW = "quatre mots sans lien"
EXPORTER = ("institution:view", "institution:export")
GIVE = {"holder": "person:zlefevre", "scope": ""}
ROLE = {"title": "Guichet", "permissions": [*EXPORTER]}

#: name -> (address, fields) of everything that lets somebody in another way, or lets others take
#: the data away
DOORS = {
    "own password": (f"{HOME}own-password", {"new": NEW, "again": NEW}),
    "own second factor added": (f"{HOME}second-factor-add", {}),
    "own second factor off": (f"{HOME}second-factor-off", {}),
    "own password as somebody's": (
        f"{HOME}people/admin/password",
        {"action": "type", "password": NEW},
    ),
    "somebody's password typed": (
        f"{HOME}people/hmarchand/password",
        {"action": "type", "password": NEW},
    ),
    "somebody's password drawn": (f"{HOME}people/hmarchand/password", {"action": "draw"}),
    "own second factor as somebody's": (f"{HOME}people/admin/second-factor-off", {}),
    "somebody's second factor": (f"{HOME}people/abenali/second-factor-off", {}),
    "somebody's directory": (f"{HOME}people/hmarchand/directory", {"directory": "ldap"}),
    "a role that exports": (f"{HOME}rights-give", {**GIVE, "role": "administrator"}),
    "an own role that exports": (f"{HOME}rights-give", {**GIVE, "role": "taker"}),
    "an operator who exports": (
        f"{HOME}rights-give",
        {**GIVE, "holder": "operator:op", "role": "taker"},
    ),
    "a role that shall export": (f"{HOME}roles/guichet/", ROLE),
    "a person into a group that exports": (f"{HOME}groups/l2-histoire/add", {"person": "zlefevre"}),
    "people pasted into one": (f"{HOME}groups/l2-histoire/add", {"pasted": "zlefevre"}),
    "a group into one": (f"{HOME}groups/l2-histoire/add", {"group": "delegues"}),
    "into a group of one": (f"{HOME}groups/l3-histoire/add", {"person": "zlefevre"}),
    "the export": (f"{HOME}export", {}),
}


def furnish(root):
    paris = find(root, scenes.PARIS)
    paris["roles"].add("taker", Role("Taker", EXPORTER))
    paris["roles"].add("guichet", Role("Guichet", ["institution:view"]))
    paris.grants.give("group:l2-histoire", "taker")
    paris["groups"]["l2-histoire"].groups = ("l3-histoire",)
    paris.second_factors = OOBTree(dict.fromkeys(("abenali", "admin"), ("", 0, (), 0)))
    paris["directories"].add("ldap", DirectoryConnection("LDAP", "ldap")).signs_in = True
    passwords.set_password(root, "op", scenes.PASSWORD)


def proofs(root):
    """Everything by which somebody is let in, and all that roles and groups give."""
    paris = find(root, scenes.PARIS)
    groups = [(name, list(group.uids), group.groups) for name, group in paris["groups"].items()]
    directories = [person.came_from for person in paris["people"].values()]
    roles = [(name, role.permissions) for name, role in paris["roles"].items()]
    keys = [*paris.passwords.items(), *paris.second_factors.items(), *directories]
    return [*keys, *paris.grants, *groups, *roles]


@pytest.fixture
def borrowed(house):
    """The open session of somebody who administers."""
    app = house.person("admin")
    house.run(furnish)
    return app


def sent(app, address, fields, **more):
    token = app.get(f"{HOME}preferences").forms[0]["csrf_token"].value
    if "/roles/" in address:
        more["seen"] = app.get(address).html.select_one("input[name=seen]")["value"]
    pairs = {"csrf_token": token, **fields, **more}
    return app.post(address, list(flat(pairs)), status="*")


def flat(fields):
    for name, value in fields.items():
        yield from ((name, one) for one in (value if isinstance(value, list) else [value]))


@pytest.mark.parametrize("typed", [{}, {"proof": ""}, {"proof": "not that one"}])
@pytest.mark.parametrize("door", DOORS)
def test_a_borrowed_session_opens_none_of_these_doors(house, borrowed, door, typed):
    before = house.run(proofs)
    if door.startswith("own second factor added"):
        house.run(lambda root: find(root, scenes.PARIS).second_factors.pop("admin") and None)
        before = house.run(proofs)
    answer = sent(borrowed, *DOORS[door], **typed)
    assert answer.status_int == 422
    assert answer.content_type == "text/html"
    assert house.run(proofs) == before


@pytest.mark.parametrize(
    "door", [name for name in DOORS if not name.startswith("own second factor added")]
)
def test_who_proves_to_be_themselves_passes(house, borrowed, door):
    before = house.run(proofs)
    answer = sent(borrowed, *DOORS[door], proof=scenes.PASSWORD, old=scenes.PASSWORD)
    assert answer.status_int in (200, 303)
    assert (house.run(proofs) != before) is (door != "the export")


def test_the_proof_cannot_be_guessed(house, borrowed, still):
    answers = [
        sent(borrowed, *DOORS["somebody's password drawn"], proof="wrong").status_int
        for _ in range(4)
    ]
    assert answers == [422, 422, 422, 429]
    for door in (
        "a role that exports",
        "a role that shall export",
        "a person into a group that exports",
    ):
        answer = sent(borrowed, *DOORS[door], proof=scenes.PASSWORD)
        assert "Réessayez dans 2 secondes" in answer, door


def test_a_role_that_does_not_export_is_given_without_more(borrowed):
    assert sent(borrowed, f"{HOME}rights-give", {**GIVE, "role": "sender"}).status_int == 303


def test_somebody_who_signs_in_elsewhere_proves_it_by_a_code(house, borrowed):
    box = second_factor.box_of(house.registry.settings["unisms.secret"])

    def enrol(root):
        paris = find(root, scenes.PARIS)
        sealed = second_factor.begin(box, paris, "admin")
        secret = second_factor.secret_in(box, paris, "admin", sealed)
        now = int(time.time()) - 90
        second_factor.enrol(box, paris, "admin", sealed, pyotp.TOTP(secret).at(now), now)
        del paris.passwords["admin"]
        return secret

    secret = house.run(enrol)
    door = DOORS["somebody's password drawn"]
    assert sent(borrowed, *door, proof="000000").status_int == 422
    assert sent(borrowed, *door, proof=pyotp.TOTP(secret).at(time.time())).status_int == 200


def test_somebody_who_has_nothing_here_must_have_signed_in_a_moment_ago(
    house, borrowed, monkeypatch
):
    def elsewhere(root):
        paris = find(root, scenes.PARIS)
        del paris.passwords["admin"], paris.second_factors["admin"]

    house.run(elsewhere)
    door = DOORS["somebody's password drawn"]
    assert "proof" not in borrowed.get(f"{HOME}people/hmarchand/").forms[2].fields
    assert sent(borrowed, *door).status_int == 200
    later = time.time() + FRESH + 5
    monkeypatch.setattr(time, "time", lambda: later)
    before = house.run(proofs)
    for other in (
        "somebody's password drawn",
        "own second factor added",
        "the export",
        "a role that exports",
    ):
        answer = sent(borrowed, *DOORS[other])
        assert answer.status_int == 422
        assert "Votre connexion date de plus de dix minutes" in answer, other
    assert house.run(proofs) == before
