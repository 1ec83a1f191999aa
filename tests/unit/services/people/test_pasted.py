"""The people that a pasted text means."""

import pytest
from factories import make_institution, make_person, mobile

from unisms.services.people import pasted
from unisms.services.people.pasted import Meant


@pytest.fixture
def institution(root):
    institution = make_institution(root)
    for number, (uid, name) in enumerate(
        [
            ("zlefevre", "Zoé Lefèvre"),
            ("pmartin", "Paul Martin"),
            ("pmartin2", "Martin Paul"),
            ("12345678", "Anne-Laure Bès"),
            ("madonna", "Madonna"),
        ]
    ):
        make_person(
            institution,
            uid,
            name=name,
            msisdn=mobile(number),
            email=f"{name.split()[0].lower()}@univ.example",
        )
    return institution


@pytest.mark.parametrize(
    ("text", "uids"),
    [
        ("zlefevre", ["zlefevre"]),
        ("ZLefevre", ["zlefevre"]),
        ("12345678", ["12345678"]),
        ("zlefevre pmartin", ["zlefevre", "pmartin"]),
        ("zlefevre, pmartin;pmartin\n\n zlefevre ", ["zlefevre", "pmartin"]),
        ("Zoe LEFEVRE", ["zlefevre"]),
        ("LEFÈVRE Zoé", ["zlefevre"]),
        ("Lefèvre, Zoé", ["zlefevre"]),
        ("Bès Anne-Laure; madonna", ["12345678", "madonna"]),
        ("ZOÉ@univ.example", ["zlefevre"]),
        ("Z. Lefèvre <zoé@univ.example>", ["zlefevre"]),
        ("06 39 98 00 00", ["zlefevre"]),
        ("+33639980000, 0639980004", ["zlefevre", "madonna"]),
        ("Lefèvre\tZoé\tL2", ["zlefevre"]),
        ("L2\tZoé Lefèvre", ["zlefevre"]),
        ("Nobody\tzlefevre\tzoé@univ.example\tpmartin", ["zlefevre", "pmartin"]),
    ],
)
def test_people_are_meant_by_identifier_address_number_or_name(institution, text, uids):
    assert pasted.read(institution, text, by_number=True) == Meant(tuple(uids), (), ())


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("Zoé", ["Zoé"]),
        ("Jean Inconnu, nobody", ["Jean Inconnu", "nobody"]),
        ("Nom\tPrénom", ["Nom Prénom"]),
        ("nobody@univ.example", ["nobody@univ.example"]),
        ("06 39 98 99 99", ["06 39 98 99 99"]),
        ("06 39 98 00 00 / 06 39 98 00 01", ["06 39 98 00 00 / 06 39 98 00 01"]),
        ("lefevre zoe " * 30, [("lefevre zoe " * 30).strip()]),
        (" \t \n;;", []),
    ],
)
def test_what_means_nobody_is_told_as_it_stands(institution, text, unknown):
    assert pasted.read(institution, text, by_number=True) == Meant((), tuple(unknown), ())


def test_of_several_words_of_which_one_is_known_the_others_are_told_one_by_one(institution):
    assert pasted.read(institution, "nobody zlefevre nowhere", by_number=True) == Meant(
        ("zlefevre",), ("nobody", "nowhere"), ()
    )


def test_what_means_several_is_told_and_nobody_taken(institution):
    assert pasted.read(institution, "Paul Martin\nzlefevre", by_number=True) == Meant(
        ("zlefevre",), (), ("Paul Martin",)
    )


def test_whoever_may_not_see_numbers_finds_nobody_by_one(institution):
    assert pasted.read(institution, "06 39 98 00 00", by_number=False) == Meant(
        (), ("06 39 98 00 00",), ()
    )
