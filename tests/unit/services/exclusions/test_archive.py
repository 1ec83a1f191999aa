"""Once-only keys in a person's dossier: told, and erased with the person."""

import pytest
from factories import NOW, make_group, make_house, mobile
from left_out import sent

from unisms.model import digests
from unisms.services.dossiers.subjects import Subject, of_person
from unisms.services.exclusions import archive, once_keys
from unisms.sms import states

DAY = 86400


@pytest.fixture
def paris(root):
    institution = make_house(root)
    make_group(institution, people=2)
    campaign = sent(institution, ("group", "l2"), once="rentree")
    once_keys.keep_told(campaign)
    return institution


def test_who_was_told_with_which_key(paris):
    told = [*archive.told(paris, of_person(paris, "l2-0"))]
    assert told == [{"key": "rentree", "at": NOW // DAY * DAY}]
    assert [*archive.told(paris, Subject("nobody"))] == []


def test_a_number_that_they_had_tells_it_too(paris):
    subject = Subject(former=((digests.of_number(paris, mobile(1)), 0),))
    assert len([*archive.told(paris, subject)]) == 1


def test_a_number_that_is_nobodys_was_told_too(paris):
    campaign = sent(paris, ("number", mobile(40)), once="rentree")
    once_keys.keep_told(campaign)
    subject = Subject(former=((digests.of_number(paris, mobile(40)), 0),))
    assert len([*archive.told(paris, subject)]) == 1


def test_it_goes_with_the_person(paris):
    assert archive.forget_told(paris, of_person(paris, "l2-0"), NOW) == 2
    assert [*archive.told(paris, of_person(paris, "l2-0"))] == []
    assert len([*archive.told(paris, of_person(paris, "l2-1"))]) == 1


def test_where_there_is_no_key_nothing_is_told(root):
    institution = make_house(root, "nice")
    assert [*archive.told(institution, Subject("x"))] == []
    assert once_keys.drop(institution) == 0
    once_keys.forget(institution, NOW)


def test_nothing_is_kept_of_a_message_that_told_nobody(paris):
    other = sent(paris, ("group", "l2"), once="autre")
    for number, _ in list(other.stored_rows()):
        other._rows[number] = (mobile(9), states.STOPPED, "", 1, NOW, None)
    once_keys.keep_told(other)
    assert not paris.once_keys["autre"].has_told()
    other.once = "unknown"
    once_keys.keep_told(other)
    other.once = ""
    once_keys.keep_told(other)
