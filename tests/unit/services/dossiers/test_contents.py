"""All that is kept about one person, by part, and in a file."""

import io
import json
import zipfile

import pytest
from dossier_facts import SAID, SECRET, ZOE, chief, make_message
from factories import NOW, make_draft, make_institution, make_person, make_query, mobile

from unisms.model.audit import AuditEntry
from unisms.seams.dossiers import PartOfDossier
from unisms.services.dossiers import archives, parts, rows, subjects
from unisms.services.dossiers.owners import owners
from unisms.services.dossiers.subjects import Subject
from unisms.services.ground import journal
from unisms.services.people import consent


def contents(institution, subject=ZOE):
    found = {
        "person": parts.person,
        "proofs": parts.proofs,
        "refusals": parts.refusals,
        "themes": parts.themes,
        "groups": parts.groups,
        "directories": parts.directories,
        "roles": parts.roles,
        "messages": rows.messages,
        "replies": parts.replies,
        "leavings": parts.leavings,
        "health": parts.health,
        "mails": parts.mails,
        "files": parts.files,
        "written": rows.written,
        "drafts": parts.drafts,
        "journal": parts.journal,
    }
    announced = {name: PartOfDossier(lines, None) for name, lines in found.items()}
    return archives.contents(institution, subject, announced)


def test_all_that_is_kept_about_somebody_is_told(institution):
    make_message(institution)
    found = contents(institution)
    assert found["person"][0]["email"] == ZOE.email
    assert [one["answer"] for one in found["proofs"]] == ["yes"]
    assert [one["name"] for one in found["themes"]] == ["bu"]
    assert found["groups"] == [{"name": "l2", "title": "L2"}]
    [message] = found["messages"]
    assert (message["text"], message["state"]) == (f"Bonjour {SECRET}", "delivered")
    assert [one["text"] for one in found["replies"]] == [SAID]
    assert [one["uid"] for one in found["files"]] == [ZOE.uid]
    assert {one["verb"] for one in found["journal"]} == {"consent.noted_yes"}
    assert found["drafts"][0]["fields"] == [["text", "Un brouillon"]]
    assert [one["to"] for one in found["mails"]] == [ZOE.email]
    assert [one["uid"] for one in found["leavings"]] == [ZOE.uid]
    assert (found["health"][0]["since"], len(found["health"][0]["strikes"])) == (NOW, 1)
    assert (found["refusals"], found["roles"], found["written"]) == ([], [], [])


def test_the_groups_of_remote_directories_are_told_too(institution):
    make_query(institution, [ZOE.uid])
    make_query(institution, ["chef"], "readers")
    tutors = {"name": "ldap/tutors", "title": "Tutors"}
    assert contents(institution)["groups"] == [{"name": "l2", "title": "L2"}, tutors]
    assert contents(institution, Subject(msisdn=ZOE.msisdn))["groups"] == []


def test_answers_of_directories_that_name_somebody_are_told(institution):
    query = make_query(institution, [ZOE.uid])
    directory = query.__parent__
    query.numberless, query.counted = ((ZOE.uid, ZOE.name), ("other", "Other")), (NOW, 9, 2)
    directory.tested = (NOW - 1, True, "", "")
    directory.found = (9, 7, 2, ((ZOE.name, "", "", 0),))
    directory.missing, directory.refreshed = (ZOE.uid,), (NOW - 2, 9, 0, 0, 1, False)
    found = contents(institution)["directories"]
    assert [(one["why"], one["at"]) for one in found] == [
        ("shown", NOW - 1),
        ("missing", NOW - 2),
        ("numberless", NOW),
    ]
    assert contents(institution, Subject(msisdn=ZOE.msisdn))["directories"] == []
    query.numberless, directory.found, directory.missing = (), (9, 7, 2), ()
    assert contents(institution)["directories"] == []


def test_what_somebody_did_as_a_sender_is_told(institution):
    campaign = make_draft(institution)
    campaign.author = "chef"
    institution["campaigns"].remove(campaign.__name__)
    institution["campaigns"].add(campaign.__name__, campaign)
    found = contents(institution, subjects.of_person(institution, "chef"))
    assert [one["text"] for one in found["written"]] == ["Bonjour"]
    assert [one["role"] for one in found["roles"]] == ["administrator"]


