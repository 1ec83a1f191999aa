"""The page of the audit journal: sentences, searches, pages, and the file."""

import csv
import io
import json
import re
import time

import pytest
import scenes

from unisms.model.audit import AuditEntry
from unisms.model.folder import find
from unisms.model.roles import Role
from unisms.services.institution import audit_journals
from unisms.web.institution import journal

AUDIT = f"{scenes.PARIS}/audit"
DAY = 86_400
NOW = 1_800_000_000  # 15 January 2027, 09:00 in Paris


def entry(at=0, **fields):
    usual = AuditEntry(
        NOW + at, "mcomptes", "account.opened", "/accounts/scd", "127.0.0.1", "", '{"title": "SCD"}'
    )
    return usual._replace(**fields)


def write(house, *entries, seal=True):
    def record(root):
        audit = find(root, scenes.PARIS).audit
        for one in entries:
            audit.record(one)
            if seal:
                audit.seal()

    house.run(record)


def lines(page):
    return [" ".join(row.select("td")[2].text.split()) for row in page.html.select("tbody tr")]


def test_an_entry_is_a_sentence(house, admin):
    write(
        house,
        entry(),
        entry(1, by="", verb="disk.polished", path="/"),
        entry(2, by="operator:root"),
    )
    assert lines(admin.get(AUDIT)) == [
        "root (exploitation) a ouvert un compte · Bibliothèques (SCD)",
        "Le service disk.polished",
        f"{name_of(house, 'mcomptes')} a ouvert un compte · Bibliothèques (SCD)",
    ]
    assert "opened an account" in admin.get(f"{AUDIT}?lang=en")


def name_of(house, uid):
    return house.run(lambda root: find(root, f"{scenes.PARIS}/people/{uid}").name)


def test_what_waits_for_its_seal_is_shown_first(house, admin):
    write(house, entry())
    write(house, entry(1), entry(2), seal=False)
    page = admin.get(AUDIT)
    assert [row.select_one("td").text.strip() for row in page.html.select("tbody tr")] == [
        "en cours d’enregistrement"
    ] * 2 + ["1"]
    assert house.run(lambda root: find(root, scenes.PARIS).audit.head[1]) in page


def test_an_hour_has_its_date_today_as_well(house, admin):
    write(house, entry(at=int(time.time()) - NOW))
    assert re.fullmatch(
        r"\d+(er)? [a-zé]+\.? \d\d:\d\d", admin.get(AUDIT).html.select_one("tbody time").text
    )


def test_acts_are_chosen_by_kind_or_one_by_one(admin):
    page = admin.get(f"{AUDIT}?verb=accounts")
    assert page.html.select_one("#verb option[selected]").text == "Tout sur les comptes"
    groups = {group["label"] for group in page.html.select("#verb optgroup")}
    assert {"Comptes", "Messages", "Fournisseurs"} <= groups
    assert "Adresse de la page" not in page


def test_before_and_after_are_told_field_by_field(house, admin):
    before, after = (
        '{"title": "SCD", "closed": false}',
        '{"title": "BU", "closed": true, "wings": 50}',
    )
    write(house, entry(before=before, after=after))
    told = admin.get(AUDIT).html.select("tbody td")[3]
    assert [text.strip() for text in told.stripped_strings] == [
        "fermé\u202f: non → oui",
        "nom\u202f: SCD → BU",
        "wings\u202f: 50",
    ]


def test_credit_is_told_with_its_sign_and_its_reason(house, admin):
    write(house, entry(verb="account.credited", after='{"note": "dotation", "segments": 5000}'))
    told = admin.get(AUDIT).html.select("tbody td")[3].text
    assert " ".join(told.split()) == "motif : dotationSMS : +5 000"


def test_codes_are_told_in_words(house, admin):
    after = (
        '{"hours": [480, 1080], "language": "", "permissions": ["person:view", "import:file"], '
        '"role": "group_sender", "scope": "", "wings": 0}'
    )
    write(house, entry(before='{"hours": ["?"]}', after=after))
    told = admin.get(AUDIT).html.select("tbody td")[3]
    assert [text.strip().replace("\u202f:", ":") for text in told.stripped_strings] == [
        "heures d’envoi: ? → 08:00 – 18:00",
        "langue: —",
        "droits: Chercher des personnes et des groupes, par leur nom. Écrire aux personnes d’un "
        "fichier.",
        "rôle: Émetteur de groupe",
        "lieu: tout l’établissement",
        "wings: 0",
    ]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("", "", []),
        ('["a", "b"]', "[1]", [("", "a, b", "1")]),
        ('{"x": {"y": 1}}', "", [("x", '{"y": 1}', None)]),
        ('{"x": null}', '{"x": [[1]]}', [("x", None, "[[1]]")]),
        ('{"title": "cut off', "", [("", '{"title": "cut off', None)]),
    ],
)
def test_whatever_was_written_is_shown(before, after, told):
    assert journal.changes(entry(before=before, after=after)) == told


