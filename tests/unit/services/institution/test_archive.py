"""Everything of an institution in one file."""

import hashlib
import io
import json
import zipfile

import pytest
from announced import archive_parts
from factories import (
    MOBILE,
    NOW,
    make_connection,
    make_group,
    make_house,
    make_person,
    make_release,
    reread,
)
from persistent import Persistent

from unisms.model.audit import AuditEntry
from unisms.model.conditions import Conditions
from unisms.model.imports import Import
from unisms.model.outbox import LEFT
from unisms.model.roles import Role
from unisms.model.root import Institution, Logo
from unisms.model.templates import MessageTemplate, TemplateFolder
from unisms.model.themes import Member, Theme
from unisms.services.delivery import closing
from unisms.services.door import sessions
from unisms.services.ground import outbox
from unisms.services.institution import archive
from unisms.services.rights import daily, rights
from unisms.sms import causes, states

HANDLED = {
    "__parent__",
    "_children",
    "_count",
    "grants",
    "audit",
    "numbers",
    "replies",
    "spent",
    "conditions",
    "logo",
    "outbox",
}
LEFT_OUT = {
    "passwords",
    "signed_out",
    "sign_in_failures",
    "second_factors",
    "ended_sessions",
    "frozen",
    "history",
}


@pytest.fixture
def institution(root):
    institution = make_house(root, settings={"host": "smsc.example", "password": "hush"})
    make_group(institution, people=2)
    theme = institution["themes"].add("bu", Theme("Bibliothèque"))
    theme.join("l2-0", Member(NOW), "2027-01-15")
    theme.ask("l2-1", Member(NOW))
    theme.wordings.publish("Deux messages par mois.", NOW, "zlefevre")
    make_person(institution, "zlefevre", "Zoé Lefèvre", email="zoe@example.org")
    institution.passwords["zlefevre"] = "the hash"
    institution.grants.give("person:zlefevre", "sender", "accounts/scd")
    institution["roles"].add("tutor", Role("Tuteur", ["campaign:compose"]))
    folder = institution["templates"].add("bu", TemplateFolder("Bibliothèque"))
    institution["templates"].add("note", MessageTemplate("Note", "Bonsoir"))
    folder.add("late", MessageTemplate("Retard", "Bonjour")).rewrite("Rendez-le", NOW, "lib")
    institution["imports"].add("i", Import("a.csv", b"a", "lib", NOW)).rows.keep(
        [(2, ("Zoé", MOBILE))]
    )
    institution.replies.add(NOW, MOBILE, "38000", "Oui")
    institution.audit.record(AuditEntry(NOW, "lib", "role.given", "/", ""))
    institution.audit.seal()
    institution.audit.record(AuditEntry(NOW + 1, "lib", "role.withdrawn", "/", ""))
    name = outbox.post(institution, "a.kind", "zoe@example.org", {"link": "hush"}, NOW)
    sent = institution.outbox.get(name)._replace(state=LEFT, settled_at=NOW + 1)
    institution.outbox.change(name, sent)
    institution.logo = Logo("image/png", b"a picture")
    daily.spend(institution, "zlefevre", 5, NOW)
    sessions.end(institution, "a session", NOW)
    institution.conditions = Conditions()
    institution.conditions.publish("Nous vous écrivons peu.", NOW, "lib")
    campaign = make_release(institution, 3)
    campaign.remember(NOW, "lib", "released")
    carried = campaign.row(1)._replace(state=states.ACCEPTED, connection=1, accepted_at=NOW)
    campaign.write(1, carried)
    campaign.state = states.STOPPED
    closing.close(campaign, institution["brokers"]["fake"], NOW)
    make_connection(institution, "second")
    return reread(institution)


def read(institution, by="lib"):
    """``{file: lines}`` of the archive, and the zip."""
    data = io.BytesIO(b"".join(archive.archived(institution, archive_parts(), NOW, by)))
    zipped = zipfile.ZipFile(data)
    assert zipped.testzip() is None
    names = [name for name in zipped.namelist() if name.endswith(".jsonl")]
    lines = {
        name[:-6]: [json.loads(line) for line in zipped.read(name).splitlines()] for name in names
    }
    return lines, zipped


