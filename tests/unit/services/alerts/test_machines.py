"""An alert that a machine asks for waits for a person, who is told of it by mail."""

import pytest
from drills import launch, mailed, prepare
from factories import NOW, make_group, make_house, make_person, mobile

from unisms.services.alerts import machines
from unisms.services.alerts.mails import WAITS
from unisms.sms import origins, states


@pytest.fixture
def paris(root):
    institution = make_house(root)
    for number, uid in enumerate(("lib", "chief"), 90):
        make_person(institution, uid, uid.title(), mobile(number), f"{uid}@univ.fr")
    institution.grants.give("person:lib", "administrator")
    institution.grants.give("person:chief", "group_sender")
    make_group(institution)
    return institution


@pytest.fixture
def asked(paris):
    campaign = launch(paris, prepare(paris))
    campaign.origin = origins.COMMAND
    return campaign


def test_it_waits_unless_the_institution_says_otherwise(paris, asked):
    assert machines.waits(asked)
    assert machines.waiting(paris) == [asked]
    paris.machines_alert = True
    assert not machines.waits(asked)


def test_nothing_else_waits(paris, asked):
    asked.origin = origins.PAGE
    assert not machines.waits(asked)
    asked.origin, asked.purpose = origins.COMMAND, ()
    assert not machines.waits(asked)
    asked.purpose = ("emergency",)
    asked.become(states.SENDING)
    assert machines.waiting(paris) == []


def test_those_who_may_send_it_are_told_by_mail(paris, asked):
    assert machines.tell(asked, NOW).endswith(f"{asked.path}/check")
    assert mailed(paris, WAITS) == ["lib"]
