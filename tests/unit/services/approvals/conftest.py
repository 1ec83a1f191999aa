"""An institution whose messages to three people need a yes, and those who may say it."""

import pytest
from factories import NOW, make_campaign, make_house, make_person, mobile, someone

from unisms.model.approvals import ApprovalRules
from unisms.services.approvals import approvals

PEOPLE = {
    "lib": ("Lina Bernard", "sender", ""),
    "chef": ("Anne Chef", "approver", ""),
    "scd": ("Sami Durand", "approver", "accounts/scd"),
    "boss": ("Béa Roux", "administrator", ""),
    "temp": ("Tom Petit", "subscriber", ""),
}


@pytest.fixture
def institution(root):
    institution = make_house(root)
    for number, (uid, (name, role, place)) in enumerate(PEOPLE.items(), 50):
        make_person(institution, uid, name, mobile(number), f"{uid}@univ.example")
        institution.grants.give(f"person:{uid}", role, place)
    institution.approval_rules = tuple(ApprovalRules(recipients=3))
    return institution


@pytest.fixture
def checked(institution):
    return make_campaign(institution, title="Retard")


@pytest.fixture
def awaiting(institution, checked):
    approvals.go(someone(institution), checked, NOW)
    return checked


@pytest.fixture
def posted(institution):
    """Return the function that tells to whom the mails of a kind are, of those that wait."""

    def told(kind):
        found = institution.outbox.waiting() if institution.outbox else ()
        return sorted(mail.to.partition("@")[0] for _, mail in found if mail.kind == kind)

    return told


@pytest.fixture
def verbs(institution):
    """Return the function that tells who has done something, by the journal."""

    def told(verb):
        return [entry.by for entry in institution.audit.waiting() if entry.verb == verb]

    return told
