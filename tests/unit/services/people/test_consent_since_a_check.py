"""Everybody about whom something changed since the check is judged anew at the claim."""

import pytest
from factories import MOBILE, NOW, make_house, make_person
from hypothesis import example, given
from hypothesis import strategies as st

from unisms.model.proofs import FILE, YES, Proof
from unisms.model.themes import Theme
from unisms.services.people import consent, themes
from unisms.services.rights import rights
from unisms.services.rules import policies
from unisms.sms.purposes import SERVICE, THEME
from unisms.testing.factories import someone
from unisms.testing.store import Store

NUMBERS = [MOBILE, f"{MOBILE[:-1]}7", ""]
UIDS = ["ada", "bob"]
PURPOSES = [(), (THEME, "sport")]


def reader(institution, purpose=()):
    return consent.Reader(institution, purpose, NOW)


def fit(institution, purpose):
    """Return the pairs of number and uid that a message may reach now."""
    judge = reader(institution, purpose)
    pairs = [(number, uid) for number in NUMBERS[:2] for uid in ["", *UIDS]]
    return [pair for pair in pairs if judge.refusal_at_last(*pair) is None]


def says_no(institution, uid, number, at):
    consent.opt_out(rights.person(institution, uid), uid, at)


def says_yes(institution, uid, number, at):
    consent.keep(institution, uid, Proof(at, SERVICE, answer=YES, source=FILE))


def gets_number(institution, uid, number, at):
    institution["people"].renumber(uid, number)


def is_taken_out(institution, uid, number, at):
    theme = institution["themes"]["sport"]
    if theme.has_member(uid):
        theme.forget(uid, "2027-01-15")
    institution["people"].remove(uid)


def pauses(institution, uid, number, at):
    institution["people"].pauses(uid, at + 86400)


def joins(institution, uid, number, at):
    themes.keep(institution["themes"]["sport"], uid, Proof(at, THEME, "sport", YES, source=FILE))


def leaves(institution, uid, number, at):
    themes.leave(someone(institution), institution["themes"]["sport"], uid, at)


def leaves_by_number(institution, uid, number, at):
    themes.leave_by_number(someone(institution), institution["themes"]["sport"], number, at)


def answers_stop(institution, uid, number, at):
    consent.refuse_number(someone(institution), institution, number, at)


def goes_to_bed(institution, uid, number, at):
    consent.forget(institution, at)


CHANGES = [
    *(says_no, says_yes, gets_number, is_taken_out, pauses, joins, leaves, leaves_by_number),
    *(answers_stop, goes_to_bed),
]
changes = st.lists(
    st.tuples(st.sampled_from(CHANGES), st.sampled_from(UIDS), st.sampled_from(NUMBERS)),
    max_size=8,
)


def play(institution, history, begun):
    for moment, (change, uid, number) in enumerate(history, begun):
        if uid in institution["people"]:
            change(institution, uid, number, moment)


@example([], [(says_no, "ada", ""), (gets_number, "ada", NUMBERS[1])], policies.EVERYBODY)
@example([(says_no, "ada", "")], [(gets_number, "ada", NUMBERS[1])], policies.EVERYBODY)
@example([(says_yes, "ada", "")], [(gets_number, "ada", NUMBERS[1])], policies.SAID_YES)
@example([], [(pauses, "ada", "")], policies.EVERYBODY)
@example([(says_yes, "ada", "")], [(is_taken_out, "ada", "")], policies.SAID_YES)
@example([(joins, "ada", "")], [(is_taken_out, "ada", "")], policies.EVERYBODY)
@given(changes, changes, st.sampled_from([policies.EVERYBODY, policies.SAID_YES]))
def test_whoever_must_not_be_written_to_any_more_is_judged_anew(before, after, policy):
    store = Store()
    institution = make_house(store.root)
    institution.consent = policy
    for uid in UIDS:
        make_person(institution, uid)
    institution["themes"].add("sport", Theme("Sport", "zlefevre", NOW))
    store.commit()
    play(institution, before, NOW - 100)
    store.commit()
    checked = [
        (purpose, reader(institution, purpose).mark, fit(institution, purpose))
        for purpose in PURPOSES
    ]
    play(institution, after, NOW - 50)
    store.commit()
    for purpose, mark, pairs in checked:
        may_differ = reader(institution, purpose).may_differ(mark)
        still = fit(institution, purpose)
        assert [one for one in pairs if one not in still and not may_differ(*one)] == []


@pytest.fixture
def institution(root):
    institution = make_house(root)
    make_person(institution, "ada")
    root._p_jar.savepoint()
    return institution


def test_nobody_is_judged_anew_where_nothing_has_changed(institution):
    may_differ = reader(institution).may_differ(reader(institution).mark)
    assert not may_differ(MOBILE, "ada")


def test_only_those_are_judged_anew_about_whom_something_has_changed(institution):
    mark = reader(institution).mark
    consent.refuse_number(someone(institution), institution, NUMBERS[1], NOW)
    may_differ = reader(institution).may_differ(mark)
    assert may_differ(NUMBERS[1], "")
    assert not may_differ(MOBILE, "ada")


def test_everybody_is_judged_anew_who_was_not_judged_or_by_other_policies(institution):
    assert reader(institution).may_differ(())(MOBILE, "")
    mark = reader(institution).mark
    institution.foreign_numbers = policies.REFUSE
    assert reader(institution).may_differ(mark)(MOBILE, "")


def test_everybody_is_judged_anew_when_digests_get_another_key(institution):
    consent.opt_out(rights.person(institution, "ada"), "ada", NOW)
    mark = reader(institution).mark
    institution["people"].begin_refusals_anew()
    assert reader(institution).may_differ(mark)(NUMBERS[1], "")
