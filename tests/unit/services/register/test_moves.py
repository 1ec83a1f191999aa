"""Somebody gets another uid."""

import pytest
from BTrees.OOBTree import OOBTree
from factories import (
    NOW,
    make_account,
    make_connection,
    make_group,
    make_person,
    make_recipient,
    make_release,
    mobile,
)
from linked import link, sent
from people_files import CHIEF, actor, register

from unisms.model import digests, health
from unisms.model.folder import NameTaken
from unisms.model.health import Flag
from unisms.model.history import Entered, History
from unisms.model.leavings import Leaving, Leavings
from unisms.model.roles import PERSON
from unisms.model.senders import noes_to
from unisms.model.themes import Member, Theme
from unisms.services.audience.kinds.persons import PersonKind
from unisms.services.delivery import claims
from unisms.services.dossiers import erasures, parts, subjects
from unisms.services.ground import journal, outbox
from unisms.services.histories import entries
from unisms.services.links import departures
from unisms.services.people import consent, reminders
from unisms.services.people.enrolment import NotYours
from unisms.services.register import changes, moves
from unisms.services.rights import rights
from unisms.services.subscribers import petitions


def test_answers_themes_and_groups_go_with_them(institution):
    make_person(institution, "z", "Zoé Petit", mobile(1), "z@u.example")
    make_group(institution, "l3", 0)
    group = make_group(institution, "l2", 0)
    group.uids.add("z")
    theme = institution["themes"].add("bu", Theme("Bibliothèque"))
    theme.join("z", Member(NOW), "2027-01-15")
    theme.meet(["z"])
    consent.opt_out(actor(institution), "z", NOW)
    institution["people"].pauses("z", NOW + 9)
    moves.move(actor(institution), "z", "zpetit", NOW)
    people = institution["people"]
    assert people.with_number(mobile(1)) == people.with_email("z@u.example") == ("zpetit",)
    assert people.search("petit") == ["zpetit"]
    assert (people.word("z"), people.word("zpetit")) == ("", "no")
    assert (people.paused_until("z"), people.paused_until("zpetit")) == (0, NOW + 9)
    assert [one.answer for one in people.proofs("zpetit")] == ["no"]
    assert (theme.has_member("z"), theme.has_member("zpetit"), theme.has_met("zpetit")) == (
        False,
        True,
        True,
    )
    assert list(group.uids) == ["zpetit"]
    entry = next(iter(institution.audit.latest(0)))
    assert (entry.verb, entry.path) == ("person.moved", "/people/zpetit")


def test_a_yes_later_ends_the_no_of_the_former_uid(institution):
    make_person(institution, "z", "Zoé Petit", mobile(1))
    consent.opt_out(actor(institution), "z", NOW)
    moves.move(actor(institution), "z", "zpetit", NOW)
    assert consent.Reader(institution, (), NOW).refusal(mobile(1)) == "opt_out"
    consent.accept(actor(institution), "zpetit", NOW + 1)
    assert consent.Reader(institution, (), NOW).refusal(mobile(1)) is None


def test_nobody_takes_the_uid_of_somebody_else(institution):
    make_person(institution, "z", "Zoé", "")
    make_person(institution, "a", "Ann", "")
    with pytest.raises(NameTaken):
        moves.move(actor(institution), "z", "a", NOW)
    institution.grants.give(f"{PERSON}a", "administrator")
    institution.grants.give(f"{PERSON}z", "sender")
    with pytest.raises(NotYours):
        moves.move(rights.person(institution, "z"), "a", "b", NOW)
    assert CHIEF in institution["people"]


def test_what_they_were_sent_and_that_they_left_goes_with_them(institution):
    make_person(institution, "z", "Zoé Petit", mobile(1))
    make_person(institution, "y", "Yan", "")
    institution.history, institution.leavings = History(), Leavings()
    institution.history.enter(Entered("c", "2027-01", 1), {"z": [1], "x": [1]})
    institution.history.enter(Entered("d", "2027-02", 1), {"x": [1]})
    institution.leavings.add(Leaving(NOW, "z", mobile(1), "reply"))
    moves.move(actor(institution), "z", "zpetit", NOW)
    moves.move(actor(institution), "y", "yan", NOW)
    assert len(list(institution.history.lines("zpetit"))) == 1
    assert list(institution.history.lines("z")) == []
    assert [one.uid for one in institution.leavings.of("2027-01")] == ["zpetit"]


@pytest.fixture
def zoe(institution):
    """An institution that can send, with Zoé."""
    make_account(institution)
    make_connection(institution)
    make_person(institution, "z", "Zoé Petit", mobile(1), "z@u.example")
    return institution


def moved(institution, at=NOW + 60):
    moves.move(actor(institution), "z", "zpetit", at)


