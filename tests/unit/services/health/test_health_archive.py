"""Numbers and outages in an institution's archive."""

from factories import make_person, mobile
from failed_numbers import BAD, FAKE, ended, fail, look

from unisms.services.health import archive
from unisms.sms import causes


def test_a_number_that_is_set_aside_is_told_with_its_failures(root, institution):
    make_person(institution, msisdn=mobile(0))
    fail(root, institution, 0, 0, 1)
    (told,) = archive.numbers(institution)
    assert (told["number"], told["uids"]) == (mobile(0), ["jdupont"])
    assert told["cause"] == causes.NUMBER_INVALID
    assert [one["cause"] for one in told["strikes"]] == [causes.NUMBER_INVALID] * 2


def test_an_outage_is_told_with_its_connection(root, institution):
    look(root, ended(institution, *[BAD] * 40))
    assert {told["connection"] for told in archive.outages(institution)} == {FAKE}


def test_where_no_message_was_ever_over_there_is_nothing_to_tell(institution):
    assert [*archive.numbers(institution), *archive.outages(institution)] == []
