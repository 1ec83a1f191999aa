"""Replies that are nobody's, and STOP in a reply."""

import nights
import pytest
from factories import (
    NOW,
    make_connection,
    make_person,
    make_recipient,
    make_release,
    mobile,
    reread,
)
from shared_replies import REPLY, apply, reply_by_the_shared_connection, shared_campaign

from unisms.ports import Reply
from unisms.services.ground.actor import service
from unisms.services.operators import institutions
from unisms.services.replies import replies
from unisms.sms import states


@pytest.fixture
def shared(root):
    return make_connection(root, "consortium")


def unclaimed(root, *numbers, at=NOW):
    for number in numbers:
        root.replies.add(at, mobile(number), "38000", "Oui")


def left(root):
    return [one.msisdn for one in root.replies.since(0)]


def test_what_nobody_claimed_is_erased_after_thirty_days(root):
    unclaimed(root, 1, at=NOW - replies.UNCLAIMED - 1)
    unclaimed(root, 2, at=NOW - replies.UNCLAIMED)
    nights.forget(root, NOW)
    assert left(root) == [mobile(2)]


def test_what_people_of_an_institution_wrote_goes_with_it(root, shared, institution, connection):
    make_person(institution, msisdn=mobile(1))
    make_release(institution, [make_recipient(2)]).state = states.CLOSED
    connection.open.clear()
    connection.line.waiting = ()
    unclaimed(root, 1, 2, 3)
    institutions.erase(service(), root, "paris1", NOW)
    assert left(root) == [mobile(3)]


def test_an_unclaimed_reply_is_given_to_an_institution_or_erased_once(root, institution):
    unclaimed(root, 1, 2)
    (first, _), (second, _) = root.replies.keyed("2027-01")
    assert replies.give(service(), root, "2027-01", first, institution, NOW)
    assert not replies.give(service(), root, "2027-01", first, institution, NOW)
    assert replies.give(service(), root, "2027-01", second, None, NOW)
    assert len(institution.replies.of("2027-01")) == 1
    assert root.replies.months() == []
    assert not replies.give(service(), root, "2027-02", second, None, NOW)


STOP = Reply(mobile(1), "Stop.", "38000", NOW)


def stopped(institution):
    return [entry.path for entry in institution.audit.waiting() if entry.verb == "reply.stopped"]


def test_stop_is_heeded_by_itself_for_everybody_who_has_the_number(root, institution):
    for uid in ("zoe", "ana"):
        make_person(institution, uid, uid, mobile(1))
    apply(root, replies=[STOP])
    people = reread(institution)["people"]
    assert [people[uid].said for uid in ("zoe", "ana")] == ["no", "no"]
    assert people["zoe"].opt_out_at == NOW + 1
    assert stopped(institution) == ["/people/zoe", "/people/ana"]


def test_stop_of_a_number_that_is_nobodys_is_heeded_for_the_number(root, institution):
    apply(root, replies=[STOP])
    people = reread(institution)["people"]
    assert people.said(mobile(1)) == {"no"}
    assert people.is_refused_by_handset(mobile(1))
    assert stopped(institution) == ["/people"]


def test_what_is_no_stop_or_has_no_number_stops_nothing(root, institution):
    apply(root, replies=[REPLY, STOP._replace(msisdn="")])
    assert not reread(institution)["people"].has_answers()


def test_stop_by_a_shared_connection_counts_where_it_belongs_and_once_it_is_given(root, shared):
    first, latest = (
        shared_campaign(root, name, NOW - sent) for name, sent in [("paris1", 3), ("lyon2", 1)]
    )
    reply_by_the_shared_connection(root, STOP)
    assert reread(latest)["people"].said(mobile(1)) == {"no"}
    assert not first["people"].has_answers()
    reply_by_the_shared_connection(root, STOP._replace(msisdn=mobile(9)))
    [(key, _)] = root.replies.keyed("2027-01")
    replies.give(service(), root, "2027-01", key, first, NOW + 5)
    assert first["people"].said(mobile(9)) == {"no"}
