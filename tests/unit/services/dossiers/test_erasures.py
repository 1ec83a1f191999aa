"""Somebody erased as they asked: at once, in messages, in the journal, and what stays."""

import pytest
from dossier_facts import SAID, SECRET, ZOE, chief, make_message
from factories import NOW, make_campaign, make_person, make_recipient, mobile

from unisms.model.campaigns import Campaign
from unisms.model.roles import PERSON
from unisms.seams.dossiers import PartOfDossier
from unisms.services.dossiers import erasures, remains
from unisms.services.dossiers.subjects import Subject, of_person
from unisms.services.ground.outbox import ERASED
from unisms.services.imports import intake
from unisms.services.institution import audit_journals
from unisms.services.people import consent
from unisms.services.people.enrolment import LastAdministrator, NotYours
from unisms.services.register.changes import of_kind
from unisms.services.rights import rights
from unisms.sms import states

DAY = 86400


def erased(root, institution, subject=ZOE, parts=None, *, refuses=True):
    record = erasures.begin(chief(institution), subject, NOW, refuses=refuses)
    finish(root, record, parts or {})
    return record


def finish(root, record, parts=None, now=NOW):
    path = f"/institutions/paris1/erasures/{record.__name__}"
    while erasures.advance(root, path, parts or {}, now):
        pass


def test_somebody_is_gone_from_the_directory_at_once(institution):
    record = erasures.begin(chief(institution), ZOE, NOW, refuses=True)
    assert ZOE.uid not in institution["people"]
    assert ZOE.uid not in institution["groups"]["l2"].uids
    assert not institution["themes"]["bu"].has_member(ZOE.uid)
    assert [text for *_, text in institution.replies.of("2027-01")] == ["Autre chose"]
    assert record.state == "working"
    assert institution["erasures"].waiting() == [record.__name__]


def test_a_message_to_others_too_keeps_its_figures(root, institution):
    campaign = make_message(institution)
    record = erased(root, institution)
    assert [row[:2] for _, row in campaign.stored_rows()] == [
        (mobile(1), "delivered"),
        ("+3363", "delivered"),
    ]
    assert (campaign.values(1)[0], {*campaign.values(2)}) == ("Anne Chef", {""})
    assert campaign.audience == (("group", "l2"),)
    assert (campaign.title, campaign.erased_at) == ("Retrait", 0)
    assert dict(record.counts) == {
        "files": 2,
        "journal": 2,
        "mails": 1,
        "messages": 1,
        "replies": 1,
    }


def test_a_message_to_nobody_else_goes_with_its_text(root, institution):
    campaign = make_message(institution, alone=True)
    erased(root, institution)
    assert (campaign.text, campaign.has_rows(), campaign.erased_at) == ("", False, NOW)


@pytest.mark.parametrize("title", ["Pour Zoé", f"Au {ZOE.msisdn}"])
def test_a_title_that_names_them_is_another(root, institution, title):
    campaign = make_message(institution, title=title)
    erased(root, institution)
    assert campaign.title == campaign.__name__


def test_a_noted_uid_is_known_no_more(root, institution):
    campaign = make_message(institution)
    campaign.annotate([(2, ZOE.uid)])
    erased(root, institution)
    assert campaign.uid(2) == ""


def test_a_message_under_way_waits_for_its_end(root, institution):
    campaign = make_message(institution, closed=False)
    record = erased(root, institution)
    assert (record.state, campaign.stored_row(2)[0]) == ("waiting", ZOE.msisdn)
    erasures.go_on(institution, NOW)
    assert record.state == "waiting"
    for state in (states.SENT, states.CLOSED):
        campaign.become(state)
    erasures.go_on(institution, NOW + DAY)
    assert (record.state, record.subject, record.done_at) == ("done", (), NOW + DAY)
    assert campaign.stored_row(2)[0] == "+3363"


def test_a_message_that_was_erased_meanwhile_is_not_waited_for(root, institution):
    campaign = make_message(institution, closed=False)
    record = erased(root, institution)
    institution["campaigns"].remove(campaign.__name__)
    erasures.go_on(institution, NOW)
    assert record.state == "done"


def test_a_message_that_is_not_sent_is_checked_again_without_them(root, institution):
    zoe = make_recipient(4242, ZOE.name)
    checked = make_campaign(institution, [zoe])
    checked.audience = (("number", ZOE.msisdn),)
    draft = make_campaign(institution, [make_recipient(1)])
    draft.audience = (("person", ZOE.uid), ("person", "chef"))
    erased(root, institution)
    assert (checked.state, checked.has_rows(), checked.audience) == ("draft", False, ())
    assert (draft.state, draft.audience) == ("checked", (("person", "chef"),))


def test_a_refusal_stays_as_a_digest_if_they_want_no_more_messages(root, institution):
    erased(root, institution)
    make_person(institution, "new-one", "Une Autre", ZOE.msisdn)
    reader = consent.Reader(institution, (), NOW + 1)
    assert reader.refusal(ZOE.msisdn, "new-one") == "opt_out"


def test_nothing_stays_of_the_number_otherwise(root, institution):
    erased(root, institution, refuses=False)
    assert consent.Reader(institution, (), NOW + 1).refusal(ZOE.msisdn) is None


