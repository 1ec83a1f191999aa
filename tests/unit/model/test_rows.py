"""Rows: what is stored of a message, and how it is read again."""

import pytest
from factories import MOBILE, NOW, make_campaign, make_house, reread

from unisms.model import rows
from unisms.model.campaigns import WrongStep
from unisms.model.rows import MessageRow, bare, known
from unisms.sms import causes, states

OLD = (MOBILE, states.ACCEPTED, "a", 1, NOW, None)  # as rows were stored before 2027-01
BACK = {(states.FAILED, states.QUEUED), (states.FAILED, states.STOPPED)}


def test_each_place_is_called_as_its_field():
    named = [name.upper() for name in MessageRow._fields[: rows.CARRIAGE]]
    assert [getattr(rows, name) for name in named] == list(range(rows.CARRIAGE))


@pytest.mark.parametrize(
    ("told", "stored"),
    [
        ((None,), (*OLD[:5], None)),
        ((causes.ABSENT,), (*OLD[:5], causes.ABSENT)),
        ((None, 1), (*OLD[:5], (None, 1, 0, ""))),
        ((causes.ABSENT, 1, NOW), (*OLD[:5], (causes.ABSENT, 1, NOW, ""))),
        ((None, 0, 0, "208-01"), (*OLD[:5], (None, 0, 0, "208-01"))),
    ],
)
def test_a_row_is_stored_as_a_bare_tuple_whose_last_says_how_it_was_carried(told, stored):
    row = MessageRow(*OLD[:5], *told)
    assert (bare(row), type(bare(row))) == (stored, tuple)
    assert (known(stored), type(known(stored))) == (row, MessageRow)
    assert bare(stored) == stored
    assert (rows.cause_of(stored), rows.carriage_of(stored)) == (row.cause, row[5:])


@pytest.mark.parametrize("cause", [None, causes.ABSENT])
@pytest.mark.parametrize("told", [(), (1,), (1, NOW), (1, NOW, "208-01"), (0, 0, "208-01")])
def test_a_row_in_which_these_stood_one_by_one_is_read(cause, told):
    stored = (*OLD[:5], cause, *told)
    assert known(stored) == MessageRow(*stored)
    assert rows.cause_of(stored) == cause


def test_a_row_of_before_has_no_connection_no_moment_and_no_network():
    assert known(OLD)[6:] == (0, 0, "")


def test_a_row_that_moves_keeps_its_ids_and_how_it_was_carried():
    row = MessageRow(*OLD, 1, NOW, "208-01")
    moved = row.moved(states.FAILED, NOW + 5, "absent")
    assert moved == row._replace(state=states.FAILED, changed_at=NOW + 5, cause="absent")


@pytest.fixture
def campaign(root):
    return make_campaign(make_house(root), 1)


def put(campaign, state):
    campaign.freeze([(1, campaign.row(1)._replace(state=state))], ())


@pytest.mark.parametrize("old", states.MESSAGE_STATES)
@pytest.mark.parametrize("new", states.MESSAGE_STATES)
def test_a_row_makes_no_step_that_the_table_has_not(campaign, old, new):
    put(campaign, old)
    row = campaign.row(1)._replace(state=new)
    if new == old or new in states.STANDINGS[old].after:
        campaign.write(1, row)
    else:
        with pytest.raises(WrongStep, match=old):
            campaign.write(1, row)
        assert campaign.row(1).state == old


def test_of_a_batch_with_a_step_that_the_table_has_not_nothing_is_written(root):
    campaign = make_campaign(make_house(root), 2)
    campaign.freeze([(2, campaign.row(2)._replace(state=states.SET_ASIDE))], ())
    wanted = {number: bare(campaign.row(number)._replace(state=states.FAILED)) for number in (1, 2)}
    with pytest.raises(WrongStep, match=states.SET_ASIDE):
        campaign.write_all(wanted)
    assert campaign.row(1).state == states.QUEUED


@pytest.mark.parametrize("old", states.MESSAGE_STATES)
@pytest.mark.parametrize("new", states.MESSAGE_STATES)
def test_only_a_refusal_is_taken_back(campaign, old, new):
    put(campaign, old)
    row = campaign.row(1)._replace(state=new)
    if (old, new) in BACK:
        campaign.take_back(1, row)
    else:
        with pytest.raises(WrongStep, match=old):
            campaign.take_back(1, row)


@pytest.mark.parametrize("old", states.CAMPAIGN_STATES)
@pytest.mark.parametrize("new", states.CAMPAIGN_STATES)
def test_a_campaign_makes_no_step_that_the_table_has_not(campaign, old, new):
    campaign.state = old
    if new == old or new in states.STAGES[old].after:
        campaign.become(new)
        assert (campaign.state, campaign.listed.state) == (new, new)
    else:
        with pytest.raises(WrongStep, match=old):
            campaign.become(new)
        assert campaign.state == old


def test_each_connection_that_carried_a_row_has_a_number_that_stays(campaign):
    numbers = [campaign.carrier(path) for path in ("/brokers/a", "/brokers/b", "/brokers/a")]
    assert numbers == [1, 2, 1]
    row = reread(campaign).row(1)
    told = [campaign.carried_by(row._replace(connection=number)) for number in (0, 1, 2)]
    assert told == ["", "/brokers/a", "/brokers/b"]


def test_what_forgets_its_rows_forgets_who_carried_them(campaign):
    campaign.carrier("/brokers/a")
    campaign.erase(NOW)
    assert campaign.carrier("/brokers/b") == 1


def test_the_moment_of_a_message_in_the_future_becomes_that_of_the_finding(campaign):
    future = campaign.row(1)._replace(changed_at=NOW - 5, accepted_at=NOW + 1000)
    campaign.write(1, future)
    campaign.redate(NOW + 10, NOW)
    assert campaign.row(1) == future._replace(accepted_at=NOW)
