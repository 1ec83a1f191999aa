"""How far a campaign has come."""

import pytest
from factories import NOW, make_recipient, make_release, mobile
from hypothesis import given
from hypothesis import strategies as st

from unisms.model.campaigns import Campaign
from unisms.services.delivery import progress
from unisms.sms import causes, states


def campaign_of(institution, *rows, **fields):
    """A campaign whose rows are given as pairs of state and cause."""
    people = [make_recipient(number, source=f"ligne {number + 2}") for number in range(len(rows))]
    campaign = make_release(institution, people)
    for number, (state, cause) in enumerate(rows, 1):
        campaign.write(
            number, campaign.row(number)._replace(state=state, cause=cause, changed_at=NOW + number)
        )
    for name, value in fields.items():
        setattr(campaign, name, value)
    return campaign


EACH = [
    (states.QUEUED, None),
    (states.ACCEPTED, None),
    (states.DELIVERED, None),
    (states.FAILED, causes.ABSENT),
    (states.EXPIRED, causes.NO_NEWS),
    (states.UNCERTAIN, None),
    (states.STOPPED, None),
    (states.SET_ASIDE, causes.NO_NUMBER),
]


def test_the_tally_counts_each_state_once(institution):
    tally = progress.tally(campaign_of(institution, *EACH), NOW + 10)
    assert tally[1:9] == (1,) * 8
    assert tally.total == 7
    assert (tally.causes, tally.aside) == (
        {causes.ABSENT: 1, causes.NO_NEWS: 1},
        {causes.NO_NUMBER: 1},
    )
    assert (tally.left, tally.settled) == (5, 4)


def test_the_speed_is_what_left_since_the_sending_began(institution):
    tally = progress.tally(
        campaign_of(institution, *[(states.ACCEPTED, None)] * 8, *EACH[:1] * 4), NOW + 4
    )
    assert (tally.speed, tally.seconds_left) == (2.0, 2)


def test_the_speed_is_that_of_the_last_minute_so_that_a_stop_does_not_count(institution):
    campaign = campaign_of(institution, *[(states.ACCEPTED, None)] * 8, *EACH[:1] * 4)
    for later, count in ((0, 1), (2, 1), (1000, 2), (1002, 2), (1004, 4)):
        campaign.handover.took(count, NOW + later)
    tally = progress.tally(campaign, NOW + 1008)
    assert (tally.speed, tally.seconds_left) == (1.0, 4)
    assert campaign.handover.marks == ((NOW + 1000, 2), (NOW + 1004, 6))
    assert progress.tally(campaign, NOW + 2000).seconds_left is None


def test_the_speed_of_what_is_sent_stays(institution):
    campaign = campaign_of(
        institution, *[(states.DELIVERED, None)] * 8, state=states.SENT, ended_at=NOW + 2
    )
    tally = progress.tally(campaign, NOW + 1000)
    assert (tally.speed, tally.seconds_left) == (4.0, None)


@pytest.mark.parametrize(
    "fields", [{"state": states.PAUSED}, {"state": states.CHECKED}, {"sent_at": 0}]
)
def test_what_is_not_leaving_has_no_speed(institution, fields):
    tally = progress.tally(campaign_of(institution, *EACH, **fields), NOW + 4)
    assert (tally.speed, tally.seconds_left) == (0.0, None)


def test_a_sending_that_has_just_begun_has_no_time_left_to_tell(institution):
    assert progress.tally(campaign_of(institution, *EACH[:1]), NOW).seconds_left is None


def test_a_closed_campaign_keeps_its_tally(institution):
    campaign = campaign_of(institution, *EACH, tally=(((states.DELIVERED, ""), 5),))
    assert progress.tally(campaign, NOW).delivered == 5


@given(st.lists(st.sampled_from(EACH), max_size=20))
def test_whatever_the_rows_the_tally_adds_up(rows):
    campaign = Campaign("lib", NOW)
    campaign.freeze(
        [(number, (mobile(number), *EACH[0][:1], "", 1, 0, None)) for number in range(len(rows))],
        [],
    )
    for number, (state, cause) in enumerate(rows):
        campaign.write(number, campaign.row(number)._replace(state=state, cause=cause))
    tally = progress.tally(campaign, NOW)
    assert sum(tally[1:9]) == len(rows)
    assert tally.total + tally.set_aside == len(rows)
    assert sum(tally.causes.values()) == tally.failed + tally.expired
    assert sum(tally.aside.values()) == tally.set_aside
    assert tally.left + tally.queued + tally.stopped == tally.total


# The list of recipients.


def found(campaign, *args):
    return [shown.number for shown in progress.rows(campaign, *args)]


def test_rows_are_told_with_who_and_where_from(institution):
    [first, _] = progress.rows(campaign_of(institution, *EACH[:2]))
    assert (first.number, first.row.msisdn, first.who, first.source) == (
        1,
        mobile(0),
        "Personne 0",
        "ligne 2",
    )


def test_rows_of_one_state(institution):
    campaign = campaign_of(institution, *EACH, *EACH)
    assert found(campaign, states.DELIVERED) == [3, 11]
    assert found(campaign, states.EXPIRED) == [5, 13]


def test_who_was_not_reached_in_time_is_among_those_who_failed_as_the_tally_has_them(institution):
    campaign = campaign_of(institution, *EACH)
    tally = progress.tally(campaign, NOW)
    assert len(found(campaign, states.FAILED)) == tally.failed + tally.expired == 2


