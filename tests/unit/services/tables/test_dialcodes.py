import pytest
from hypothesis import given
from hypothesis import strategies as st

from unisms.services.tables.dialcodes import joined, unused
from unisms.sms import msisdn


def table(text):
    titles, *rows = [row.split(";") for row in text.split("\n")]
    return titles, [*enumerate(rows, 2)]


def numbers_of(text, column=2, columns=(), home="FR"):
    titles, rows = table(text)
    rows, lines = joined(titles, rows, columns or (column,), home)
    return [cells[column] for _, cells in rows], lines


@pytest.mark.parametrize(
    "title",
    [
        *(
            "Indicatif",
            "indicatif pays",
            "Code pays",
            "Ind.",
            "Préfixe",
            "Country code",
            "Indicatif mobile",
        ),
        *(
            "Ind. tél. portable",
            "Préfixe téléphonique",
            "Phone code",
            "Country calling code",
            "countryCode",
        ),
        *(
            "Mobile country code",
            "Dialling code",
            "Code téléphonique",
            "Préfixe international",
            "Pays (code)",
        ),
    ],
)
@pytest.mark.parametrize(
    "code", ["+212", "212", "00212", "(+212)", "212.0", " +212 ", "Maroc (+212)", "MA +212"]
)
def test_a_code_in_its_own_column_comes_before_the_number(title, code):
    assert numbers_of(f"Nom;{title};Portable\nZoé;{code};612345678") == (["+212 612345678"], [2])


@pytest.mark.parametrize(
    "number", ["", " ", "+212612345678", "00212612345678", "212612345678", "212522123456", "-"]
)
def test_a_number_that_has_a_code_stays_as_it_is(number):
    assert numbers_of(f"Nom;Indicatif;Portable\nZoé;+212;{number}") == ([number], [])


@pytest.mark.parametrize(
    ("code", "number", "read"),
    [
        ("91", "9198765432", "+919198765432"),
        ("7", "7012345678", "+77012345678"),
        ("55", "55991234567", "+5555991234567"),
        ("91", "919198765432", "+919198765432"),
        ("33", "33639980001", "+33639980001"),
        ("212", "212 0612345678", "+212612345678"),
    ],
)
def test_a_number_may_begin_as_its_code_does(code, number, read):
    found, _ = numbers_of(f"Nom;Indicatif;Portable\nZoé;{code};{number}")
    assert msisdn.read(found[0]).msisdn == read


@pytest.mark.parametrize("told", ["", "néant", "212 ou 213", "+212 / +213", "?" * 101])
def test_where_no_code_is_told_the_number_stays_as_it_is(told):
    text = f"Nom;Indicatif;Portable\nZoé;{told};0639980001\nAna;33;639980002\nÉva;33;639980003"
    assert numbers_of(text) == (["0639980001", "+33 639980002", "+33 639980003"], [3, 4])


@pytest.mark.parametrize(
    "title_and_cell",
    [
        *(
            "Code pays;FR",
            "Groupe;33",
            "Indicatif;33123",
            "Indicatif;01",
            "Indicatif;",
            "Indicatif postal;33",
        ),
        *("Indicatif;100", "Indicatif fixe;212"),
    ],
)
def test_other_columns_are_no_codes(title_and_cell):
    title, cell = title_and_cell.split(";")
    assert numbers_of(f"Nom;{title};Portable\nZoé;{cell};612345678") == (["612345678"], [])


@pytest.mark.parametrize(
    ("title", "codes", "home"),
    [
        ("Country code", ["250", "250"], "FR"),  # France in ISO 3166, Rwanda's calling code
        ("Country code", ["250", "504"], "FR"),
        ("Country code", ["250"], "NC"),
        ("Country code", ["540"], "NC"),
        ("Code pays", ["100", "350"], "FR"),  # France and Morocco, as Insee writes them
        ("Code pays", ["216"], "FR"),  # China there, Tunisia's calling code: eight digits
        ("Préfixe", ["1"], "FR"),
        ("Indicatif", ["1"], "FR"),
    ],
)
def test_codes_of_countries_that_are_no_calling_codes_change_no_number(title, codes, home):
    text = "\n".join([f"Nom;{title};Portable", *(f"Zoé;{code};0788123456" for code in codes)])
    assert numbers_of(text, home=home) == (["0788123456"] * len(codes), [])
    assert unused(*table(text), (2,), home) == [1]


def test_where_one_column_of_codes_is_used_another_is_not_told():
    assert unused(*table("Indicatif fixe;Fixe;Indicatif;Mobile\n33;;212;612345678"), (3,)) == []
    assert unused(*table("Indicatif;Groupe;Mobile\n250;33;0788123456\n999;33;06"), ()) == [0]


def test_the_calling_code_of_home_proves_the_others():
    text = "Nom;Code pays;Portable\nZoé;33;0788123456\nAna;250;0788123457\nÉva;250;"
    assert numbers_of(text) == (["+33 0788123456", "+250 0788123457", ""], [2, 3])
    assert unused(*table(text), (2,)) == []


@pytest.mark.parametrize(
    ("text", "column", "numbers"),
    [
        ("Indicatif;Ville;Mobile\n212;Fès;612345678", 2, (2,)),
        ("Mobile;Indicatif\n612345678;212", 0, (0,)),
        ("Tél.;Indicatif;Mobile;Indicatif\n;33;612345678;212", 2, (0, 2)),
        ("Indicatif;Tél. fixe;Mobile\n212;;612345678", 2, (2, 1)),
        ("Indicatif fixe;Indicatif mobile;Tél. fixe;Mobile\n33;212;;612345678", 3, (3, 2)),
        ("Indicatif mobile;Indicatif fixe;Tél. fixe;Mobile\n212;33;;612345678", 3, (3, 2)),
        ("Indicatif;Tél.;Indicatif;Mobile\n33;;212;612345678", 3, (3, 1)),
    ],
)
def test_the_column_of_codes_may_stand_elsewhere(text, column, numbers):
    assert numbers_of(text, column, numbers) == (["+212 612345678"], [2])


def test_a_number_before_the_codes_of_another_has_none():
    assert numbers_of("Tél.;Indicatif;Mobile\n612345678;212;612345679", 0, (2, 0)) == (
        ["612345678"],
        [2],
    )


def test_the_first_column_has_none_on_its_left():
    assert numbers_of("Portable;Nom\n612345678;Zoé", 0) == (["612345678"], [])


@given(
    st.lists(st.sampled_from(["33", "212", "+33", "Maroc (+212)", "", "néant"]), min_size=1),
    st.permutations([0, 1, 2]),
)
def test_a_number_gets_the_code_of_its_own_row_or_none(codes, order):
    titles = ("Nom", "Indicatif", "Mobile")
    rows = [(line, (str(line), code, "0612345678")) for line, code in enumerate(codes, 2)]
    moved = [(line, tuple(cells[place] for place in order)) for line, cells in rows]
    moved, _ = joined([titles[place] for place in order], moved, (order.index(2),))
    for line, cells in moved:
        number, code = cells[order.index(2)], cells[order.index(1)]
        assert number in ("0612345678", f"+{''.join(filter(str.isdigit, code))} 0612345678"), line
