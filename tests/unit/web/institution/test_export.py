"""Taking all of an institution's data away."""

import io
import json
import time
import zipfile

import pyotp
import pytest
import scenes
from announced import archive_parts
from ZODB.Connection import Connection

from unisms.model.acl import Permission
from unisms.model.roles import Role
from unisms.services.door import second_factor
from unisms.web.institution.export import Archive

EXPORT = "/institutions/paris1/export"


def prove(app, proof, status=200):
    form = app.get(EXPORT).forms[1]
    form["proof"] = proof
    return form.submit(status=status)


def test_who_administers_takes_everything_away(house):
    house.run(scenes.gallery)
    answer = prove(house.person("admin"), scenes.PASSWORD)
    assert answer.content_disposition == 'attachment; filename="paris1.zip"'
    archive = zipfile.ZipFile(io.BytesIO(answer.body))
    manifest = json.loads(archive.read("manifest.json"))
    assert manifest["files"]["people.jsonl"]["lines"] == 204
    assert manifest["files"]["campaigns.jsonl"]["lines"] == 12
    assert b"Baie des Anges" not in b"".join(archive.read(name) for name in archive.namelist())


def test_nothing_of_it_stays_in_a_cache(house):
    assert "no-store" in prove(house.person("admin"), scenes.PASSWORD).headers["Cache-Control"]


def test_the_journal_tells_it(house):
    prove(house.person("admin"), scenes.PASSWORD)
    audit = house.run(
        lambda root: [(one.verb, one.by) for one in root["institutions"]["paris1"].audit.waiting()]
    )
    assert audit == [("institution.exported", "admin")]


def test_without_the_password_nothing_leaves(house, still):
    app = house.person("admin")
    assert "Rien n’a été téléchargé" in prove(app, "not that one", status=422)
    for _ in range(2):
        prove(app, "not that one", status=422)
    assert prove(app, scenes.PASSWORD, status=429).headers["Retry-After"] == "2"
    assert house.run(lambda root: root["institutions"]["paris1"].audit.waiting()) == []


def test_who_signs_in_elsewhere_proves_themselves_by_a_code(house):
    box = second_factor.box_of(house.registry.settings["unisms.secret"])
    app = house.person("admin")

    def enrol(root):
        paris = root["institutions"]["paris1"]
        sealed = second_factor.begin(box, paris, "admin")
        secret = second_factor.secret_in(box, paris, "admin", sealed)
        now = int(time.time()) - 90  # a code is taken once
        second_factor.enrol(box, paris, "admin", sealed, pyotp.TOTP(secret).at(now), now)
        del paris.passwords["admin"]
        return secret

    secret = house.run(enrol)
    page = app.get(EXPORT)
    assert "Code à six chiffres" in page
    assert prove(app, pyotp.TOTP(secret).at(int(time.time()))).content_type == "application/zip"


@pytest.mark.parametrize("uid", ["zlefevre", "abenali", "mcomptes"])
def test_others_have_neither_the_page_nor_the_way_to_it(house, uid):
    app = house.person(uid)
    app.get(EXPORT, status=403)
    assert EXPORT not in app.get("/institutions/paris1/settings")
    assert EXPORT in house.person("admin").get("/institutions/paris1/settings")


CONTAINED = dict.fromkeys(one for part in archive_parts().values() for one in part.permissions)


def test_an_archive_asks_for_the_rights_to_see_what_it_holds():
    assert list(CONTAINED) == [
        "number:view",
        "person:view",
        "campaign:view",
        "reply:view",
        "account:view",
        "audit:view",
    ]


@pytest.mark.parametrize("lacking", CONTAINED)
def test_nobody_takes_away_what_they_may_not_see(house, lacking):
    def give(root):
        paris = root["institutions"]["paris1"]
        may = [str(one) for one in (*CONTAINED, Permission.INSTITUTION_EXPORT) if one != lacking]
        paris["roles"].add("taker", Role("Taker", may))
        paris.grants.withdraw("person:zlefevre", "sender")
        paris.grants.give("person:zlefevre", "taker")

    house.run(give)
    app = house.person("zlefevre")
    page = app.get(EXPORT)
    assert "Vous ne pouvez pas télécharger ce qui vous est caché" in page
    assert len(page.html.select("main li")) == 1
    token = app.get("/institutions/paris1/preferences").forms[0]["csrf_token"].value
    answer = app.post(EXPORT, {"csrf_token": token, "proof": scenes.PASSWORD}, status=403)
    assert answer.content_type == "text/html"
    assert house.run(lambda root: root["institutions"]["paris1"].audit.waiting()) == []


def test_while_one_download_is_sent_another_one_is_not_begun(house, monkeypatch):
    app = house.person("admin")
    monkeypatch.setattr(Archive, "under_way", {"/institutions/paris1"})
    busy = prove(app, scenes.PASSWORD, status=429)
    assert "est déjà en cours" in busy
    assert busy.headers["Retry-After"] == "60"
    Archive.under_way.clear()
    for _ in range(2):  # the end of each makes room for the next
        assert prove(app, scenes.PASSWORD).content_type == "application/zip"
    assert Archive.under_way == set()


def test_a_download_that_is_never_sent_makes_room_too(house, monkeypatch):
    def fail(*_):
        raise ValueError

    app = house.person("admin")
    monkeypatch.setattr(Connection, "tpc_vote", fail)
    prove(app, scenes.PASSWORD, status=500)
    monkeypatch.setattr("unisms.web.institution.export.note_export", fail)
    prove(app, scenes.PASSWORD, status=500)
    assert Archive.under_way == set()
