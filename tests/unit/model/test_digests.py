"""Digests of phone numbers: under a key of the installation and the institution, which the store
does not have."""

import hashlib
import hmac

import pytest
from factories import MOBILE, make_institution, mobile, reread

from unisms.model import digests
from unisms.model.root import Institution
from unisms.testing.store import SECRET

OTHER = {"unisms.secret": "another secret, long enough to be one"}


@pytest.fixture
def institution(root):
    return make_institution(root)


def test_a_digest_is_half_an_hmac_under_a_key_of_the_installation_and_the_institution(institution):
    key = hashlib.blake2b(SECRET.encode(), digest_size=32, person=b"numbers").digest()
    own = hmac.new(key, b"paris1", "sha256").digest()
    assert (
        digests.of_number(institution, MOBILE)
        == hmac.new(own, MOBILE.encode(), "sha256").hexdigest()[:32]
    )


def test_two_institutions_have_two_digests_of_one_number(root, institution):
    assert digests.of_number(institution, MOBILE) != digests.of_number(
        make_institution(root, "lyon2"), MOBILE
    )


def test_the_key_stands_in_the_settings_and_survives_a_change_of_the_secret(store, institution):
    before = digests.of_number(institution, MOBILE)
    digests.give_key(store.db, OTHER)
    assert digests.of_number(institution, MOBILE) != before
    digests.give_key(store.db, OTHER | {"unisms.numbers_key": SECRET})
    assert digests.of_number(institution, MOBILE) == before


def test_what_belongs_to_an_institution_has_its_digests(institution):
    assert digests.of_number(institution["people"], MOBILE) == digests.of_number(
        institution, MOBILE
    )


def test_the_store_remembers_the_name_of_the_key_once_something_is_kept(store, root, institution):
    digests.of_number(institution, MOBILE)
    assert root.numbers_key == ""
    kept = digests.to_keep(institution, MOBILE)
    assert kept == digests.of_number(reread(institution), MOBILE)
    assert root.numbers_key == digests.fingerprint(root)
    assert digests.to_keep(institution, MOBILE) == kept


def test_another_key_than_that_of_the_store_is_told_and_nothing_is_kept_under_it(
    store, root, institution
):
    digests.verify(root)  # nothing is kept yet: any key will do
    digests.to_keep(institution, MOBILE)
    known = root.numbers_key
    digests.give_key(store.db, OTHER)
    with pytest.raises(digests.AnotherKey, match=r"Put the former key back: unisms\.numbers_key"):
        digests.verify(root)
    with pytest.raises(digests.AnotherKey):
        digests.to_keep(institution, MOBILE)
    assert root.numbers_key == known


def test_without_a_key_nothing_is_made(store, institution):
    del store.db.numbers_key
    with pytest.raises(digests.NoKey):
        digests.of_number(institution, MOBILE)
    with pytest.raises(digests.NoKey):
        digests.of_number(Institution("In no store"), MOBILE)


def test_a_hint_is_of_the_key_and_the_institution_and_tells_most_numbers_apart(
    store, root, institution
):
    numbers = [mobile(number) for number in range(1_000)]
    hints = [*map(digests.hint_of(institution), numbers)]
    assert len({*hints}) > 950
    elsewhere = map(digests.hint_of(make_institution(root, "lyon2")), numbers)
    assert sum(map(int.__eq__, hints, elsewhere)) < 10
    digests.give_key(store.db, OTHER)
    assert sum(map(int.__eq__, hints, map(digests.hint_of(institution), numbers))) < 10


def test_a_number_is_among_hints_if_its_own_is(institution):
    is_among = digests.among(institution, {digests.hint_of(institution)(mobile(1))})
    assert is_among(mobile(1))
    assert sum(map(is_among, map(mobile, range(1_000)))) < 10
