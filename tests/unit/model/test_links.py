"""Links to leave, as they are stored, and the address at which they are opened."""

import pytest
from factories import NOW, make_institution, reread

from unisms.model.links import MOST, LinkedCampaign, Links, address_behind, address_of

DIGEST = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def links(root):
    institution = make_institution(root)
    institution.links = Links("ab")
    institution.links.add(7, LinkedCampaign("20270115-abcd", NOW))
    return reread(institution).links


def test_a_campaign_is_found_by_its_number_and_no_number_breaks_it(links):
    assert reread(links).get(7).name == "20270115-abcd"
    assert [links.get(number) for number in (0, 8, MOST, MOST + 1, 2**40)] == [None] * 5


def test_a_row_is_left_once_and_comes_back(links):
    known = links.get(7)
    known.leave(3, NOW)
    known.leave(3, NOW + 1)
    known.leave(4, NOW)
    assert (len(reread(known)), known.left_at(3), known.left_at(5)) == (2, NOW + 1, 0)
    for row in (3, 4, 4):
        known.come_back(row)
    assert len(reread(known)) == 0
    assert known  # nobody has left, and it is one all the same


def test_digests_of_erased_rows_are_kept_by_row(links):
    known = links.get(7)
    known.keep([(1, DIGEST), (2, DIGEST[::-1])])
    assert [reread(known).digest(row) for row in (1, 2, 3, MOST + 1)] == [
        DIGEST,
        DIGEST[::-1],
        "",
        "",
    ]
    known.drop_digests()
    assert reread(known).digest(1) == ""


def test_one_may_be_removed_while_they_are_gone_through(links):
    links.add(9, LinkedCampaign("20270115-efgh", NOW))
    for number, _ in links.items():
        links.remove(number)
    assert list(reread(links).items()) == []


@pytest.mark.parametrize(
    ("settings", "address"),
    [
        ({}, ""),
        ({"unisms.hosts": ""}, ""),
        ({"unisms.hosts": "sms.univ.example other.example"}, "https://sms.univ.example"),
        ({"unisms.public_url": " https://s.example/sms/ "}, "https://s.example/sms"),
        ({"unisms.public_url": "https://s.example", "unisms.hosts": "x"}, "https://s.example"),
    ],
)
def test_the_address_is_told_or_made_of_the_first_host(settings, address):
    assert address_of(settings) == address


def test_it_is_found_from_any_record_and_from_none_that_is_not_stored(store):
    institution = make_institution(store.root)
    assert address_behind(institution["people"]) == "https://sms.univ.example"
    assert address_behind(None) == ""
    del store.db.public_address
    assert address_behind(institution) == ""
