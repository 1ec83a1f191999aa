"""The health of numbers, as it is stored."""

import pytest
from factories import make_institution, reread

from unisms.model.health import Flag, NumberHealth, Outage, Past, Strike, of
from unisms.model.root import Institution
from unisms.model.steps import ends_are_counted

STRIKE = Strike(100, "absent", 1, "c", 1, 90)


@pytest.fixture
def health():
    return NumberHealth()


def test_an_institution_has_one_from_the_first_time_that_it_is_asked_for():
    institution = Institution("Paris 1")
    assert institution.numbers is None
    assert of(institution) is of(institution) is institution.numbers


def test_one_of_before_ends_were_counted_is_made_to_count(health):
    institution, new = Institution("Paris 1"), Institution("Nice")
    institution.numbers, other = health, NumberHealth()
    del health._counted, health._fresh
    houses = {"paris1": institution, "nice": new, "lyon": Institution("Lyon")}
    new.numbers = other
    other.note_counted("message", 7)
    for _ in range(2):
        ends_are_counted({"institutions": houses})
    assert (health.in_hand(), health.take_fresh()) == ([], [])
    assert other.counted_until("message") == 7


def test_nothing_known_of_a_number_is_not_stored(health):
    assert health.past("a") == Past()
    health.keep("a", Past(clean_since=5))
    assert (health.has_past("a"), health.has_pasts()) == (True, True)
    health.keep("a", Past(clean_since=5))
    health.keep("a", Past())
    health.keep("a", Past())
    assert not health.has_pasts()


def test_a_flag_tells_whether_it_was_there(health):
    health.flag("a", Flag(7, "absent", 1))
    assert (health.is_flagged("a"), health.flag_of("a")) == (True, Flag(7, "absent", 1))
    assert [health.unflag("a"), health.unflag("a")] == [True, False]
    assert health.flag_of("a") is None


def test_connections_have_numbers(health):
    numbers = [health.carrier(path) for path in ("/brokers/a", "/brokers/b", "/brokers/a")]
    assert numbers == [1, 2, 1]
    assert health.path_of(2) == "/brokers/b"


def test_ends_are_added_up_by_the_hour(health):
    health.count(1, 5, [("", 2), ("absent", 1)])
    health.count(1, 5, [("", 1)])
    health.count(1, 9, [("", 1)])
    health.count(2, 5, [("", 8)])
    assert list(health.hours(1, 5, 9)) == [(5, (("", 3), ("absent", 1)))]
    assert health.counted(1, 6) == ()


def test_an_outage_takes_the_place_of_what_was_known_of_its_hours(health):
    outage = Outage(1, 0, 3600, "", 10, 20, 5)
    for one in (outage, outage._replace(failed=30), outage._replace(cause="absent")):
        health.put_outage(one)
    assert [(one.cause, one.failed) for one in health.all_outages()] == [("", 30), ("absent", 10)]


def test_messages_that_are_over_wait_until_they_were_looked_at(health):
    health.note_closed("c")
    health.take("c", 8)
    assert (health.closed(), health.in_hand(), health.taken_until("c")) == (["c"], ["c"], 8)
    health.leave("c")
    assert (health.closed(), health.in_hand(), health.taken_until("c")) == ([], [], 0)


def test_what_is_saved_and_networks_are_summed_by_month(health):
    health.save("2027-01", 1, 2, 3)
    health.save("2027-01", 1, 2, 3)
    health.count_network("2027-01", "208-01", (3, 2, 1))
    assert health.saved("2027-01") == (2, 4, 6)
    assert health.saved("2027-02") == (0, 0, 0)
    assert list(health.networks("2027-01")) == [("208-01", (3, 2, 1))]
    assert list(health.networks("2027-02")) == []


def test_each_moment_has_its_age(health):
    old, new = STRIKE, STRIKE._replace(at=200)
    health.keep("a", Past((tuple(old), tuple(new)), 90, 250))
    health.keep("b", Past((tuple(old),)))
    health.flag("a", Flag(200, "absent", 1))
    health.flag("b", Flag(100, "absent", 1))
    for begins in (0, 3600):
        health.put_outage(Outage(1, begins, begins + 150, "", 10, 20, 5))
    for hour in (1, 2):
        health.count(1, hour, [("", 1)])
    for month in ("2026-01", "2027-01"):
        health.save(month, 1, 2, 3)
        health.count_network(month, "208-01", (3, 2, 1))
    health.forget(151, 2, "2027-01")
    assert list(health.pasts()) == [("a", Past((tuple(new),), 0, 250))]
    assert health.flags() == [("a", Flag(200, "absent", 1))]
    assert [one.begins for one in health.all_outages()] == [3600]
    assert [hour for hour, _ in health.hours(1, 0, 9)] == [2]
    assert (health.saved("2026-01"), health.saved("2027-01")) == ((0, 0, 0), (1, 2, 3))
    assert len(list(health.networks("2000-01"))) == 1


def test_moments_of_the_future_become_the_present(health):
    health.looked_at = 500
    health.keep("a", Past((tuple(STRIKE), tuple(STRIKE._replace(at=500))), 400, 50))
    health.flag("a", Flag(500, "absent", 1, 90))
    health.flag("b", Flag(80, "absent", 1, 90))
    health.take("c", 500)
    health.take("d", 50)
    health.put_outage(Outage(1, 0, 150, "", 10, 20, 500))
    health.redate(100, 95)
    assert health.looked_at == 95
    assert health.past("a") == Past((tuple(STRIKE), tuple(STRIKE._replace(at=95))), 95, 50)
    assert health.flags() == [("a", Flag(95, "absent", 1, 90)), ("b", Flag(80, "absent", 1, 90))]
    assert (health.taken_until("c"), health.taken_until("d")) == (95, 50)
    assert health.all_outages()[0].found_at == 95


def test_where_no_moment_is_of_the_future_nothing_is_written(root):
    institution = make_institution(root)
    health = of(institution)
    health.looked_at = 50
    health.take("c", 50)
    health.put_outage(Outage(1, 0, 50, "", 10, 20, 50))
    health = reread(institution).numbers
    health.redate(100, 95)
    assert not any(one._p_changed for one in (health, health._taken, health._counted))


def test_all_numbers_may_be_dropped_while_sums_stay(health):
    health.keep("a", Past((tuple(STRIKE),)))
    health.flag("a", Flag(200, "absent", 1))
    health.save("2027-01", 1, 2, 3)
    health.drop()
    assert not health.has_pasts()
    assert not health.has_flags()
    assert health.saved("2027-01") == (1, 2, 3)