def test_the_journal_is_whole_without_its_entries_about_them(root, institution):
    institution.audit.seal()
    erased(root, institution)
    institution.audit.seal()
    told = [entry.verb for entry in institution.audit.latest(0)]
    assert "person.erased" in told
    assert not {"consent.noted_yes", "person.removed"} & {*told}
    whole = audit_journals.piece(root, "paris1", 0, 100)
    assert audit_journals.prove([whole]).faults == []


def test_an_entry_that_nobody_asked_to_erase_is_a_fault(root, institution):
    institution.audit.seal()
    institution.audit.record(institution.audit.entry(1).entry)
    institution.audit.seal()
    del institution.audit._parts[2]
    faults = audit_journals.prove([audit_journals.piece(root, "paris1", 0, 100)]).faults
    assert [(fault.number, fault.what) for fault in faults] == [(2, "erased")]


def test_files_of_people_name_them_no_more(root, institution):
    erased(root, institution)
    register = institution["registers"]["20270115-abcd"]
    [change] = of_kind(register, "new", 1, 5)
    assert (change.uid, change.after.name, change.line) == ("", "", 2)
    [remark] = of_kind(register, "shared", 1, 5)
    assert (remark.code, remark.who, remark.detail) == ("same_number", "", "")


def test_others_erase_their_parts(root, institution):
    seen = []

    def erase(place, subject, now):
        seen.append((place is institution, subject, now))
        return 4

    parts = {"surveys": PartOfDossier(list, erase), "others": PartOfDossier(list, None)}
    record = erased(root, institution, parts=parts)
    assert seen == [(True, ZOE, NOW)]
    assert dict(record.counts)["surveys"] == 4


def test_mails_leavings_and_failures_name_them_no_more(root, institution):
    erased(root, institution)
    waiting = {(mail.to, mail.kind) for _, mail in institution.outbox.waiting()}
    assert waiting == {("autre@u.example", "number_wrong"), (ZOE.email, ERASED)}
    assert {(one.uid, one.msisdn) for one in institution.leavings.of("2027-01")} == {
        ("", ""),
        ("", mobile(1)),
    }
    assert not (institution.numbers.has_flags())
    assert not (institution.numbers.has_pasts())


def test_an_institution_without_any_of_it_erases_too(root, institution):
    institution.leavings = institution.numbers = institution.outbox = None
    assert erased(root, institution).state == "done"


def test_a_number_alone_is_erased_too(root, institution):
    campaign = make_message(institution)
    institution["people"].remove(ZOE.uid)
    record = erased(root, institution, Subject(msisdn=ZOE.msisdn), refuses=False)
    assert campaign.stored_row(2)[0] == "+3363"
    assert record.state == "done"


def test_what_somebody_did_for_the_institution_is_told_on(root, institution):
    institution["campaigns"].add("20270101-abcd", Campaign(ZOE.uid, NOW))
    consent.accept(rights.person(institution, ZOE.uid), ZOE.uid, NOW)
    institution.audit.seal()
    record = erased(root, institution)
    assert record.keeps_acts
    assert {"written", "acts"} <= {*record.remains}


def test_nobody_with_more_rights_and_no_last_administrator_is_erased(institution):
    institution.grants.give(f"{PERSON}{ZOE.uid}", "sender")
    with pytest.raises(NotYours):
        erasures.begin(
            rights.person(institution, ZOE.uid), of_person(institution, "chef"), NOW, refuses=True
        )
    with pytest.raises(LastAdministrator):
        erasures.begin(chief(institution), of_person(institution, "chef"), NOW, refuses=True)
    assert {mail.uid for _, mail in institution.outbox.waiting()} == {ZOE.uid, "chef"}


def test_what_stays_is_told_with_its_reason(institution):
    told = remains.of(institution, ZOE, refuses=False)
    assert told == ("accounts", "identifier", "digests", "backups")
    make_message(institution, closed=False)
    intake.receive(chief(institution), "a.csv", b"a;b", NOW)
    told = remains.of(institution, ZOE, refuses=True)
    assert told == (
        *("refusal", "accounts", "under_way", "identifier", "files", "digests", "backups"),
    )
    told = remains.of(institution, of_person(institution, "chef"), refuses=False)
    assert "acts" in told


def test_an_archive_has_each_erasure_and_names_nobody(root, institution):
    erased(root, institution)
    [line] = erasures.archived(institution)
    assert (line["state"], line["subject"]) == ("done", ())


def test_an_erasure_is_told_as_long_as_texts(root, institution):
    record = erased(root, institution)
    erasures.go_on(institution, NOW + 89 * DAY)
    assert record.__name__ in institution["erasures"]
    erasures.go_on(institution, NOW + 91 * DAY)
    assert len(institution["erasures"]) == 0


def test_many_messages_are_looked_through_some_at_a_time(root, institution, monkeypatch):
    for _ in range(3):
        make_message(institution)
    monkeypatch.setattr(erasures, "ROWS", 2)
    record = erasures.begin(chief(institution), ZOE, NOW, refuses=True)
    path = f"/institutions/paris1/erasures/{record.__name__}"
    assert [erasures.advance(root, path, {}, NOW) for _ in range(5)] == [True] * 3 + [False] * 2
    assert not erasures.advance(root, "/institutions/paris1/erasures/x", {}, NOW)
    assert dict(record.counts)["messages"] == 3
    assert SECRET not in str([one.values(2) for one in institution["campaigns"].values()])
    assert SAID
