"""Wishes for reports are looked at one by one: a bad one stops no other."""

import json
from datetime import date

import pytest

from dashboards.reports import wishes
from dashboards.reports.wishes import BadFile, BadWish, Wish

GOOD = {"id": "a1", "institution": "pantheon", "accounts": [1, 2], "month": "2026-02", "lang": "fr"}


def read(tmp_path, *facts):
    file = tmp_path / "wanted.json"
    file.write_text(json.dumps(facts), "utf-8")
    return [*wishes.read(file)]


def test_a_wish_is_read(tmp_path):
    link = "https://sms.univ.example/x"
    [(name, wish)] = read(tmp_path, {**GOOD, "link": link})
    first, last = date(2026, 2, 1), date(2026, 2, 28)
    assert (name, wish) == ("a1", Wish("a1", "pantheon", (1, 2), first, last, "fr", link))


def test_null_is_all_accounts_and_none_is_none(tmp_path):
    found = read(tmp_path, {**GOOD, "accounts": None}, {**GOOD, "id": "b", "accounts": []})
    assert [wish.accounts for _, wish in found] == [None, ()]


BAD = [
    {"id": ""},
    {"id": "../up"},
    {"id": 3},
    {"institution": ""},
    {"institution": ["pantheon"]},
    {"month": "2026-13"},
    {"month": "0000-01"},
    {"month": 202602},
    {"lang": "de"},
    {"accounts": [0]},
    {"accounts": ["1"]},
    {"accounts": [True]},
    {"accounts": "all"},
]


@pytest.mark.parametrize("changed", BAD)
def test_a_bad_wish_is_told_and_the_next_one_read(tmp_path, changed):
    (_, bad), (name, good) = read(tmp_path, {**GOOD, **changed}, {**GOOD, "id": "b"})
    assert isinstance(bad, BadWish)
    assert (name, good.id) == ("b", "b")


def test_without_accounts_nothing_is_told_rather_than_everything(tmp_path):
    lacking = {name: value for name, value in GOOD.items() if name != "accounts"}
    [(_, bad)] = read(tmp_path, lacking)
    assert isinstance(bad, BadWish)


def test_an_id_that_is_none_is_told_by_its_number(tmp_path):
    found = read(tmp_path, {**GOOD, "id": "../up"}, "text", {**GOOD, "lang": ""})
    assert [name for name, _ in found] == ["number 1", "number 2", "a1"]


def test_two_wishes_do_not_share_an_id(tmp_path):
    (_, good), (_, bad) = read(tmp_path, GOOD, GOOD)
    assert isinstance(good, Wish)
    assert isinstance(bad, BadWish)


@pytest.mark.parametrize("link", ["javascript:alert(1)", "https://a b", 3, "https://" + "a" * 1000])
def test_a_link_that_is_none_is_left_out(tmp_path, link):
    [(_, wish)] = read(tmp_path, {**GOOD, "link": link})
    assert wish.link == ""


@pytest.mark.parametrize("text", ["", "{", "{}", "3"])
def test_a_file_without_a_list_is_refused(tmp_path, text):
    file = tmp_path / "wanted.json"
    file.write_text(text)
    with pytest.raises(BadFile):
        [*wishes.read(file)]
    with pytest.raises(BadFile):
        [*wishes.read(tmp_path / "none.json")]
