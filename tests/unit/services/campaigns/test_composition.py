"""A message as somebody has composed it: written, or told with each of its problems."""

import pytest
from factories import MOBILE, NOW, make_draft, make_group, make_release, mobile

from unisms.model.narrowed import MOST_PARTS
from unisms.services.campaigns import composition, drafts
from unisms.services.campaigns.composition import FEW
from unisms.services.campaigns.manuscripts import Draft
from unisms.services.ground.problem import Problem
from unisms.services.rights import daily, rights
from unisms.services.rules.typed_numbers import MOST, READ

FIELDS = {
    "title": "Retard",
    "text": "Bonjour",
    "numbers": MOBILE,
    "account": "scd",
    "connection": "/institutions/paris1/brokers/fake",
}


@pytest.fixture
def write(institution):
    """Write a draft as Zoé, who has the role of a sender: she sees the ends of numbers only."""
    institution.grants.give("person:zoe", "sender")
    make_group(institution)

    def write(campaign=None, edition=None, **fields):
        actor, wanted = rights.person(institution, "zoe"), Draft(**{**FIELDS, **fields})
        return drafts.write(actor, wanted, now=NOW, campaign=campaign, edition=edition)

    return write


def test_a_draft_without_a_problem_becomes_a_campaign(institution, write):
    campaign = write()
    assert institution["campaigns"][campaign.__name__] is campaign
    assert (campaign.author, campaign.audience) == ("zoe", (("number", MOBILE),))


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"numbers": ""}, Problem("audience", "empty_without_files")),
        ({"numbers": ","}, Problem("audience", "empty_without_files")),
        ({"numbers": "x" * (READ + 1)}, Problem("numbers", "too_many", MOST)),
        ({"numbers": "0139980001"}, Problem("numbers", "wrong", ("0139980001",))),
        ({"text": "é" * 1_300}, Problem("text", "many_segments", (9, 8))),
        ({"text": "[prix]"}, Problem("blanks", "missing", ("prix",))),
        ({"account": "gone"}, Problem("account", "unknown")),
        (
            {"audience": (("group", "l2"),), "numbers": "\n".join(map(mobile, range(FEW + 1)))},
            Problem("audience", "mixed", FEW),
        ),
        ({"kept": (mobile(7),)}, Problem("numbers", "kept")),
        ({"minus": (("group", "gone"),)}, Problem("minus", "unknown")),
        (
            {"minus": tuple(("group", f"g{number}") for number in range(MOST_PARTS + 1))},
            Problem("minus", "too_many_out", MOST_PARTS),
        ),
    ],
)
def test_a_draft_with_a_problem_is_told_and_not_written(institution, write, fields, problem):
    assert write(**fields) == (problem,)
    assert len(institution["campaigns"]) == 0


def test_one_problem_is_told_of_each_field(write):
    told = write(text="", numbers="12", account="", connection="")
    assert [one.field for one in told] == ["numbers", "text", "account", "connection"]


def test_where_no_account_can_pay_none_is_to_be_chosen(institution, write):
    institution["accounts"]["scd"].closed = True
    assert write(account="") == (Problem("account", "none"),)


def test_who_has_begun_many_messages_begins_no_other_and_may_change_one(write, monkeypatch):
    monkeypatch.setattr(composition, "MOST_UNSENT", 1)
    campaign = write()
    assert write() == (Problem("audience", "crowded", 1),)
    assert write(campaign, text="Bonsoir") is campaign


def test_nothing_is_written_once_too_much_was_checked_today(write, monkeypatch):
    monkeypatch.setattr(daily, "OF_PERSON", 0)
    assert write() == (Problem("audience", "frozen"),)


def test_what_somebody_else_has_changed_meanwhile_stays(institution, write):
    campaign = write()
    assert write(campaign, "0", text="Bonsoir") is campaign
    assert write(campaign, "0") == (Problem("edition", "late", (NOW, "zoe")),)
    assert write(campaign, "1") is campaign
    assert campaign.text == "Bonjour"


def test_the_audience_of_somebody_elses_message_may_stay_as_it_is(institution, write):
    numbers = [mobile(number) for number in range(FEW + 1)]
    pairs = (("group", "l2"), *(("number", one) for one in numbers))
    campaign = make_draft(institution, audience=pairs)
    chosen = {"audience": (("group", "l2"),), "numbers": ""}
    assert write(campaign, kept=tuple(numbers), **chosen) is campaign
    assert write(campaign, kept=tuple(numbers[1:]), **chosen) == (
        Problem("audience", "mixed", FEW),
    )


def test_a_message_whose_numbers_are_erased_can_be_neither_chosen_nor_left_out(institution, write):
    past = make_release(institution, title="Rentrée")
    past.author = "zoe"
    past.erase(NOW)
    part = (("received", past.__name__),)
    assert write(numbers="", audience=part) == (Problem("audience", "past_erased", "Rentrée"),)
    assert write(minus=part) == (Problem("minus", "past_erased", "Rentrée"),)
