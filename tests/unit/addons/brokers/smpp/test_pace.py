"""The pace of a session that is throttled."""

from unisms.addons.brokers.smpp.pace import Pace


def test_a_throttled_session_holds_back_longer_and_longer():
    pace, now, pauses = Pace(50), 0.0, []
    for _ in range(7):
        pace.hold(now)
        pauses.append(round(pace.until - now, 2))
        now = pace.until
    assert pauses == [0.2, 0.4, 0.8, 1.6, 3.2, 5.0, 5.0]
    assert pace.room == 1
    assert pace.held_for(now) == now
    pace.taken(10)
    assert (pace.room, pace.held_for(now)) == (11, 0)


def test_one_squeeze_counts_once():
    pace = Pace(50)
    pace.hold(1.0)
    pace.hold(1.1)
    assert (pace.until, pace.room) == (1.2, 25)
