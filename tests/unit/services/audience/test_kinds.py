"""The kinds of audience: each keeps the promise, and what is asked of all goes to the right one."""

import inspect

import pytest
from factories import MOBILE, make_draft, make_group, make_person

from unisms.model.kinds import AskedKind, AudienceKind
from unisms.services.audience import kinds, questions
from unisms.testing.audiences import FakeLists
from unisms.testing.factories import someone
from unisms.testing.store import our_kinds

OURS = our_kinds()


def promised(protocol):
    parts = {**vars(AudienceKind), **vars(protocol)}
    return {name: one for name, one in parts.items() if inspect.isfunction(one) and name[0] != "_"}


@pytest.mark.parametrize(
    ("protocol", "kind"),
    [*((AudienceKind, kind) for kind in OURS.values()), (AskedKind, FakeLists())],
)
def test_a_kind_keeps_its_promise_by_name_and_by_arguments(protocol, kind):
    assert len(promised(protocol)) >= 11
    for name, func in promised(protocol).items():
        assert list(inspect.signature(getattr(type(kind), name)).parameters) == list(
            inspect.signature(func).parameters
        )


@pytest.mark.parametrize("kind", OURS)
def test_our_own_kinds_ask_nobody_but_a_directory(kind):
    assert questions.is_asked(OURS[kind]) == (kind == "directory")


@pytest.mark.parametrize("kind", OURS)
def test_every_kind_of_ours_has_its_part_of_the_page(kind):
    assert OURS[kind].picker or {*OURS[kind].heading} == {"fr", "en"}


def test_a_kind_is_of_people_or_brings_numbers_or_asks_a_directory_or_leads_to_others():
    others = {"directory", "received", "missed", "chosen", "handed", "saved"}
    assert {kind: one.is_of_people for kind, one in OURS.items()} == {
        kind: not one.brings_numbers and kind not in others for kind, one in OURS.items()
    }


def test_those_that_lead_to_people_are_told_from_the_others(institution):
    pairs = (("group", "l2"), ("number", MOBILE), ("person", "jdupont"), ("unknown", "sport"))
    assert kinds.of_people(institution, pairs) == [("group", "l2"), ("person", "jdupont")]


def test_what_a_message_has_stays_allowed_while_it_is_there(institution):
    make_group(institution)
    campaign = make_draft(institution, audience=(("group", "l2"),))
    assert kinds.may_keep(someone(institution), ("group", "l2"), campaign)
    institution["groups"].remove("l2")
    assert not kinds.may_keep(someone(institution), ("group", "l2"), campaign)
    assert not kinds.may_use(someone(institution), "unknown", "sport")


def test_a_message_is_listed_by_the_kinds_that_are_found_by_a_title(institution):
    make_group(institution)
    make_person(institution)
    audience = (("number", MOBILE), ("person", "jdupont"), ("group", "l2"))
    places = make_draft(institution, audience=audience).listed.places
    assert places == ("person:jdupont", "group:l2")


@pytest.mark.parametrize(
    ("kind", "text", "names"),
    [
        ("number", "0639980001 06.39.98.00.02", ("0639980001", "06.39.98.00.02")),
        ("number", " ", ()),
        ("person", "jdupont", ("jdupont",)),
        ("person", "lune", ()),
        ("group", "lune", ()),
    ],
)
def test_a_kind_reads_its_own_names(institution, kind, text, names):
    make_person(institution, "jdupont")
    assert tuple(OURS[kind].names_in(institution, text)) == names


def test_all_our_kinds_can_be_named_but_for_files():
    assert {name for name, kind in OURS.items() if not kind.is_named} == {"import"}
