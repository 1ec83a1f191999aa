"""The steps that change campaigns: on campaigns as the release before them has stored them."""

import pytest
from factories import NOW, Store, make_draft, make_house, make_release, reread

from unisms.model import steps
from unisms.services.campaigns import drafts, resends
from unisms.services.imports import intake
from unisms.sms import states
from unisms.testing.factories import someone


@pytest.fixture
def house():
    store = Store()
    yield make_house(store.root, prices=(("", 50_000),))
    store.close()


def run(step, institution):
    for _ in range(2):  # a second time changes nothing
        step(institution.__parent__.__parent__)
    return reread(institution)


def test_what_waits_for_a_worker_is_found(house):
    waits, draft = make_draft(house), make_draft(house)
    drafts.submit(waits)
    unread = intake.receive(someone(house), "a.csv", b"a;b", NOW)
    for name in ("campaigns", "imports"):
        house[name]._waiting = None
    run(steps.work_is_found, house)
    assert house["campaigns"].waiting() == [waits.__name__] != [draft.__name__]
    assert house["imports"].waiting() == [unread.__name__]


def sent_again(institution, titles):
    """A campaign whose second try is kept as before 2026-12, in the source of its row."""
    campaign = make_release(institution, len(titles))
    for number, title in enumerate(titles, 1):
        who, _, *values = campaign.values(number)
        campaign.freeze((), [(number, (who, title, *values))])
        campaign.write(number, campaign.row(number)._replace(state=states.UNCERTAIN))
    resends.resend_uncertain(someone(campaign), campaign, NOW)
    first = len(titles) + 1
    for number, repeated in [(first + place, 1 + place) for place in range(len(titles))]:
        who, _, *values = campaign.values(number)
        campaign.freeze((), [(number, (who, f"#{repeated}", *values))])
    campaign._second_tries = None
    return campaign


def test_a_second_try_is_known_by_the_ledger_and_no_title_is_taken_for_one(house):
    campaign = sent_again(house, ["#BDE", "L2"])
    run(steps.second_tries_are_known, house)
    assert [campaign.repeated(number) for number in range(1, 5)] == [0, 0, 1, 2]
    assert [campaign.values(number)[1] for number in range(1, 5)] == ["#BDE", "L2", "#BDE", "L2"]


def test_of_what_was_erased_or_is_gone_no_second_try_is_looked_for(house):
    erased, gone = sent_again(house, ["L2"]), sent_again(house, ["L2"])
    erased.erase(NOW)
    house["campaigns"].remove(gone.__name__)
    run(steps.second_tries_are_known, house)
    assert erased.repeated(2) == 0


def test_a_message_to_oneself_is_taken_for_a_trial(house):
    mine, theirs = make_draft(house), make_draft(house)
    mine.audience = (("person", "lib"),)
    run(steps.trials_are_known, house)
    assert (mine.trial, theirs.trial) == (True, False)


@pytest.mark.parametrize(("price", "kept"), [(50_000, True), (60_000, False)])
def test_what_is_under_way_keeps_the_prices_of_today_if_they_are_those_of_its_reservation(
    house, price, kept
):
    campaign, draft = make_release(house, 3), make_draft(house)
    campaign.agreed = ()
    house["brokers"]["fake"].prices = (("", price),)
    run(steps.terms_are_kept, house)
    assert bool(campaign.agreed) == kept
    assert draft.agreed == ()


def test_what_is_on_no_connection_keeps_no_terms(house):
    campaign = make_release(house, 3)
    campaign.agreed = ()
    house["brokers"].remove("fake")
    run(steps.terms_are_kept, house)
    assert campaign.agreed == ()
