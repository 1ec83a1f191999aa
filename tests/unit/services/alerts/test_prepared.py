"""Alerts that are prepared: their folder, whom they may be for, whether they can be answered."""

import announced
import pytest
from drills import GROUP, launch, prepare
from factories import NOW, make_draft, make_group, make_house
from left_out import FAKE

from unisms.services.alerts import endings, prepared
from unisms.services.exclusions import saved
from unisms.testing.factories import someone


@pytest.fixture
def paris(root):
    institution = make_house(root)
    institution.grants.give("person:lib", "administrator")
    make_group(institution, people=3)
    return institution


def test_a_store_of_before_gets_a_place_for_them(paris):
    paris.remove("alerts")
    campaign = make_draft(paris)
    campaign.alert = ("", "", "evacuation")
    assert [*prepared.every(paris)] == []
    assert prepared.of_campaign(paris, campaign) is None
    prepared.alerts_have_a_place(paris.__parent__.__parent__)
    prepared.alerts_have_a_place(paris.__parent__.__parent__)
    assert [*prepared.every(paris)] == []
    assert prepare(paris) in prepared.every(paris)


def test_the_step_and_the_parts_are_announced():
    known = announced.registry()
    assert "alerts_have_a_place" in {step.__name__ for step in known.evolution_steps}
    assert "alerts" in known.archive_parts
    assert "alerts" in known.dossier_parts


def test_only_a_number_of_the_contract_can_be_answered(paris):
    paris["brokers"]["fake"].numbers = ("38000",)
    assert prepared.can_be_answered(paris, FAKE, "38000")
    assert not prepared.can_be_answered(paris, FAKE, "UNIVPARIS")
    assert not prepared.can_be_answered(paris, FAKE, "")
    assert not prepared.can_be_answered(paris, "/gone", "38000")


def test_it_may_be_for_what_lasts_and_can_be_chosen(paris):
    actor = someone(paris)
    kept = saved.keep(actor, "L2", GROUP, (("person", "l2-0"),), NOW)
    assert prepared.choosable(actor, (*GROUP, ("saved", kept.__name__)))
    assert not prepared.choosable(actor, (("group", "gone"),))
    assert not prepared.choosable(actor, (("number", "0639980001"),))
    assert not prepared.choosable(someone(paris, "l2-1"), (("saved", kept.__name__),))


def test_a_saved_audience_counts_as_what_it_stands_for(paris):
    kept = saved.keep(someone(paris), "L2", GROUP, (("person", "l2-0"),), NOW)
    alert = prepare(paris, minus=(("person", "l2-1"),))
    prepared.address(alert, paris, (("saved", kept.__name__),))
    assert alert.pairs == GROUP
    assert alert.minus == (("person", "l2-1"), ("person", "l2-0"))


def test_what_it_became_stays_when_it_is_deleted(paris):
    alert = prepare(paris, all_clear="C'est fini.", false_alarm="Erreur.")
    campaign = launch(paris, alert)
    assert endings.proposed(campaign, endings.ALL_CLEAR) == ("C'est fini.", "")
    assert endings.proposed(campaign, endings.FALSE_ALARM) == ("Erreur.", "")
    prepared.delete(someone(paris), alert, NOW)
    assert prepared.of_campaign(paris, campaign) is None
    assert endings.proposed(campaign, endings.ALL_CLEAR)[0].startswith("Fin de l'alerte")
