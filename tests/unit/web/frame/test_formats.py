"""Figures, money and times as people read them."""

from types import SimpleNamespace

import pytest

from unisms.sms.msisdn import read
from unisms.web.edge.languages import catalogue
from unisms.web.frame import formats

NOON = 1_768_219_320  # 12 January 2026, 12:02 UTC


def context(language="fr", now=NOON, zone="Europe/Paris"):
    return {
        "request": SimpleNamespace(
            language=language,
            translations=catalogue(language),
            now=now,
            institution=SimpleNamespace(time_zone=zone, country="FR"),
            environ={},
        )
    }


def test_people_are_called_by_their_name_where_they_belong():
    here = context()
    assert formats.called({"request": SimpleNamespace(institution=None, environ={})}, "op") == "op"
    here["request"].institution = {"people": {"zoe": SimpleNamespace(name="Zoé Lefèvre")}}
    assert [formats.called(here, uid) for uid in ("zoe", "gone")] == ["Zoé Lefèvre", "gone"]
    assert formats.called(here, "operator:root") == "root (exploitation)"


def test_whoever_a_page_names_often_is_looked_up_once():
    here, asked = context(), []
    people = SimpleNamespace(
        get=lambda uid: asked.append(uid) or SimpleNamespace(name="Zoé Lefèvre")
    )
    here["request"].institution = {"people": people}
    assert [formats.called(here, "zoe") for _ in range(3)] == ["Zoé Lefèvre"] * 3
    assert asked == ["zoe"]


@pytest.mark.parametrize(
    ("filter", "value", "french", "english"),
    [
        (formats.number, 4210, "4\u202f210", "4,210"),
        (formats.money, 8800, "8,80\xa0€", "€8.80"),
        (formats.money, -8800, "−8,80\xa0€", "−€8.80"),
        (formats.price, 50_000, "0,05\xa0€", "€0.05"),
        (formats.price, 1_045_500, "1,0455\xa0€", "€1.0455"),
        (formats.signed, 12, "+12", "+12"),
        (formats.signed, -1200, "−1\u202f200", "−1,200"),
        (formats.signed, 0, "0", "0"),
    ],
)
def test_each_language_has_its_way(filter, value, french, english):
    assert filter(context("fr"), value).replace(" ", " ") in (french, french.replace("\xa0", " "))
    assert filter(context("en"), value) in (english, english.replace(" ", "\xa0"))


@pytest.mark.parametrize(
    ("stored", "whole", "ends"),
    [
        ("", "", ""),
        ("+33639980012", "06 39 98 00 12", "06 •• •• •• 12"),
        ("+447911123456", "+44 7911 123456", "+44 •••• ••••56"),
        ("+262692123456", "+262 692 12 34 56", "+26• ••• •• •• 56"),
        ("not a number", "not a number", "not a number"),
    ],
)
def test_a_mobile_number_is_read_in_pairs_by_who_may_see_it(stored, whole, ends):
    told = [formats.msisdn(asked_by(sees), stored).replace("\xa0", " ") for sees in (True, False)]
    assert told == [whole, ends]


def asked_by(sees_numbers):
    return {"request": SimpleNamespace(institution=None, has_permission=lambda *_: sees_numbers)}


@pytest.mark.parametrize(
    ("who", "shown"), [("Zoé 2026", "Zoé 2026"), ("06 39 98 00 12", "06 •• •• •• 12"), ("", "")]
)
def test_a_number_typed_for_a_name_is_one(who, shown):
    assert formats.who(asked_by(True), who) == who
    assert formats.who(asked_by(False), who) == formats.discreet(who) == shown


@pytest.mark.parametrize(
    ("msisdn", "country", "whole", "ends"),
    [
        ("+33639980001", "FR", "06 39 98 00 01", "06 •• •• •• 01"),
        ("+262692123456", "FR", "+262 692 12 34 56", "+26• ••• •• •• 56"),
        ("+262692123456", "RE", "0692 12 34 56", "06•• •• •• 56"),
        ("+33639980001", "RE", "+33 6 39 98 00 01", "+33 • •• •• •• 01"),
        ("+590690123456", "MF", "0690 12 34 56", "06•• •• •• 56"),
        ("+687751234", "NC", "75.12.34", "••.••.34"),
        ("+68987123456", "PF", "87 12 34 56", "•• •• •• 56"),
        ("+681821234", "WF", "82 12 34", "•• •• 34"),
        ("+508551234", "PM", "55 12 34", "•• •• 34"),
        ("+508708451234", "PM", "708 451 234", "70• ••• •34"),
    ],
)
def test_numbers_are_written_as_at_the_institutions_home(msisdn, country, whole, ends):
    told = [formats.number_for(msisdn, whole=one, country=country) for one in (True, False)]
    assert [one.replace("\N{NO-BREAK SPACE}", " ") for one in told] == [whole, ends]
    assert read(told[0], country).msisdn == msisdn


@pytest.mark.parametrize(
    ("name", "is_so"),
    [
        ("Anaïs", True),
        ("Élise", True),
        ("Hugo", True),
        ("Zoé", False),
        ("Yanis", False),
        ("", False),
    ],
)
def test_a_name_that_begins_with_a_vowel_takes_an_apostrophe(name, is_so):
    assert formats.elided(name) is is_so
