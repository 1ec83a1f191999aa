"""The money saved, and the numbers that are set aside as a page tells of them."""

from factories import NOW, make_campaign, make_person, make_recipient, mobile
from failed_numbers import BAD, BARRED, DAY, ended, fail, look

from unisms.services.exclusions.judges import Judge
from unisms.services.health import figures, flags, savings
from unisms.services.people.consent import Reader
from unisms.sms import causes, states

LATER = NOW + 2 * DAY


def closed(root, institution, *numbers, **fields):
    """A closed message to these numbers, those that are flagged set aside."""
    reader = Reader(institution, (), LATER)
    recipients = list(Judge(reader).all(map(make_recipient, numbers)))
    campaign = make_campaign(institution, recipients, now=LATER, **fields)
    campaign.state = states.CLOSED
    look(root, campaign)


def test_what_a_message_to_a_number_in_trouble_would_have_cost_is_saved(root, institution):
    fail(root, institution, 0, 0, 1)
    closed(root, institution, 0, 0, 1, text="x" * 161)
    assert savings.by_month(institution, LATER)[-1] == savings.SavedMonth("2027-01", 1, 2, 100)
    closed(root, institution, 1, 2)
    assert savings.by_month(institution, LATER)[-1].messages == 1
    closed(root, institution, 0)
    assert savings.by_month(institution, LATER)[-1] == savings.SavedMonth("2027-01", 2, 3, 150)


def test_a_message_without_terms_tells_no_price(root, institution):
    fail(root, institution, 0, 0, 1)
    campaign = ended(institution, BAD)
    campaign.clear_rows()
    campaign.freeze(
        [(1, (mobile(0), states.SET_ASIDE, "", 0, NOW, causes.SUSPENDED))], [(1, ("x", ""))]
    )
    campaign.columns, campaign.text, campaign.agreed = (), "Bonjour", ()
    look(root, campaign)
    assert savings.by_month(institution, NOW)[-1][1:] == (1, 1, 0)


def test_a_page_shows_twelve_months_whatever_was_saved(institution):
    months = savings.by_month(institution, NOW)
    assert [months[0], months[-1]] == [
        savings.SavedMonth("2026-02", 0, 0, 0),
        savings.SavedMonth("2027-01", 0, 0, 0),
    ]
    assert len(months) == savings.MONTHS
    assert savings.total(months) == savings.SavedMonth("", 0, 0, 0)


def test_numbers_are_told_by_their_latest_failure_and_with_whose_they_are(root, institution):
    make_person(institution, "a", msisdn=mobile(0))
    fail(root, institution, 0, 0, 1)
    fail(root, institution, 1, 0, 1, 2, end=BARRED)
    assert figures.by_cause(institution) == [
        (causes.NUMBER_INVALID, 1),
        (causes.NUMBER_UNUSABLE, 1),
    ]
    found = figures.told(institution, figures.flagged(institution))
    assert [(one.number, one.uids, one.failures) for one in found] == [
        (mobile(1), (), 3),
        (mobile(0), ("a",), 2),
    ]
    (one,) = figures.told(institution, figures.flagged(institution, causes.NUMBER_INVALID))
    assert one.number == mobile(0)


def test_a_number_whose_messages_are_erased_is_known_by_the_directory(root, institution):
    make_person(institution, "a", msisdn=mobile(0))
    make_person(institution, "b", msisdn=mobile(5))
    for first in (0, 1):
        fail(root, institution, first, 0, 1)
    names = list(institution["campaigns"])
    institution["campaigns"][names[0]].erase(NOW)
    for name in names[1:]:
        institution["campaigns"].remove(name)
    found = figures.told(institution, figures.flagged(institution))
    assert sorted((one.number, one.uids) for one in found) == [("", ()), (mobile(0), ("a",))]


def test_a_row_that_is_of_somebody_else_by_now_is_not_believed(root, institution):
    fail(root, institution, 0, 0, 1)
    for campaign in institution["campaigns"].values():
        campaign.write(1, (mobile(3), states.FAILED, "", 1, NOW, None))
    assert figures.told(institution, figures.flagged(institution))[0].number == ""


def test_where_no_message_is_over_there_is_nothing_to_tell(institution):
    assert figures.flagged(institution) == []
    assert figures.told(institution, []) == []
    assert figures.networks(institution, NOW) == []


def test_a_number_that_is_well_is_not_told(root, institution):
    fail(root, institution, 0, 0, 1)
    flags.repair(institution, mobile(0), LATER)
    assert figures.flagged(institution) == []
