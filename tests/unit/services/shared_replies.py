"""Replies by a connection that institutions share."""

import pytest
from factories import (
    MOBILE,
    NOW,
    make_house,
    make_recipient,
    make_release,
    mobile,
)

from unisms.ports import Reply
from unisms.services.delivery import receipts
from unisms.sms import states

CONNECTION = "/institutions/paris1/brokers/fake"


SHARED = "/brokers/consortium"


DAY = 86400


@pytest.fixture
def connection(institution):
    return institution["brokers"]["fake"]


def accepted(msisdn, ids="a", segments=1, state=states.ACCEPTED, cause=None, at=NOW):
    return (msisdn, state, ids, segments, at, cause)


def apply(root, *matched, replies=(), keys=()):
    return receipts.apply(root, CONNECTION, matched, replies, NOW + 1, keys)


REPLY = Reply(mobile(1), "Oui", "38000", NOW)


STORED = (NOW, mobile(1), "38000", "Oui")


def written_to(institution, at=NOW - 9, number=1, *, state=states.ACCEPTED, **fields):
    """Let a message have been sent to the mobile of this number, and taken."""
    release = make_release(institution, [make_recipient(number)], **fields)
    release.sent_at = at
    release.write(1, accepted(mobile(number), state=state, at=at))
    return release


def shared_campaign(root, name, sent_at, state=states.ACCEPTED):
    institution = make_house(root, name)
    written_to(institution, sent_at, state=state, connection=SHARED)
    return institution


def reply_by_the_shared_connection(root, reply=REPLY):
    receipts.apply(root, SHARED, (), [reply], NOW)


def confirmed(institution, at):
    """Let a STOP of this second have been confirmed then."""
    institution.replies.add(at, MOBILE, "38000", "STOP", word="stop", confirmed_at=at)