def test_a_number_that_came_twice_is_not_among_those_set_aside(institution):
    campaign = campaign_of(
        institution, (states.SET_ASIDE, causes.DUPLICATE), (states.SET_ASIDE, causes.LANDLINE)
    )
    assert found(campaign, states.SET_ASIDE) == [2]
    assert progress.tally(campaign, NOW).set_aside == 1


def test_whom_it_has_not_reached_comes_first(institution):
    twice = (states.SET_ASIDE, causes.DUPLICATE)
    rows = sorted(progress.rows(campaign_of(institution, twice, *EACH)), key=progress.rank)
    assert [shown.row.state for shown in rows] == [
        *(states.FAILED, states.EXPIRED, states.UNCERTAIN, states.SET_ASIDE, states.STOPPED),
        *(states.QUEUED, states.ACCEPTED, states.DELIVERED, states.SET_ASIDE),
    ]


@pytest.mark.parametrize(
    ("state", "cause", "told"),
    [
        (states.DELIVERED, None, True),
        (states.FAILED, causes.ABSENT, True),
        (states.EXPIRED, causes.ABSENT, True),
        (states.EXPIRED, causes.NO_NEWS, False),  # the moment at which nobody waited any more
        (states.ACCEPTED, None, False),
        (states.SET_ASIDE, causes.LANDLINE, False),
    ],
)
def test_an_end_has_its_time_where_somebody_told_it(institution, state, cause, told):
    campaign = campaign_of(institution, (state, cause))
    campaign.write(1, campaign.row(1)._replace(changed_at=NOW))
    [shown] = progress.rows(campaign)
    assert shown.ended_at == (NOW if told else 0)


@pytest.mark.parametrize(
    ("search", "numbers"),
    [
        ("", [1, 2, 3]),
        ("PERSONNE", [1, 2, 3]),
        ("personne 2", [3]),
        ("ligne 3", [2]),
        ("06 39 98 00 01", [2]),
        ("+33 6 39 98 00 02", [3]),
        ("0033639980002", [3]),
        ("0001", []),  # zeros that lead say too little: see the next
        ("80001", [2]),
        ("nobody", []),
        ("99", []),
    ],
)
def test_rows_are_found_by_person_origin_or_number(institution, search, numbers):
    assert found(campaign_of(institution, *EACH[:3]), None, search) == numbers


def test_accents_and_case_do_not_matter(institution):
    campaign = make_release(institution, [make_recipient(0, who="Zoé Lefèvre")])
    assert found(campaign, None, "lefevre") == [1]


def test_a_page_of_rows_tells_how_many_there_are_in_all(institution):
    campaign = campaign_of(institution, *EACH, *EACH)
    page, total = progress.page_of(progress.rows(campaign), page=2, size=5)
    assert ([shown.number for shown in page], total) == ([6, 7, 8, 9, 10], 16)
    assert progress.page_of(progress.rows(campaign, states.FAILED, "personne 3"))[1] == 1


@pytest.mark.parametrize(
    ("search", "numbers"), [("0639980001", []), ("80001", []), ("zoé", [2]), ("l3", [1])]
)
def test_without_numbers_nobody_is_found_by_one(institution, search, numbers):
    typed = make_recipient(1, who="06 39 98 00 01", source="L3")
    campaign = make_release(institution, [typed, make_recipient(2, who="Zoé 2")])
    assert [
        shown.number for shown in progress.rows(campaign, search=search, by_number=False)
    ] == numbers


# The curve.


def test_the_curve_counts_what_has_ended_at_each_moment(institution):
    campaign = campaign_of(institution, *[(states.DELIVERED, None)] * 4)
    assert progress.timeline(campaign, points=4) == [
        (NOW, 0),
        (NOW + 1, 1),
        (NOW + 2, 2),
        (NOW + 3, 3),
        (NOW + 4, 4),
    ]


def test_the_curve_of_nothing_is_empty(institution):
    assert progress.timeline(campaign_of(institution, *EACH[:2])) == []


def test_the_curve_leaves_out_who_was_set_aside(institution):
    campaign = campaign_of(
        institution, (states.SET_ASIDE, causes.NO_NUMBER), (states.DELIVERED, None)
    )
    assert progress.timeline(campaign)[-1] == (NOW + 2, 1)


def test_the_curve_leaves_out_what_a_person_stopped_or_gave_up(institution):
    decided = (states.STOPPED, None), (states.EXPIRED, causes.NO_NEWS)
    campaign = campaign_of(
        institution, (states.DELIVERED, None), (states.EXPIRED, causes.EXPIRED), *decided
    )
    assert progress.timeline(campaign)[-1] == (NOW + 2, 2)


def test_the_curve_begins_with_the_first_news_where_the_beginning_is_not_known(institution):
    campaign = campaign_of(institution, *[(states.DELIVERED, None)] * 2, sent_at=0)
    assert progress.timeline(campaign, points=1) == [(NOW + 1, 1), (NOW + 2, 2)]


@given(st.lists(st.integers(0, 100_000), min_size=1, max_size=30), st.integers(1, 60))
def test_the_curve_never_falls_and_ends_with_all_of_them(ends, points):
    campaign = Campaign("lib", NOW)
    campaign.sent_at = NOW
    rows = [
        (n, (mobile(n), states.DELIVERED, "a", 1, NOW + end, None)) for n, end in enumerate(ends)
    ]
    campaign.freeze(rows, [])
    line = progress.timeline(campaign, points)
    reached = [messages for _, messages in line]
    assert reached == sorted(reached)
    assert reached[-1] == len(ends)
    assert len(line) <= points + 1
