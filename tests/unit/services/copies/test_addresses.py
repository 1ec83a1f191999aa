"""The address of a row is the person's; a file's where nobody here has its number."""

import pytest
from factories import make_campaign, make_recipient, mobile
from posted import house

from unisms.services.copies.addresses import Addressee, addressees, column_of


@pytest.fixture
def institution(root):
    return house(root)


@pytest.mark.parametrize(
    ("columns", "column"),
    [
        ((), ""),
        (("Nom", "Ville"), ""),
        (("Nom", "Courriel"), "Courriel"),
        (("E-mail", "Nom"), "E-mail"),
        (("Mél", "Adresse électronique", "courriel"), "courriel"),
    ],
)
def test_the_column_of_addresses_is_known_by_its_name(columns, column):
    assert column_of(columns) == column


def of_file(institution, *recipients):
    return make_campaign(institution, list(recipients), columns=("Nom", "Courriel"), text="[nom]")


def test_a_person_has_the_address_of_the_institution_and_not_that_of_a_file(institution):
    row = make_recipient(0, "Personne 0", uid="l2-0", values=("Personne 0", "autre@site.fr"))
    found = addressees(of_file(institution, row))
    assert found(1) == Addressee("l2-0@univ.fr", "l2-0")


@pytest.mark.parametrize(("told", "address"), [(" zoe@site.fr ", "zoe@site.fr"), ("zoe", "")])
def test_somebody_of_a_file_has_the_address_of_the_file_if_it_is_one(institution, told, address):
    row = make_recipient(0, "Zoé", msisdn=mobile(500), values=("Zoé", told))
    assert addressees(of_file(institution, row))(1) == Addressee(address)


def test_whoever_has_left_has_no_address(institution):
    row = make_recipient(0, "Parti", msisdn=mobile(501), uid="parti", values=("Parti", "p@s.fr"))
    assert addressees(of_file(institution, row))(1) == Addressee("")


def test_a_message_without_columns_knows_people_alone(institution):
    campaign = make_campaign(institution, [make_recipient(0, uid="l2-0")], columns=())
    assert addressees(campaign)(1).address == "l2-0@univ.fr"
