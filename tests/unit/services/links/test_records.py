"""Numbers of campaigns in links: drawn, kept for 13 months, counted from five people on."""

from itertools import count

import pytest
from factories import NOW, make_campaign, make_group, make_house, make_recipient, reread
from linked import link, sent

from unisms.model import links
from unisms.services.ground.actor import operator
from unisms.services.institution import digest_keys
from unisms.services.links import departures, records
from unisms.services.operators import institutions

DAY = 86400


@pytest.fixture
def institution(root):
    institution = make_house(root)
    make_group(institution)
    return institution


def test_a_campaign_without_links_has_no_number(institution):
    campaign = make_campaign(institution, 1)
    records.keep_digests(campaign)
    records.forget(institution, NOW)
    assert (institution.links, records.of(campaign), records.left(campaign)) == (None, None, None)


def test_it_keeps_its_number_when_it_is_checked_again(institution):
    campaign = make_campaign(institution, 1, leaving_link=True)
    number = campaign.link_number
    campaign.clear_rows()
    assert campaign.ending == ""
    records.begin(campaign, NOW + 5)
    assert campaign.link_number == number
    assert reread(institution).links.get(number).at == NOW + 5


def test_an_institution_has_a_code_that_no_other_has_until_it_is_erased(root, monkeypatch):
    drawn = iter(["AB", "AB", "AC"])
    monkeypatch.setattr(records, "_drawn", lambda: next(drawn))
    paris, nice = (make_house(root, name) for name in ("paris1", "nice"))
    records.close(root, nice)
    for institution in (paris, nice):
        make_campaign(institution, 1, leaving_link=True)
    assert dict(reread(root).link_codes) == {"AB": "paris1", "AC": "nice"}
    institutions.erase(operator("root"), root, "nice", NOW)
    assert dict(reread(root).link_codes) == {"AB": "paris1"}


def test_a_number_that_is_taken_is_drawn_again(institution, monkeypatch):
    drawn = count()
    monkeypatch.setattr(records.secrets, "randbelow", lambda most: next(drawn) // 2)
    first, second = (make_campaign(institution, 1, leaving_link=True) for _ in range(2))
    assert (first.link_number, second.link_number) == (1, 2)
    assert links.MOST == 2**31 - 1


def test_a_count_is_told_from_five_people_on_and_once_it_has_left(institution):
    make_group(institution, "m1", 6)
    campaign = make_campaign(institution, 6, leaving_link=True)
    assert records.left(campaign) is None
    campaign = sent(institution, [make_recipient(n) for n in range(6)])
    assert records.left(campaign) == 0
    for row in range(1, 6):
        assert records.left(campaign) == 0
        departures.leave(link(campaign, row), NOW)
    assert records.left(campaign) == 5


@pytest.mark.parametrize("gone", [True, False])
def test_links_are_forgotten_thirteen_months_after_they_left(institution, gone):
    campaign = sent(institution)
    if gone:
        institution["campaigns"].remove(campaign.__name__)
    records.forget(institution, NOW + records.KEPT)
    assert len(list(institution.links.items())) == 1
    records.forget(institution, NOW + records.KEPT + 1)
    assert list(institution.links.items()) == []


def test_a_campaign_that_left_late_counts_from_then(institution):
    campaign = sent(institution)
    campaign.sent_at = NOW + 30 * DAY
    records.forget(institution, NOW + records.KEPT + 1)
    assert records.of(campaign) is not None


def test_digests_of_a_lost_key_are_dropped(institution, root):
    campaign = sent(institution)
    records.keep_digests(campaign)
    known = records.of(campaign)
    known.keep([(1, "0" * 32)])
    root.numbers_key = "another"
    digest_keys.begin_anew(root)
    assert known.digest(1) == ""