def test_everything_is_in_it_under_its_own_name(institution):
    told, _ = read(institution)
    [named] = told["institution"]
    assert (named["name"], named["title"], named["time_zone"]) == (
        "paris1",
        "Paris1",
        "Europe/Paris",
    )
    assert {person["uid"]: person["name"] for person in told["people"]}["zlefevre"] == "Zoé Lefèvre"
    assert told["groups"][0]["uids"] == ["l2-0", "l2-1"]
    assert [(one["path"], one["title"]) for one in told["templates"]] == [
        ("bu", "Bibliothèque"),
        ("bu/late", "Retard"),
        ("note", "Note"),
    ]
    assert told["templates"][1]["earlier"] == [[0, "", "Bonjour"]]
    assert told["accounts"] == [
        {
            "name": "scd",
            "title": "SCD",
            "available": 997,
            "overdraft": 0,
            "purpose": [],
            "closed": False,
            "last_change": [],
            "approval_change": [],
        },
    ]
    assert [(entry["kind"], entry["account"]) for entry in told["ledger"]] == [
        ("credit", "scd"),
        ("reserve", "scd"),
        ("settle", "scd"),
    ]
    assert told["spent"] == [{"day": "20270115", "uid": "zlefevre", "segments": 5}]
    [campaign] = told["campaigns"]
    assert campaign["text"] == "Bonjour [nom]"
    assert [event["verb"] for event in campaign["history"]] == ["released", "released", "closed"]
    assert [
        (row["number"], row["who"], row["state"], row["values"]) for row in told["messages"]
    ] == [
        (number, f"Personne {number - 1}", "expired", [f"Personne {number - 1}"])
        for number in (1, 2, 3)
    ]
    assert {row["cause"] for row in told["messages"]} == {causes.NO_NEWS}
    assert told["imports"][0]["filename"] == "a.csv"
    assert told["import_rows"] == [{"import": "i", "line": 2, "cells": ["Zoé", MOBILE]}]
    [mail] = told["mails"]
    assert (mail["to"], mail["state"], mail["settled_at"]) == ("zoe@example.org", "left", NOW + 1)
    reply = told["replies"][0]
    assert [reply[one] for one in ("at", "msisdn", "to", "text")] == [NOW, MOBILE, "38000", "Oui"]
    assert told["leavings"] == []
    assert told["conditions"] == [
        {"number": 1, "at": NOW, "by": "lib", "text": "Nous vous écrivons peu."}
    ]
    assert told["roles"][0]["permissions"] == ["campaign:compose"]
    assert told["grants"] == [
        {"holder": "person:zlefevre", "scope": "accounts/scd", "role": "sender"}
    ]
    assert [(entry["verb"], entry.get("number")) for entry in told["audit"]] == [
        ("role.given", 1),
        ("role.withdrawn", None),
        ("campaign.sent", None),
    ]


def test_themes_are_told_with_members_wordings_and_numbers(institution):
    [theme] = read(institution)[0]["themes"]
    assert (theme["name"], theme["title"], theme["days"]) == (
        "bu",
        "Bibliothèque",
        [["2027-01-15", [1, 0]]],
    )
    assert [one["uid"] for one in (*theme["members"], *theme["asked"])] == ["l2-0", "l2-1"]
    assert theme["wordings"][0]["text"] == "Deux messages par mois."


def test_what_only_we_may_know_is_left_out(institution):
    told, zipped = read(institution)
    assert {one["name"]: one["settings"] for one in told["connections"]} == {
        "fake": ["host", "password"],
        "second": [],
    }
    everything = b"".join(zipped.read(name) for name in zipped.namelist())
    assert b"hush" not in everything
    assert b"smsc.example" not in everything
    assert b"the hash" not in everything


def test_the_manifest_proves_each_file(institution):
    told, zipped = read(institution)
    manifest = json.loads(zipped.read("manifest.json"))
    assert (manifest["institution"], manifest["at"]) == ("paris1", NOW)
    assert zipped.read("logo.png") == b"a picture"
    assert zipped.namelist()[-1] == "manifest.json"
    assert manifest["files"].keys() == {f"{name}.jsonl" for name in told}
    for name, facts in manifest["files"].items():
        assert facts["lines"] == len(told[name[:-6]])
        assert facts["sha256"] == hashlib.sha256(zipped.read(name)).hexdigest()


def test_an_institution_that_has_never_lived_has_an_archive_too(root):
    told, _ = read(reread(root["institutions"].add("new2", Institution("New"))))
    assert {name for name, lines in told.items() if lines} == {"institution"}


def test_every_record_of_an_institution_is_in_it_or_left_out_on_purpose(institution):
    """A new attribute that is a record of its own goes into the archive first, then here."""
    institution._p_activate()
    records = {name for name, value in vars(institution).items() if isinstance(value, Persistent)}
    assert records - HANDLED - LEFT_OUT == set()
    assert set(institution) - archive_parts().keys() == {"brokers"}  # as connections


def test_what_was_read_is_let_go_of(institution, monkeypatch):
    monkeypatch.setattr(archive, "OFTEN", 1)
    pieces = list(archive.archived(institution, archive_parts(), NOW))
    assert len(pieces) > 20
    assert zipfile.ZipFile(io.BytesIO(b"".join(pieces))).testzip() is None


def test_the_journal_tells_who_takes_it_away(institution):
    archive.note_export(rights.person(institution, "zlefevre"), institution, NOW)
    told = institution.audit.waiting()[-1]
    assert (told.verb, told.by, told.at) == ("institution.exported", "zlefevre", NOW)


@pytest.mark.parametrize(("by", "own"), [("lib", 1), ("admin", 0), (None, 0)])
def test_an_uploaded_file_is_its_authors_alone(institution, by, own):
    told, _ = read(institution, by)
    assert (len(told["imports"]), len(told["import_rows"])) == (own, own)
