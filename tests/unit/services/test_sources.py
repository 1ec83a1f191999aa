"""The cells of one's own file beside each message."""

import pytest
from factories import make_group

from unisms.services import composing, importing, sources
from unisms.sms import states

NOW = 1795172400
FILE = "N° lecteur;Nom;Mobile;Titre\n1;Ana;0639980001;Emma\n1;Ana;0639980001;Nana\n2;Bob;;Germinal\n"


def imported(institution, content=FILE):
    record = importing.receive(institution, "x.csv", content.encode(), "lib", NOW)
    importing.read(record, NOW)
    return record


def checked(institution, *audience, text="Rendez [titre]"):
    campaign = composing.draft(
        institution,
        "lib",
        now=NOW,
        title="Prêts",
        text=text,
        audience=audience,
        account=next(iter(institution["accounts"])),
        connection=next(iter(composing.connections(institution))),
        sender_id="",
    )
    composing.submit(campaign)
    composing.prepare(institution.__parent__.__parent__, campaign.path, NOW)
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
def test_of_a_file_that_is_gone_or_read_anew_those_are_left_that_the_text_names(institution, change):
    record = imported(institution)
    campaign = checked(institution, ("import", record.__name__))
    if change == "gone":
        institution["imports"].remove(record.__name__)
    elif change == "forgotten":
        record.forget()
        record.state = "forgotten"
    else:
        importing.read_again(record, encoding="cp1252")
        importing.read(record, NOW + 60)
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
