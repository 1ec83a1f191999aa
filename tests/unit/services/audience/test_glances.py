"""An audience as it looks while it is chosen."""

from factories import MOBILE, NOW, make_connection, make_group, make_person, mobile

from unisms.model.themes import Member, Theme
from unisms.services.audience import glances
from unisms.services.audience.glances import Glance
from unisms.services.exclusions.judges import Judge
from unisms.services.imports import intake
from unisms.services.money import billing
from unisms.services.people.consent import Reader
from unisms.services.rights import rights
from unisms.sms import causes

FOREIGN = "+447911123456"


def glance(institution, audience, tariff):
    return glances.glance(institution, audience, tariff, Judge(Reader(institution, (), NOW)))


def first_people(institution, audience, columns):
    return glances.first_people(institution, audience, Judge(Reader(institution, (), NOW)), columns)


def tariff(institution):
    connection = make_connection(institution, "cher", prices=(("", 50_000), ("+44", 120_000)))
    return billing.tariff(institution, connection)


def test_a_glance_tells_who_gets_it_who_does_not_and_what_it_costs(institution):
    make_group(institution, people=3)
    make_person(institution, "sans", msisdn="")
    make_person(institution, "fixe", msisdn="+33199006011")
    make_person(institution, "aussi-sans", msisdn="")
    persons = (("person", uid) for uid in ("sans", "fixe", "aussi-sans", "l2-0"))
    told = glance(
        institution, (("group", "l2"), *persons, ("number", FOREIGN)), tariff(institution)
    )
    assert told == Glance(4, ((causes.NO_NUMBER, 2), (causes.LANDLINE, 1)), 67_500, exact=False)
    assert glance(institution, (("group", "l2"),), None) == Glance(3)


def test_a_glance_does_not_tell_whose_number_was_typed(institution):
    make_person(institution)
    told = [
        glance(institution, (("person", "jdupont"), ("number", number)), None)
        for number in (MOBILE, mobile(9))
    ]
    assert told == [Glance(2, exact=False)] * 2


def test_a_glance_at_nobody_tells_the_price_at_home(institution):
    assert glance(institution, (), tariff(institution)) == Glance(0, (), 50_000)


def test_a_glance_at_many_takes_the_rest_to_be_like_the_first(institution, monkeypatch):
    monkeypatch.setattr(glances, "LOOKED_AT", 2)
    make_group(institution, people=8)
    chosen = (("person", "l2-0"), ("group", "l2"))
    assert glance(institution, chosen, tariff(institution)) == Glance(8, (), 50_000, exact=False)


def test_people_are_looked_at_in_the_order_of_their_names_and_of_very_many_some(
    institution, monkeypatch
):
    make_group(institution, people=3)
    names = {"l2-0": "Zoé", "l2-1": "Élise", "l2-2": "Fatou"}
    for uid, name in names.items():
        institution["people"].rename(uid, name)
    first = first_people(institution, (("number", FOREIGN), ("group", "l2")), ("nom",))
    assert ([one.values for one in first.recipients], first.all) == (
        [("Élise",), ("Fatou",), ("Zoé",)],
        True,
    )
    monkeypatch.setattr(glances, "LOOKED_AT", 2)
    first = first_people(institution, (("group", "l2"),), ("nom",))
    assert ([one.values for one in first.recipients], first.all) == ([("Zoé",), ("Élise",)], False)


def test_a_glance_at_a_file_takes_what_was_counted_when_its_columns_were_chosen(institution):
    record = intake.receive(
        rights.person(institution, "z"),
        "x.csv",
        f"Nom;Mobile\nZoé;{MOBILE}\nMax;{FOREIGN}\n".encode(),
        NOW,
    )
    intake.read(record)
    chosen, costs = (("import", record.__name__),), tariff(institution)
    assert glance(institution, chosen, costs) == Glance(2, (), 50_000, exact=False)
    record.ready, record.countries = 4, (("+336", 3), ("+447", 1))
    assert glance(institution, chosen, costs) == Glance(4, (), 67_500, exact=False)


def reach(institution):
    make_person(institution, "refuse", msisdn=mobile(71))
    institution["people"].opts_out("refuse", NOW)
    make_person(institution, "double", msisdn=mobile(72))
    make_person(institution, "same", msisdn=mobile(72))
    make_person(institution, "fixe", msisdn="+33199006011")
    theme = institution["themes"].add("sport", Theme("Sport"))
    for uid in ("refuse", "double", "same", "fixe"):
        theme.join(uid, Member(NOW), "2027-01-15")
    reader = Reader(institution, ("theme", "sport"), NOW)
    return glances.reach(institution, (("theme", "sport"),), Judge(reader))


def test_of_the_members_of_a_theme_those_are_counted_whom_a_check_would_let_pass(institution):
    told = reach(institution)
    assert (told.people, told.exact) == (1, True)
    assert {*told.aside} == {(causes.OPT_OUT, 1), (causes.DUPLICATE, 1), (causes.LANDLINE, 1)}


def test_of_very_many_some_are_looked_at_and_the_rest_are_taken_to_be_like_them(
    institution, monkeypatch
):
    monkeypatch.setattr(glances, "MOST_COUNTED", 2)
    told = reach(institution)
    assert told.exact is False
    assert told.people + sum(count for _, count in told.aside) == 4


def test_of_a_theme_without_members_nobody_is_reached(institution):
    institution["themes"].add("sport", Theme("Sport"))
    reader = Reader(institution, ("theme", "sport"), NOW)
    assert glances.reach(institution, (("theme", "sport"),), Judge(reader)) == (0, (), True)