def test_a_long_journal_has_pages(house, admin):
    write(house, *(entry(at) for at in range(40)))
    page = admin.get(AUDIT)
    assert len(lines(page)) == 30
    older = page.click("Plus anciennes")
    assert [row.select_one("td").text.strip() for row in older.html.select("tbody tr")] == [
        *map(str, range(10, 0, -1))
    ]
    assert len(lines(older.click("Les plus récentes"))) == 30


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("person=mcomptes", ["1"]),
        ("person=lefevre", ["2"]),
        ("person=root", ["3"]),
        ("person=nobody", []),
        ("verb=account.changed", ["2"]),
        ("verb=accounts", ["3", "2", "1"]),
        ("verb=messages", []),
        ("path=groups", ["3"]),
        ("since=2027-01-16", ["3", "2"]),
        ("until=2027-01-15", ["1"]),
        ("since=2027-01-16&until=2027-01-16", ["2"]),
        ("since=never&until=9999-12-31&before=x", ["3", "2", "1"]),
    ],
)
def test_the_journal_is_searched(house, admin, query, found):
    second = entry(DAY, by="zlefevre", verb="account.changed")
    write(house, entry(), second, entry(2 * DAY, by="operator:root", path="/groups/l2"))
    page = admin.get(f"{AUDIT}?{query}")
    assert [row.select_one("td").text.strip() for row in page.html.select("tbody tr")] == found
    assert found or "Aucune entrée ne correspond" in page


def test_nobody_is_found_by_a_part_of_a_number_without_the_right_to_see_it(house, admin):
    def furnish(root):
        paris = find(root, scenes.PARIS)
        paris["roles"].add("auditor", Role("Auditor", ["audit:view"]))
        paris.grants.give("person:mcomptes", "auditor")
        paris["people"].renumber("hmarchand", "+33639981234")

    house.run(furnish)
    write(house, entry(by="hmarchand"))
    auditor = house.person("mcomptes")
    for part in ("06 39 98 12", "0639981"):
        assert lines(auditor.get(f"{AUDIT}?person={part}")) == []
        assert len(lines(admin.get(f"{AUDIT}?person={part}"))) == 1
    assert len(lines(auditor.get(f"{AUDIT}?person=marchand"))) == 1


def test_a_search_that_found_nothing_yet_goes_on(house, admin, monkeypatch):
    monkeypatch.setattr(audit_journals.search, "__defaults__", (2,))
    write(house, entry(0, by="zlefevre"), *(entry(at) for at in range(1, 4)))
    page = admin.get(f"{AUDIT}?person=zlefevre")
    assert "Rien parmi les entrées les plus récentes" in page
    assert len(lines(page.click("Plus anciennes"))) == 1


def test_the_file_has_numbers_and_digests_and_is_written_down_itself(house, admin):
    write(house, entry(), entry(1, verb="account.changed"))
    answer = admin.get(f"{AUDIT}.csv?verb=account.changed")
    rows = list(csv.reader(io.StringIO(answer.body.decode("utf-8-sig")), delimiter=";"))
    digest = house.run(lambda root: find(root, scenes.PARIS).audit.entry(2).digest)
    assert rows[0] == list(journal.TITLES)
    assert (rows[1][0], rows[1][1], rows[1][3], rows[1][-1]) == (
        "2",
        "2027-01-15T08:00:01+00:00",
        "account.changed",
        digest,
    )
    assert len(rows) == 2
    [exported] = house.run(lambda root: find(root, scenes.PARIS).audit.waiting())
    assert (exported.by, exported.verb, exported.path) == ("admin", "audit.exported", "/")
    assert exported.after == '{"entries": 1, "verb": "account.changed"}'


def test_whoever_exports_writes_into_the_journal_what_was_asked_and_nothing_else(house, admin):
    admin.get(f"{AUDIT}.csv?person=0639980001&since=2026-11-20&entries=7&rows=7&before=7")
    [exported] = [one for one in house.run(waiting) if one.verb == "audit.exported"]
    assert json.loads(exported.after) == {
        "entries": 0,
        "person": "06••••••01",
        "since": "2026-11-20",
    }


def waiting(root):
    return find(root, scenes.PARIS).audit.waiting()


def test_an_empty_journal_says_so(admin):
    page = admin.get(f"{AUDIT}?person=nobody")
    assert "Aucune entrée ne correspond" in page
    assert not page.html.select("a[href*='audit.csv']")


def test_the_journal_is_read_by_who_may_only(house):
    house.person("zlefevre").get(AUDIT, status=403)
    house.person("zlefevre").get(f"{AUDIT}.csv", status=403)
    house.person("admin").get("/audit", status=403)
    house.person("admin").get("/audit.csv", status=403)
