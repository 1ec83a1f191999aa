"""Rows: what is stored of a message, and how it is read again."""

import pytest
from factories import MOBILE, NOW, make_campaign, make_house, reread

from unisms.model import rows
from unisms.model.campaigns import WrongStep
from unisms.model.rows import MessageRow, bare
from unisms.sms import states

OLD = (MOBILE, states.ACCEPTED, "a", 1, NOW, None)  # as rows were stored before 2027-01
BACK = {(states.FAILED, states.QUEUED), (states.FAILED, states.STOPPED)}


def test_each_element_that_every_row_has_is_called_as_its_field():
    named = [name.upper() for name in MessageRow._fields[: rows.SHORTEST]]
    assert [getattr(rows, name) for name in named] == list(range(rows.SHORTEST))


def test_a_row_of_before_has_no_connection_no_moment_and_no_network():
    assert MessageRow(*OLD)[6:] == (0, 0, "")


@pytest.mark.parametrize(
    ("known", "stored"),
    [
        ((), OLD),
        ((1,), (*OLD, 1)),
        ((1, NOW), (*OLD, 1, NOW)),
        ((1, NOW, "208-01"), (*OLD, 1, NOW, "208-01")),
        ((0, 0, "208-01"), (*OLD, 0, 0, "208-01")),
    ],
)
def test_a_row_is_stored_as_a_bare_tuple_without_what_is_unknown_at_its_end(known, stored):
    row = MessageRow(*OLD, *known)
    assert (bare(row), type(bare(row))) == (stored, tuple)
    assert MessageRow(*bare(row)) == row
    assert bare(stored) == stored


def test_a_row_that_moves_keeps_how_it_was_carried_and_has_other_ids_where_some_are_told():
    row = MessageRow(*OLD, 1, NOW, "208-01")
    moved = row.moved(states.FAILED, NOW + 5, "absent")
    assert moved == row._replace(state=states.FAILED, changed_at=NOW + 5, cause="absent")
    assert row.moved(states.FAILED, NOW + 5, None, "").ids == ""


def test_a_row_tells_who_carried_it_last_and_when_it_was_first_taken():
    row = MessageRow(*OLD).carried(1, NOW)
    assert row.carried(2, NOW + 5)[6:] == (2, NOW, "")


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