def test_rows_that_are_noted_for_them_are_theirs_under_the_new_uid(root, zoe):
    campaign = make_release(zoe, [make_recipient(1, uid="z"), make_recipient(2)])
    campaign.annotate([(1, "z")])
    moved(zoe)
    make_person(zoe, "z", "Une Autre", mobile(3))
    assert (campaign.uid(1), campaign.uid(2)) == ("zpetit", "")
    assert (campaign.rows_of("zpetit"), campaign.rows_of("z")) == ({1}, set())
    assert campaign.rows_of("gone", [("z", NOW + 60)]) == {1}
    assert campaign.rows_of("gone", [("z", NOW - 60)]) == set()
    entries.enter(root, campaign.path)
    assert list(zoe.history.lines("zpetit")) == [(1, 1)]
    later = make_release(zoe, [make_recipient(3, uid="z")], now=NOW + 90)
    later.annotate([(1, "z")])
    assert later.uid(1) == "z"


def test_a_refusal_under_the_new_uid_holds_back_a_message_that_was_ready(root, zoe):
    campaign = make_release(zoe, [make_recipient(1, uid="z")])
    campaign.annotate([(1, "z")])
    moved(zoe)
    consent.opt_out(actor(zoe), "zpetit", NOW + 61)
    assert claims.claim_batch(root, campaign.connection, 50, "here", NOW + 62) is None
    assert campaign.row(1).cause == "opt_out"


def test_a_message_to_them_reaches_them_under_the_new_uid(zoe):
    kind = PersonKind()
    moved(zoe)
    assert kind.exists(zoe, "z")
    assert kind.uids(zoe, "z") == ("zpetit",)
    assert kind.called(zoe, "z") == "Zoé Petit"
    assert kind.finder(zoe)("z", "petit")
    [choice] = kind.choices(zoe, ["z", "nobody"], CHIEF)
    assert choice.name == "zpetit"
    [recipient] = kind.recipients(zoe, "z", (), None)
    assert (recipient.uid, recipient.msisdn) == ("zpetit", mobile(1))


def test_leaving_by_a_link_is_taken_back_under_the_new_uid(zoe):
    campaign = sent(zoe, [make_recipient(1, uid="z")])
    left = departures.Left(NOW, departures.leave(link(campaign), NOW))
    moved(zoe)
    assert zoe["people"].word("zpetit") == "no"
    assert departures.take_back(link(campaign), left, NOW + 70)
    assert zoe["people"].word("zpetit") == ""


def test_mails_that_wait_and_a_request_to_be_erased_go_with_them(zoe):
    name = outbox.post(zoe, "number_wrong", "z@u.example", {}, NOW, uid="z")
    zoe["me"].ask_to_erase("z", NOW)
    moved(zoe)
    assert zoe.outbox.of("zpetit") == [name]
    assert [one.uid for one in petitions.erasures(zoe, NOW)] == ["zpetit"]


def test_a_no_to_one_sender_goes_with_them(zoe):
    noes_to(zoe, "38000").leave("z", mobile(1), NOW)
    noes_to(zoe, "unisms")
    moved(zoe)
    assert [noes_to(zoe, "38000").left_at(uid) for uid in ("z", "zpetit")] == [0, NOW]


def test_they_sign_in_as_before_and_keep_their_theme(zoe):
    zoe.passwords["z"] = "hash"
    reminders.put_away(zoe, "z", "first:home")
    theme = zoe["themes"].add("bu", Theme("Bibliothèque", "z"))
    zoe["themes"].add("sport", Theme("Sport", CHIEF))
    moved(zoe)
    assert dict(zoe.passwords) == {"zpetit": "hash"}
    assert reminders.kept(zoe, "zpetit") == ("first:home",)
    assert (theme.owner, zoe["themes"]["sport"].owner) == ("zpetit", CHIEF)


def test_failures_of_their_number_stay_with_it(zoe):
    digest = digests.of_number(zoe, mobile(1))
    numbers = health.of(zoe)
    numbers.flag(digest, Flag(NOW, "absent", 1))
    moved(zoe)
    assert digests.of_number(zoe, zoe["people"]["zpetit"].msisdn) == digest
    assert numbers.flag_of(digest).since == NOW


def test_their_dossier_tells_what_was_kept_under_the_former_uid(zoe):
    journal.write(actor(zoe), "person.added", zoe["people"]["z"], NOW)
    record = register(zoe, "uid;nom complet\nz;Zoé Grand\n")
    moved(zoe)
    subject = subjects.of_person(zoe, "zpetit")
    make_person(zoe, "z", "Une Autre", "")
    journal.write(actor(zoe), "person.changed", zoe["people"]["z"], NOW + 90)
    told = [one["verb"] for one in parts.journal(zoe, subject)]
    assert sorted(told) == ["person.added", "person.moved"]
    assert [one["uid"] for one in parts.files(zoe, subject)] == ["z"]
    assert next(iter(parts.person(zoe, subject)))["former_uids"] == ["z"]
    erasures.begin(actor(zoe), subject, NOW + 100, refuses=False)
    assert [one.uid for one in changes.changes(record, 1, 9)] == [""]


def test_who_has_to_stay_does(zoe):
    assert not moves.has_to_stay(zoe, "z")
    zoe.second_factors = OOBTree({"z": ("sealed", 0, (), NOW)})
    assert moves.has_to_stay(zoe, "z")
    zoe.second_factors = None
    zoe.grants.give(f"{PERSON}z", "sender")
    assert moves.has_to_stay(zoe, "z")
