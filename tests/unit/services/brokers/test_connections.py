"""Broker connections as people manage them."""

import pytest
from factories import NOW, make_connection, make_house, make_release, reread

from unisms.services.brokers import connections
from unisms.services.brokers.connections import InUse
from unisms.services.ground.actor import service

PATH = "/brokers/fake"


@pytest.fixture
def connection(root):
    return make_connection(root)


def test_a_connection_is_removed_unless_campaigns_are_open_on_it(root):
    paris = make_house(root)
    campaign = make_release(paris)
    connection = paris["brokers"]["fake"]
    with pytest.raises(InUse) as refusal:
        connections.remove(service(), connection, NOW)
    assert refusal.value.count == 1
    connection.open.remove(campaign.path)
    connections.remove(service(), connection, NOW)
    assert len(reread(paris)["brokers"]) == 0


def test_what_is_saved_as_it_was_is_another_edition_and_not_tried_yet(connection):
    connection.tested = (NOW, True, "ok", "")
    before = reread(connection).edition
    connections.settings_changed(connection)
    assert reread(connection).edition != before
    assert connection.tested == ()


@pytest.mark.parametrize(
    ("holder", "until", "held"), [("", 0, False), ("me", NOW + 1, True), ("me", NOW, False)]
)
def test_a_connection_is_held_while_its_lease_lasts(connection, holder, until, held):
    connection.line.holder, connection.line.until = holder, until
    assert connections.is_held(connection, NOW) == held


def test_a_try_is_waited_for_until_it_is_answered_or_too_late(root, connection):
    assert not connections.is_being_tried(connection, NOW)
    connections.ask_for_try(connection, NOW)
    assert connections.is_being_tried(reread(connection), NOW + connections.LATE - 1)
    assert not connections.is_being_tried(connection, NOW + connections.LATE)
    connections.note_try(
        connection, (False, "away", "x" * 999), NOW - 5
    )  # by a clock that is behind
    assert reread(connection).tested == (NOW, False, "away", "x" * 300)
    assert not connections.is_being_tried(connection, NOW)


@pytest.mark.parametrize(
    ("trouble", "tested", "waiting", "in_trouble"),
    [
        ("", (), (), False),
        ("away", (), (), True),
        ("away", (NOW - 1, True, "ok", ""), (), True),
        ("away", (NOW + 1, False, "away", ""), (), True),
        ("away", (NOW + 1, True, "ok", ""), (("/campaign", 0),), True),
        ("away", (NOW + 1, True, "ok", ""), (), False),
    ],
)
def test_trouble_is_over_once_a_try_works_and_nothing_waits(
    connection, trouble, tested, waiting, in_trouble
):
    connection.trouble, connection.trouble_at, connection.tested = trouble, NOW, tested
    connection.line.waiting = waiting
    assert connections.in_trouble(connection) is in_trouble


def test_a_connection_that_is_gone_is_told_nothing(root, connection):
    connections.note_try(None, (True, "ok", ""), NOW)


def test_only_the_latest_secret_is_known_and_it_is_stored_nowhere(connection):
    assert not connections.knows_key(connection, "")
    first, second = (
        connections.draw_key(service(), connection, NOW),
        connections.draw_key(service(), connection, NOW),
    )
    assert second not in str(vars(reread(connection)))
    answers = {
        secret: connections.knows_key(connection, secret)
        for secret in (first, second, "", "é", "\udc00")
    }
    assert [secret for secret, known in answers.items() if known] == [second]


def test_what_an_adapter_said_a_month_ago_is_forgotten_how_it_ended_stays(connection):
    for at, said in (
        (NOW - connections.WORDS_KEPT, "it said so"),
        (NOW - connections.WORDS_KEPT - 1, ""),
    ):
        connection.tested = (at, False, "refused", "it said so")
        connections.forget_words(connection, NOW)
        assert connection.tested == (at, False, "refused", said)
