"""A list of years ago, through a real worker and the real SMSC: most of it never leaves."""

import pytest

from tests.chaos import crowds
from tests.peers.service import CONNECTION, Service
from tests.silence import stays
from unisms.model.folder import find
from unisms.services.delivery import steering
from unisms.services.ground.actor import service as by_itself
from unisms.services.health import brakes
from unisms.sms import states
from unisms.testing.fixtures import eventually

pytestmark = [pytest.mark.servers, pytest.mark.spread]

SIZE, PACE = 900, 60  # messages, and those of a second
PATIENCE = 90  # seconds


def old_list():
    """Two numbers of three that do not exist any more (ending 901)."""
    return [
        (f"+3361{place:04}{'901' if place % 3 else '100'}", f"Zoé {place}") for place in range(SIZE)
    ]


def test_a_list_of_years_ago_pauses_before_it_is_spent_and_goes_on_if_somebody_says_so(smsc):
    with Service(smsc.port) as service:
        service.run(lambda root: setattr(find(root, CONNECTION), "pace", PACE))
        path = service.campaign(old_list(), crowds.TEXT)
        service.release(path)
        service.start("worker")

        def state():
            return service.run(lambda root: find(root, path).state)

        def submits():
            return smsc.stats()["submits"]

        def stands_still():
            seen = submits()
            return stays(lambda: submits() == seen, 1)

        eventually(lambda: state() == states.PAUSED, PATIENCE, lambda: service.log("worker"))
        braked = service.run(lambda root: brakes.pulled(find(root, path)))
        assert (braked.cause, braked.failed >= 50) == ("number_invalid", True)
        eventually(stands_still, PATIENCE)
        spared = SIZE - submits()
        assert spared > SIZE // 2
        assert "paused, too many fail (number_invalid)" in service.log("worker")

        def go_on(root):
            campaign = find(root, path)
            steering.resume(by_itself(), campaign, find(root, CONNECTION), 1)

        service.run(go_on)
        service.worker.enqueue("deliver", CONNECTION)
        smsc.wait(lambda stats: stats["submits"] > SIZE - spared, PATIENCE)
        eventually(lambda: state() == states.PAUSED, PATIENCE, lambda: service.log("worker"))
        again = service.run(lambda root: brakes.pulled(find(root, path)))
        assert again.ended_before > braked.ended_before  # of what failed since, and of no more
        assert again.failed < again.ended_before
        numbers = [event["msisdn"] for event in smsc.events("submit")]
        assert len(numbers) == len(set(numbers))
