"""The text that each recipient gets, by their language."""

import pytest
from factories import MOBILE, make_person, make_recipient, mobile

from unisms.model.wordings import NO_WORDING, OtherText, Wording
from unisms.services.texts.languages import Languages

TWO = Wording("fr", "", (), (tuple(OtherText("en", "Hello")),))


@pytest.fixture
def languages(institution):
    make_person(institution, "john", "John", MOBILE).language = "en"
    make_person(institution, "zoe", "Zoé", mobile(2))
    return Languages(institution, TWO)


def test_a_person_reads_the_text_of_their_language(languages):
    assert languages.known == ("fr", "en")
    found = [make_recipient(2, uid=uid) for uid in ("john", "zoe", "gone")]
    assert [*map(languages.place, found)] == [1, 0, 0]


def test_somebody_of_a_file_is_known_by_their_number(institution, languages):
    john = make_recipient(1)._replace(msisdn=MOBILE)
    assert languages.place(john) == 1
    assert Languages(institution, TWO, by_uid_alone=True).place(john) == 0
    assert languages.place(john._replace(msisdn="")) == 0


def test_a_language_that_nobody_knows_is_the_institutions(institution, languages):
    institution.language = "en"
    assert Languages(institution, TWO).place(make_recipient(9)) == 1
    institution.language = "de"
    assert Languages(institution, TWO).place(make_recipient(9)) == 0


def test_a_text_alone_is_for_everybody(institution):
    languages = Languages(institution, NO_WORDING)
    assert (languages.known, languages.are_several) == (("fr",), False)
