"""The leavings, as they are told to departments and to the source of the people."""

from datetime import date

import nights
from factories import MOBILE, NOW, make_person, mobile

from unisms.model.leavings import Leaving, of
from unisms.model.senders import noes_to
from unisms.model.themes import Member, Theme
from unisms.services.replies import archive, leavings, stops

DAY = 86_400


def test_a_day_of_the_institution_is_told_in_lines(institution):
    make_person(institution)
    stops.obey(institution, MOBILE, "STOP", NOW, NOW)
    stops.obey(institution, MOBILE, "START", NOW + 1, NOW + 1)
    stops.obey(institution, MOBILE, "STOP", NOW + DAY, NOW + DAY)
    told = leavings.lines_of(institution, date(2027, 1, 15))
    assert [tuple(one) for one in told] == [
        ("2027-01-15T08:00:00Z", "left", "jdupont", MOBILE, "all", "reply", ""),
        ("2027-01-15T08:00:01Z", "back", "jdupont", MOBILE, "all", "reply", ""),
    ]
    assert leavings.lines_of(institution, date(2027, 1, 14)) == []


def test_numbers_go_with_the_texts_and_the_rest_after_36_months(root, institution):
    stops.obey(institution, MOBILE, "STOP", NOW, NOW)
    nights.forget(root, NOW + 91 * DAY)
    [left] = leavings.of_institution(institution)
    assert (left.at, left.msisdn) == (NOW, "")
    nights.forget(root, NOW + 1200 * DAY)
    assert leavings.of_institution(institution) == []


def test_where_nobody_left_there_is_nothing_to_forget(root, institution):
    leavings.forget(institution, NOW)
    assert institution.leavings is None


def test_an_archive_tells_them(institution):
    stops.obey(institution, MOBILE, "STOP", NOW, NOW)
    [line] = archive.left(institution)
    assert (line["at"], line["msisdn"], line["action"]) == (NOW, MOBILE, "left")


def outs(institution):
    found = leavings.of_institution(institution)
    return [leavings.is_out(institution, one) for one in found]


def test_whoever_came_back_is_out_no_more_however_they_did(institution):
    make_person(institution)
    people = institution["people"]
    stops.obey(institution, MOBILE, "STOP", NOW, NOW)
    assert outs(institution) == [True]
    people.takes_back("jdupont")  # on their own page, which notes no leaving
    assert outs(institution) == [False]
    people.remove("jdupont")
    assert outs(institution) == [True]
    stops.obey(institution, mobile(77), "STOP", NOW + 1, NOW + 1)
    assert outs(institution) == [True, True]
    stops.obey(institution, mobile(77), "START", NOW + 2, NOW + 2)
    assert outs(institution) == [False, False, True]


def test_a_theme_and_a_sender_are_left_apart(institution):
    make_person(institution)
    sport = institution["themes"].add("sport", Theme("Sport"))
    for at, scope in enumerate(("sport", "gone", "sender:38000", "sender:39000"), NOW):
        of(institution).add(Leaving(at, "jdupont", MOBILE, "reply", scope))
    noes_to(institution, "38000").leave("jdupont", MOBILE, NOW)
    sport.leave("jdupont", NOW, "2027-01-15")
    assert outs(institution) == [True, True, True, True]
    sport.join("jdupont", Member(NOW), "2027-01-15")
    noes_to(institution, "38000").come_back("jdupont")
    assert outs(institution) == [True, False, True, False]
    institution.leavings.add(Leaving(NOW + 9, "", "", "reply"))
    assert outs(institution)[0]
