"""Dossiers by number, and of a number that two have: nobody is told what is somebody else's."""

import pytest
from dossier_facts import ZOE, chief
from factories import NOW, make_person, make_recipient, make_release, mobile

from unisms.model.leavings import Leaving
from unisms.model.outbox import Mail
from unisms.model.registers import Register
from unisms.services.dossiers import erasures, parts, rows, subjects
from unisms.services.dossiers.subjects import Subject, of_number, of_person
from unisms.services.ground import journal
from unisms.services.histories import entries
from unisms.services.people import consent
from unisms.services.register import changes
from unisms.services.register.changes import Facts, PersonChange

STRANGER = mobile(9876)


@pytest.fixture
def twin(institution):
    """Somebody who has Zoé's number too; of a message and a reply only the number is known."""
    make_person(institution, "twin", "Yves Autre", ZOE.msisdn)
    make_release(institution, [make_recipient(4242, "Yves Autre")], text="Pour Yves seul")
    institution.replies.add(NOW, ZOE.msisdn, "38000", "Réponse de Yves")
    institution.leavings.add(Leaving(NOW, "", ZOE.msisdn, "reply"))
    return of_person(institution, "twin")


def told(institution, subject):
    """All that a dossier tells by number, as one text."""
    found = (
        rows.messages,
        parts.replies,
        parts.leavings,
        parts.health,
        parts.refusals,
        parts.files,
    )
    return str([*(list(one(institution, subject)) for one in found)])


def test_of_a_number_that_two_have_neither_is_told_what_is_known_by_it_alone(institution, twin):
    zoe = of_person(institution, ZOE.uid)
    for subject in (zoe, twin):
        known = told(institution, subject)
        assert "Yves" not in known
        assert "Merci" not in known
    assert [one["msisdn"] for one in parts.person(institution, zoe)] == [ZOE.msisdn]


def test_who_has_proved_it_alone_is(institution, twin):
    institution["people"].prove("twin", NOW)
    assert "Réponse de Yves" in told(institution, of_person(institution, "twin"))
    assert "Yves" not in told(institution, of_person(institution, ZOE.uid))


def test_an_erasure_leaves_the_other_one_what_is_theirs(root, institution, twin):
    record = erasures.begin(chief(institution), of_person(institution, ZOE.uid), NOW, refuses=True)
    path = f"/institutions/paris1/erasures/{record.__name__}"
    while erasures.advance(root, path, {}, NOW):
        pass
    assert record.state == "done"
    assert consent.Reader(institution, (), NOW + 1).refusal(ZOE.msisdn, "twin") is None
    known = told(institution, of_person(institution, "twin"))
    assert "Pour Yves seul" in known
    assert "Réponse de Yves" in known
    assert institution.numbers.has_pasts()


def test_at_such_a_number_what_bears_their_name_is_theirs(root, institution, twin):
    both = [make_recipient(4242, ZOE.name), make_recipient(4242, "Yves Autre")]
    campaign = make_release(institution, both, text="Pour [nom]")
    for state in ("sent", "closed"):
        campaign.become(state)
    entries.enter(root, campaign.path)
    zoe = of_person(institution, ZOE.uid)
    assert [one["text"] for one in rows.messages(institution, zoe)] == [f"Pour {ZOE.name}"]
    record = erasures.begin(chief(institution), zoe, NOW, refuses=False)
    while erasures.advance(root, f"/institutions/paris1/erasures/{record.__name__}", {}, NOW):
        pass
    assert [campaign.values(number)[0] for number in (1, 2)] == ["", "Yves Autre"]


def test_the_number_of_somebody_has_no_dossier_of_its_own(institution):
    with pytest.raises(KeyError):
        of_number(institution, ZOE.msisdn)
    with pytest.raises(KeyError):
        of_number(institution, "personne")
    assert of_number(institution, "06 39 98 98 76") == Subject(msisdn=STRANGER)
    assert [one.uid for one in subjects.found(institution, ZOE.msisdn)] == [ZOE.uid]


def test_a_number_that_was_somebodys_tells_what_came_after_them(institution):
    institution["people"].renumber(ZOE.uid, mobile(77))
    subject = Subject(msisdn=ZOE.msisdn)
    assert list(parts.replies(institution, subject)) == []
    institution["people"].forget_former(0, NOW + 5)
    institution.replies.add(NOW + 6, ZOE.msisdn, "38000", "Je suis la suivante")
    [reply] = parts.replies(institution, subject)
    assert reply["text"] == "Je suis la suivante"


def test_a_typed_number_is_told_its_messages_and_nobody_elses(institution):
    make_release(institution, [make_recipient(9876, "Inconnu")], text="Au numéro tapé")
    make_release(institution, [make_recipient(1, "Anne Chef")], text="À Anne")
    known = told(institution, of_number(institution, STRANGER))
    assert "Au numéro tapé" in known
    assert "Anne" not in known


def test_a_line_of_a_file_about_somebody_else_is_not_theirs(institution):
    register = Register("Étudiants", "", "liste.csv", "chef", NOW)
    institution["registers"].add("20270116-abcd", register)
    theirs = PersonChange("changed", 2, "", after=Facts("Inconnue", "", STRANGER))
    others = PersonChange("changed", 3, "chef", after=Facts("Anne Chef", "", STRANGER))
    changes.keep(register, [theirs, others], [])
    found = list(parts.files(institution, of_number(institution, STRANGER)))
    assert [one["line"] for one in found] == [2]
    assert list(parts.files(institution, Subject("nobody"))) == []


def test_a_mail_to_somebody_else_of_the_same_address_is_not_theirs(institution):
    box = institution.outbox
    box.add(Mail(NOW, "report", ZOE.email, uid="chef"))
    box.add(Mail(NOW, "report", ZOE.email))
    found = parts.mails_to(institution, of_person(institution, ZOE.uid))
    assert sorted(mail.uid for _, mail in found) == ["", ZOE.uid]


def test_an_entry_at_a_namesake_is_not_about_them_unless_it_says_their_uid(institution):
    make_person(institution, "namesake", ZOE.name, "")
    at = institution["people"]["namesake"]
    journal.write(chief(institution), "person.changed", at, NOW, before={"name": ZOE.name})
    about = parts.concerns(ZOE, keeps_acts=True)
    entry = next(iter(institution.audit.latest(0)))
    assert not about(entry)
    assert about(entry._replace(before=f'{{"merged": "{ZOE.uid}"}}'))
    assert not parts.concerns(Subject(msisdn=STRANGER), keeps_acts=True)(entry)