def test_a_number_alone_has_messages_replies_and_its_refusal(institution):
    make_message(institution)
    consent.refuse_number(chief(institution), institution, mobile(7), NOW)
    found = contents(institution, Subject(msisdn=mobile(7)))
    assert found["refusals"] == [{"at": NOW}]
    assert len(contents(institution, Subject(msisdn=ZOE.msisdn))["messages"]) == 1
    assert contents(institution, Subject("autre"))["files"] == []
    found = contents(institution, Subject(msisdn=mobile(1)))
    assert (len(found["leavings"]), found["health"], found["mails"]) == (1, [], [])


def test_an_institution_without_mails_leavings_and_failures_tells_none(root):
    bare = make_institution(root, "bare")
    found = contents(bare)
    assert {len(of_part) for of_part in found.values()} == {0}


def test_a_row_is_found_by_a_uid_that_was_noted(institution):
    campaign = make_message(institution)
    campaign.annotate([(1, ZOE.uid)])
    assert owners(institution, ZOE).rows_of(campaign) == [1, 2]
    assert owners(institution, ZOE._replace(uid="", msisdn="")).rows_of(campaign) == []


def test_somebody_who_has_left_a_theme_or_asked_is_told(institution):
    institution["themes"]["bu"].leave(ZOE.uid, NOW, "2027-01-15")
    assert contents(institution)["themes"][0]["left_at"] == NOW


@pytest.mark.parametrize(
    ("text", "uids"),
    [
        ("zintrouvable", ["zintrouvable"]),
        ("introuv", ["zintrouvable"]),
        (ZOE.email, ["zintrouvable"]),
        ("06 39 98 42 42", ["zintrouvable"]),
        ("06 39 98 99 99", [""]),
        ("personne", []),
    ],
)
def test_a_person_is_found_by_uid_name_address_and_number(institution, text, uids):
    assert [one.uid for one in subjects.found(institution, text)] == uids


def test_the_file_holds_json_and_a_page(institution):
    make_message(institution)
    octets = archives.packed(contents(institution), "<p>Zoé</p>", "p {}")
    packed = zipfile.ZipFile(io.BytesIO(octets))
    assert packed.read("dossier.css").decode() == "p {}"
    assert packed.read("dossier.html").decode() == "<p>Zoé</p>"
    assert json.loads(packed.read("dossier.json"))["messages"][0]["text"] == f"Bonjour {SECRET}"


def test_from_where_others_acted_is_not_told(institution):
    for uid in (ZOE.uid, "chef"):
        path = f"/people/{ZOE.uid}"
        institution.audit.record(AuditEntry(NOW, uid, "person.changed", path, "192.0.2.9"))
    told = {one["by"]: one["address"] for one in parts.journal(institution, ZOE)}
    assert told == {ZOE.uid: "192.0.2.9", "chef": ""}


def test_who_looks_and_who_takes_it_away_is_in_the_journal(institution):
    archives.note_opening(chief(institution), ZOE, NOW, taken=False)
    archives.note_opening(chief(institution), Subject(msisdn=mobile(9)), NOW, taken=True)
    entries = list(institution.audit.latest(0))[:2]
    assert [(one.verb, one.path) for one in entries] == [
        ("dossier.downloaded", "/people"),
        ("dossier.opened", f"/people/{ZOE.uid}"),
    ]


def test_an_entry_of_a_namesake_is_not_about_them(institution):
    make_person(institution, "zintrouvable2", "Zoé Introuvable Martin", "")
    told = parts.concerns(ZOE, keeps_acts=True)
    chef = chief(institution)
    journal.write(chef, "person.changed", institution["people"]["zintrouvable2"], NOW)
    after = {"name": "Zoé Introuvable Martin", "uid": "zintrouvable2"}
    journal.write(chef, "person.added", institution["people"], NOW, after=after)
    assert not any(told(entry) for entry in list(institution.audit.latest(0))[:2])
