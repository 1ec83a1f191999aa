"""``unisms institution``: opening, listing, exporting and erasing."""

import json
import re
import stat
import zipfile

import pytest

from unisms.model.folder import find
from unisms.services.campaigns import checks, drafts, releases
from unisms.services.door import passwords
from unisms.services.rights import rights
from unisms.testing.factories import someone

ADD = ("institution", "add", "lyon2", "--title", "Université Lyon 2")
LETTERS = "([a-z2-9]{4}-){2}[a-z2-9]{4}"


def test_an_institution_is_opened_and_its_administrator_signs_in(demo):
    shown = demo.run(
        *ADD, "--administrator", "jfontaine:Jeanne Fontaine", "--time-zone", "Indian/Reunion"
    ).output
    password = re.search(LETTERS, shown)[0]
    assert "/institutions/lyon2/: jfontaine signs in" in shown

    def look(root):
        institution = find(root, "/institutions/lyon2")
        assert passwords.verify(institution, "jfontaine", password)
        assert institution.time_zone == "Indian/Reunion"
        assert [(entry.verb, entry.by) for entry in institution.audit.waiting()] == [
            ("institution.opened", "")
        ]

    demo.look(look)


def test_a_script_reads_the_password_too(demo):
    told = demo.json(*ADD, "--language", "en")
    assert (told["path"], told["uid"]) == ("/institutions/lyon2/", "admin")
    assert demo.look(
        lambda root: passwords.verify(find(root, "/institutions/lyon2"), "admin", told["password"])
    )
    assert demo.look(lambda root: find(root, "/institutions/lyon2").language) == "en"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("institution", "add", "Lyon 2", "--title", "x"), "small letters"),
        ((*ADD, "--time-zone", "Lyon"), "look like Europe/Paris"),
        ((*ADD, "--country", "BE"), "one of FR, GP"),
        (("institution", "set", "nice", "--country", "nc"), "one of FR, GP"),
        (("institution", "set", "nice"), "give an option, like --country"),
        ((*ADD, "--administrator", "jfontaine"), "say UID:NAME"),
        (("institution", "add", "lyon2"), "--title"),
    ],
)
def test_a_slip_is_told_with_what_to_type(demo, words, says):
    assert says in demo.run(*words, code=2).stderr


def test_an_institution_is_opened_at_home(demo):
    demo.json(*ADD, "--country", "NC")
    assert demo.look(lambda root: find(root, "/institutions/lyon2").country) == "NC"


def test_settings_are_changed_signed_and_noted(demo):
    to = ("--country", "NC", "--title", "Nouméa", "--foreign-numbers", "refuse")
    changed = demo.json("institution", "set", "nice", *to)
    assert changed["country"] == ["FR", "NC"]
    assert changed["foreign_numbers"] == ["allow", "refuse"]

    def look(root):
        nice = find(root, "/institutions/nice")
        assert (nice.country, nice.title, nice.foreign_numbers) == ("NC", "Nouméa", "refuse")
        assert nice.identity_change[1] == nice.policies_change[1] == "unisms"
        assert nice.access_change == ()
        entries = {one.verb: json.loads(one.after) for one in nice.audit.waiting()}
        assert entries["institution.changed"] == {"country": "NC", "title": "Nouméa"}
        assert entries["policies.changed"] == {"foreign_numbers": "refuse"}

    demo.look(look)


def test_a_setting_that_is_so_already_is_told(demo):
    told = demo.run("institution", "set", "nice", "--country", "RE").output
    assert "country: FR -> RE" in told
    assert "It was so already." in demo.run("institution", "set", "nice", "--country", "RE").output
    refused = demo.run("institution", "set", "nantes", "--country", "RE", code=3).stderr
    assert "There is no institution nantes" in refused


def test_a_name_that_is_taken_is_refused(demo):
    assert "already" in demo.run("institution", "add", "nice", "--title", "x", code=3).stderr


