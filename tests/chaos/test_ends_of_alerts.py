"""An alert ended while it leaves, through a real worker and the real SMSC: who got it is told."""

import time
from collections import Counter

import pytest

from tests.chaos import crowds
from tests.peers.service import CONNECTION, Service
from tests.peers.smsc import Smsc
from unisms.model.folder import find
from unisms.model.people import Subscriber
from unisms.services.alerts import endings
from unisms.services.campaigns import guards
from unisms.services.rights import rights
from unisms.sms import states
from unisms.sms.purposes import EMERGENCY
from unisms.testing.fixtures import eventually

pytestmark = [pytest.mark.servers, pytest.mark.spread]

SIZE, PACE, WINDOW = 600, 150, 20  # messages, those of a second, those under way at once
PATIENCE = 60  # seconds
OVER = (states.SENT, states.CLOSED)
ENDED = "Fin de l'alerte."


def furnish(root):
    institution = find(root, "/institutions/paris1")
    find(root, CONNECTION).pace = PACE
    institution["people"].add("zoe", Subscriber("Zoé", "", ""))
    institution.grants.give("person:zoe", "administrator")


def actor(root):
    return rights.person(find(root, "/institutions/paris1"), "zoe")


def end(root, path):
    """End the alert at ``path``, as a page does; return the path of the message that tells it."""
    now = int(time.time())
    return endings.end(actor(root), find(root, path), endings.ALL_CLEAR, (ENDED, ""), now).path


def send(root, path):
    guards.release(actor(root), find(root, path), int(time.time()))


def taken(smsc):
    """Return the numbers to which the SMSC took the alert, and those to which it took its end."""
    told = {True: Counter(), False: Counter()}
    for event in smsc.events("submit"):
        if event.get("id"):
            told[event["text"] == ENDED][event["msisdn"]] += 1
    return told[False], told[True]


@pytest.mark.parametrize("killed", [False, True], ids=["at work", "killed"])
def test_an_alert_ended_while_it_leaves_is_told_to_exactly_those_who_got_it(killed):
    people = crowds.crowd(0, SIZE, special=False)
    people = [(msisdn, f"Zoé {place}") for place, (msisdn, _) in enumerate(people)]
    told = {"purpose": (EMERGENCY,), "urgent": True, "reason": "Feu", "on_doubt": "resend"}
    with (
        Smsc(answer_delay=20, receipt_delay=30) as smsc,
        Service(smsc.port, window=str(WINDOW)) as service,
    ):
        service.run(furnish)
        path = service.campaign(people, "Feu : sortez, [nom].", **told)
        service.release(path)
        service.start("worker")
        smsc.wait(lambda stats: stats["submits"] > SIZE // 4, PATIENCE)
        ending = service.run(end, path)
        assert service.run(end, path) == ending  # a second click
        if killed:
            service.kill("worker")
            service.start("worker")
        service.worker.enqueue("prepare_campaign", ending, "zoe")
        service.wait(ending, states.CHECKED, PATIENCE)
        service.run(send, ending)
        service.worker.enqueue("deliver", CONNECTION)
        eventually(lambda: service.state(ending) in OVER, PATIENCE, lambda: service.log("worker"))
        alert, end_of_it = taken(smsc)
        log = service.log("worker")
    assert {*alert.values()} == {1} == {*end_of_it.values()}, log
    assert SIZE // 4 < len(alert) < SIZE
    assert {*alert} - {*end_of_it} == set(), log
    # of those of whom a crash has left it uncertain, nobody knows
    assert len({*end_of_it} - {*alert}) <= (WINDOW if killed else 0), log
