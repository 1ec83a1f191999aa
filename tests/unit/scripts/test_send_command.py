"""``unisms send``: the check, the refusals, and a message that is really handed over."""

import json
import threading
from pathlib import Path

import pytest
import scenes

from unisms.model.acl import SENDER
from unisms.model.folder import find
from unisms.model.roles import Limits, Role
from unisms.scripts.opening import opened

COURSE = (
    "send",
    "--institution",
    "paris1",
    "--as",
    "zlefevre",
    "--account",
    "scolarite",
    "--text",
    "Cours déplacé",
)
LOANS = "N° lecteur;Nom;Catégorie;Mobile;Date prêt;Date retour prévue\n" + "\n".join(
    f"{n};Personne {n};{'Etudiant L' if n % 2 else 'Enseignant'};06399800{n:02d};01/10/2026;"
    f"{20 + n}/10/2026"
    for n in range(1, 9)
)


@pytest.fixture
def loans(tmp_path):
    file = tmp_path / "loans.csv"
    file.write_text(LOANS)
    return str(file)


def library(file, *more):
    return (
        *(
            "send",
            "--institution",
            "paris1",
            "--as",
            "abenali",
            "--account",
            "scd",
            "--text",
            "Rendez vos livres",
        ),
        *("--file", file, "--dry-run", *more),
    )


def test_a_dry_run_shows_the_check_and_leaves_nothing_behind(demo):
    shown = demo.run(
        *COURSE,
        "--to",
        "0639989999",
        "--to",
        "group:l2-histoire",
        "--to",
        "group:l2-histoire",
        "--dry-run",
    )
    assert "44 messages · 44 segments · €2.20   credit 4,210 -> 4,166" in shown.output
    assert "merged          43" in shown.output
    assert "no_number" in shown.output
    assert "Nothing was sent" in shown.output
    assert demo.json("campaign", "list") == []
    assert (
        demo.look(lambda root: root["institutions"]["paris1"]["accounts"]["scolarite"].available)
        == 4_210
    )


def test_the_check_can_be_read_by_a_script(demo):
    check = demo.json(*COURSE, "--to", "0639980001", "--dry-run")["check"]
    assert (check["recipients"], check["segments"], check["missing_credit"]) == (1, 1, 0)


def test_every_number_of_an_option_is_written_to(demo):
    to = ("--to", "0639980001 0639980002", "--to", "06.39.98.00.03/+33639980004", "--dry-run")
    assert demo.json(*COURSE, *to)["check"]["recipients"] == 4


def test_a_foreign_number_without_its_plus_is_told(demo):
    shown = demo.run(*COURSE, "--to", "212612345678", "--to", "0639980001", "--dry-run")
    assert "212612345678 is read as +212612345678: it lacks its +" in shown.output


def test_the_numbers_of_a_file_that_need_a_look_are_told(demo, tmp_path):
    file = tmp_path / "loans.csv"
    file.write_text(LOANS + "\n9;Zoé;Etudiant L;06 39 98 00 21 / 06 39 98 00 22;01/10/2026;\n")
    shown = demo.run(*library(str(file)))
    assert "1 cells with several numbers: the first mobile is taken" in shown.output


def test_sending_reserves_the_credit_and_queues_the_hand_over(demo):
    told = demo.json(*COURSE, "--to", "0639980001", "--title", "Un essai")
    with opened(demo.config) as worker:
        assert worker.huey.pending_count() == 1
        assert (
            worker.run(
                lambda root: root["institutions"]["paris1"]["accounts"]["scolarite"].available
            )
            == 4_209
        )
    campaign = demo.json("campaign", "status", told["path"])
    assert (campaign["title"], campaign["state"], campaign["queued"]) == ("Un essai", "sending", 1)


def test_waiting_ends_with_the_last_receipt(demo, monkeypatch):
    monkeypatch.setattr("unisms.scripts.following.LOOK", 0.05)
    with working(demo):
        shown = demo.run(*COURSE, "--to", "0639980001", "--wait", "--timeout", "20")
    assert "1 delivered" in shown.output


def test_waiting_tells_by_its_exit_code_that_not_all_arrived(demo, monkeypatch):
    monkeypatch.setattr("unisms.scripts.following.LOOK", 0.05)
    with working(demo):
        told = demo.json(
            *COURSE, "--to", "0639980901", "--wait", "--timeout", "20", code=5
        )  # 901: no such number
    assert told["result"]["failed"] == 1


class working:
    """A worker in a thread, on the same store, while the command runs."""

    def __init__(self, command):
        self.command, self.over = command, threading.Event()

    def __enter__(self):
        self.thread = threading.Thread(target=self._work)
        self.thread.start()

    def _work(self):
        with opened(self.command.config) as worker:
            while not self.over.wait(0.05):
                worker.drain()

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()


def test_the_text_may_come_from_the_standard_input(demo):
    words = [word for word in COURSE if word not in ("--text", "Cours déplacé")]
    shown = demo.run(
        *words, "--text", "-", "--to", "0639980001", "--dry-run", stdin="Amphi fermé\n"
    ).output
    assert "0639980001: Amphi fermé" in shown


