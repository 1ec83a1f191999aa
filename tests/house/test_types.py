"""The types of signatures refuse a value in the place of another one: `make lint` fails."""

import re

import places
import pytest
from mypy import api

pytestmark = pytest.mark.slow

SETTING = """
from unisms.model.accounts import Account
from unisms.model.campaigns import Campaign
from unisms.model.connections import BrokerConnection
from unisms.model.root import Institution, Root
from unisms.services.campaigns import guards
from unisms.services.delivery import claims
from unisms.services.door import passwords
from unisms.services.ground import journal, lives
from unisms.services.ground.actor import Actor
from unisms.services.people import enrolment
from unisms.services.rights import daily, reaches, rights


def calls(
    root: Root,
    institution: Institution,
    actor: Actor,
    campaign: Campaign,
    account: Account,
    connection: BrokerConnection,
) -> None:
"""
RIGHT = [
    "rights.person(institution, 'jdupont')",
    "daily.spent(institution, actor.uid, 1_800_000_000)",
    "reaches.of(actor, 'scd')",
    "guards.release(actor, campaign, 1_800_000_000)",
]
WRONG = {
    "a list of roles as a uid": "rights.person(institution, list(actor.held))",
    "an actor as a uid": "rights.held(institution, actor)",
    "an institution as a uid": "daily.spent(institution, institution, 1_800_000_000)",
    "a uid as an institution": "rights.person('jdupont', institution)",
    "a uid as an actor": "reaches.of('jdupont', 'scd')",
    "an account as its name": "reaches.of(actor, account)",
    "a campaign as its author": "enrolment.remove(actor, campaign, 1_800_000_000)",
    "the root as an institution": "rights.held(root, 'jdupont')",
    "a name as a campaign": "guards.release(actor, '20270112-k7qf', 1_800_000_000)",
    "a connection as its path": "claims.claim_batch(root, connection, 9, 'm', 1_800_000_000)",
    "a moment as a text": "journal.act(actor, campaign, 'released', '2027-01-12')",
    "an institution as the root": "lives.is_held(institution)",
}


@pytest.fixture(scope="module")
def refused(tmp_path_factory):
    """Return the numbers of the calls that mypy refuses, with our settings."""
    file = tmp_path_factory.mktemp("types") / "calls.py"
    file.write_text(SETTING + "".join(f"    {call}\n" for call in [*RIGHT, *WRONG.values()]))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MYPYPATH", str(places.ROOT))
        settings = ["--config-file", str(places.ROOT / ".mypy.ini")]
        told, trouble, _ = api.run([*settings, "--cache-dir", str(file.parent), str(file)])
    assert trouble == ""
    lines = re.findall(r"calls\.py:(\d+): error: .*\[arg-type\]", told)
    return {int(line) - SETTING.count("\n") - 1 for line in lines}


def test_calls_that_are_right_pass(refused):
    assert refused.isdisjoint(range(len(RIGHT)))


@pytest.mark.parametrize("number", range(len(WRONG)), ids=list(WRONG))
def test_what_belongs_elsewhere_is_refused(refused, number):
    assert len(RIGHT) + number in refused