def test_before_anything_is_stored_it_says_what_to_type(empty):
    assert "unisms evolve --run" in empty.run(*ADD, code=3).stderr


def test_institutions_are_listed_with_figures_only(demo, empty, tmp_path):
    [nice, paris] = demo.json("institution", "list")
    assert (paris["name"], paris["accounts"], paris["credit"], paris["campaigns"]) == (
        "paris1",
        3,
        9222,
        0,
    )
    assert "2 accounts       12,500 segments" in demo.run("institution", "list").output
    assert nice["title"] == "Université de la Baie des Anges (démo)"


def test_an_empty_list_says_what_to_do(empty):
    empty.run("evolve", "--run")
    assert "unisms institution add --help" in empty.run("institution", "list").output


def test_all_of_an_institution_goes_into_a_file_for_its_owner_alone(demo, tmp_path):
    file = tmp_path / "paris1.zip"
    told = demo.json("institution", "export", "paris1", str(file))
    assert told == {"file": str(file), "bytes": file.stat().st_size}
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    manifest = json.loads(zipfile.ZipFile(file).read("manifest.json"))
    assert manifest["files"]["people.jsonl"]["lines"] == 204
    verbs = demo.look(
        lambda root: [one.verb for one in find(root, "/institutions/paris1").audit.waiting()]
    )
    assert verbs == ["institution.exported"]
    assert "Wrote" in demo.run("institution", "export", "nice", str(tmp_path / "nice.zip")).output


def test_no_file_is_written_over_and_none_left_half_done(demo, tmp_path):
    file = tmp_path / "paris1.zip"
    assert (
        "There is no institution lyon2; there is: nice, paris1"
        in demo.run("institution", "export", "lyon2", str(file), code=3).stderr
    )
    assert list(tmp_path.glob("*.zip*")) == list(tmp_path.glob(".*zip*")) == []
    file.touch()
    assert "exists already" in demo.run("institution", "export", "paris1", str(file), code=3).stderr


def test_erasing_first_says_what_would_go(demo):
    shown = demo.run("institution", "erase", "paris1", code=3)
    assert "paris1 has 204 people" in shown.output
    assert "--yes" in shown.stderr
    assert demo.look(lambda root: "paris1" in root["institutions"])


def _all(audit):
    return [*(sealed.entry for sealed in audit.sealed()), *audit.waiting()]


def test_erasing_leaves_nothing_in_the_store(demo):
    number = demo.look(
        lambda root: next(iter(root["institutions"]["paris1"]["people"].values())).msisdn.encode()
    )
    assert number in (demo.var / "store" / "main.sqlite3").read_bytes()
    told = demo.json("institution", "erase", "paris1", "--yes")
    assert (told["erased"], told["people"], told["accounts"]) == (True, 204, 3)
    assert demo.look(lambda root: list(root["institutions"])) == ["nice"]
    bytes_left = (demo.var / "store" / "main.sqlite3").read_bytes()
    assert number not in bytes_left
    assert "institution.erased" in demo.look(lambda root: [one.verb for one in _all(root.audit)])
    assert b"Baie des Anges" in bytes_left
    assert demo.run("institution", "erase", "nice", "--yes").output.startswith(
        "Erased nice: 204 people"
    )


def release(root):
    institution = find(root, "/institutions/paris1")
    campaign = drafts.draft(
        rights.person(institution, "zlefevre"),
        now=1_800_000_000,
        text="Bonjour",
        audience=(("number", "0639980001"),),
        account="scd",
        connection="/brokers/commun",
    )
    drafts.submit(campaign)
    checks.prepare(root, campaign.path, 1_800_000_000)
    releases.release(someone(campaign, "zlefevre"), campaign, 1_800_000_000)
    return campaign.path


def test_what_is_leaving_is_not_erased(demo):
    path = demo.look(release)
    assert path in demo.run("institution", "erase", "paris1", "--yes", code=3).stderr
    assert demo.look(lambda root: "paris1" in root["institutions"])