@pytest.mark.parametrize(
    "written",
    [
        b"\xef\xbb\xbfCours de\xcc\x81place\xcc\x81 \r\n",
        "Cours déplacé\r\n".encode("utf-16"),
        b"\xa0Cours d\xe9plac\xe9\x0b",
        "\u200bCours\u202fdéplacé\u180e\n\n".encode(),
    ],
)
def test_what_nobody_sees_of_a_text_costs_nothing_whatever_its_encoding(demo, written):
    to = ("--to", "0639980001", "--dry-run", "--json")
    told = json.loads(demo.run(*COURSE[:-1], "-", *to, stdin=written).stdout)
    assert told["check"]["longest"][1:] == ["Cours déplacé", 1]


def test_placeholders_of_other_programs_are_told(demo):
    words = [word for word in COURSE if word not in ("--text", "Cours déplacé")]
    to = ("--to", "group:l2-histoire", "--dry-run")
    shown = demo.run(*words, "--text", "Bonjour «nom», ((salle)) et #identifiant#", *to).output
    for mark in ("«nom»", "((salle))", "#identifiant#"):
        assert f"{mark} leaves as it is typed: a placeholder is written [name]" in shown
    refused = demo.run(*words, "--text", "Bonjour [nmo]", *to, code=3).stderr
    assert "Fill in, for all recipients: nmo: give --fill NAME=VALUE." in refused
    assert "Did you mean [nom]?" in refused
    assert demo.json(*words, "--text", "Bonjour [name]", *to)["check"]["recipients"] == 43


def test_a_saved_text_is_sent_by_its_name(demo):
    words = [word for word in COURSE if word not in ("--text", "Cours déplacé")]
    shown = demo.run(
        *words, "--template", "retard-pret", "--to", "group:l2-histoire", "--dry-run"
    ).output
    assert "pensez à rapporter votre livre" in shown


def test_a_theme_is_written_to_and_a_saved_text_brings_its_own(demo):
    demo.look(scenes.themes)

    def give(root):
        template = root["institutions"]["paris1"]["templates"]["retard-pret"]
        template.purpose = ("theme", "sport")

    check = demo.json(*COURSE, "--dry-run", "--to", "theme:sport")["check"]
    assert check["recipients"] > 30
    assert check["noticed"][0] == check["recipients"]
    demo.look(give)
    words = [word for word in COURSE if word not in ("--text", "Cours déplacé")]
    to = ("--template", "retard-pret", "--to", "group:l2-histoire", "--dry-run")
    assert demo.json(*words, *to)["check"]["set_aside"]["no_consent"] > 0


def test_a_link_to_leave_is_counted_or_refused_where_nothing_tells_its_address(demo):
    words = (*COURSE, "--dry-run", "--leaving-link", "--to", "0639980001")
    assert "set unisms.public_url" in demo.run(*words, code=3).stderr
    config = Path(demo.config)
    line = "unisms.queue = sqlite\n"
    told = config.read_text().replace(line, f"{line}unisms.public_url = https://sms.example\n")
    config.write_text(told)
    check = demo.json(*words[:-3], "--text", "x" * 155, *words[-3:])["check"]
    assert (check["recipients"], check["segments"]) == (1, 2)


def test_a_saved_text_of_a_department_is_called_with_its_folder(demo):
    demo.look(scenes.shelf)
    words = [word for word in COURSE if word not in ("--text", "Cours déplacé")]
    to = ("--to", "group:l2-histoire")
    assert "there is: " in (told := demo.run(*words, "--template", "scd", *to, code=3).stderr)
    assert "scd/retard" in told
    assert "scd/ancien" not in told  # it is archived
    blank = demo.run(*words, "--template", "scd/retard", *to, code=3).stderr
    assert "Fill in, for all recipients: titre" in blank


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("--institution", "lyon"), "There is no institution lyon; there is: nice, paris1"),
        (("--as", "mcomptes"), "no role gives campaign:compose"),
        (("--as", "nobody"), "no role gives campaign:compose"),
        (("--urgent",), "no role gives campaign:urgent"),
        (("--emergency", "Un incendie"), "no role gives campaign:emergency"),
        (("--to", "theme:lune"), "no theme lune"),
        (("--account", "lune"), "There is no such account: lune; there is: scd, scolarite, sport."),
        (("--account", ""), "Which account? Give --account: scd, scolarite, sport."),
        (("--account", "sport", "--to", "group:l2-histoire"), "lacks 32 segments"),
        (
            ("--connection", "lune"),
            "no broker connection lune; there is: simulateur, smpp-exemple, commun",
        ),
        (("--text", ""), "give --text or --template"),
        (("--text", "a" * 4001), "The text is too long: 4000 characters at most."),
        (("--text", "Bonjour [lune]"), "Fill in, for all recipients: lune: give --fill"),
        (("--template", "lune", "--text", ""), "no template lune"),
        (("--to", "group:lune"), "no group lune"),
        (("--to", "lune"), "neither a number"),
    ],
)
def test_what_cannot_be_sent_is_refused_in_a_sentence(demo, change, says):
    assert says in demo.run(*COURSE, "--to", "0639980001", *change, code=3).stderr
    assert demo.json("campaign", "list") == []


