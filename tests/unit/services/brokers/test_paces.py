"""The pace of one campaign: spread, zone by zone, and no longer than it is of use."""

from datetime import date

import pytest
from factories import NOW, make_campaign, make_house, make_person, make_recipient
from hypothesis import given
from hypothesis import strategies as st

from unisms.model.timings import Timing
from unisms.services.brokers import quiet
from unisms.services.campaigns import releases
from unisms.services.delivery import claims, closing, settlement, steering
from unisms.services.people import consent
from unisms.services.rules import clocks
from unisms.sms import states
from unisms.tasks.delivery.journal import Outcome
from unisms.testing.factories import someone
from unisms.testing.store import Store

LINE = "/institutions/paris1/brokers/fake"
MACHINE = "here"
ZONES = {"+33639980": "Europe/Paris", "+262692": "Indian/Reunion", "+590690": "America/Guadeloupe"}


def claim(root, now, limit=100):
    """Claim and settle, as if nothing came back; return the numbers of the rows."""
    batch = claims.claim_batch(root, LINE, limit, MACHINE, now)
    if batch is None:
        return ()
    outcome = Outcome({}, {one.reference for one in batch.messages})
    settlement.settle_batch(root, LINE, batch.campaign, batch.numbers, outcome, now)
    return batch.numbers


@pytest.fixture
def institution(root):
    return make_house(root)


def timed(institution, recipients=100, **told):
    return make_campaign(
        institution, recipients, columns=(), timing=tuple(Timing(**told)), text="Bonjour"
    )


def released(campaign, now=NOW):
    releases.release(someone(campaign), campaign, now)
    return campaign


def test_spread_over_a_period_they_leave_at_an_even_pace_and_the_last_one_at_its_end(
    institution, root
):
    released(timed(institution, spread="10"))
    left = [(second, len(claim(root, NOW + second))) for second in range(601)]
    assert sum(count for _, count in left) == 100
    assert [second for second, count in left if count] == [6 * number for number in range(100)]


def test_after_a_pause_the_pace_goes_on_from_there(institution, root):
    campaign = released(timed(institution, spread="10"))
    for second in range(60):
        claim(root, NOW + second)
    connection, actor = institution["brokers"]["fake"], someone(campaign)
    steering.pause(actor, campaign, connection, NOW + 60)
    steering.resume(actor, campaign, connection, NOW + 400)
    assert campaign.handover.taken == 10
    left = [len(claim(root, NOW + 400 + second)) for second in range(541)]
    assert max(left) == 1
    assert sum(left) == 90


def test_a_worker_that_was_late_catches_up_within_a_minute(institution, root):
    released(timed(institution, spread="10"))
    claim(root, NOW)
    assert len(claim(root, NOW + 59)) == 9
    assert len(claim(root, NOW + 60)) == 1


def number_of(start, place):
    """A number that begins so, as long as those there are."""
    return f"{start}{place:03d}" if start.startswith("+33") else f"{start}{place:06d}"


def zoned(institution, shown="2027-01-15T10:00", **told):
    """A campaign to people of three zones, in no order."""
    people = [
        make_recipient(number)._replace(msisdn=number_of(start, number), values=())
        for number in range(4)
        for start in ("+33639980", "+262692", "+590690")
    ]
    return timed(institution, people, at=shown, own_zone=True, **told)


def hours(campaign):
    """The zone, the first row and the hour of each wave."""
    return [(zone, first, clocks.shown_at(at, zone)[11:]) for first, at, zone in campaign.waves]


def test_the_rows_are_in_the_order_in_which_the_hour_comes_to_their_zones(institution):
    campaign = zoned(institution)
    assert hours(campaign) == [
        ("Indian/Reunion", 1, "10:00"),
        ("Europe/Paris", 5, "10:00"),
        ("America/Guadeloupe", 9, "10:00"),
    ]
    starts = [row[0][:4] for _, row in campaign.stored_rows()]
    assert starts == ["+262"] * 4 + ["+336"] * 4 + ["+590"] * 4


def test_each_zone_is_served_at_its_hour_and_no_row_is_looked_at_before(institution, root):
    campaign = zoned(institution)
    reunion, paris, guadeloupe = (at for _, at, _ in campaign.waves)
    released(campaign, reunion)
    assert claim(root, reunion) == (1, 2, 3, 4)
    assert claim(root, paris - 1) == ()
    assert campaign.state == states.SENDING
    assert quiet.leaves_at(campaign, paris - 1) == paris
    assert claim(root, paris) == (5, 6, 7, 8)
    assert claim(root, guadeloupe - 1) == ()
    assert claim(root, guadeloupe) == (9, 10, 11, 12)
    assert campaign.state == states.SENT


def test_a_zone_where_everybody_has_said_no_does_not_end_the_others(institution, root):
    campaign = zoned(institution)
    reunion, paris, _ = (at for _, at, _ in campaign.waves)
    released(campaign, reunion)
    for number in range(1, 5):
        make_person(institution, f"r{number}", f"R {number}", campaign.row(number).msisdn)
        consent.opt_out(someone(campaign), f"r{number}", reunion)
    assert claim(root, reunion) == ()
    assert campaign.state == states.SENDING
    assert claim(root, paris) == (5, 6, 7, 8)


