"""The journal's subjects: names and links in the place of codes, for those who may open them."""

import json

import pytest
import scenes

from unisms.model.audit import AuditEntry
from unisms.model.folder import find
from unisms.model.roles import Role

AUDIT = f"{scenes.PARIS}/audit"
GRANT = {"holder": "person:zlefevre", "role": "sender", "scope": "accounts/scolarite"}


def entry(at=0, **fields):
    usual = AuditEntry(
        1_800_000_000 + at, "mcomptes", "account.opened", "/accounts/scd", "127.0.0.1"
    )
    return usual._replace(**fields)


def write(house, one):
    house.run(lambda root: find(root, scenes.PARIS).audit.record(one))


def told(app, column=2, audit=AUDIT):
    cells = app.get(audit).html.select("tbody tr")[0].select("td")[column]
    return " ".join(cells.text.split()), [link["href"] for link in cells.select("a")]


@pytest.fixture
def auditor(house):
    """Somebody who may read the journal and manage accounts, nothing else."""

    def furnish(root):
        paris = find(root, scenes.PARIS)
        paris["roles"].add("auditor", Role("Auditor", ["audit:view", "institution:view"]))
        paris.grants.give("person:mcomptes", "auditor")

    house.run(furnish)
    return house.person("mcomptes")


@pytest.mark.parametrize(
    ("changed", "verb", "sentence", "link"),
    [
        (
            {},
            "role.given",
            "a donné à Zoé Lefèvre le rôle Émetteur, pour le compte Scolarité UFR 09",
            "uid=zlefevre",
        ),
        (
            {"scope": ""},
            "role.withdrawn",
            "a retiré à Zoé Lefèvre le rôle Émetteur, pour tout",
            "uid=zlefevre",
        ),
        (
            {"holder": "group:l2-histoire"},
            "role.given",
            "a donné au groupe L2 Histoire le rôle",
            "group%3Al2-histoire",
        ),
        (
            {"holder": "group:l2-histoire"},
            "role.withdrawn",
            "a retiré au groupe L2 Histoire",
            "group%3Al2-histoire",
        ),
        (
            {"holder": "operator:root"},
            "role.given",
            "a donné à root (exploitation) le rôle",
            "operator%3Aroot",
        ),
    ],
)
def test_a_role_is_told_in_a_sentence(house, admin, changed, verb, sentence, link):
    field = "after" if verb == "role.given" else "before"
    usual = entry(by="admin", verb=verb, path="/", before="", after="")
    write(house, usual._replace(**{field: json.dumps({**GRANT, **changed})}))
    text, links = told(admin)
    assert sentence in text
    assert link in links[0].replace(":", "%3A")
    assert told(admin, 3) == ("", [])


@pytest.mark.parametrize("after", ["", "{", "[]", '{"holder": "x"}'])
def test_a_role_that_was_not_kept_whole_is_told_as_any_act(house, admin, after):
    write(house, entry(verb="role.given", path="/", after=after))
    assert told(admin)[0].endswith("a donné un rôle")


def test_who_may_only_read_the_journal_gets_names_without_links(house, auditor):
    write(house, entry(verb="role.given", path="/", after=json.dumps(GRANT)))
    text, links = told(auditor)
    assert "à Zoé Lefèvre le rôle Émetteur" in text
    assert links == []
    write(house, entry(1, path="/brokers/simulateur", verb="connection.changed"))
    assert told(auditor) == ("Malik Roux a modifié un fournisseur · Simulateur (rien ne part)", [])


def test_a_message_is_named_for_those_who_may_read_it(house, admin, auditor):
    path = house.run(lambda root: scenes.closed(root))
    write(house, entry(verb="campaign.sent", path=path.removeprefix(scenes.PARIS), after=""))
    text, links = told(admin)
    assert text.endswith("a envoyé un message · Cours déplacé")
    assert links == [f"{path}/"]
    assert told(auditor) == ("Malik Roux a envoyé un message · Message de Zoé Lefèvre", [])


def test_a_file_is_named_by_who_brought_it(house, admin):
    path = house.run(lambda root: scenes.imported(root))
    write(house, entry(verb="file.received", path=path.removeprefix(scenes.PARIS), after=""))
    assert told(admin)[0].endswith("a déposé un fichier · Fichier d’Anaïs Benali")


def test_what_is_gone_keeps_its_name_in_addresses(house, admin):
    write(house, entry(verb="account.changed", path="/accounts/gone"))
    assert told(admin) == ("Malik Roux a modifié un compte · gone", [])


@pytest.mark.parametrize(
    ("after", "shown"),
    [
        ({"owner": "zlefevre"}, "Zoé Lefèvre"),
        ({"people": ["zlefevre", "nobody"]}, "Zoé Lefèvre, nobody"),
        ({"accounts": ["scolarite", "gone"]}, "Scolarité UFR 09, gone"),
        ({"connection": "/institutions/paris1/brokers/simulateur"}, "Simulateur (rien ne part)"),
        ({"connection": "/brokers/gone"}, "gone"),
        ({"count": 3}, "3"),
    ],
)
def test_values_are_told_by_the_names_that_people_know(house, admin, after, shown):
    write(house, entry(after=json.dumps(after)))
    assert told(admin, 3)[0].endswith(f": {shown}")


def test_operators_read_of_institutions_by_their_titles(house):
    def record(root):
        root.audit.record(
            entry(
                by="operator:root", verb="institution.opened", path="/institutions/nice", after=""
            )
        )
        root.audit.record(
            entry(
                1, by="operator:root", verb="role.given", path="/", after=json.dumps({"owner": "x"})
            )
        )

    house.run(record)
    page = house.operator().get("/audit")
    rows = [" ".join(row.select("td")[2].text.split()) for row in page.html.select("tbody tr")]
    assert "a donné un rôle" in rows[0]
    assert page.html.select("tbody a")[0]["href"] == "/institutions/about?name=nice"
