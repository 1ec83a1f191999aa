"""The place of people's own pages: codes under way, what was left, who asks to be erased."""

import pytest
from factories import NOW, make_house, reread

from unisms.model.own_pages import Code, Declined, OwnPages, Undo

CODE = Code("+33639980001", "0f", NOW)


@pytest.fixture
def pages(root):
    return make_house(root)["me"]


def test_one_code_counts_for_a_person(pages):
    assert pages.code("ada") is None
    pages.keep_code("ada", CODE)
    pages.keep_code("ada", CODE._replace(wrong=1))
    assert reread(pages).code("ada") == CODE._replace(wrong=1)
    pages.drop_code("ada")
    pages.drop_code("ada")
    assert pages.code("ada") is None


def test_what_somebody_left_is_remembered_until_it_is_taken_back(pages):
    undo = Undo(NOW, (("sport", (NOW, (), 1, "page")),))
    assert pages.left("ada") is None
    pages.note_left("ada", undo)
    assert reread(pages).left("ada") == undo
    pages.forget_left("ada")
    assert pages.left("ada") is None


def test_a_request_to_be_erased_stands_until_it_is_withdrawn(pages):
    pages.ask_to_erase("ada", NOW)
    assert pages.asked_to_erase("ada") == NOW
    assert list(pages.requests()) == [("ada", NOW)]
    pages.withdraw_request("ada")
    assert pages.asked_to_erase("ada") == 0


def test_a_number_that_was_lost_is_told_until_there_is_one_again(pages):
    pages.lose_number("ada", NOW)
    assert pages.lost_number("ada") == NOW
    pages.find_number("ada")
    assert pages.lost_number("ada") == 0


def test_of_a_person_who_is_forgotten_nothing_is_left(pages):
    pages.keep_code("ada", CODE)
    pages.note_left("ada", Undo(NOW))
    pages.lose_number("ada", NOW)
    pages.ask_to_erase("ada", NOW)
    pages.note_times("code ada", [NOW])
    pages.note_times("code bob", [NOW])
    pages.forget_person("ada")
    assert (pages.code("ada"), pages.left("ada"), pages.times("code ada")) == (None, None, ())
    assert (pages.asked_to_erase("ada"), pages.lost_number("ada")) == (0, 0)
    assert pages.times("code bob") == (NOW,)


def test_what_is_old_or_of_the_future_is_forgotten(pages):
    pages.keep_code("ada", CODE._replace(sent_at=NOW - 20))
    pages.keep_code("bob", CODE)
    pages.note_left("ada", Undo(NOW + 20))
    pages.note_times("code ada", [NOW - 20, NOW])
    pages.note_times("code bob", [NOW - 20])
    pages.note_times("code eva", [NOW])
    pages.forget(NOW - 10, NOW + 10)
    assert (pages.code("ada"), pages.code("bob"), pages.left("ada")) == (None, CODE, None)
    assert [pages.times(f"code {uid}") for uid in ("ada", "bob", "eva")] == [(NOW,), (), (NOW,)]


def test_a_place_of_own_pages_begins_empty():
    assert list(OwnPages().requests()) == []


def test_what_is_under_way_goes_with_somebody_to_another_uid(pages):
    undo = Undo(NOW, (("sport", (NOW, (), 1, "page")),))
    pages.keep_code("ada", CODE)
    pages.note_left("ada", undo)
    pages.lose_number("ada", NOW)
    pages.ask_to_erase("ada", NOW)
    pages.decline("ada", Declined(NOW, "sport", ""))
    pages.note_times("code ada", [NOW])
    pages.note_times("code nada", [NOW])
    pages.move("ada", "lovelace")
    pages.move("bob", "robert")
    told = [
        (pages.code(uid), pages.left(uid), pages.lost_number(uid), pages.asked_to_erase(uid))
        for uid in ("ada", "lovelace")
    ]
    assert told == [(None, None, 0, 0), (CODE, undo, NOW, NOW)]
    assert [len(pages.declined(uid)) for uid in ("ada", "lovelace")] == [0, 1]
    assert [pages.times(f"code {uid}") for uid in ("ada", "lovelace", "nada")] == [
        (),
        (NOW,),
        (NOW,),
    ]


def test_an_answer_to_a_request_counts_until_it_is_asked_for_again_or_is_old(pages):
    about_erasure, about_sport = Declined(NOW, "", "Bail"), Declined(NOW + 9, "sport", "")
    pages.forget_declined(NOW)
    pages.drop_declined("ada", "")
    pages.forget_person("ada")
    assert pages.declined("ada") == []
    for one in (about_erasure._replace(reason="x"), about_erasure, about_sport):
        pages.decline("ada", one)
    assert reread(pages).declined("ada") == [about_erasure, about_sport]
    pages.drop_declined("ada", "music")
    pages.forget_declined(NOW)
    assert len(pages.declined("ada")) == 2
    pages.forget_declined(NOW + 1)
    assert pages.declined("ada") == [about_sport]
    pages.drop_declined("ada", "sport")
    assert pages.declined("ada") == []
    pages.decline("ada", about_sport)
    pages.forget_person("ada")
    assert pages.declined("ada") == []
