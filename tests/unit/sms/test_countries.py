"""Countries as people write them, and what a national number is in one."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from unisms.sms import msisdn
from unisms.sms.countries import country_of, with_code

TYPE, FORMAT = phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberFormat


@pytest.mark.parametrize(
    ("words", "country"),
    [
        (
            "MA ma MAR Maroc MAROC maroc Morocco Marruecos Maroc,_le le_Maroc MA_-_Maroc "
            "Maroc_(MA) MA:_Maroc",
            "MA",
        ),
        ("Côte_d’Ivoire COTE_D'IVOIRE Ivory_Coast CI CIV", "CI"),
        ("Royaume-Uni UK U.K. GB GBR United_Kingdom Angleterre Grande-Bretagne Écosse", "GB"),
        ("États-Unis ETATS_UNIS USA U.S.A. US États-Unis_d'Amérique", "US"),
        ("Congo_(RDC) RDC République_démocratique_du_Congo COD", "CD"),
        ("La_Réunion Réunion RE Reunion", "RE"),
        ("Nouvelle-Calédonie NC NCL", "NC"),
        ("Viêt_Nam Vietnam VN", "VN"),
        ("Allemagne Deutschland Germany DE DEU Berlin_(Allemagne)", "DE"),
    ],
)
def test_a_country_is_known_by_its_names_and_codes(words, country):
    for word in words.split():
        assert country_of(word.replace("_", " ")) == country, word


@pytest.mark.parametrize(
    ("words", "country"),
    [
        (
            "CONGO, LA REPUBLIQUE DEMOCRATIQUE DU|CONGO, DEMOCRATIC REPUBLIC OF THE|Rép. dém. du "
            "Congo",
            "CD",
        ),
        ("CONGO, RÉPUBLIQUE DU|Congo (Brazzaville)|Congo Brazza", "CG"),
        ("CORÉE, RÉPUBLIQUE DE|KOREA, REPUBLIC OF|Corée (du Sud)", "KR"),
        (
            "CORÉE, RÉPUBLIQUE POPULAIRE DÉMOCRATIQUE DE|KOREA, DEMOCRATIC PEOPLE'S REPUBLIC "
            "OF|Corée (Nord)",
            "KP",
        ),
        ("IRAN, RÉPUBLIQUE ISLAMIQUE D'", "IR"),
        ("MOLDAVIE, RÉPUBLIQUE DE|MOLDOVA, REPUBLIC OF", "MD"),
        ("TANZANIE, RÉPUBLIQUE-UNIE DE", "TZ"),
        ("VENEZUELA, RÉPUBLIQUE BOLIVARIENNE DU|VENEZUELA (REPUBLIQUE BOLIVARIENNE DU)", "VE"),
        ("MACÉDOINE, L'EX-RÉPUBLIQUE YOUGOSLAVE DE|MACEDOINE", "MK"),
        ("CENTRAFRICAINE (REPUBLIQUE)|CENTRAFRICAINE, RÉPUBLIQUE|RCA|Rép. centrafricaine", "CF"),
        ("DOMINICAINE (REPUBLIQUE)|Rép. Dominicaine", "DO"),
        ("TCHEQUE (REPUBLIQUE)|Rep. Tchèque|TCHÈQUE, RÉPUBLIQUE", "CZ"),
        ("VIRGIN ISLANDS, U.S.", "VI"),
        ("VIRGIN ISLANDS, BRITISH", "VG"),
        ("MARSHALL, ÎLES", "MH"),
        ("GUYANE|Guyane française", "GF"),
        ("GUYANA", "GY"),
        ("ST PIERRE ET MIQUELON|Saint-Pierre-et-Miquelon", "PM"),
        ("Île Maurice|Maurice", "MU"),
        ("Polynésie|Tahiti", "PF"),
        ("RCI", "CI"),
        ("PALESTINIEN OCCUPE (territoire)|PALESTINIEN OCCUPÉ, TERRITOIRE", "PS"),
        ("Vatican", "VA"),
        ("SUD SOUDAN|Soudan (du Sud)", "SS"),
        ("Trinité et Tobago", "TT"),
        ("St Martin|SAINT-MARTIN (PARTIE FRANÇAISE)", "MF"),
        ("SYRIENNE, RÉPUBLIQUE ARABE", "SY"),
        ("LIBYENNE, JAMAHIRIYA ARABE", "LY"),
        ("HONG KONG (CHINE)|Chine (Hong Kong)", "HK"),
        ("Guinée (équatoriale)", "GQ"),
        ("Nlle Calédonie", "NC"),
        ("Île de la Réunion", "RE"),
        ("CORÉE, RÉPUBLIQUE POPULAIRE|Soudan (Sud-Est)|Congo, démocratique", ""),
        ("Kinshasa (RDC)", "CD"),
        ("Hambourg (Allemagne du Nord), Allemagne", "DE"),
    ],
)
def test_a_country_is_known_however_its_words_are_turned(words, country):
    for word in words.split("|"):
        assert country_of(word) == country, word


@pytest.mark.parametrize(
    "word", ["", " ", "Marocaine", "Paris", "212", "+212", "ZZ", "-", "FR / MA", "x" * 5000]
)
def test_what_names_none_or_several_is_none(word):
    assert country_of(word) == ""


MOBILES = {
    one: phonenumbers.example_number_for_type(one, TYPE)
    for one in sorted(phonenumbers.SUPPORTED_REGIONS)
}


@pytest.mark.parametrize("country", [country for country, example in MOBILES.items() if example])
def test_a_mobile_typed_as_in_its_country_gets_that_country_s_code(country):
    """The examples are those of libphonenumber."""
    national = phonenumbers.format_number(MOBILES[country], FORMAT.NATIONAL)
    e164 = phonenumbers.format_number(MOBILES[country], FORMAT.E164)
    assert msisdn.read(with_code(national, country, "FR")).msisdn == e164


@pytest.mark.parametrize(
    ("cell", "country", "read"),
    [
        ("0612345678", "MA", "+212612345678"),
        ("612345678", "MA", "+212612345678"),
        ("0612345678.0", "MA", "+212612345678"),
        ("612345678", "ES", "+34612345678"),
        ("0791234567", "CH", "+41791234567"),
        ("212612345678", "MA", "+212612345678"),
        ("+33612345678", "MA", "+33612345678"),
        ("0033612345678", "MA", "+33612345678"),
        ("Mère : 0612345678", "MA", "+212612345678"),
        ("0522123456 / 0612345678", "MA", "+212612345678"),
        ("0639980001", "BE", "+33639980001"),  # none in Belgium
        ("0612345678", "DE", "+33612345678"),  # no mobile in Germany
        ("0612345678", "CI", "+33612345678"),  # of a range that nobody has there
        ("1" * 300, "MA", ""),
        ("0612345678", "FR", "+33612345678"),
        ("0612345678", "", "+33612345678"),
        ("77.12.34", "NC", "+687771234"),
        ("0692 12 34 56", "RE", "+262692123456"),
    ],
)
def test_a_number_without_a_code_is_of_the_country_told_if_it_is_a_mobile_there(
    cell, country, read
):
    assert msisdn.read(with_code(cell, country, "FR")).msisdn == read


DRESSED = (
    "0612345678|0612345678 papa|0612345678 le soir|0612345678 WhatsApp|0612345678 poste 12"
    "|06/12/34/56/78|06 - 12 - 34 - 56 - 78|06,12,34,56,78|06_12_34_56_78|06·12·34·56·78"
    "|1) 0612345678|0612345678 (1)|6,12345678E+08|0612345678 0522123456|612345678,00"
    "|Tél 1: 06 12 34 56 78"
)


@pytest.mark.parametrize("cell", DRESSED.split("|"))
def test_a_number_is_of_its_country_however_its_cell_is_dressed(cell):
    assert msisdn.read(with_code(cell, "MA", "FR")).msisdn == "+212612345678"


@pytest.mark.parametrize(
    "cell", ["06/12/2025 10h", "0612345678A", "712 345 678 €", "06.12.34.56.78.9"]
)
def test_what_is_no_number_is_none_in_another_country_either(cell):
    assert with_code(cell, "MA", "FR") == cell


def test_of_several_numbers_each_is_told():
    reading = msisdn.read(with_code("0612345678 / 0612345679", "MA", "FR"))
    assert (reading.msisdn, reading.others) == ("+212612345678", 1)


def test_at_home_overseas_a_number_of_the_mainland_is_read_as_there():
    assert msisdn.read(with_code("06 39 98 00 01", "FR", "NC"), "NC").msisdn == "+33639980001"


@given(st.text(max_size=40), st.sampled_from(["MA", "ES", "NC", "US", "FR", ""]))
def test_whatever_stands_in_a_cell_it_stays_or_gets_a_code(cell, country):
    assert with_code(cell, country, "FR") is not None
