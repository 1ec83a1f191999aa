"""The demonstration as a whole: opened, lived through scene by scene, sealed."""

import tempfile
from contextlib import ExitStack, closing
from pathlib import Path

from unisms.model import evolve
from unisms.model.folder import path_of
from unisms.ports import Reply
from unisms.scripts.demonstration import furnishing, universities
from unisms.scripts.demonstration.carrier import DELAY, SLOW, Carrier, close_what_is_due
from unisms.scripts.demonstration.house import House
from unisms.scripts.demonstration.story import STORIES
from unisms.scripts.demonstration.term import Term
from unisms.services.brokers.connections import all_connections
from unisms.services.delivery import receipts
from unisms.services.door import passwords
from unisms.services.ground.actor import service
from unisms.services.imports import uploads
from unisms.services.institution import audit_journals
from unisms.services.operators import operators
from unisms.services.replies import follow_ups

SHARED = "/brokers/commun"  # the connection of both universities
SIMULATED = frozenset({"simulator", "console"})  # the adapters by which nothing leaves this machine


class RealBroker(Exception):
    """A demonstration does not stand beside brokers that really send; ``names`` are theirs."""

    def __init__(self, names):
        super().__init__(names)
        self.names = names


def build(connection, worker, password, now):
    """Fill an empty store with three weeks that end at ``now`` (epoch seconds).

    Return whether it did: not where something is stored already.

    :raises RealBroker: a broker is switched on that would really send.
    """
    root = evolve.initialise(connection, worker.registry.evolution_steps)
    if len(root["institutions"]):
        return False
    _refuse_real_brokers(root, worker.registry)
    connection.transaction_manager.savepoint()  # without a store, there is no key for digests
    root.demonstration = True
    term = Term(now)
    begun = term.at(13, "8:30")
    root["brokers"].add(
        "commun", furnishing.simulated("Simulateur commun (rien ne part)", 200, begun)
    )
    hashed = passwords.hash_password(password)  # once: it takes its time, and is the same for all
    operators.admit(service(), root, universities.OPERATOR, begun)
    root.passwords[universities.OPERATOR] = hashed
    persons = {one.name: list(universities.people(one)) for one in universities.UNIVERSITIES}
    for one in universities.UNIVERSITIES:
        furnishing.open_university(root, one, persons[one.name], hashed, begun)
    _live(root, worker, persons, term, now)
    for name in audit_journals.journals(root):
        audit_journals.seal(root, name)
    return True


def _refuse_real_brokers(root, registry):
    """Refuse if a message of the demonstration could leave, by an add-on or a connection."""
    switched_on = {name for kind, name in registry.factories if kind == "broker"}
    stored = {connection.adapter for connection in root["brokers"].values()}
    if real := (switched_on | stored) - SIMULATED:
        raise RealBroker(sorted(real))


def _live(root, worker, persons, term, now):
    """Let three weeks happen, in the order of their moments."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="unisms-demo-")))
        carriers = {}
        for number, path in enumerate(map(path_of, all_connections(root))):
            simulator = worker.registry.factories["broker", "simulator"]
            delay = SLOW if path == SHARED else DELAY
            carrier = Carrier(simulator, path, folder / str(number), worker.machine, delay)
            carriers[path] = stack.enter_context(closing(carrier))
        houses = {
            name: House(root, root["institutions"][name], persons[name], carriers)
            for name in root["institutions"]
        }
        scenes = [
            scene for name, house in houses.items() for scene in STORIES[name](house, term, now)
        ]
        for scene in sorted(scenes, key=lambda scene: scene.at):
            scene.act()
    _answer_nobody(root, term)
    _do_by_itself(root, now)


def _do_by_itself(root, now):
    """Do what the service has done by itself until ``now``: close messages, erase files."""
    close_what_is_due(root, all_connections(root), now)
    for name, institution in root["institutions"].items():
        uploads.forget(institution, now)
        follow_ups.follow(root, name, now + follow_ups.LATE + 1)  # which confirms no STOP


def _answer_nobody(root, term):
    """Replies on the shared connection that are no institution's."""
    for days, number, text in ((5, 4701, "Bonjour, qui êtes-vous ?"), (1, 4702, "Mauvais numéro.")):
        at = term.at(days, "12:20")
        reply = Reply(universities.fiction(number), text, "38000", at)
        receipts.apply(root, SHARED, [], [reply], at)
