"""Answers given elsewhere: weighed first, then kept with their date, each as a proof."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from factories import NOW, make_house, make_person, mobile, reread

from unisms.model.proofs import DIRECTORY, FILE, NO, WHOLE, YES, Proof
from unisms.model.themes import Member, Theme
from unisms.services.institution import answers
from unisms.services.institution.answers import NoColumn, Weighed
from unisms.services.people import consent, themes
from unisms.sms.purposes import PARTNER, SERVICE, THEME
from unisms.testing.factories import someone

COLUMNS = ("Identifiant", "Finalité", "Réponse", "Date")
DAY = 86400


def noon(day):
    return int(
        datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=ZoneInfo("Europe/Paris")).timestamp()
    )


@pytest.fixture
def institution(root):
    institution = make_house(root)
    for number, uid in enumerate(("ada", "bob", "zoe")):
        make_person(institution, uid, msisdn=mobile(number))
    for name, title, kind in (("bu", "Bibliothèque", THEME), ("crous", "Crous", PARTNER)):
        theme = institution["themes"].add(name, Theme(title))
        theme.kind, theme.title_en = kind, "Library" if name == "bu" else ""
    return institution


def weighed(institution, *rows, columns=COLUMNS):
    return answers.weigh(institution, columns, list(enumerate(rows, 2)), NOW)


def verdicts(institution, *rows):
    found = weighed(institution, *rows)
    told = {(one.uid, one.theme): verdict for one, verdict in found.answers}
    return told | dict(found.faults)


@pytest.mark.parametrize(
    ("about", "said", "found"),
    [
        ("service", "oui", {("ada", ""): "joins"}),
        ("", "Non", {("ada", ""): "leaves"}),
        ("{SMSU}CG", "1", {("ada", ""): "joins"}),
        ("bibliotheque", "YES", {("ada", "bu"): "joins"}),
        ("Library", "x", {("ada", "bu"): "joins"}),
        ("CROUS", "faux", {("ada", "crous"): "leaves"}),
        ("{SMSU}CROUS", "vrai", {("ada", "crous"): "joins"}),
        ("BU", "peut-être", {2: "unread_answer"}),
        ("Théâtre", "oui", {2: "unread_purpose"}),
    ],
)
def test_a_line_says_who_about_what_and_yes_or_no(institution, about, said, found):
    assert verdicts(institution, ("ada", about, said, "")) == found


def test_a_date_that_cannot_be_read_is_told_and_one_of_the_future_is_now(institution):
    assert verdicts(institution, ("ada", "bu", "oui", "hier")) == {2: "unread_date"}
    [(stated, _)] = weighed(institution, ("ada", "bu", "oui", "01/01/2099")).answers
    assert stated.at == NOW
    [(stated, _)] = weighed(institution, ("ADA", "bu", "oui", "19/11/2026")).answers
    assert (stated.uid, stated.at) == ("ada", noon("2026-11-19"))


def test_the_latest_of_several_answers_of_one_person_about_one_theme_counts(institution):
    rows = [("ada", "bu", "non", "20/11/2026"), ("ada", "bu", "oui", "19/11/2026")]
    assert verdicts(institution, *rows) == {("ada", "bu"): "leaves"}
    assert verdicts(institution, *reversed(rows)) == {("ada", "bu"): "leaves"}


def test_what_is_known_already_or_newer_stays(institution):
    consent.opt_out(someone(institution, "ada"), "ada", NOW - DAY)
    themes.join(someone(institution, "bob"), institution["themes"]["bu"], "bob", NOW - DAY)
    themes.leave(someone(institution, "zoe"), institution["themes"]["bu"], "zoe", NOW - DAY)
    assert verdicts(
        institution,
        ("ada", "", "non", ""),
        ("bob", "bu", "oui", ""),
        ("zoe", "bu", "oui", "19/11/2026"),
        ("zoe", "crous", "non", "19/11/2026"),
    ) == {
        ("ada", ""): "same",
        ("bob", "bu"): "same",
        ("zoe", "bu"): "older",
        ("zoe", "crous"): "leaves",
    }


def test_strangers_closed_themes_and_people_who_want_nothing_are_told(institution):
    institution["themes"]["crous"].archived = True
    consent.opt_out(someone(institution, "ada"), "ada", NOW - DAY)
    found = verdicts(
        institution,
        ("nobody", "bu", "oui", ""),
        ("bob", "crous", "oui", ""),
        ("ada", "bu", "oui", ""),
        ("zoe", "", "non", ""),
        ("zoe", "bu", "oui", ""),
    )
    assert found == {
        ("nobody", "bu"): "stranger",
        ("bob", "crous"): "closed",
        ("ada", "bu"): "said_no",
        ("zoe", ""): "leaves",
        ("zoe", "bu"): "said_no",
    }


def test_a_yes_in_the_same_table_takes_a_no_back_first(institution):
    consent.opt_out(someone(institution, "ada"), "ada", NOW - DAY)
    table = weighed(institution, ("ada", "bu", "oui", ""), ("ada", "service", "oui", ""))
    assert table.counts() == {"joins": 2}
    assert answers.keep(someone(institution), table, NOW) == 2
    assert institution["people"].word("ada") == YES
    assert institution["themes"]["bu"].has_member("ada")


def test_the_answers_that_change_something_are_kept_each_with_its_proof(institution):
    table = weighed(
        institution,
        ("ada", "bu", "oui", "19/11/2026"),
        ("bob", "crous", "non", "20/11/2026"),
        ("zoe", "", "non", ""),
        ("nobody", "bu", "oui", ""),
        ("zoe", "?", "oui", ""),
    )
    assert table.counts() == {"joins": 1, "leaves": 2, "stranger": 1, "unread_purpose": 1}
    assert answers.keep(someone(institution), table, NOW) == 3
    people, bu = reread(institution)["people"], institution["themes"]["bu"]
    at = noon("2026-11-19")
    assert bu.member("ada") == Member(at, (), 0, FILE)
    assert [*bu.days()] == [("2026-11-19", (1, 0))]
    assert people.proofs("ada") == [Proof(at, THEME, "bu", YES, 0, FILE, "consent", "lib")]
    assert people.proofs("bob")[0][:4] == (noon("2026-11-20"), PARTNER, "crous", NO)
    assert people.proofs("zoe") == [Proof(NOW, WHOLE, "", NO, 0, FILE, "", "lib")]
    [entry] = [one for one in institution.audit.waiting() if one.verb == "consents.imported"]
    assert entry.after == '{"joins": 1, "leaves": 2, "source": "file"}'


def test_the_consents_of_a_directory_are_weighed_likewise(institution):
    values = {
        "ada": ["{SMSU}CG", "{SMSU}CROUS"],
        "bob": ["{SMSU}BU", "{SMSU}THEATRE", "{OTHER}X"],
        "gone": ["{SMSU}CG"],
    }
    found = answers.weigh_directory(institution, values, NOW)
    assert found.counts() == {"joins": 3, "stranger": 1, "unread_purpose": 1}
    answers.keep(someone(institution), found, NOW, DIRECTORY)
    assert institution["people"].proofs("ada")[0] == Proof(
        NOW, SERVICE, "", YES, 0, DIRECTORY, "task", "lib"
    )
    assert institution["themes"]["crous"].member("ada").source == DIRECTORY


@pytest.mark.parametrize(
    ("columns", "missing"), [(("Nom", "Réponse"), "who"), (("uid", "Finalité"), "said")]
)
def test_a_table_without_a_column_that_is_needed_is_none(institution, columns, missing):
    with pytest.raises(NoColumn) as refused:
        weighed(institution, columns=columns)
    assert refused.value.what == missing


def test_a_table_may_tell_no_purpose_and_no_date(institution):
    found = weighed(institution, ("ada", "oui"), columns=("login", "consentement"))
    assert [(one.theme, one.at) for one, _ in found.answers] == [("", NOW)]
    assert Weighed((), ()).counts() == {}