def test_a_message_to_nobody_is_refused(demo):
    assert "number: give --to." in demo.run(*COURSE, code=3).stderr
    administrator = [*COURSE, "--as", "admin"]
    assert "give --to or --file" in demo.run(*administrator, code=3).stderr
    assert (
        "Nobody would receive it: 1 landline"
        in demo.run(*COURSE, "--to", "0139980001", code=3).stderr
    )


def test_a_number_that_receives_nothing_keeps_no_other_from_it(demo):
    numbers = ("--to", "0139980001", "--to", "0639980001 0639980002")
    check = demo.json(*COURSE, "--dry-run", *numbers)["check"]
    assert (check["recipients"], check["set_aside"]) == (2, {"landline": 1})


@pytest.mark.parametrize(
    ("bounds", "says"),
    [
        ({"free_text": False}, "Your role only allows texts from templates"),
        ({"typed_numbers": False}, "Your role does not let you enter numbers"),
    ],
)
def test_what_ones_role_does_not_allow_in_a_message_is_not_sent_by_a_script_either(
    demo, bounds, says
):
    def bind(root):
        institution = root["institutions"]["paris1"]
        institution["roles"].add("bound", Role("Bound", SENDER, Limits(**bounds)))
        institution.grants.withdraw("person:zlefevre", "sender")
        institution.grants.give("person:zlefevre", "bound")

    demo.look(bind)
    assert says in demo.run(*COURSE, "--to", "0639980001", code=3).stderr
    assert demo.json("campaign", "list") == []


def test_a_dry_run_without_the_credit_says_so_by_its_exit_code(demo):
    words = [*COURSE, "--account", "sport", "--to", "group:l2-histoire", "--dry-run"]
    assert "31 segments of credit are missing" in demo.run(*words, code=3).output


def test_before_anything_is_stored_it_says_how_to_begin(empty):
    assert "unisms demo" in empty.run(*COURSE, "--to", "0639980001", code=3).stderr
    assert "unisms demo" in empty.run(*COURSE, "--to", "0639980001", "--dry-run", code=3).stderr


def test_a_shared_connection_may_be_named(demo):
    assert (
        demo.json(*COURSE, "--to", "0639980001", "--connection", "commun")["connection"]
        == "/brokers/commun"
    )


def test_a_file_is_read_and_its_lines_chosen(demo, loans):
    told = demo.json(
        *library(loans, "--where", "Catégorie is Etudiant L", "--number-column", "Mobile")
    )
    (file,) = told["files"]
    assert (file["file"], file["encoding"], file["lines"], file["chosen"]) == (
        "loans.csv",
        "utf-8",
        8,
        4,
    )
    assert (file["not_chosen"], file["undecided"], file["grouped"], file["messages"]) == (
        4,
        {},
        0,
        4,
    )
    assert told["check"]["recipients"] == 4
    assert demo.look(lambda root: len(root["institutions"]["paris1"]["imports"])) == 0


def test_who_may_not_send_to_a_file_is_refused(demo, loans):
    assert "import:file" in demo.run(*COURSE, "--file", loans, code=3).stderr


def test_choosing_from_a_file_needs_the_file(demo):
    assert "need --file" in demo.run(*COURSE, "--where", "Mobile filled", code=2).stderr


def test_a_rule_that_cannot_be_decided_for_a_line_is_told(demo, tmp_path):
    file = tmp_path / "odd.csv"
    file.write_text(LOANS.replace("21/10/2026", "demain").replace("22/10/2026", ""))
    shown = demo.run(
        *library(str(file), "--where", "Date prêt days-apart 14 Date retour prévue")
    ).output
    assert "odd.csv: 8 lines, 6 chosen, 1 date_unreadable, 1 date_missing (left out)" in shown


def test_a_file_that_cannot_be_read_is_refused(demo, tmp_path):
    file = tmp_path / "empty.csv"
    file.write_text("")
    assert "is empty" in demo.run(*library(str(file)), code=3).stderr
    file.write_bytes(b"PK\x03\x04" + bytes(100))
    assert "cannot be read" in demo.run(*library(str(file)), code=3).stderr


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--where", "Lune is 3"), "no column of the file at its beginning"),
        (("--where", "Catégorie begins Etudiant"), "needs one of: is not, is, contains"),
        (("--where", "Date prêt days-before demain"), "needs a number of days"),
        (("--where", "Catégorie is "), "rule"),
        (("--number-column", "Lune"), "The file has no column Lune; it has: N° lecteur, Nom"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(demo, loans, words, says):
    assert says in demo.run(*library(loans, *words), code=3).stderr


def test_a_message_from_the_command_line_says_so(demo):
    path = demo.json(*COURSE, "--to", "0639980001")["path"]
    assert demo.look(lambda root: find(root, path).origin) == "command"
