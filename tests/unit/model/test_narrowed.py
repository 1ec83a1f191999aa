"""The rows that a campaign leaves out, and the audiences that its institution keeps."""

from factories import NOW, make_campaign, make_house, make_institution, reread

from unisms.model.acl import Permission
from unisms.model.audiences import SavedAudience
from unisms.model.narrowed import MOST_TOLD, LeftOut
from unisms.model.once_keys import OnceKey

PARTS = (("group", "l2"), ("person", "a"), ("person", "b"))


def test_each_row_that_is_left_out_knows_by_what(root):
    institution = make_house(root)
    campaign = make_campaign(institution, 3)
    campaign.leave_out(PARTS, {1: 2, 3: 1})
    kept = reread(campaign)
    assert [kept.left_out_by(number) for number in range(5)] == [
        None,
        PARTS[1],
        None,
        PARTS[0],
        None,
    ]
    assert kept.left_out.counts() == {PARTS[0]: 1, PARTS[1]: 1}


def test_it_goes_with_the_rows(root):
    institution = make_house(root)
    campaign = make_campaign(institution, 3, minus=PARTS, once="a")
    campaign.leave_out(PARTS, {1: 1})
    campaign.erase(NOW)
    assert (campaign.left_out, campaign.minus, campaign.left_out_by(1)) == (None, (), None)


def test_nobody_left_out_takes_no_record(root):
    institution = make_house(root)
    campaign = make_campaign(institution, 3)
    campaign.leave_out(PARTS, {})
    assert campaign.left_out is None


def test_parts_beyond_those_that_are_told_apart_count_as_the_last(root):
    institution = make_house(root)
    parts = tuple(("person", f"p{number}") for number in range(MOST_TOLD + 9))
    campaign = make_campaign(institution, 1)
    campaign.leave_out(parts, {1: len(parts)})
    assert campaign.left_out_by(1) == parts[MOST_TOLD - 1]
    assert LeftOut((), b"").part(1) is None


def test_a_key_remembers_the_latest_day_and_each_campaign_once():
    key = OnceKey()
    assert not key
    key.add("a", 1)
    key.add("a", 5)
    key.keep(["x", "y"], 10)
    key.keep(["x"], 9)
    assert (key.campaigns, dict(key.told())) == ((("a", 5),), {"x": 10, "y": 10})
    assert (key.day_of("x"), key.day_of("z")) == (10, 0)
    assert key.forget(["z"]) == 0
    assert (key.forget(["x"]), key.is_told("x")) == (1, False)
    key.forget_before(10, 5)
    assert key.has_told()
    key.forget_before(11, 6)
    assert (key.has_told(), key.campaigns, bool(key)) == (False, (), False)


def test_an_audience_is_its_owners(root):
    institution = make_institution(root)
    one = institution["audiences"].add("x", SavedAudience("lib", "L2", PARTS, (), NOW))
    [(_, who, what)] = one.__acl__
    assert "lib" in who
    assert Permission.CAMPAIGN_EDIT in what