def test_once_all_zones_are_served_it_leaves_the_line(institution, root):
    campaign = zoned(institution)
    released(campaign, campaign.waves[0][1])
    campaign.handover.cursor = campaign.last_number() + 1
    assert claim(root, campaign.waves[-1][1] + 1) == ()
    assert institution["brokers"]["fake"].in_turn() == []


def test_what_the_broker_gave_back_waits_for_the_hour_of_its_own_zone(institution, root):
    campaign = zoned(institution)
    reunion, paris, _ = (at for _, at, _ in campaign.waves)
    released(campaign, reunion)
    batch = claims.claim_batch(root, LINE, 2, MACHINE, reunion)
    settlement.settle_batch(root, LINE, batch.campaign, batch.numbers, Outcome({}, set()), reunion)
    assert claim(root, reunion + 1) == (1, 2, 3, 4)
    assert claim(root, paris) == (5, 6, 7, 8)


def test_quiet_hours_are_those_of_each_zone(institution, root):
    institution.quiet_hours = (0, 11 * 60)
    campaign = zoned(institution)
    reunion, paris, _ = (at for _, at, _ in campaign.waves)
    released(campaign, reunion)
    assert claim(root, reunion) == ()
    assert quiet.leaves_at(campaign, reunion) == reunion + 3600
    assert claim(root, reunion + 3600) == (1, 2, 3, 4)
    assert claim(root, paris) == ()
    assert claim(root, paris + 3600) == (5, 6, 7, 8)


def test_it_is_of_use_as_long_as_the_clock_of_each_zone_says(institution, root):
    campaign = zoned(institution, until="2027-01-15T11:00")
    reunion, paris, guadeloupe = (at for _, at, _ in campaign.waves)
    released(campaign, reunion)
    batch = claims.claim_batch(root, LINE, 3, MACHINE, reunion)
    assert {one.until for one in batch.messages} == {reunion + 3600}
    settlement.settle_batch(root, LINE, batch.campaign, batch.numbers, Outcome({}, set()), reunion)
    assert claim(root, paris + 1800) == (5, 6, 7, 8)
    aside = [number for number, row in campaign.stored_rows() if row[1] == states.SET_ASIDE]
    assert aside == [1, 2, 3, 4]
    assert campaign.row(4).cause == "too_late"
    assert claim(root, guadeloupe + 3599) == (9, 10, 11, 12)


def test_a_campaign_too_late_ends_with_its_counts(institution, root):
    campaign = released(timed(institution, 10, until="2027-01-15T10:00"))
    assert claim(root, NOW, 4) == (1, 2, 3, 4)
    assert claims.set_late_aside(campaign, NOW + 3599) == 0
    assert claim(root, NOW + 3600) == ()
    assert campaign.state == states.SENT
    assert claims.set_late_aside(campaign, NOW + 3601) == 0
    for number in range(1, 5):
        campaign.write(number, campaign.row(number).moved(states.DELIVERED, NOW + 3601))
    assert closing.close_if_due(root, campaign.path, NOW + 3602)
    assert institution["accounts"]["scd"].available == 1_000 - 4


def test_a_paused_campaign_is_looked_at_when_it_goes_on(institution, root):
    campaign = released(timed(institution, 10, until="2027-01-15T10:00"))
    connection, actor = institution["brokers"]["fake"], someone(campaign)
    steering.pause(actor, campaign, connection, NOW)
    assert claims.set_late_aside(campaign, NOW + 7200) == 0
    steering.resume(actor, campaign, connection, NOW + 7200)
    assert claim(root, NOW + 7200) == ()
    assert {campaign.row(number).cause for number in range(1, 11)} == {"too_late"}


@given(
    st.lists(st.sampled_from(sorted(ZONES)), min_size=1, max_size=30),
    st.sampled_from([date(2026, 10, 25), date(2027, 3, 28), date(2027, 1, 15)]),
    st.integers(0, 23),
    st.lists(st.integers(60, 7200), min_size=1, max_size=12),
    st.integers(1, 7),
)
def test_nobody_is_written_to_before_their_hour_and_everybody_once(starts, day, hour, steps, limit):
    store = Store()
    try:
        institution = make_house(store.root)
        shown = f"{day.isoformat()}T{hour:02d}:00"
        people = [
            make_recipient(place)._replace(msisdn=number_of(start, place), values=())
            for place, start in enumerate(starts)
        ]
        campaign = timed(institution, people, at=shown, own_zone=True)
        now = clocks.moment_of(shown, "Indian/Reunion") - 3600
        released(campaign, now)
        left, ends = {}, clocks.moment_of(shown, "America/Guadeloupe") + 10
        for step in [*steps, *[3600] * 24]:
            while numbers := claim(store.root, now, limit):
                left.update({number: now for number in numbers if number not in left})
            now += step
        assert len(left) == len(people)
        assert now > ends
        for number, at in left.items():
            start = next(one for one in ZONES if campaign.row(number).msisdn.startswith(one))
            assert at >= clocks.moment_of(shown, ZONES[start])
        assert campaign.state == states.SENT
    finally:
        store.close()
        store.db.close()
