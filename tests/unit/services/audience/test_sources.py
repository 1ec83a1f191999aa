"""The cells of one's own file beside each message."""

import pytest
from factories import make_group

from unisms.services.audience import sources
from unisms.services.brokers import connections
from unisms.services.campaigns import checks, drafts
from unisms.services.delivery import progress
from unisms.services.imports import intake
from unisms.sms import states
from unisms.testing.factories import someone

NOW = 1795172400
FILE = (
    "N° lecteur;Nom;Mobile;Titre\n1;Ana;0639980001;Emma\n1;Ana;0639980001;Nana\n2;Bob;;Germinal\n"
)


def imported(institution, content=FILE):
    record = intake.receive(someone(institution), "x.csv", content.encode(), NOW)
    intake.read(record, NOW)
    return record


def checked(institution, *audience, text="Rendez [titre]"):
    campaign = drafts.draft(
        someone(institution),
        now=NOW,
        title="Prêts",
        text=text,
        audience=audience,
        account=next(iter(institution["accounts"])),
        connection=next(iter(connections.usable(institution))),
        sender_id="",
    )
    drafts.submit(campaign)
    checks.prepare(institution.__parent__.__parent__, campaign.path, NOW)
    assert campaign.state == states.CHECKED, campaign.problem
    return campaign


def told(campaign):
    found = sources.columns(campaign)
    return found.titles, [tuple(found.cells(number)) for number, _ in campaign.stored_rows()]


def test_each_message_has_all_the_cells_of_its_line(institution):
    campaign = checked(institution, ("import", imported(institution).__name__))
    assert told(campaign) == (
        ("N° lecteur", "Nom", "Mobile", "Titre"),
        [("1", "Ana", "0639980001", "Emma"), ("2", "Bob", "", "Germinal")],
    )


@pytest.mark.parametrize("change", ["forgotten", "gone", "read again"])
def test_of_a_file_that_is_gone_or_read_anew_those_are_left_that_the_text_names(
    institution, change
):
    record = imported(institution)
    campaign = checked(institution, ("import", record.__name__))
    if change == "gone":
        institution["imports"].remove(record.__name__)
    elif change == "forgotten":
        record.forget()
        record.state = "forgotten"
    else:
        intake.read_again(record, encoding="cp1252")
        intake.read(record, NOW + 60)
    assert told(campaign) == (("Titre",), [("Emma",), ("Germinal",)])


def test_people_who_come_from_elsewhere_have_empty_cells(institution):
    make_group(institution, people=2)
    institution["groups"]["l2"].title = "2"  # as a line is called
    other = imported(institution, "Nom;Mobile;Salle\nZoé;0639980055;A1\n")
    chosen = ("import", imported(institution).__name__), ("import", other.__name__), ("group", "l2")
    titles, rows = told(checked(institution, *chosen, text="Bonjour"))
    assert titles == ("N° lecteur", "Nom", "Mobile", "Titre", "Salle")
    assert rows[0] == ("1", "Ana", "0639980001", "Emma", "")
    assert rows[2] == ("", "Zoé", "0639980055", "", "A1")
    assert rows[3:] == [("",) * 5] * 2


def test_without_a_file_there_are_no_columns(institution):
    assert told(checked(institution, ("number", "0639980001"), text="Bonjour")) == ((), [()])


def uids(campaign):
    found = sources.persons(campaign)
    return [found(shown) for shown in progress.rows(campaign)]


def test_a_person_is_found_again_by_their_name_and_of_namesakes_by_their_number(institution):
    make_group(institution, "l2", people=5)
    people = institution["people"]
    people.rename("l2-1", people["l2-0"].name)
    people.rename("l2-3", people["l2-2"].name)
    people.renumber("l2-3", people["l2-2"].msisdn)
    people.remove("l2-4")
    found = uids(checked(institution, ("group", "l2"), text="Bonjour"))
    assert sorted(found) == [
        "",
        "",
        "",
        "l2-0",
        "l2-1",
    ]  # two who have one number are not told apart


def test_a_line_of_a_file_and_a_typed_number_are_nobody_of_the_directory(institution):
    record = imported(institution)
    make_group(institution, "l2", people=1)
    institution["people"].rename("l2-0", "Ana")
    audience = (("import", record.__name__), ("number", "06 39 98 77 01"), ("group", "l2"))
    assert uids(checked(institution, *audience, text="Bonjour")) == ["", "", "", "l2-0"]
